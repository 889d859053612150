#!/bin/sh
# Laws of mappings: an export scanned by its mapping concludes what its canonical form concludes, a
# check counts as a scan does and shows nothing of the export, and the guide's worked example works.
set -u
jaga=$1
cd "$TMPDIR" || exit 1

# The number of a name in a file of JSON.
number() {
    sed -n "s/.*\"$1\":\([0-9]*\).*/\1/p" "$2"
}

# $1: a mapping, $2: its sample
same_both_ways() {
    map=$1 sample=$2
    "$jaga" map check "$map" --sample "$sample" --events events.csv --json >check.json 2>said ||
        echo "FAIL exports/$map: $(cat said)"
    "$jaga" scan "$sample" --map "$map" --db mapped.db --json >mapped.json 2>said
    "$jaga" scan events.csv --db plain.db --json >plain.json 2>said
    # Rejects are named by their place in the file, and the canonical form has none.
    "$jaga" query canonical --db mapped.db --format csv | grep -v reject >mapped
    "$jaga" query canonical --db plain.db --format csv | grep -v reject >plain
    if [ -s mapped ] && diff mapped plain >differs; then
        echo "ok exports/$map: mapped as canonical"
    else
        echo "FAIL exports/$map: $(head -n 3 differs | tr '\n' ' ')"
    fi
    for count in rows events rejects duplicates stale accounts; do
        a=$(number $count check.json) b=$(number $count mapped.json)
        [ -n "$a" ] && [ "$a" = "$b" ] || echo "FAIL exports/$map: the check has $a $count, the scan $b"
    done
    rm -rf mapped.* plain.*
}

for case in "$JAGA_SOURCE"/tests/golden/map-*/; do
    map=${case%/} map=${map##*/map-}
    [ "$map" = mistakes ] && continue
    cp "$case"*.csv .
    sample=$(cd "$case" && ls ./*.csv)
    same_both_ways "$map" "$sample"
done

# A value of the export, of four characters or more, that is in the report of its check.
for case in "$JAGA_SOURCE"/tests/golden/map-mpesa "$JAGA_SOURCE"/tests/golden/map-pawapay; do
    sed 1,4d "$case"/*.csv | tr ',' '\n' | grep -E '.{4}' | grep -v '^MSISDN$' | sort -u >values
    sed '/^event_id,/,$d' "$case"/want.stdout | tr -s ' ' '\n' >report
    if grep -Fxf values report >seen; then
        echo "FAIL exports/masked: $(head -n 1 seen)"
    else
        echo "ok exports/masked"
    fi
done

guide=$JAGA_SOURCE/docs/integrator.md
sed -n '/^    Laporan/,/^$/s/^    //p' "$guide" >081200000000.csv
sed -n '/^       target,source/,/^$/s/^       //p' "$guide" >ours.map.csv
"$jaga" map check ours.map.csv --sample 081200000000.csv --json >check.json 2>said
for count in rows:2 rejects:0 balances_follow:1 payment:1 receive:1; do
    [ "$(number "${count%:*}" check.json)" = "${count#*:}" ] ||
        echo "FAIL exports/guide: $count, but $(cat said check.json)"
done
echo "ok exports/guide"
