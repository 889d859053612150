#!/bin/sh
# kill -9 at every step of a scan: of the first file into a new database, and of a second one into a
# database that has a snapshot below its position.
set -u
jaga=$1
. "$JAGA_SOURCE/tests/crash/common.sh"

stage() {
    (cd "$1" && exec "$jaga" scan "$TMPDIR/$file" --db w.db --act --respond file:out \
        --scores scores.csv --rejects rejects.csv) >"$1/said" 2>&1
}

make_log 0 24 >"$TMPDIR/first.csv"
make_log 25 60 >"$TMPDIR/second.csv"
mkdir "$TMPDIR/empty"

file=first.csv
cp -r "$TMPDIR/empty" "$TMPDIR/after_first"
stage "$TMPDIR/after_first" && conclude "$TMPDIR/after_first"
[ "$(grep -c '"hold_id"' "$TMPDIR/after_first/out")" -ge 2 ] || echo "FAIL crash/scan: the log has no thefts"
[ "$(wc -l <"$TMPDIR/after_first/scores.csv")" -ge 300 ] || echo "FAIL crash/scan: no scores"
kill_everywhere crash/scan-first "$TMPDIR/empty" "$TMPDIR/after_first"

file=second.csv
cp -r "$TMPDIR/after_first" "$TMPDIR/after_second"
stage "$TMPDIR/after_second" && conclude "$TMPDIR/after_second"
kill_everywhere crash/scan-second "$TMPDIR/after_first" "$TMPDIR/after_second"
