#!/bin/sh
# A ledger that carries commands out and whose answers are lost: what it does not confirm is listed,
# raised for the desk and put on the deny list, and all of it ends with the answer.
set -u
jaga=$1
for tool in sqlite3 python3; do
    command -v "$tool" >/dev/null || { echo "skip unconfirmed: no $tool"; exit 0; }
done
. "$JAGA_SOURCE/tests/crash/common.sh"
cd "$TMPDIR" || exit 1

# Two of the three accounts have money left to lose, one has not.
make_log 0 34 | awk -F, -v OFS=, '$3 == "transfer" { n++; $8 = n > 1 ? 5000000 : 0 } 1' >log.csv
head -n 1 log.csv >none.csv
"$jaga" scan log.csv --db w.db --act >said 2>&1 || echo "FAIL unconfirmed: the scan failed: $(tail -n 1 said)"
(umask 077 && echo 'a secret of more than sixteen bytes' >secret)

ok() { # what for; the status of the last command
    if [ "$2" -eq 0 ]; then echo "ok unconfirmed/$1"; else echo "FAIL unconfirmed/$1: ${3:-$(tail -n 1 said)}"; fi
}
is() { # what for, a question, its answer
    got=$(sqlite3 w.db "$2")
    [ "$got" = "$3" ]
    ok "$1" $? "$got instead of $3"
}
# $1 percent of lost answers
ledger() {
    rm -f url
    "$jaga" mock-ledger ledger.db --port 0 --key secret --lose "$1" >url 2>ledger.said &
    server=$!
    tries=0
    until [ -s url ]; do
        tries=$((tries + 1))
        [ "$tries" -lt 200 ] || { echo "FAIL unconfirmed: no ledger: $(cat ledger.said)"; exit 1; }
        sleep 0.1
    done
    where="webhook:$(cat url)/commands,key=secret"
}
trap 'kill $server 2>/dev/null' EXIT
# The accounts that a reader of the list refuses, who reads every row $1 times.
denied() {
    python3 - "$1" <<'P'
import json, sys
lines = [l for l in open("deny", newline="\n") if l.endswith("\n")]
rows = [json.loads(l) for l in lines]
assert [r["seq"] for r in rows] == list(range(1, len(rows) + 1)), "numbers with gaps"
holds, last = {}, 0
for _ in range(int(sys.argv[1])):
    for r in rows:
        if r["seq"] <= last: continue
        last = r["seq"]
        if r["op"] == "PLACE": holds[r["hold_id"]] = r["account"]
        else: holds.pop(r["hold_id"], None)
print(*sorted(set(holds.values())))
P
}

all=$(sqlite3 w.db "SELECT count(*) FROM freeze_wait")
[ "$all" -ge 3 ]
ok each-command-begins-to-wait $? "$all"
is not-raised-before-its-time "SELECT count(*) FROM freeze_wait WHERE raised_us IS NOT NULL" 0

ledger 100
"$jaga" watch --db w.db --respond "$where" <none.csv >said 2>&1
[ $? -eq 3 ]
ok lost-answers-are-a-failure $?
[ "$(sqlite3 ledger.db 'SELECT count(*) FROM applied')" -ge 1 ]
ok though-the-ledger-did-it $?
is sixty-seconds-are-the-default "SELECT count(*) FROM freeze_wait WHERE raised_us IS NOT NULL" 0
[ ! -e deny ]
ok no-list-that-nobody-asked-for $?

tries=0
until [ "$(sqlite3 w.db 'SELECT count(*) FROM freeze_wait WHERE raised_us IS NULL')" -eq 0 ] || [ "$tries" -gt 100 ]; do
    "$jaga" watch --db w.db --respond "$where" --unconfirmed-after 1 --deny-list deny <none.csv >said 2>&1
    tries=$((tries + 1))
    sleep 0.1
done
is all-are-raised "SELECT count(*) FROM freeze_wait WHERE raised_us IS NOT NULL" "$all"
is each-case-once "SELECT count(*) FROM desk_event WHERE ref = 'ACK_TIMEOUT'" "$(sqlite3 w.db 'SELECT count(*) FROM theft_case')"
is the-desk-sees-it "SELECT count(*) FROM case_desk WHERE is_unconfirmed = 1" "$(sqlite3 w.db 'SELECT count(*) FROM theft_case')"
is nothing-is-called-held "SELECT count(*) FROM hold WHERE state = 'held'" 0
"$jaga" query unconfirmed --db w.db --format csv >listed 2>said
[ "$(sed 1d listed | wc -l)" -eq "$all" ]
ok the-query-lists-them $? "$(wc -l <listed) lines"
[ "$(sed 1d listed | grep -c ',yes,')" -eq "$(grep -c '"op":"PLACE"' deny)" ]
ok and-says-who-is-denied $?
rich=$(sqlite3 w.db "SELECT group_concat(a, ' ') FROM (SELECT DISTINCT h.account AS a FROM freeze_wait AS w JOIN hold AS h USING (hold_id)
    JOIN theft_case AS c ON c.case_id = h.case_id WHERE c.exposed_minor IS NULL OR c.exposed_minor >= 100000000 ORDER BY a)")
[ -n "$rich" ] && [ "$rich" != "$(sqlite3 w.db "SELECT group_concat(account, ' ') FROM (SELECT account FROM theft_case ORDER BY account)")" ]
ok some-have-a-million-to-lose $? "$rich"
[ "$(denied 1)" = "$rich" ] && [ "$(denied 2)" = "$rich" ]
ok these-are-denied-however-often-it-is-read $? "$(denied 1) instead of $rich"
cp deny before

