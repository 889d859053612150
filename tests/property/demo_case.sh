#!/bin/sh
# The demonstration case ends well: what it tells is asked of the database, the ledger and the chain.
# R2d: between the suspicion and the release no money leaves the account, while the ledger does as it is asked.
set -u
jaga=$1
command -v sqlite3 >/dev/null || { echo "skip demo-case: no sqlite3"; exit 0; }
export DEMO_OUT="$TMPDIR/demo"
if ! "$JAGA_SOURCE/scripts/demo-case.sh" "$jaga" >"$TMPDIR/said" 2>&1; then
    echo "FAIL demo-case: it stopped"
    tail -n 5 "$TMPDIR/said"
    exit 1
fi
db=$DEMO_OUT/case.db
is() { # what, question, answer
    got=$(sqlite3 "$db" "$2")
    if [ "$got" = "$3" ]; then echo "ok demo-case: $1"; else echo "FAIL demo-case: $1: $got instead of $3"; fi
}
is "the case is closed as a theft" "SELECT state, outcome FROM case_desk" "CLOSED|CONFIRMED"
is "one hold has been upgraded and released" \
    "SELECT scope, state FROM hold WHERE account = 'rina' AND scope <> 'SESSION_KILL'" "FULL|released"
is "every command was answered" "SELECT count(*) FROM outbox WHERE kind <> 'callback' AND answer IS NULL" 0
is "the money is accounted for" \
    "SELECT sum(amount_minor - returned_minor - refunded_minor - rejected_minor) FROM recall" 0
is "the account is watched afterwards" \
    "SELECT until_us - at_us FROM desk_event WHERE kind = 'case' AND to_state = 'CLOSED'" 7776000000000
stolen=$("$jaga" query cases --db "$db" --format csv | awk -F, '
    NR == 1 { for (i = 1; i <= NF; i++) if ($i == "stolen") at = i; next } { print $at }')
[ "${stolen%.00}" = 1012904 ] && echo "ok demo-case: what she paid herself afterwards is not stolen" ||
    echo "FAIL demo-case: stolen $stolen"
told=$("$jaga" explain "$(sqlite3 "$db" 'SELECT short_number FROM theft_case')" --db "$db" | sed -n '/What was sent/,$p' |
    awk 'NR > 1 && NF { print $1 }' | tr '\n' ' ')
[ "$told" = 'hold callback upgrade hold release ' ] && echo "ok demo-case: the story names what was sent" ||
    echo "FAIL demo-case: the story says that was sent: $told"
left=$("$jaga" mock-ledger "$DEMO_OUT/ledger.db" --holds | grep -v SESSION_KILL)
[ -z "$left" ] && echo "ok demo-case: the ledger holds nothing" || echo "FAIL demo-case: the ledger still holds $left"
grep -q 'transfer of 15000, account rina: failed' "$TMPDIR/said" && echo "ok demo-case: R2d nothing leaves under the hold" ||
    echo "FAIL demo-case: R2d the thief's second payment went through"
grep -q 'payment of 32904, account rina: ok' "$TMPDIR/said" && echo "ok demo-case: the owner pays again" ||
    echo "FAIL demo-case: the owner cannot pay"
grep -q '^good: ' "$TMPDIR/said" && echo "ok demo-case: the chain is whole" || echo "FAIL demo-case: the chain"

# Q3.9: the account is watched for ninety days, and what happens to it meanwhile is a case that comes first.
is "Q3.9 the closing begins ninety days of watch" "SELECT count(*), (until_us - from_us) / 86400000000, again_us FROM watch" "1|90|"
next=$(sqlite3 "$db" 'SELECT max(p.watermark_us, w.from_us) / 1000000 + 86400 FROM position AS p, watch AS w')
printf 'event_id,ts,type,status,account\nwatch-1,%s,customer_report,ok,rina\n' "$next" >"$TMPDIR/again.csv"
"$jaga" scan "$TMPDIR/again.csv" --db "$db" --act >"$TMPDIR/said" 2>&1 || echo "FAIL demo-case: $(tail -n 1 "$TMPDIR/said")"
is "Q3.9 a report meanwhile opens the case again" \
    "SELECT again_case_id = case_id, ended_us = again_us, again_us < until_us FROM watch" "1|1|1"
is "Q3.9 which is held at once" \
    "SELECT c.state, h.reason FROM hold AS h JOIN watch AS w ON h.case_id = w.case_id AND h.placed_us = w.again_us JOIN case_desk AS c ON c.case_id = w.case_id" \
    "CONTAINING|CUST_REPORT"
is "Q3.9 with a call of the first band" \
    "SELECT t.state, k.band, k.due_us - w.again_us FROM watch AS w JOIN task AS k ON k.case_id = w.case_id JOIN task_desk AS t ON t.task_id = k.task_id WHERE k.created_us = w.again_us" \
    "QUEUED|1|300000000"
[ "$("$jaga" query watched --db "$db" --format csv | grep -c '^rina,')" = 1 ] && echo "ok demo-case: Q3.9 it can be asked for" ||
    echo "FAIL demo-case: Q3.9 jaga query watched does not show it"
