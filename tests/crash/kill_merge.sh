#!/bin/sh
# kill -9 at every step of a scan that merges overlapping files. Where each of them was left is a
# place of its own, and both must belong to the same instant.
set -u
jaga=$1
. "$JAGA_SOURCE/tests/crash/common.sh"

stage() {
    "$jaga" scan "$TMPDIR/b.csv" "$TMPDIR/a.csv" --db "$1/w.db" --act --respond "file:$1/out" >"$1/said" 2>&1
}

make_log 0 22 >"$TMPDIR/a.csv"
make_log 12 40 >"$TMPDIR/b.csv"
mkdir "$TMPDIR/empty"
cp -r "$TMPDIR/empty" "$TMPDIR/whole"
stage "$TMPDIR/whole" && conclude "$TMPDIR/whole"
[ "$(grep -c '"hold_id"' "$TMPDIR/whole/out")" -ge 1 ] || echo "FAIL crash/merge: the log has no thefts"
kill_everywhere crash/merge "$TMPDIR/empty" "$TMPDIR/whole"
