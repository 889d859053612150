#!/bin/sh
# What others write into the inbox becomes part of the log: of a live run that waits for rows, and of a
# scan; once, and a row that says the same again is passed over.
set -u
jaga=$1
command -v sqlite3 >/dev/null || { echo "skip inbox: no sqlite3"; exit 0; }
. "$JAGA_SOURCE/tests/crash/common.sh"
db=$TMPDIR/w.db

ask() { sqlite3 -cmd '.timeout 5000' "$db" "$1"; }
# $1 what for; $2 a question and $3 its answer, within 20 seconds.
until_is() {
    tries=0
    while [ "$(ask "$2" 2>/dev/null)" != "$3" ]; do
        tries=$((tries + 1))
        [ "$tries" -lt 200 ] || { echo "FAIL inbox: $1: $(ask "$2") instead of $3"; return 1; }
        sleep 0.1
    done
    echo "ok inbox: $1"
}
put() { # id type ref
    ask "INSERT INTO inbox (event_id, line) SELECT '$1', json_object('event_id', '$1', 'ts',
         strftime('%Y-%m-%dT%H:%M:%SZ', (SELECT max(ts_us) FROM decision) / 1000000 + 7300, 'unixepoch'),
         'type', '$2', 'account', 'w0', 'ref', '$3')"
}

make_log 0 12 >"$TMPDIR/log.csv"
mkfifo "$TMPDIR/pipe"
"$jaga" watch --db "$db" --respond "file:$TMPDIR/out" <"$TMPDIR/pipe" >"$TMPDIR/said" 2>&1 &
watching=$!
exec 9>"$TMPDIR/pipe"
cat "$TMPDIR/log.csv" >&9
until_is "the live run holds" "SELECT count(*) > 0 FROM hold" 1
hold=$(ask "SELECT hold_id FROM hold ORDER BY placed_us LIMIT 1")
put ack1 hold_ack "$hold"
until_is "an answer counts while no row comes" "SELECT state FROM hold WHERE hold_id = '$hold'" held
exec 9>&-
wait "$watching" || echo "FAIL inbox: the live run failed: $(tail -n 1 "$TMPDIR/said")"

# The same row by the log itself, and an answer for the scan.
put rel1 release_ack "$hold"
{ head -n 1 "$TMPDIR/log.csv"; } >"$TMPDIR/none.csv"
"$jaga" scan --db "$db" "$TMPDIR/none.csv" >"$TMPDIR/said" 2>&1 || echo "FAIL inbox: the scan failed: $(tail -n 1 "$TMPDIR/said")"
until_is "a scan takes up what waits" "SELECT state FROM hold WHERE hold_id = '$hold'" released
until_is "nothing is left" "SELECT count(*) FROM inbox WHERE record IS NULL" 0
until_is "nothing came twice" "SELECT value FROM counter WHERE name = 'duplicates'" 0
