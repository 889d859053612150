#!/bin/sh
# What differs between the ledger's holds and ours is found, each kind, and nothing else.
set -u
jaga=$1
command -v sqlite3 >/dev/null || { echo "skip reconcile: no sqlite3"; exit 0; }
. "$JAGA_SOURCE/tests/crash/common.sh"
cd "$TMPDIR" || exit 1

# A log that ends today: what is said again bears the wall clock.
make_log 0 34 | awk -F, -v OFS=, -v days="$((($(date +%s) - 1767200400) / 86400 - 35))" '$2 ~ /^[0-9]+$/ { $2 += days * 86400 } 1' >log.csv
head -n 1 log.csv >none.csv
printf '#!/bin/sh\nexec "%s" mock-ledger "%s/ledger.db"\n' "$jaga" "$TMPDIR" >ledger.sh
chmod +x ledger.sh
"$jaga" scan log.csv --db w.db --act --respond "run:$TMPDIR/ledger.sh" >said 2>&1 || echo "FAIL reconcile: $(tail -n 1 said)"
"$jaga" watch --db w.db <none.csv >said 2>&1 || echo "FAIL reconcile: $(tail -n 1 said)"
"$jaga" mock-ledger ledger.db --holds >holds
[ "$(wc -l <holds)" -ge 3 ] || echo "FAIL reconcile: the ledger has fewer than three holds"
cp w.db before.db

# $1 what for, $2 the exit status, $3 the rows without their header
finds() {
    "$jaga" reconcile list --db w.db >got 2>said
    status=$?
    printf '%s' "$3" >want
    sed 1d got | cmp -s - want && [ "$status" -eq "$2" ] && echo "ok reconcile/$1" ||
        echo "FAIL reconcile/$1: exit status $status, $(sed 1d got | head -n 1), $(tail -n 1 said)"
}
nth() { sed -n "$1s/.*\"$2\":\"\([^\"]*\)\".*/\1/p" holds; }
a=$(nth 1 account) h=$(nth 1 hold_id)

cp holds list
finds nothing-where-all-is-alike 0 ''
sed 1d holds >list
finds one-that-is-missing 5 "\"MISSING_IN_LEDGER\",\"$a\",\"$h\",\"OUTBOUND\",\"\"
"
sed '1s/OUTBOUND/FULL/' holds >list
finds another-level 5 "\"LEVEL_DIFF\",\"$a\",\"$h\",\"OUTBOUND\",\"FULL\"
"
{ cat holds && echo '{"hold_id":"STRANGE","account":"a\"1","scope":"FULL"}'; } >list
finds one-we-never-placed 5 '"ORPHAN_IN_LEDGER","a""1","STRANGE","","FULL"
'
cp holds list
# What writes the audit is a function of jaga's own, which the shell has not.
sqlite3 w.db "SELECT 'DROP TRIGGER ' || name || ';' FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'hold'" | sqlite3 w.db
sqlite3 w.db "UPDATE hold SET state = 'released', ended_us = acked_us WHERE hold_id = '$h'"
finds one-that-is-over-here 5 "\"ORPHAN_IN_LEDGER\",\"$a\",\"$h\",\"released\",\"OUTBOUND\"
"
sqlite3 w.db "UPDATE hold SET state = 'wanted', ended_us = NULL WHERE hold_id = '$h'"
finds one-whose-confirmation-is-still-to-come-is-no-difference 0 ''
sed 1d holds >list
finds nor-is-one-that-is-still-to-be-placed 0 ''

