#!/bin/sh
# kill -9 at every step of command and answer between jaga and the reference ledger, one that is often
# busy itself: its holds and our database end as without a kill.
set -u
jaga=$1
. "$JAGA_SOURCE/tests/crash/common.sh"

# In any order: a try more or less, and an answer comes before another one.
conclude() {
    "$jaga" query canonical --db "$1/w.db" --format csv | sort >"$1/canonical" || return 1
    cp "$1/out" "$1/received"
    : >"$1/twice"
}
uninterrupted() { env -u JAGA_CRASH_AT -u JAGA_CRASH_LOG "$jaga" "$@"; }

# Again until everything is said and taken up. Only the first run is killed, and ends the stage.
stage() {
    printf '#!/bin/sh\nexec "%s" mock-ledger "%s/ledger.db" --fail 30 --seed 4\n' "$jaga" "$1" >"$1/ledger"
    chmod +x "$1/ledger"
    rounds=0
    while [ "$rounds" -lt 60 ]; do
        rounds=$((rounds + 1))
        if [ "$rounds" -eq 1 ]; then
            "$jaga" watch --db "$1/w.db" --respond "run:$1/ledger" --unconfirmed-after 86400 <"$TMPDIR/none.csv" >"$1/said" 2>&1
        else
            uninterrupted watch --db "$1/w.db" --respond "run:$1/ledger" --unconfirmed-after 86400 <"$TMPDIR/none.csv" >"$1/said" 2>&1
        fi
        case $? in
        0) uninterrupted mock-ledger "$1/ledger.db" --holds >"$1/out"; return ;;
        137) return 137 ;;
        *) sleep 0.1 ;;
        esac
    done
    return 1
}

make_log 0 34 >"$TMPDIR/log.csv"
head -n 1 "$TMPDIR/log.csv" >"$TMPDIR/none.csv"
mkdir "$TMPDIR/before"
"$jaga" scan "$TMPDIR/log.csv" --db "$TMPDIR/before/w.db" --act >"$TMPDIR/said" 2>&1 || echo "FAIL crash/ledger: $(tail -n 1 "$TMPDIR/said")"
cp -r "$TMPDIR/before" "$TMPDIR/whole"
stage "$TMPDIR/whole" && conclude "$TMPDIR/whole"
[ "$(grep -c OUTBOUND "$TMPDIR/whole/out")" -ge 3 ] || echo "FAIL crash/ledger: fewer than three holds stand"
[ "$(grep -c 'answer"":""ack' "$TMPDIR/whole/canonical")" -ge 3 ] || echo "FAIL crash/ledger: fewer than three are confirmed"
# What is busy comes again after a pause: within the first run on a slow machine, else in the next.
most_missed=20
kill_everywhere crash/ledger "$TMPDIR/before" "$TMPDIR/whole"
