#!/bin/sh
# Answers of the ledger that should not come: about what nobody asked, twice, in another order, from
# the future, too late. Each is counted or changes nothing, and no wrong word lets money go.
set -u
jaga=$1
command -v sqlite3 >/dev/null || { echo "skip answers: no sqlite3"; exit 0; }
. "$JAGA_SOURCE/tests/crash/common.sh"
cd "$TMPDIR" || exit 1

make_log 0 34 >log.csv
"$jaga" scan log.csv --db base.db --act >said 2>&1 || echo "FAIL answers: the scan failed: $(tail -n 1 said)"
now=$(sqlite3 base.db "SELECT watermark_us / 1000000 + 60 FROM position")
set -- $(sqlite3 -separator ' ' base.db "SELECT hold_id, account FROM freeze_wait JOIN hold USING (hold_id) ORDER BY account LIMIT 2")
h=$1 a=$2 h2=$3 a2=$4

# rows on standard input: id, seconds from now, type, account, reason, ref, status
answered() {
    rm -rf w.db* w.state
    cp base.db w.db && cp -r base.state w.state
    more
}
more() {
    { echo event_id,ts,type,account,reason,ref,status
      awk -F, -v OFS=, -v now="$now" '{ $2 = sprintf("%.0f", $2 + now) } 1'; } | "$jaga" watch --db w.db >said 2>&1
}
holds="SELECT group_concat(hold_id || state || coalesce(acked_us, '') || expires_us || coalesce(ended_us, '')) FROM (SELECT * FROM hold ORDER BY hold_id)"
state="SELECT state || ' ' || coalesce(acked_us / 1000000 - $now, '-') FROM hold WHERE hold_id = '$h'"
is() { # what for, a question, its answer
    got=$(sqlite3 w.db "$2")
    [ "$got" = "$3" ] && echo "ok answers/$1" || echo "FAIL answers/$1: $got instead of $3"
}
# $1 what for, $2 the reason of the reject, $3 the row: nothing else comes of it
refused() {
    echo "$3" | answered
    is "$1" "SELECT count FROM reject_count WHERE reason = '$2'" 1
    is "$1-changes-nothing" "$holds" "$(sqlite3 base.db "$holds")"
}
refused of-an-unknown-command unknown-hold "x1,0,hold_ack,$a,,STRANGE,ok"
refused of-another-account unknown-hold "x1,0,hold_ack,$a2,,$h,ok"
refused a-release-of-another-account unknown-hold "x1,0,release_ack,$a2,,$h,ok"
refused about-nothing bad-answer "x1,0,hold_ack,$a,,,ok"
refused not-yet-done bad-answer "x1,0,hold_ack,$a,,$h,pending"
refused from-the-future future "x1,400000000,hold_ack,$a,,$h,ok"

printf '%s\n' "x1,0,hold_ack,$a,,$h,ok" "x2,100,hold_ack,$a,,$h,ok" | answered
is twice-the-first-counts "$state" 'held 0'
echo "x1,0,hold_ack,$a,,$h,ok" | more
is once-more-as-it-was "$state" 'held 0'
is it-is-a-duplicate "SELECT count(*) FROM reject_count WHERE reason IN ('unknown-hold', 'bad-answer')" 0

printf '%s\n' "x1,50,hold_ack,$a,,$h,ok" "x2,60,login,$a2,,," "x3,40,hold_nack,$a,UNKNOWN_ACCOUNT,$h,ok" | answered
is a-refusal-from-before-the-acknowledgement-is-over "$state" 'held 50'
printf '%s\n' "x1,50,hold_ack,$a,,$h,ok" "x3,70,hold_nack,$a,BUSY,$h,ok" | answered
is busy-behind-an-acknowledgement-changes-nothing "$state" 'held 50'
is and-is-not-asked-again "SELECT attempt FROM outbox WHERE hold_id = '$h' AND kind = 'hold'" 1
printf '%s\n' "x1,50,hold_ack,$a,,$h,ok" "x3,70,hold_nack,$a,STALE_SEQ,$h,ok" | answered
is nor-does-stale "$state" 'held 50'
printf '%s\n' "x1,10,release_ack,$a,,$h,ok" "x2,20,hold_ack,$a,,$h,ok" | answered
is what-was-released-stays-so "$state" 'released -'
printf '%s\n' "x1,10,hold_ack,$a,,$h,ok" "x2,20,hold_expired,$a,,$h,ok" "x3,30,hold_ack,$a,,$h,ok" | answered
is what-expired-stays-so "$state" 'expired 10'
is others-wait-on "SELECT state FROM hold WHERE hold_id = '$h2'" wanted
printf '%s\n' "x1,10,hold_nack,$a,BUSY,$h,ok" "x2,11,hold_nack,$a,BUSY,$h,ok" | answered
is busy-twice-is-one-message "SELECT count(*) FROM outbox WHERE hold_id = '$h' AND kind = 'hold'" 1
"$jaga" verify --db w.db >said 2>&1 && echo "ok answers/the-audit-is-whole" || echo "FAIL answers/the-audit-is-whole"
