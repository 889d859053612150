#!/bin/sh
# kill -9 at every step of a live run whose log carries the ledger's answers and people's labels, with
# a list of accounts that changes, and with a program that carries the commands out, which dies over
# some of them itself. What it carried out must be the same, each command once.
set -u
jaga=$1
. "$JAGA_SOURCE/tests/crash/common.sh"

stage() {
    LEDGER_FILE=$1/out LEDGER_DIES=$1/died "$jaga" watch --db "$1/w.db" --never-hold "$TMPDIR/listed" \
        --respond "run:$JAGA_BUILD/tests/helper/ledger" <"$TMPDIR/log.csv" >"$1/said" 2>&1
}

printf '# the treasury\nw4\nw9\n' >"$TMPDIR/listed"

# Which ids the holds will have: a function of the log, so a first run says it.
make_log 0 34 >"$TMPDIR/log.csv"
mkdir "$TMPDIR/first"
stage "$TMPDIR/first" || echo "FAIL crash/answers: $(tail -n 1 "$TMPDIR/first/said")"

# Each hold gets its own fate, some minutes on, such that the later holds keep their ids; an answer to nobody's hold is a reject.
"$jaga" query canonical --db "$TMPDIR/first/w.db" --format csv | tr -d '"\\' |
    sed -n 's/^hold,{hold_id:\([^,]*\),case_id:\([^,]*\),account:\([^,]*\),.*placed_us:\([0-9]*\).*/\1 \2 \3 \4/p' |
    awk '
    function row(type, account, reason, ref, detail) {
        printf "a%d,%d,%s,ok,%s,,,,,,,%s,%s,%s\n", ++n, $4 / 1000000 + n * 60, type, account, reason, ref, detail
    }
    {
        kind = NR % 5
        if (kind == 2) {
            row("hold_ack", $3, "", $1, "")
            row("label", $3, "", $2, "outcome=false_alarm;confidence=verified;source=agent")
            row("release_ack", $3, "", $1, "")
        }
        if (kind == 1) {
            row("hold_nack", $3, "BUSY", $1, "")
            row("hold_ack", $3, "", $1, "")
            row("hold_expired", $3, "", $1, "")
        }
        if (kind == 3) {
            row("hold_nack", $3, "STALE_SEQ", $1, "")
            row("hold_ack", $3, "", $1, "")
            row("label", $3, "", $2, "outcome=theft;confidence=verified;rev=2")
            row("label", $3, "", $2, "outcome=scam;rev=1")
        }
        if (kind == 4) row("hold_nack", $3, "UNKNOWN_ACCOUNT", $1, "")
        if (kind == 0) row("hold_ack", $3, "", "nobody", "")
    }' >"$TMPDIR/answers"
{
    sed '1s/$/,reason,ref,detail/; 2,$s/$/,,,/' "$TMPDIR/log.csv"
    cat "$TMPDIR/answers"
} >"$TMPDIR/all.csv"
{ head -n 1 "$TMPDIR/all.csv"; tail -n +2 "$TMPDIR/all.csv" | sort -t, -k2,2n -s; } >"$TMPDIR/log.csv"

mkdir "$TMPDIR/empty"
cp -r "$TMPDIR/empty" "$TMPDIR/whole"
stage "$TMPDIR/whole" && conclude "$TMPDIR/whole"
want() {
    [ "$(grep -c "$1" "$TMPDIR/whole/canonical")" -ge "$2" ] ||
        echo "FAIL crash/answers: fewer than $2 lines with $1"
}
want 'state"":""closed' 1
want 'answer"":""ack' 1
want 'answer"":""expired' 1
want 'answer"":""released' 1
want 'attempt"":2' 1
want 'never_hold' 2
want 'unknown-hold' 1
want 'old-label' 1
want 'note"":""never-hold' 1
kill_everywhere crash/answers "$TMPDIR/empty" "$TMPDIR/whole"
