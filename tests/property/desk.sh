#!/bin/sh
# The desk's tables are what its acts make of them: two people on one task, and the acts told again.
set -u
jaga=$1
command -v sqlite3 >/dev/null || { echo "skip desk: no sqlite3"; exit 0; }
. "$JAGA_SOURCE/tests/helper/desk_story.sh"
ok() { if [ "$2" = "$3" ]; then echo "ok desk: $1"; else echo "FAIL desk: $1: $2 instead of $3"; fi; }

# Two processes want the one call that there is.
begin_desk || exit 1
as() { who=$1; shift; "$jaga" desk "$@" --db t.db --as "$who" --session "of-$who"; }
as budi next >one 2>&1 &
first=$!
as tono next >two 2>&1
wait $first
ok "one of two gets the call" "$(cat one two | grep -c '^00000018 ')" 1
ok "the other is told that there is none" "$(cat one two | grep -c '^no call for you')" 1

# Both have read the same version of the case.
won=0 told=0
for round in 1 2 3 4 5 6 7 8; do
    version=$(sqlite3 t.db "SELECT max(row_ver) FROM (SELECT row_ver FROM case_desk UNION SELECT row_ver FROM task_desk)")
    as budi note 00000018 "round $round" --version "$version" >one 2>&1 &
    first=$!
    as tono note 00000018 "round $round" --version "$version" >two 2>&1
    wait $first
    won=$((won + $(cat one two | grep -c '^00000018 ')))
    told=$((told + $(cat one two | grep -c 'changed by somebody else')))
done
ok "of two acts on one version one is done" $won 8
ok "the other one is told" $told 8
ok "and leaves nothing behind" "$(sqlite3 t.db "SELECT count(*) FROM desk_event WHERE kind = 'note'")" 8

# The acts of a whole theft, told again to empty tables, make the same tables. A score is a bound that
# is made anew from time to time.
begin_desk || exit 1
story_acts | while IFS= read -r act; do do_act "$act" >>said 2>&1 || echo "FAIL desk: $act: $(tail -n 1 said)"; done
tables='case_desk mark proof dispute approval look restored notice timer bad_contact watch'
dump() {
    for table in $tables; do sqlite3 "$1" "SELECT '$table', * FROM $table ORDER BY 2, 3"; done
    sqlite3 "$1" "SELECT task_id, case_id, state, row_ver, changed_us, owner, attempts, busies, bounces,
        dialled_us, contact, call_code, code_until_us, is_code_compared, disposition, notes, is_escalated,
        is_inbound_waiting, language FROM task_desk ORDER BY 1"
}
# No run of the engine came between: its table still says open.
ok "the engine has not heard of it" "$(sqlite3 t.db "SELECT state FROM theft_case WHERE short_number = '00000018'")" open
ok "a reader sees what the desk decided" \
    "$("$jaga" query cases --case 00000018 --db t.db --format csv | sed -n 2p | cut -d, -f4)" confirmed
sed -i '2s/,id,/,en,/' accounts.csv
as sari directory accounts.csv >>said 2>&1
dump t.db >as_it_is
sqlite3 t.db "VACUUM INTO 'again.db'"
# The chain of audit is made by the program; it is verified below.
{
    sqlite3 again.db "SELECT 'DROP TRIGGER ' || name || ';' FROM sqlite_master
                          WHERE type = 'trigger' AND tbl_name = 'desk_event' AND sql LIKE '%audit_detail%'"
    echo 'BEGIN; DROP TRIGGER desk_event_remains; CREATE TABLE saved AS SELECT * FROM desk_event; DELETE FROM desk_event;'
    for table in $tables task_desk; do echo "DELETE FROM $table;"; done
    echo 'COMMIT;'
} | sqlite3 again.db || echo "FAIL desk: the tables cannot be emptied"
dump again.db >emptied
sqlite3 again.db 'INSERT INTO desk_event SELECT * FROM saved ORDER BY seq' ||
    echo "FAIL desk: the acts cannot be told again"
dump again.db >told_again
[ ! -s emptied ] && [ "$(cut -d'|' -f1 as_it_is | sort -u | wc -l)" -ge 8 ] && echo "ok desk: there is something to tell again" ||
    echo "FAIL desk: too little to tell again"
if cmp -s as_it_is told_again; then echo "ok desk: the acts told again make the same tables"; else
    echo "FAIL desk: the acts told again make other tables"
    diff as_it_is told_again | head -n 5
fi
ok "the chain is whole" "$("$jaga" verify --db t.db 2>&1 | grep -c '^good')" 1

