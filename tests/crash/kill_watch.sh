#!/bin/sh
# kill -9 at every step of a live run. Its sender does as senders do: not knowing what arrived, it
# sends everything again.
set -u
jaga=$1
. "$JAGA_SOURCE/tests/crash/common.sh"

stage() {
    (cd "$1" && exec "$jaga" watch --db w.db --respond file:out --rejects resent.csv \
        <"$TMPDIR/log.csv") >"$1/said" 2>&1
}

make_log 0 40 >"$TMPDIR/log.csv"
mkdir "$TMPDIR/empty"
cp -r "$TMPDIR/empty" "$TMPDIR/whole"
stage "$TMPDIR/whole" && conclude "$TMPDIR/whole"
[ "$(grep -c '"hold_id"' "$TMPDIR/whole/out")" -ge 3 ] || echo "FAIL crash/watch: the log has no thefts"
kill_everywhere crash/watch "$TMPDIR/empty" "$TMPDIR/whole"
