#!/bin/sh
# kill -9 at every step while the ledger loses answers and the deny list is written: the ledger's
# holds, our database and the list's rows end as without a kill.
set -u
jaga=$1
. "$JAGA_SOURCE/tests/crash/common.sh"

uninterrupted() { env -u JAGA_CRASH_AT -u JAGA_CRASH_LOG "$jaga" "$@"; }

# Answers come in any order, and what is raised bears the wall clock: all times after those of the log.
conclude() {
    uninterrupted query canonical --db "$1/w.db" --format csv |
        sed -E 's/1(7[89]|[89][0-9])[0-9]{13}/NOW/g' | sort >"$1/canonical" || return 1
    # Numbers without gaps, and no release before its place.
    awk -F'"' '{ sub(/:/, "", $3); n = $3 + 0; if (n != NR) print "torn"
        if ($6 == "PLACE") placed[$14] = 1; else if (!placed[$14]) print "released before" }' "$1/deny" >>"$1/canonical"
    sed -E 's/"seq":[0-9]+,//; s/,"at":.*//' "$1/deny" | sort >"$1/list"
    cat "$1/out" "$1/list" >"$1/received"
    uniq -d "$1/list" >"$1/twice"
}

watch() { # folder, how jaga is called
    set -- "$1" "$2" "webhook:$(cat "$1/url")/,key=$TMPDIR/secret"
    "$2" watch --db "$1/w.db" --respond "$3" --unconfirmed-after 1 \
        --deny-list "$1/deny" --deny-from 0 <"$TMPDIR/none.csv" >"$1/said" 2>&1
}
# Again until it ends as it should, with status $wanted. Only the first run is killed, and ends the stage.
stage() {
    rm -f "$1/url"
    uninterrupted mock-ledger "$1/ledger.db" --port 0 --key "$TMPDIR/secret" --lose "$lose" --seed "$seed" >"$1/url" 2>"$1/ledger.said" &
    server=$!
    tries=0
    until [ -s "$1/url" ] || [ "$tries" -gt 1000 ]; do
        tries=$((tries + 1))
        sleep 0.01
    done
    watch "$1" "$jaga"
    came=$?
    rounds=0
    until [ "$came" -eq 137 ] || [ "$came" -eq "$wanted" ] || [ "$rounds" -ge 60 ]; do
        rounds=$((rounds + 1))
        sleep 0.02
        watch "$1" uninterrupted
        came=$?
    done
    kill "$server" && wait "$server" 2>/dev/null
    uninterrupted mock-ledger "$1/ledger.db" --holds >"$1/out"
    [ "$came" -ne "$wanted" ] || came=0
    return "$came"
}
# $1 name, $2 the state before it, $3 the one after it
kill_stage() {
    cp -r "$2" "$3"
    stage "$3" && conclude "$3" || echo "FAIL crash/freeze: $(tail -n 1 "$3/said")"
    kill_everywhere "crash/$1" "$2" "$3"
}

(umask 077 && echo 'a secret of more than sixteen bytes' >"$TMPDIR/secret")
make_log 0 34 >"$TMPDIR/log.csv"
head -n 1 "$TMPDIR/log.csv" >"$TMPDIR/none.csv"
mkdir "$TMPDIR/before"
"$jaga" scan "$TMPDIR/log.csv" --db "$TMPDIR/before/w.db" --act >"$TMPDIR/said" 2>&1 || echo "FAIL crash/freeze: $(tail -n 1 "$TMPDIR/said")"
# The commands have to be a second old.
first=$(date +%s)
until [ $(($(date +%s) - first)) -ge 2 ]; do sleep 0.1; done
# Nothing comes back: all is raised, and every account denied.
lose=100 seed=4 wanted=3
kill_stage freeze-raised "$TMPDIR/before" "$TMPDIR/raised"
[ "$(grep -c PLACE "$TMPDIR/raised/list")" -ge 3 ] || echo "FAIL crash/freeze: fewer than three accounts are denied"
# Four of ten answers come back.
lose=60 wanted=0
kill_stage freeze-confirmed "$TMPDIR/raised" "$TMPDIR/confirmed"
[ "$(grep -c OUTBOUND "$TMPDIR/confirmed/out")" -ge 3 ] || echo "FAIL crash/freeze: fewer than three holds stand"
[ "$(grep -c RELEASE "$TMPDIR/confirmed/list")" -eq "$(grep -c PLACE "$TMPDIR/confirmed/list")" ] || echo "FAIL crash/freeze: an account is denied for good"