# What agents read out, in each language: asked for, and never more than that.
"$jaga" desk agent sari --role supervisor --languages en,id,zh --db w.db >said 2>&1
blocked='blocked since|are blocked|diblokir sejak|sudah diblokir|起已阻止|已被阻止'
shown() {
    for number in $(sqlite3 w.db "SELECT short_number FROM theft_case"); do
        for language in en id zh; do "$jaga" desk show "$number" --as sari --lang $language --db w.db; done
    done
}
shown >screens 2>&1
[ "$(grep -cE 'requested, not confirmed|diminta, belum terkonfirmasi' screens)" -ge 6 ] && ! grep -qE "$blocked" screens
ok no-screen-calls-it-blocked $? "$(grep -cE "$blocked" screens)"
"$jaga" desk show "$(sqlite3 w.db 'SELECT short_number FROM theft_case LIMIT 1')" --as sari --json --db w.db | grep -q '"hold-unconfirmed"'
ok every-screen-says-it-is-unconfirmed $?

# Told again by a desk's own clock, nothing is said twice.
"$jaga" desk tick --db w.db >said 2>&1
is the-desks-clock-says-nothing-more "SELECT count(*) FROM desk_event WHERE ref = 'ACK_TIMEOUT'" "$(sqlite3 w.db 'SELECT count(*) FROM theft_case')"

# The file is the database's: torn, lost, another's, or open already.
whole=$(wc -c <deny)
head -c $((whole - 9)) before >deny
"$jaga" deliver --db w.db --respond "$where" --patience 0 --deny-list deny >said 2>&1
cmp -s deny before
ok a-torn-row-is-written-again $?
rm deny
"$jaga" deliver --db w.db --respond "$where" --patience 0 --deny-list deny >said 2>&1
cmp -s deny before
ok a-lost-file-is-written-again $?
[ "$(stat -c %a deny)" = 600 ]
ok it-is-private $?
{ cat before && echo '{"seq":1,"op":"PLACE","account":"x"}'; } >other
"$jaga" deliver --db w.db --respond "$where" --patience 0 --deny-list other >said 2>&1
[ $? -ne 0 ] && grep -q "other: .*deny list" said
ok what-is-not-ours-is-left-alone $?
"$jaga" deliver --db w.db --respond "$where" --patience 0 --deny-list /dev/full >said 2>&1
[ $? -eq 2 ] && grep -q 'plain file' said
ok a-device-is-no-list $?

# The answers come through again: everything is confirmed, and nobody is refused any more.
kill "$server" && wait "$server" 2>/dev/null
ledger 0
tries=0
until "$jaga" watch --db w.db --respond "$where" --deny-list deny <none.csv >said 2>&1 || [ "$tries" -gt 50 ]; do
    tries=$((tries + 1))
    sleep 0.2
done
"$jaga" watch --db w.db --respond "$where" --deny-list deny <none.csv >said 2>&1
is all-is-confirmed "SELECT count(*) FROM hold WHERE state = 'held'" "$all"
is nothing-waits "SELECT count(*) FROM freeze_wait" 0
shown >screens 2>&1
[ "$(grep -cE "$blocked" screens)" -ge 9 ]
ok now-it-is-blocked $? "$(grep -cE "$blocked" screens)"
is the-desk-is-calm "SELECT count(*) FROM case_desk WHERE is_unconfirmed = 1" 0
[ "$(denied 1)$(denied 2)" = "" ] && head -c "$whole" deny | cmp -s - before && [ "$(grep -c RELEASE deny)" -eq "$(grep -c PLACE deny)" ]
ok the-list-has-grown-by-its-releases $? "$(denied 1)"
[ "$(sqlite3 ledger.db 'SELECT count(*) FROM hold')" -eq "$(sqlite3 w.db "SELECT count(*) FROM hold WHERE state = 'held'")" ]
ok the-ledger-has-each-hold-once $?
"$jaga" verify --db w.db >said 2>&1
ok the-audit-is-whole $?

# A burst: six hundred reports, and nobody there. Raised in parts, each once.
awk 'BEGIN { print "event_id,ts,type,account"; for (i = 0; i < 600; i++) print "b" i "," 1769878800 + i ",customer_report,v" i }' >burst.csv
head -n 1 burst.csv >none.csv
rm -rf w.db* w.state deny
"$jaga" scan burst.csv --db w.db --act >said 2>&1
sqlite3 w.db "UPDATE freeze_wait SET since_us = since_us - 61000000"
"$jaga" watch --db w.db --respond webhook:http://127.0.0.1:1/,key=secret --deny-list deny <none.csv >said 2>&1
is a-burst-is-raised-in-parts "SELECT count(*) FROM freeze_wait WHERE raised_us IS NOT NULL" 256
for again in 1 2; do
    "$jaga" watch --db w.db --respond webhook:http://127.0.0.1:1/,key=secret --deny-list deny <none.csv >said 2>&1
done
is all-of-a-burst-is-raised "SELECT count(*) FROM desk_event WHERE ref = 'ACK_TIMEOUT'" 600
[ "$(denied 1 | wc -w)" -eq 600 ] && [ "$(denied 2 | wc -w)" -eq 600 ] && [ "$(wc -l <deny)" -eq 600 ]
ok and-denied $? "$(wc -l <deny) rows"
