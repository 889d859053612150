# For the crash scripts: a log with several thefts, and how a run is judged. Sourced, not run.
# Needs: $jaga, $TMPDIR.

# A log on standard output: $1 the first day, $2 the last, of 12 accounts that pay in shops every day;
# every fourth loses its SIM, its PIN and its money on days 12, 22 and 32.
make_log() {
    awk -v first="$1" -v last="$2" '
        function row(id, t, type, account, rest) {
            printf "%s,%d,%s,ok,%s,%s\n", id, 1767200400 + t, type, account, rest
        }
        BEGIN {
            print "event_id,ts,type,status,account,amount,currency,balance,counterparty,counterparty_kind,device"
            for (day = first; day <= last; day++) {
                for (a = 0; a < 12; a++) {
                    t = day * 86400 + a * 3600
                    id = "e" day "x" a
                    if (a % 4 == 0 && day == 12 + a / 4 * 10) {
                        row(id "s", t, "sim_change", "w" a, ",,,,,")
                        row(id "r", t + 60, "pin_reset", "w" a, ",,,,,new" a)
                        row(id "l", t + 120, "login", "w" a, ",,,,,new" a)
                        row(id "d", t + 180, "transfer", "w" a, "900000,IDR,0,mule" a ",wallet,new" a)
                        row(id "f", t + 7200, "customer_report", "w" a, ",,,,,phone" a)
                    } else {
                        row(id, t, "payment", "w" a, (10 + (day * 7 + a) % 9) "000,IDR,900000,shop" (day + a) % 3 ",merchant,phone" a)
                    }
                }
                if (day % 11 == 0) {
                    print "e" day "bad,yesterday,payment,ok,w1,5,IDR,1,x,merchant,d"
                }
            }
        }'
}

# What was concluded, and what the receiver has: lines by key, each once, none torn.
conclude() {
    "$jaga" query canonical --db "$1/w.db" --format csv >"$1/canonical" || return 1
    [ -f "$1/out" ] || : >"$1/out"
    if [ -s "$1/out" ] && [ "$(tail -c 1 "$1/out" | od -An -tx1 | tr -d ' ')" != 0a ]; then
        echo torn >>"$1/canonical"
    fi
    sed 's/^{"\(cmd_id\|task_id\)":"\([^"]*\)".*/\2/' "$1/out" | sort | uniq -d >"$1/twice"
    sort "$1/out" >"$1/received"
}

# $1: a finished run, $2: the uninterrupted one. Says why on standard output when they differ.
same_as() {
    conclude "$1" || { echo "cannot be queried"; return 1; }
    cmp -s "$1/canonical" "$2/canonical" || { echo "the database differs"; return 1; }
    [ ! -s "$1/twice" ] || { echo "a message came twice"; return 1; }
    cmp -s "$1/received" "$2/received" || { echo "the receiver has something else"; return 1; }
    for list in scores.csv rejects.csv; do
        [ ! -e "$2/$list" ] || cmp -s "$1/$list" "$2/$list" || { echo "$list differs"; return 1; }
    done
    # A bad row has no identity: one that is sent again is listed again.
    if [ -e "$2/resent.csv" ]; then
        sort -u "$2/resent.csv" >"$1/want_resent"
        sort -u "$1/resent.csv" | cmp -s - "$1/want_resent" || { echo "resent.csv differs"; return 1; }
    fi
}

# Kills the stage at every step, runs it again to its end, and compares.
# $1 name, $2 folder with the state before the stage, $3 the uninterrupted run after it.
# The stage itself is the function `stage FOLDER`. Where its steps depend on how fast the machine is,
# $most_missed of them may lie behind its end.
kill_everywhere() {
    cp -r "$2" "$TMPDIR/count"
    JAGA_CRASH_LOG=$TMPDIR/steps stage "$TMPDIR/count" || echo "FAIL $1: cannot run uninterrupted"
    steps=$(wc -l <"$TMPDIR/steps")
    bad=0
    missed=0
    n=0
    while [ "$n" -lt "$steps" ]; do
        n=$((n + 1))
        step=$(sed -n "${n}p" "$TMPDIR/steps")
        rm -rf "$TMPDIR/run"
        cp -r "$2" "$TMPDIR/run"
        JAGA_CRASH_AT=$n stage "$TMPDIR/run"
        died=$?
        why=
        if [ "$died" -eq 0 ] && [ "$missed" -lt "${most_missed:-0}" ]; then
            missed=$((missed + 1))
            why=$(same_as "$TMPDIR/run" "$3") || :
        elif [ "$died" -ne 137 ]; then
            why="exit status $died where a kill was expected"
        elif ! stage "$TMPDIR/run"; then
            why="cannot be run again"
        else
            why=$(same_as "$TMPDIR/run" "$3") || :
        fi
        if [ -n "$why" ]; then
            echo "FAIL $1: killed at step $n ($step): $why"
            bad=1
        fi
    done
    [ "$steps" -ge 20 ] || { echo "FAIL $1: only $steps steps were passed"; bad=1; }
    [ "$bad" -ne 0 ] || echo "ok $1: killed at each of $((steps - missed)) steps of $(sort -u "$TMPDIR/steps" | wc -l) kinds"
    rm -f "$TMPDIR/steps"
    rm -rf "$TMPDIR/count"
}
