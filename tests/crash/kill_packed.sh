#!/bin/sh
# kill -9 at every step of a scan that merges a gzip file and a zstd file, which are then unpacked
# again up to where they were left. What comes out is what the plain files give.
set -u
jaga=$1
. "$JAGA_SOURCE/tests/crash/common.sh"
pack=$JAGA_BUILD/tests/helper/pack

stage() {
    "$jaga" scan "$TMPDIR/b$ending" "$TMPDIR/a$ending" --db "$1/w.db" --act --respond "file:$1/out" >"$1/said" 2>&1
}

make_log 0 18 >"$TMPDIR/a.csv"
make_log 12 26 >"$TMPDIR/b.csv"
"$pack" gz <"$TMPDIR/a.csv" >"$TMPDIR/a.packed"
"$pack" zst <"$TMPDIR/b.csv" >"$TMPDIR/b.packed"
mkdir "$TMPDIR/empty"
cp -r "$TMPDIR/empty" "$TMPDIR/whole"
ending=.csv
stage "$TMPDIR/whole" && conclude "$TMPDIR/whole"
[ "$(grep -c '"hold_id"' "$TMPDIR/whole/out")" -ge 1 ] || echo "FAIL crash/packed: the log has no thefts"
ending=.packed
kill_everywhere crash/packed "$TMPDIR/empty" "$TMPDIR/whole"
