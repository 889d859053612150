#!/bin/sh
# One log, one answer: as a file, through a pipe, a byte at a time, twice, cut in two, overlapping, in
# any order of arguments, scanned or watched.
set -u
jaga=$1
cd "$TMPDIR" || exit 1
log=$JAGA_SOURCE/datasets/sample/events.csv
head -n 6001 "$log" >all.csv
head -n 3001 "$log" >first.csv
{ head -n 1 "$log"; sed -n '3002,6001p' "$log"; } >second.csv
{ head -n 1 "$log"; sed -n '2502,6001p' "$log"; } >overlap.csv

# Everything concluded, without the commands: a live run makes them as it goes, a scan at its end.
answer() { "$jaga" query canonical --db "$1.db" --format csv | grep -v '^"*\(outbox\|fence\)' >"$1.answer"; }

same() {
    answer "$2"
    if [ ! -s want.answer ]; then echo "FAIL $1: nothing was decided"
    elif cmp -s want.answer "$2.answer"; then echo "ok $1"
    else echo "FAIL $1: $(diff want.answer "$2.answer" | head -n 2 | tr '\n' ' ')"; fi
}

quiet() { "$jaga" "$@" >said 2>&1 || { echo "FAIL property: jaga $1: $(tail -n 1 said)"; }; }

quiet scan all.csv --db want.db
answer want

quiet scan all.csv --db twice.db
quiet scan all.csv --db twice.db
cp all.csv again.csv
quiet scan again.csv --db twice.db
same property/twice-is-once twice

quiet scan first.csv --db cut.db
quiet scan second.csv --db cut.db
same property/cut-in-two cut

quiet scan first.csv --db over.db
quiet scan overlap.csv --db over.db
same property/overlapping over

quiet scan overlap.csv first.csv --db merged.db
quiet scan first.csv overlap.csv --db merged2.db
same property/merged merged
same property/merged-in-any-order merged2

cp first.csv grows.csv
quiet scan grows.csv --db grown.db
sed 1d second.csv >>grows.csv
quiet scan grows.csv --db grown.db
same property/grown-file-continues grown

"$jaga" scan - --db pipe.db <all.csv >said 2>&1 || echo "FAIL property: scan -"
same property/pipe pipe

"$JAGA_BUILD/tests/helper/drip" <all.csv | "$jaga" watch --db drip.db >said 2>&1 || echo "FAIL property: drip"
same property/one-byte-at-a-time drip

"$jaga" watch --db watch.db <all.csv >said 2>&1 || echo "FAIL property: watch"
"$jaga" watch --db watch.db <all.csv >said 2>&1 || echo "FAIL property: watch again"
same property/watched-twice watch

# Where the sender cut the stream does not matter either: three runs, each with a header of its own.
for part in 2,2000 2001,4500 4501,6001; do
    { head -n 1 all.csv; sed -n "${part}p" all.csv; } | "$jaga" watch --db parts.db >said 2>&1 ||
        echo "FAIL property: parts"
done
same property/three-live-runs parts