cp before.db w.db
sqlite3 w.db .dump >before
"$jaga" reconcile holds --db w.db >got 2>said
sqlite3 w.db .dump | cmp -s - before && echo "ok reconcile/nothing-is-changed" || echo "FAIL reconcile/nothing-is-changed"
refuses() { # what for, a line, a word
    { head -n 1 holds && printf '%s\n' "$2"; } >list
    "$jaga" reconcile list --db w.db >got 2>said
    [ $? -ne 0 ] && grep -q "list: line 2: .*$3" said && echo "ok reconcile/$1" || echo "FAIL reconcile/$1: $(tail -n 1 said)"
}
refuses no-json hello 'no JSON'
refuses no-scope '{"hold_id":"X","account":"w0"}' scope
refuses the-same-twice "$(head -n 1 holds)" twice
"$jaga" reconcile holds --db nobody.db >got 2>said
[ $? -eq 3 ] && [ ! -e nobody.db ] && echo "ok reconcile/no-database-is-made" || echo "FAIL reconcile/no-database-is-made"

# What the ledger has lost is said again, through the outbox, once, and only that.
cp ledger.db full.ledger
b=$(nth 2 hold_id)
sqlite3 ledger.db "DELETE FROM hold WHERE hold_id = '$h'; UPDATE hold SET scope = 'STEP_UP' WHERE hold_id = '$b'"
{ "$jaga" mock-ledger ledger.db --holds && echo '{"hold_id":"STRANGE","account":"a1","scope":"FULL"}'; } >list
"$jaga" reconcile list --repair --db w.db >got 2>said
status=$?
[ "$status" -eq 5 ] && [ "$(sed 1d got | wc -l)" -eq 3 ] && [ "$(grep -c ',"H-[A-Z2-7]*"$' got)" -eq 2 ] &&
    echo "ok reconcile/repair-names-its-commands" || echo "FAIL reconcile/repair-names-its-commands: $status, $(cat got said)"
grep -q '^"ORPHAN_IN_LEDGER","a1","STRANGE","","FULL",""$' got && echo "ok reconcile/nothing-is-released" || echo "FAIL reconcile/nothing-is-released"
asked=$(sqlite3 w.db "SELECT group_concat(kind || ' ' || (hold_id IN ('$h', '$b')) || ' ' || (account_cmd_seq > (SELECT max(o.account_cmd_seq)
    FROM outbox AS o WHERE o.account = w.account AND o.id < w.id))) FROM (SELECT * FROM outbox WHERE state = 'new' ORDER BY kind) AS w")
[ "$asked" = 'hold 1 1,upgrade 1 1' ] && echo "ok reconcile/with-larger-numbers" || echo "FAIL reconcile/with-larger-numbers: $asked"
left=$(sqlite3 w.db "SELECT (body ->> '$.life_s') <= (h.expires_us - h.acked_us) / 1000000 FROM outbox AS o JOIN hold AS h USING (hold_id) WHERE o.state = 'new' AND o.kind = 'hold'")
[ "$left" = 1 ] && echo "ok reconcile/for-what-is-left-of-its-life" || echo "FAIL reconcile/for-what-is-left-of-its-life: $left"
"$jaga" reconcile list --repair --db w.db >got 2>said
[ "$(grep -c '"H-' got)" -eq 0 ] && [ "$(sqlite3 w.db "SELECT count(*) FROM outbox WHERE state = 'new'")" -eq 2 ] &&
    echo "ok reconcile/no-repair-twice" || echo "FAIL reconcile/no-repair-twice: $(cat got)"
for round in 1 2; do
    "$jaga" watch --db w.db --respond "run:$TMPDIR/ledger.sh" <none.csv >said 2>&1 || echo "FAIL reconcile: round $round: $(tail -n 1 said)"
done
"$jaga" mock-ledger ledger.db --holds >list
finds after-a-repair-all-is-alike 0 ''
"$jaga" mock-ledger full.ledger --holds | sed 's/.*"hold_id":"\([^"]*\)".*/\1/' | sort >want
sed 's/.*"hold_id":"\([^"]*\)".*/\1/' list | sort | cmp -s - want && echo "ok reconcile/under-the-old-names" || echo "FAIL reconcile/under-the-old-names"
"$jaga" verify --db w.db >said 2>&1 && echo "ok reconcile/the-audit-is-whole" || echo "FAIL reconcile/the-audit-is-whole: $(tail -n 1 said)"
