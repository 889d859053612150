#!/bin/sh
# kill -9 at every step of taking an account out: all of it happened or nothing, the chain is proved, and the
# same act again ends it.
set -u
jaga=$1
command -v sqlite3 >/dev/null || { echo "skip crash/erase: no sqlite3"; exit 0; }
cd "$TMPDIR" || exit 2
DEMO_OUT=$TMPDIR/demo "$JAGA_SOURCE/scripts/demo-case.sh" "$jaga" >said 2>&1 || { cat said; exit 1; }
erase() { "$jaga" desk approve-erase rina --db try/case.db --as lina --session of-lina; }
left() { sqlite3 "$1" .dump | grep -cw rina; }
"$jaga" desk agent lina --role supervisor --db demo/case.db --as sari --session of-sari >said 2>&1
sqlite3 demo/case.db "UPDATE dispute SET state = 'CLOSED'; UPDATE watch SET until_us = 1; UPDATE hold SET expires_us = 1"
"$jaga" desk erase rina --reason R1 --db demo/case.db --as sari --session of-sari >said 2>&1 || cat said
all=$(left demo/case.db)
step=1 bad=0 before=0 after=0
while :; do
    rm -rf try && cp -r demo try
    JAGA_CRASH_AT=$step erase >said 2>&1
    [ $? -eq 137 ] || break
    case $(left try/case.db) in
        "$all") before=$((before + 1)) ;;
        0) after=$((after + 1)) ;;
        *) echo "FAIL crash/erase: half of it at step $step"; bad=1 ;;
    esac
    for round in killed again; do
        "$jaga" verify --db try/case.db >said 2>&1 || { echo "FAIL crash/erase: $round at step $step: $(tail -n 1 said)"; bad=1; }
        erase >said 2>&1 || { echo "FAIL crash/erase: not again after step $step: $(tail -n 1 said)"; bad=1; }
    done
    grep -aqE '(^|[^a-z-])rina([^.a-z0-9]|$)' try/case.db && { echo "FAIL crash/erase: traces after step $step"; bad=1; }
    [ ! -s try/case.db-wal ] || { echo "FAIL crash/erase: a log after step $step"; bad=1; }
    step=$((step + 1))
done
[ $before -ge 3 ] && [ $after -ge 2 ] || { echo "FAIL crash/erase: $before kills before, $after after"; bad=1; }
[ $bad -eq 1 ] || echo "ok crash/erase: $((step - 1)) kills"
