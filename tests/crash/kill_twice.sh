#!/bin/sh
# kill -9 at every step of a scan and of a live run, and twice more while each recovers from it.
set -u
jaga=$1
. "$JAGA_SOURCE/tests/crash/common.sh"

stage_scan() {
    "$jaga" scan "$TMPDIR/second.csv" --db "$1/w.db" --act --respond "file:$1/out" >"$1/said" 2>&1
}

stage_watch() {
    "$jaga" watch --db "$1/w.db" --respond "file:$1/out" --unconfirmed-after 86400 <"$TMPDIR/second.csv" >"$1/said" 2>&1
}

make_log 0 14 >"$TMPDIR/first.csv"
make_log 15 34 >"$TMPDIR/second.csv"

# $1: the kind of run
kill_thrice() {
    start=$TMPDIR/start_$1
    mkdir "$start"
    file=$TMPDIR/second.csv
    cp "$TMPDIR/second.csv" "$TMPDIR/keep.csv"
    cp "$TMPDIR/first.csv" "$file"
    "stage_$1" "$start" || echo "FAIL crash/twice: the days before"
    cp "$TMPDIR/keep.csv" "$file"
    rm -rf "$TMPDIR/whole"
    cp -r "$start" "$TMPDIR/whole"
    JAGA_CRASH_LOG=$TMPDIR/steps "stage_$1" "$TMPDIR/whole" && conclude "$TMPDIR/whole"
    steps=$(wc -l <"$TMPDIR/steps")
    rm -f "$TMPDIR/steps"
    n=0 bad=0 kills=0
    while [ "$n" -lt "$steps" ]; do
        n=$((n + 1))
        rm -rf "$TMPDIR/run"
        cp -r "$start" "$TMPDIR/run"
        # The second and third kill wander through the recovery; late ones may miss its end.
        for at in "$n" $((n * 7 % 29 + 1)) $((n * 5 % 11 + 1)); do
            { JAGA_CRASH_AT=$at "stage_$1" "$TMPDIR/run"; } 2>/dev/null # the shell's "Killed"
            died=$?
            [ "$died" -ne 137 ] || kills=$((kills + 1))
            if [ "$died" -ne 137 ] && [ "$died" -ne 0 ]; then
                echo "FAIL crash/twice-$1: step $n, then $at: $(tail -n 1 "$TMPDIR/run/said")"
                bad=1
            fi
        done
        why=
        "stage_$1" "$TMPDIR/run" || why="cannot be run again"
        [ -n "$why" ] || why=$(same_as "$TMPDIR/run" "$TMPDIR/whole") || :
        if [ -n "$why" ]; then
            echo "FAIL crash/twice-$1: step $n: $why"
            bad=1
        fi
    done
    [ "$steps" -ge 20 ] && [ "$kills" -gt $((2 * steps)) ] ||
        { echo "FAIL crash/twice-$1: only $kills kills at $steps steps"; bad=1; }
    [ "$bad" -ne 0 ] || echo "ok crash/twice-$1: $kills kills, each of $steps steps and while recovering"
}

kill_thrice scan
kill_thrice watch