# A customer's language is the directory's, whenever it came.
spoken() { sqlite3 t.db 'SELECT DISTINCT language FROM task_desk'; }
ok "a directory that came later says the language" "$(spoken)" en
sed -i 2d accounts.csv
as sari directory accounts.csv >>said 2>&1
ok "and one that knows the customer no more says none" "$(spoken)" id
ok "each is told in the chain" "$(sqlite3 t.db "SELECT count(*) FROM audit WHERE detail LIKE 'kind=language;%to=%'")" 2

# Secrets of an installation do not reach what is compared between two.
"$jaga" query canonical --db t.db >first.says
rm -rf ../first && mkdir ../first && cp first.says ../first
cp t.state/desk.key ../first/key
begin_desk || exit 1
story_acts | while IFS= read -r act; do do_act "$act" >>said 2>&1 || echo "FAIL desk: $act: $(tail -n 1 said)"; done
for lang in en id; do
    sed -i "2s/,[a-z]*,/,$lang,/" accounts.csv
    [ $lang = en ] || sed -i 2d accounts.csv
    as sari directory accounts.csv >>said 2>&1
done
"$jaga" query canonical --db t.db >second.says
ok "two installations have two secrets" "$(cmp -s t.state/desk.key ../first/key && echo the same)" ""
ok "and what they conclude is equal" "$(diff ../first/first.says second.says | head -n 3)" ""

ok "each payment that was not theirs has one dispute" \
    "$(sqlite3 t.db "SELECT count(*) FROM mark AS m WHERE mark = 'NOT_MINE' AND (SELECT count(*) FROM dispute AS d WHERE d.event_id = m.event_id) <> 1")" 0
ok "and there is one" "$(sqlite3 t.db 'SELECT count(*) >= 1 FROM dispute')" 1

# R2d: from the suspicion to the closing or a person's release there is no instant without protection. What
# ends by itself has to leave the account in step-up or wait for a person, never let it go.
holes() {
    sqlite3 "$1" "
        WITH hold_of AS (SELECT case_id, placed_us,
                                CASE WHEN state IN ('released', 'refused') THEN ended_us
                                     WHEN on_expiry = 'RELEASE' THEN expires_us
                                     ELSE 9223372036854775807 END AS end_us
                             FROM hold WHERE scope NOT IN ('SESSION_KILL', 'INSTRUMENT', 'AMOUNT') AND case_id IS NOT NULL),
             span AS (SELECT c.case_id, c.opened_us,
                             min(coalesce(s.closed_us, $2),
                                 coalesce((SELECT min(e.at_us) FROM desk_event AS e
                                               WHERE e.case_id = c.case_id AND e.kind = 'hold' AND e.text = 'RELEASE'
                                                 AND e.agent IS NOT NULL), $2)) AS until_us
                          FROM theft_case AS c JOIN case_desk AS s ON s.case_id = c.case_id)
        SELECT count(*) FROM span AS s
            WHERE NOT EXISTS (SELECT 1 FROM hold_of AS h WHERE h.case_id = s.case_id AND h.placed_us <= s.opened_us)
               OR EXISTS (SELECT 1 FROM hold_of AS h
                              WHERE h.case_id = s.case_id AND h.end_us < s.until_us
                                AND NOT EXISTS (SELECT 1 FROM hold_of AS n
                                                    WHERE n.case_id = h.case_id AND n.placed_us <= h.end_us
                                                      AND n.end_us > h.end_us))"
}
year_later=$((JAGA_DESK_NOW_US + 31536000000000))
ok "R2d no instant without a hold while a person works on the case" "$(holes t.db $year_later)" 0
. "$JAGA_SOURCE/tests/crash/common.sh"
make_log 0 60 >idle.csv
"$jaga" scan idle.csv --db idle.db --act >said 2>&1 || echo "FAIL desk: $(tail -n 1 said)"
ok "R2d nor where nobody does anything for weeks" "$(holes idle.db $year_later)" 0
ok "in each of the cases" "$(sqlite3 idle.db 'SELECT count(*) FROM theft_case')" 3
ok "of which the first hold is over" \
    "$(sqlite3 idle.db 'SELECT count(DISTINCT case_id) FROM hold WHERE expires_us < (SELECT watermark_us FROM position)')" 3
for change in "placed_us = placed_us + 1" "on_expiry = 'RELEASE'" "state = 'released', ended_us = placed_us + 1"; do
    cp idle.db broken.db
    sqlite3 broken.db "SELECT 'DROP TRIGGER ' || name || ';' FROM sqlite_master WHERE type = 'trigger'" | sqlite3 broken.db
    sqlite3 broken.db "UPDATE hold SET $change"
    ok "noticed: $change" "$(holes broken.db $year_later)" 3
done
