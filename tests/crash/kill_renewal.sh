#!/bin/sh
# kill -9 at every step while a hold is renewed: the tick that asks for it, the run that sends the command, the run
# that hears the ledger's answer, and the tick that tells a person when no renewal is left. Whatever is done again
# afterwards, the holds, the commands and what the case knows of them are those of the uninterrupted run.
set -u
jaga=$1
command -v sqlite3 >/dev/null || { echo "skip crash/renewal: no sqlite3"; exit 0; }
start=1773832380000000 # the hold
mkdir "$TMPDIR/here" && cd "$TMPDIR/here" || exit 1

at() { export JAGA_DESK_NOW_US=$((start + $1 * 1000000)); }
# The ledger's answer to every command about a hold that it was sent and has not answered, so many seconds on.
answer() {
    {
        echo event_id,ts,type,status,account,ref
        sqlite3 t.db "SELECT 'ack-' || id || ',' || ($start / 1000 + $1 * 1000) || ',hold_ack,ok,rina,' ||
                coalesce((SELECT hold_id FROM hold WHERE place_id = key), key)
            FROM outbox WHERE account = 'rina' AND kind IN ('hold', 'extend') AND answer IS NULL ORDER BY id"
    } >"told-$1.csv"
}
write_down() {
    "$jaga" query canonical --db t.db --format csv &&
        sqlite3 t.db "SELECT seq, at_us, actor, case_id, kind, ref, to_state, until_us, text FROM desk_event ORDER BY seq;
                      SELECT hold_id, state, scope, expires_us FROM hold ORDER BY 1;
                      SELECT kind, account, hold_id, state, answer, json_extract(body, '\$.life_s') FROM outbox ORDER BY id" &&
        sort -u commands.ndjson # a command may be sent twice, under one key
}
# At its time, so many seconds after the hold; the same again after a kill.
do_act() {
    (
        at "${1%% *}"
        case ${1#* } in
        tick) exec "$jaga" desk tick --db t.db ;;
        log) set -- "$JAGA_SOURCE/tests/golden/desk/log.csv" ;;
        answer) set -- "told-${1%% *}.csv" ;;
        esac
        exec "$jaga" scan "$1" --db t.db --act --respond file:commands.ndjson
    )
}

{
    "$jaga" scan "$JAGA_SOURCE/tests/golden/desk/log.csv" --db t.db --act --strong-belief 0.66 &&
        answer 60 && do_act '60 answer'
} >../said 2>&1 || { echo "FAIL crash/renewal: $(tail -n 1 ../said)"; exit 1; }
kills=0 bad=0
for act in '85800 tick' '85801 log' '85810 answer' '172000 tick' '172005 log' '172010 answer' '258660 tick'; do
    case $act in *answer) answer "${act%% *}" ;; esac
    rm -rf ../whole && cp -r . ../whole
    (cd ../whole && JAGA_CRASH_LOG=../steps do_act "$act" >../said 2>&1 && write_down >../after) ||
        { echo "FAIL crash/renewal: $act: $(tail -n 1 ../said)"; exit 1; }
    step=1
    while :; do
        rm -rf ../try && cp -r . ../try
        (cd ../try && JAGA_CRASH_AT=$step do_act "$act") >../said 2>&1
        [ $? -eq 137 ] || break
        kills=$((kills + 1))
        (cd ../try && do_act "$act" >../said 2>&1 && write_down >../found && cmp -s ../found ../after) ||
            { echo "FAIL crash/renewal: killed at step $step of $act"; bad=1; }
        step=$((step + 1))
    done
    cp -r ../whole/. .
done
[ $kills -ge 30 ] || { echo "FAIL crash/renewal: only $kills kills"; bad=1; }
renewed=$(sqlite3 t.db "SELECT count(*) FROM outbox WHERE kind = 'extend' AND answer = 'ack'")
told=$(sqlite3 t.db "SELECT count(*) FROM desk_event WHERE kind = 'alarm'")
[ "$renewed $told" = "2 1" ] || { echo "FAIL crash/renewal: $renewed renewals and $told alarms"; bad=1; }
verified=$("$jaga" verify --db t.db 2>&1) || { echo "FAIL crash/renewal: $verified"; bad=1; }
[ $bad -eq 1 ] || echo "ok crash/renewal: $kills kills while a hold was renewed twice"
