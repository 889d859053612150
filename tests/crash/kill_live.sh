#!/bin/sh
# kill -9 at every step of a live run whose rows come one by one, so that each is a batch of its own.
# How many steps there are depends on the scheduler; so it is killed at the first, the second, ...
# until it survives.
set -u
jaga=$1
. "$JAGA_SOURCE/tests/crash/common.sh"
drip=$JAGA_BUILD/tests/helper/drip

stage() {
    "$drip" <"$TMPDIR/log.csv" 2>/dev/null |
        "$jaga" watch --db "$1/w.db" --respond "file:$1/out" --unconfirmed-after 86400 >"$1/said" 2>&1
}

# Two weeks are behind it; the log holds the first theft and the day around it.
make_log 0 10 >"$TMPDIR/before.csv"
make_log 11 13 >"$TMPDIR/log.csv"
mkdir "$TMPDIR/start"
"$jaga" watch --db "$TMPDIR/start/w.db" --respond "file:$TMPDIR/start/out" --unconfirmed-after 86400 <"$TMPDIR/before.csv" \
    >/dev/null 2>&1 || echo "FAIL crash/live: the days before"
cp -r "$TMPDIR/start" "$TMPDIR/whole"
stage "$TMPDIR/whole" && conclude "$TMPDIR/whole"
[ "$(grep -c '"hold_id"' "$TMPDIR/whole/out")" -ge 1 ] || echo "FAIL crash/live: the log has no theft"

n=0 bad=0 survived=0
while [ "$survived" -lt 3 ] && [ "$n" -lt 1000 ]; do
    n=$((n + 1))
    rm -rf "$TMPDIR/run"
    cp -r "$TMPDIR/start" "$TMPDIR/run"
    { JAGA_CRASH_AT=$n stage "$TMPDIR/run"; } 2>/dev/null # the shell's "Killed"
    case $? in
    137) survived=0 ;;
    0) survived=$((survived + 1)) ;;
    *) echo "FAIL crash/live: step $n: $(tail -n 1 "$TMPDIR/run/said")"; bad=1 ;;
    esac
    why=
    stage "$TMPDIR/run" || why="cannot be run again"
    [ -n "$why" ] || why=$(same_as "$TMPDIR/run" "$TMPDIR/whole") || :
    if [ -n "$why" ]; then
        echo "FAIL crash/live: killed at step $n: $why"
        bad=1
    fi
done
[ "$n" -ge 40 ] || { echo "FAIL crash/live: only $n steps"; bad=1; }
[ "$bad" -ne 0 ] || echo "ok crash/live: killed at each of $((n - survived)) steps, row by row"
