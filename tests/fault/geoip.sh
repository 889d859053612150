#!/bin/sh
# Files given to --geoip that cannot be used: one line that names the file and the cause, exit 3, no row
# read. Damaged ones made here, and two public ones that are broken on purpose, if they are there.
set -u
jaga=$1
files=$JAGA_SOURCE/../shared/data/geoip
mmdb=$JAGA_BUILD/tests/helper/mmdb
cd "$TMPDIR" || exit 1
printf 'event_id,ts,type,account,ip\ne1,1769878800,login,w1,1.1.1.1\n' >log.csv

# $1: a name, $2: the file, the rest: what must be said
refused() {
    name=$1 file=$2 why=
    shift 2
    for mode in scan watch; do
        if [ $mode = scan ]; then
            timeout 60 "$jaga" scan log.csv --db refused.db --geoip "good.mmdb,$file" >out 2>err
        else
            timeout 60 "$jaga" watch --db refused.db --geoip "good.mmdb,$file" <log.csv >out 2>err
        fi
        status=$?
        [ $status -eq 3 ] || why="$mode: exit $status"
        [ "$(wc -l <err)" -eq 1 ] || why="$mode: $(wc -l <err) lines"
        for text in "$file: " "$@"; do
            grep -qF -- "$text" err || why="$mode: '$text' is not in: $(head -c 300 err)"
        done
    done
    # Not one row was taken: the log is new to the database.
    "$jaga" scan log.csv --db refused.db --geoip good.mmdb --json >out 2>err
    grep -q '"events":1,' out || why="a good scan afterwards: $(cat out err)"
    rm -rf refused.*
    if [ -z "$why" ]; then echo "ok geoip/$name"; else echo "FAIL geoip/$name: $why"; fi
}

"$mmdb" 4 >good.mmdb <<'END'
1.0.0.0/8 country.iso_code=AU autonomous_system_number=#1221
END
size=$(wc -c <good.mmdb)

refused absent nowhere.mmdb 'No such file'
mkdir folder.mmdb
refused folder folder.mmdb
: >empty.mmdb
refused empty empty.mmdb
refused log log.csv 'no usable MaxMind DB file'
head -c $((size - 20)) good.mmdb >cut.mmdb
refused cut cut.mmdb 'MaxMind DB file'
head -c $((size / 2)) good.mmdb >half.mmdb
refused half half.mmdb 'no usable MaxMind DB file'
# Without its tree's first bytes: the metadata is whole, what it speaks of is not.
tail -c +31 good.mmdb >shifted.mmdb
refused shifted shifted.mmdb 'MaxMind DB file'
echo '1.0.0.0/8 connection_type=Cable' | "$mmdb" 4 >neither.mmdb
refused neither neither.mmdb 'neither countries nor AS numbers'
echo '1.0.0.0/8 country_code=au asn=!1221' | "$mmdb" 4 >odd.mmdb
refused odd odd.mmdb 'neither countries nor AS numbers'

if [ ! -d "$files" ]; then
    echo "skip geoip/public: the public MaxMind DB files are not on this machine"
    exit
fi
refused public-broken "$files/GeoIP2-City-Test-Broken-Double-Format.mmdb" damaged
refused public-node-count "$files/GeoIP2-City-Test-Invalid-Node-Count.mmdb" 'invalid metadata'
refused public-other "$files/GeoIP-Anonymous-Plus-Test.mmdb" neither
if zstd -dqf "$files/iptoasn-country.mmdb.zst" -o flat.mmdb 2>/dev/null; then
    head -c 1000000 flat.mmdb >flat-cut.mmdb
    refused public-cut flat-cut.mmdb 'MaxMind DB'
else
    echo "skip geoip/public-cut: no zstd to unpack it"
fi
