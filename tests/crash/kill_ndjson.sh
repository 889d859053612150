#!/bin/sh
# kill -9 at every step of a scan that merges NDJSON with CSV, and of a watch that is sent NDJSON, again
# after each death. What comes out is what the CSV gives.
set -u
jaga=$1
. "$JAGA_SOURCE/tests/crash/common.sh"
json=$JAGA_BUILD/tests/helper/ndjson

# The rows that are refused have the same numbers: the helper leaves a line for the header.
make_log 0 18 >"$TMPDIR/a.csv"
make_log 12 26 >"$TMPDIR/b.csv"
make_log 0 26 >"$TMPDIR/c.csv"
for log in a b c; do "$json" 5 <"$TMPDIR/$log.csv" >"$TMPDIR/$log.json"; done
mkdir "$TMPDIR/empty" "$TMPDIR/in-csv" "$TMPDIR/in-json"
cp "$TMPDIR/a.csv" "$TMPDIR/in-csv/a"
cp "$TMPDIR/b.csv" "$TMPDIR/in-csv/b"
cp "$TMPDIR/a.csv" "$TMPDIR/in-json/a"
cp "$TMPDIR/b.json" "$TMPDIR/in-json/b"

stage() {
    (cd "$TMPDIR/in-$form" && exec "$jaga" scan b a --db "$1/w.db" --rejects "$1/rejects.csv" --act \
        --respond "file:$1/out") >"$1/said" 2>&1
}
form=csv
cp -r "$TMPDIR/empty" "$TMPDIR/whole"
stage "$TMPDIR/whole" && conclude "$TMPDIR/whole"
[ "$(grep -c '"hold_id"' "$TMPDIR/whole/out")" -ge 1 ] || echo "FAIL crash/ndjson-scan: the log has no thefts"
form=json
kill_everywhere crash/ndjson-scan "$TMPDIR/empty" "$TMPDIR/whole"

stage() {
    (cd "$1" && exec "$jaga" watch --db w.db --respond file:out --rejects resent.csv \
        <"$TMPDIR/c.$form") >"$1/said" 2>&1
}
form=csv
rm -rf "$TMPDIR/whole"
cp -r "$TMPDIR/empty" "$TMPDIR/whole"
stage "$TMPDIR/whole" && conclude "$TMPDIR/whole"
[ "$(grep -c '"hold_id"' "$TMPDIR/whole/out")" -ge 1 ] || echo "FAIL crash/ndjson-watch: the log has no thefts"
form=json
kill_everywhere crash/ndjson-watch "$TMPDIR/empty" "$TMPDIR/whole"
