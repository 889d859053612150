#!/bin/sh
# What the signals are worth can be changed between runs: it is a record of the input log, so a
# restart without a snapshot decides again as it was decided, and training is not led by it.
set -u
jaga=$1
cd "$TMPDIR" || exit 1

sample=$JAGA_SOURCE/datasets/sample
head -n 1 "$sample/events.csv" >a.csv
cp a.csv b.csv
total=$(wc -l <"$sample/events.csv")
half=$((total / 2))
sed -n "2,${half}p" "$sample/events.csv" >>a.csv
sed -n "$((half + 1)),\$p" "$sample/events.csv" >>b.csv
printf '# Nothing but reports and devices.\nsignal,bits\n' >mine.csv
"$jaga" signals --json | sed 's/^{"signal":"\([a-z-]*\)".*/\1,0/' |
    sed 's/^customer-report,0/customer-report,20/; s/^new-device,0/new-device,9.5/' >>mine.csv

say() { # $1: 0 when it is so
    if [ "$1" -eq 0 ]; then echo "ok weights/$2"; else echo "FAIL weights/$2"; fi
}
decisions() { "$jaga" query alerts --db "$1" --format csv; }

"$jaga" scan a.csv --db x.db >/dev/null 2>&1
"$jaga" scan b.csv --db x.db --weights mine.csv >/dev/null 2>said
grep -q 'the given weights hold from here on' said
say $? "a change is told"
"$jaga" scan a.csv b.csv --db plain.db >/dev/null 2>&1
decisions x.db >x.out
decisions plain.db >plain.out
! cmp -s x.out plain.out
say $? "other weights decide otherwise"
signals=$(sqlite3 x.db "SELECT DISTINCT e.signal FROM evidence e JOIN decision d USING (record)
    WHERE d.record > (SELECT max(record) FROM weights) AND e.is_fresh ORDER BY 1" | tr '\n' ' ')
case $signals in
"customer-report new-device " | "new-device ") say 0 "a signal that is worth nothing brings nothing" ;;
*) echo "FAIL weights/a signal that is worth nothing brings nothing: $signals" ;;
esac
[ "$(sqlite3 x.db 'SELECT count(*) FROM weights')" = 2 ]
say $? "the database says what held when"

rm x.state/snapshot
"$jaga" query canonical --db x.db >before
"$jaga" scan a.csv --db x.db --weights mine.csv >/dev/null 2>said
say $? "without a snapshot it is decided again as it was"
"$jaga" query canonical --db x.db | cmp -s - before
say $? "and the database stays as it was"
"$jaga" scan a.csv --db x.db >/dev/null 2>said
grep -q 'the shipped weights hold from here on' said
say $? "without the option the shipped ones come back"

"$jaga" fit x.db "$sample/truth.csv" --json >x.json 2>said
"$jaga" fit plain.db "$sample/truth.csv" --json >plain.json 2>>said
[ -s x.json ] && cmp -s x.json plain.json
say $? "training is not led by what was in force"

for bad in 'signal;bits' 'signal,bits
new-devise,3' 'signal,bits
new-device,-1'; do
    printf '%s\n' "$bad" >bad.csv
    "$jaga" scan a.csv --db bad.db --weights bad.csv >/dev/null 2>said
    [ $? -eq 3 ] && grep -q '^jaga scan: bad.csv: line [12]: ' said
    say $? "refused: $(head -n 1 said | sed 's/.*bad.csv: //')"
done
"$jaga" scan a.csv --db bad.db --weights none.csv >/dev/null 2>said
[ $? -eq 3 ] && grep -q 'none.csv: No such file' said
say $? "refused: no such file"
head -c 20000 /dev/zero >bad.csv
"$jaga" scan a.csv --db bad.db --weights bad.csv >/dev/null 2>said
[ $? -eq 3 ] && grep -q 'at most 16 KiB' said
say $? "refused: too large"
"$jaga" scan a.csv --db bad.db >/dev/null 2>&1 && [ "$("$jaga" query stats --db bad.db --format csv | grep -c .)" -gt 1 ]
say $? "a refusal leaves the database usable"
