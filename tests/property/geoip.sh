#!/bin/sh
# Looking addresses up: what comes into the history is what the log could have said itself, so that
# nothing after the first reading needs the files. By files made here from lines of text, and by public
# MaxMind DB files of both schemas, which are not part of this repository; without them that part skips.
set -u
jaga=$1
files=$JAGA_SOURCE/../shared/data/geoip
mmdb=$JAGA_BUILD/tests/helper/mmdb
cd "$TMPDIR" || exit 1

head=event_id,ts,type,account,ip,country,detail
# Rows as the log says them, and as they are with the look-up: name|address|country|detail|both.
rows='e1|2.125.160.216||os=x|GB|os=x;geoip=country
e2|1.128.0.0||||geoip=asn;asn=1221
e3|2.125.160.216|ID|asn=7|ID|asn=7
e4|1.128.0.0|ID|os=y|ID|os=y;geoip=asn;asn=1221
e5|10.0.0.1||||
e6|2001:218::1|||JP|geoip=country
e7|nonsense||||
e8|||||'

# $1: columns of the rows to take for country and detail
log_of() {
    echo $head
    echo "$rows" | awk -F'|' -v c="$1" '{ printf "%s,%d,login,w1,%s,%s,%s\n", $1, 1769878800 + NR,
        $2, $(c), $(c + 1) }'
}

# What the history and the database hold, without the database's own random name in their heads.
kept() {
    tail -c +49 "$1.state/history"
    "$jaga" query canonical --db "$1.db" --format csv
}

# $1: a name, $2: a database; must hold what that of the log that knows does
same_history() {
    "$jaga" scan known.csv --db "knows-$1.db" >said 2>&1 || echo "FAIL geoip/$1: $(cat said)"
    kept "$2" >looked
    kept "knows-$1" >knows
    if [ "$(wc -c <knows)" -gt 100 ] && cmp looked knows >differs 2>&1; then
        echo "ok geoip/$1"
    else
        echo "FAIL geoip/$1: $(head -n 1 differs)"
    fi
}

# $1: a name, $2: the files
scanned() {
    log_of 3 >plain.csv
    log_of 5 >known.csv
    "$jaga" scan plain.csv --db "$1.db" --geoip "$2" >said 2>&1 || echo "FAIL geoip/$1: $(cat said)"
    same_history "$1" "$1"
}

# $1: a name, the rest: jaga's words; nothing but repetitions must come out
repeated() {
    name=$1
    shift
    "$jaga" scan "$@" --json >counts 2>&1
    if grep -q '"duplicates":8,' counts && grep -q '"rejects":0,' counts; then
        echo "ok geoip/$name"
    else
        echo "FAIL geoip/$name: $(cat counts)"
    fi
}

"$mmdb" 6 >country.mmdb <<'END'
2.125.160.0/24 country.iso_code=GB
2001:218::/32 country.iso_code=JP
END
"$mmdb" 4 >asn.mmdb <<'END'
1.128.0.0/11 autonomous_system_number=#1221
END
"$mmdb" 6 >other.mmdb <<'END'
2.125.160.0/24 country_code=FR asn=AS99
1.128.0.0/11 country_code=AU
2001:218::/32 country_code=KR
END
scanned made country.mmdb,asn.mmdb

log_of 3 >plain.csv
"$jaga" watch --db watched.db --geoip country.mmdb,asn.mmdb <plain.csv >said 2>&1 ||
    echo "FAIL geoip/watch: $(cat said)"
if "$jaga" query canonical --db watched.db --format csv >watched &&
    "$jaga" query canonical --db made.db --format csv >made && cmp -s watched made; then
    echo "ok geoip/watch"
else
    echo "FAIL geoip/watch: $(diff watched made | head -n 2 | tr '\n' ' ')"
fi

# A run that begins anew, the snapshot and the files being gone: history and scores go on as if the log
# had said it all.
for db in made knows-made; do
    cp $db.db anew-$db.db
    mkdir anew-$db.state
    cp $db.state/history anew-$db.state
done
mkdir away
mv country.mmdb asn.mmdb away
{ echo $head; echo 'e9,1769878900,login,w1,9.9.9.9,SG,'; } >next.csv
for db in made knows-made; do
    "$jaga" scan next.csv --db anew-$db.db --scores anew-$db.csv >said 2>&1 ||
        echo "FAIL geoip/anew: $(cat said)"
    kept anew-$db >$db.kept
done
if cmp -s made.kept knows-made.kept && cmp -s anew-made.csv anew-knows-made.csv &&
    grep -q e9 anew-made.csv && "$jaga" explain e1 --db anew-made.db >/dev/null 2>said; then
    echo "ok geoip/anew"
else
    echo "FAIL geoip/anew: $(cmp made.kept knows-made.kept) $(cat said)"
fi

# The same rows again, without the files or with others: repetitions, and no conflict.
cp plain.csv again.csv
repeated again-without again.csv --db made.db
cp plain.csv more.csv
repeated again-with-others more.csv --db made.db --geoip other.mmdb
# A country that the log itself says otherwise is a conflict as ever.
{ echo $head; echo 'e3,1769878803,login,w1,2.125.160.216,MY,asn=7'; } >conflict.csv
"$jaga" scan conflict.csv --db made.db --json --geoip away/country.mmdb >counts 2>&1
if grep -q '"rejects":1,' counts; then echo "ok geoip/conflict"; else echo "FAIL geoip/conflict: $(cat counts)"; fi

if [ ! -d "$files" ]; then
    echo "skip geoip/public: the public MaxMind DB files are not on this machine"
    exit
fi
scanned nested "$files/GeoLite2-Country-Test.mmdb,$files/GeoLite2-ASN-Test.mmdb"
rows='e1|1.128.0.0||||geoip=asn;asn=1221'
scanned isp "$files/GeoIP2-ISP-Test.mmdb,$files/GeoIP2-City-Test.mmdb"
if zstd -dqf "$files/iptoasn-country.mmdb.zst" -o flat.mmdb 2>/dev/null; then
    # The public table of today: an address that is long with its country.
    rows='e1|2.125.160.216|||GB|geoip=country'
    scanned flat flat.mmdb
else
    echo "skip geoip/flat: no zstd to unpack it"
fi
