#!/bin/sh
# Looking addresses up: what comes into the history is what the log could have said itself, by public
# MaxMind DB files of both schemas; damaged files are refused by name. The files are not part of this
# repository; without them this skips.
set -u
jaga=$1
files=$JAGA_SOURCE/../shared/data/geoip
cd "$TMPDIR" || exit 1
if [ ! -d "$files" ]; then
    echo "skip geoip: the public MaxMind DB files are not on this machine"
    exit
fi

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

log_of 3 >plain.csv
log_of 5 >known.csv

# $1: a name, $2: the files; the history must be that of the log that knows
same_history() {
    "$jaga" scan plain.csv --db looked.db --geoip "$2" >said 2>&1 || echo "FAIL geoip/$1: $(cat said)"
    "$jaga" scan known.csv --db knows.db >said 2>&1
    if diff -r looked.state/history knows.state/history >differs 2>&1; then
        echo "ok geoip/$1"
    else
        echo "FAIL geoip/$1: $(head -n 1 differs)"
    fi
}

refused() {
    if "$jaga" scan plain.csv --db refused.db --geoip "$1" >said 2>&1; then
        echo "FAIL geoip/refused: $1 was taken"
    elif grep -qF "$1: " said && grep -qF "$2" said && [ "$(wc -l <said)" = 1 ]; then
        echo "ok geoip/refused"
    else
        echo "FAIL geoip/refused: $(cat said)"
    fi
}

same_history nested "$files/GeoLite2-Country-Test.mmdb,$files/GeoLite2-ASN-Test.mmdb"
# The same rows again without files, or with others: nothing new, and no conflict.
cp plain.csv again.csv
"$jaga" scan again.csv --db looked.db --json >counts 2>&1
if grep -q '"duplicates":8,' counts && grep -q '"rejects":0,' counts; then
    echo "ok geoip/again"
else
    echo "FAIL geoip/again: $(cat counts)"
fi
rm -rf looked.* knows.*
if zstd -dqf "$files/iptoasn-country.mmdb.zst" -o flat.mmdb 2>/dev/null; then
    # The public table of today: one address that is long with its country.
    rows='e1|2.125.160.216|||GB|geoip=country'
    log_of 3 >plain.csv
    log_of 5 >known.csv
    same_history flat flat.mmdb
    head -c 1000000 flat.mmdb >cut.mmdb
    refused cut.mmdb 'MaxMind DB'
else
    echo "skip geoip/flat: no zstd to unpack it"
fi
refused "$files/GeoIP2-City-Test-Broken-Double-Format.mmdb" damaged
refused "$files/GeoIP2-City-Test-Invalid-Node-Count.mmdb" 'invalid metadata'
refused "$files/GeoIP-Anonymous-Plus-Test.mmdb" neither
refused nowhere.mmdb 'No such file'
refused plain.csv 'no usable'
