#!/bin/sh
# kill -9 at every step of a live run that takes up what the ledger and people wrote into its inbox:
# each fact becomes one record of the log, whenever the run dies.
set -u
jaga=$1
. "$JAGA_SOURCE/tests/crash/common.sh"
command -v sqlite3 >/dev/null || { echo "skip crash/inbox: no sqlite3"; exit 0; }

# Rows that came twice are compared too, as if they were a list of the run's: a fact taken up twice is one.
stage() {
    "$jaga" watch --db "$1/w.db" --respond "file:$1/out" --unconfirmed-after 86400 <"$TMPDIR/log.csv" >"$1/said" 2>&1
    status=$?
    sqlite3 "$1/w.db" "SELECT name, value FROM counter WHERE name IN ('duplicates', 'stale')" >"$1/rejects.csv" 2>/dev/null
    return $status
}

# A database with holds, and what came in about them at the end of the log, written by somebody else.
mkdir "$TMPDIR/empty" "$TMPDIR/first"
make_log 0 24 >"$TMPDIR/log.csv"
stage "$TMPDIR/empty" || echo "FAIL crash/inbox: $(tail -n 1 "$TMPDIR/empty/said")"
sqlite3 "$TMPDIR/empty/w.db" >"$TMPDIR/sqlite" 2>&1 <<'SQL'
INSERT INTO inbox (event_id, line)
    SELECT 'in-a' || rowid, json_object('event_id', 'in-a' || rowid, 'ts',
           strftime('%Y-%m-%dT%H:%M:%SZ', 1767200400 + 24 * 86400 + 40000 + rowid, 'unixepoch'),
           'type', 'hold_ack', 'account', account, 'status', 'ok', 'ref', hold_id)
        FROM (SELECT row_number() OVER (ORDER BY placed_us) AS rowid, * FROM hold);
INSERT INTO inbox (event_id, line)
    SELECT 'in-l' || number, json_object('event_id', 'in-l' || number, 'ts',
           strftime('%Y-%m-%dT%H:%M:%SZ', 1767200400 + 24 * 86400 + 41000 + number, 'unixepoch'),
           'type', 'label', 'account', account, 'status', 'ok', 'ref', case_id,
           'detail', 'outcome=theft;confidence=verified;source=agent')
        FROM theft_case;
INSERT INTO inbox (event_id, line) VALUES ('in-x',
    '{"event_id":"in-x","ts":"2026-01-25T04:00:00Z","type":"hold_ack","account":"w1","ref":"nobody"}');
SQL
[ ! -s "$TMPDIR/sqlite" ] || echo "FAIL crash/inbox: $(head -n 1 "$TMPDIR/sqlite")"
# No rows: a sender feeds those again after a kill, and then a fact taken up twice could not be told from them.
make_log 25 34 | head -n 1 >"$TMPDIR/log.csv"

cp -r "$TMPDIR/empty" "$TMPDIR/whole"
stage "$TMPDIR/whole" && conclude "$TMPDIR/whole"
want() {
    [ "$(grep -c "$1" "$TMPDIR/whole/canonical")" -ge "$2" ] ||
        echo "FAIL crash/inbox: fewer than $2 lines with $1"
}
want 'state"":""held' 2
want 'state"":""confirmed' 2
want '^inbox' 5
want 'unknown-hold' 1
waiting=$(sqlite3 "$TMPDIR/whole/w.db" 'SELECT count(*) FROM inbox WHERE record IS NULL')
[ "$waiting" = 0 ] || echo "FAIL crash/inbox: $waiting facts were left"
kill_everywhere crash/inbox "$TMPDIR/empty" "$TMPDIR/whole"
