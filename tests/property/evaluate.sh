#!/bin/sh
# jaga eval says what another evaluator says of the same decisions, what a few lines of SQL say, the same
# twice, and nothing of the truth reaches the engine. jaga tune keeps what it promises.
set -u
jaga=$1
here=$JAGA_SOURCE/tests/property
evaluator=${EVALUATOR:-$JAGA_SOURCE/../shared/tools/evaluate.py}
cd "$TMPDIR" || exit 1

# $1 name, then a shell test
holds() {
    name=$1
    shift
    if "$@" >said 2>&1; then echo "ok evaluate/$name"; else echo "FAIL evaluate/$name: $(tail -n 1 said)"; fi
}

judge() { "$jaga" eval "$1/events.csv" --truth "$1/truth.csv" --thefts "$1/thefts.csv" "$2" >"$1/$3" 2>&1; }

# What stands behind "NAME": in one line of JSON.
number() { sed "s/.*\"$2\":\([-0-9.e]*\).*/\1/" "$1"; }
decisions() { sed 's/.*"decisions":{\([^}]*\)}.*/\1/' "$1"; }

can_compare=yes
for tool in python3 sqlite3; do command -v $tool >/dev/null || can_compare=no; done

# The decisions of a scan, for the other evaluator and for SQL.
decide() {
    "$jaga" scan "$1/events.csv" --db "$1/jaga.db" >/dev/null 2>&1
    {
        echo account,ts,kind,score,event_id
        sqlite3 -readonly -csv "$1/jaga.db" \
            'SELECT account, ts_us, outcome, belief_bits, event_id FROM decision ORDER BY record'
    } >"$1/holds.csv"
}

compare() {
    judge "$1" --json ours.json
    if [ ! -f "$evaluator" ]; then echo "skip evaluate/$1: there is no evaluator at $evaluator"; return; fi
    if [ $can_compare = no ]; then echo "skip evaluate/$1: needs python3 and sqlite3"; return; fi
    decide "$1"
    python3 "$evaluator" --events "$1/events.csv" --truth "$1/truth.csv" --thefts "$1/thefts.csv" \
        --holds "$1/holds.csv" --sweep --json >"$1/theirs.json" 2>said || echo "FAIL evaluate/$1: $(tail -n 1 said)"
    holds "$1" python3 "$here/evaluate_compare.py" "$1/ours.json" "$1/theirs.json"
}

for seed in 101 102 103 104 105 106 107 108 109; do
    "$jaga" gen --accounts $((200 + seed % 4 * 100)) --days $((20 + seed % 3 * 15)) --attacks $((20 + seed % 5 * 20)) \
        --seed $seed --out seed-$seed >/dev/null 2>&1
    compare seed-$seed
done

# Edges: no theft at all; thefts without a loss; one row; a log of which everything was already reported.
mkdir honest tries tiny reported
grep -e benign -e mule_ring -e episode_id seed-101/truth.csv >honest/truth.csv
head -n 1 seed-101/thefts.csv >honest/thefts.csv
cp seed-101/events.csv honest/
compare honest
cp seed-102/events.csv seed-102/truth.csv tries/
sed '2,$s/,ok$/,failed/' seed-102/thefts.csv >tries/thefts.csv
compare tries
printf '%s\n' event_id,ts,type,account,status,amount,counterparty e1,2026-01-31T17:00:00Z,transfer,a,ok,5,b >tiny/events.csv
printf '%s\n' episode_id,attack_kind,account,t_start,t_end A,x,a,2026-01-31T17:00:00Z,2026-01-31T17:00:00Z >tiny/truth.csv
printf '%s\n' event_id,episode_id,amount e1,A,5 >tiny/thefts.csv
compare tiny
# Every victim reports at the start of the theft, and once more, delivered twice.
awk -F, -v OFS=, 'NR == FNR { if ($2 !~ /^(benign|mule_ring)/ && NR > 1) at[$3] = at[$3] " " $4; next }
    FNR == 1 { for (i = 1; i <= NF; i++) c[$i] = i; n = NF; print; next }
    { print; a = $c["account"]
      if (a in at && !(a in done)) {
          split(at[a], t, " ")
          if ($c["ts"] >= t[1]) { done[a]; for (k = 1; k <= 2; k++) {
              for (i = 1; i <= n; i++) $i = ""
              $c["event_id"] = "report-" a; $c["ts"] = t[1]; $c["type"] = "customer_report"; $c["account"] = a; $c["status"] = "ok"
              print } } } }' seed-103/truth.csv seed-103/events.csv >reported/events.csv
cp seed-103/truth.csv seed-103/thefts.csv reported/
compare reported

# Thefts found and false holds once more, in SQL: a hold within the episode and an hour, before the owner's
# report; holds that follow a report within a week count for nothing, those within a day are one.
recount() {
    sqlite3 :memory: >"$1/sql" <<SQL
.mode csv
.import $1/truth.csv truth
.import $1/thefts.csv theft
.import $1/holds.csv hold
.import $1/events.csv event
CREATE TEMP TABLE episode AS SELECT *,
  strftime('%s', t_start) * 1000000 + CASE substr(t_start, 20, 1) WHEN '.' THEN substr(t_start, 21, 3) * 1000 ELSE 0 END AS t0,
  strftime('%s', t_end) * 1000000 + CASE substr(t_end, 20, 1) WHEN '.' THEN substr(t_end, 21, 3) * 1000 ELSE 0 END AS t1
  FROM truth WHERE attack_kind NOT LIKE 'benign:%' AND attack_kind <> 'mule_ring';
CREATE TEMP TABLE report AS SELECT DISTINCT event_id, account,
  strftime('%s', ts) * 1000000 + CASE substr(ts, 20, 1) WHEN '.' THEN substr(ts, 21, 3) * 1000 ELSE 0 END AS t
  FROM event WHERE type = 'customer_report';
CREATE TEMP TABLE held AS SELECT account, ts + 0 AS t,
  EXISTS (SELECT 1 FROM report r WHERE r.account = h.account AND h.ts + 0 BETWEEN r.t AND r.t + 604800000000) AS is_reported,
  EXISTS (SELECT 1 FROM episode e WHERE e.account = h.account AND h.ts + 0 BETWEEN e.t0 AND e.t1 + 604800000000) AS is_true,
  EXISTS (SELECT 1 FROM truth m WHERE ';' || m.mule_accounts || ';' LIKE '%;' || h.account || ';%') AND
    h.account NOT IN (SELECT account FROM episode) AS is_mule
  FROM hold h WHERE kind = 'hold';
SELECT 'found', count(*) FROM episode e WHERE EXISTS (SELECT 1 FROM theft WHERE theft.episode_id = e.episode_id AND status = 'ok')
  AND EXISTS (SELECT 1 FROM held h WHERE h.account = e.account AND NOT is_reported AND h.t BETWEEN e.t0 AND e.t1 + 3600000000
    AND NOT EXISTS (SELECT 1 FROM report r WHERE r.account = e.account AND r.t BETWEEN e.t0 AND h.t));
SELECT 'hold', account, t FROM held WHERE NOT is_reported AND NOT is_true AND NOT is_mule ORDER BY account, t;
SQL
    tr -d '\r' <"$1/sql" | awk -F, '$1 == "found" { found = $2 }
        $1 == "hold" { if ($2 != account || $3 - kept > 86400000000) { false++; kept = $3 } account = $2 }
        END { print found + 0, false + 0 }' >"$1/recount"
    # The first table of the object is that of the holds.
    sed 's/.*"hold":{"episodes"/{"episodes"/; s/"per_kind".*//' "$1/ours.json" >"$1/held"
    [ "$(number "$1/held" detected) $(number "$1/held" false_holds)" = "$(cat "$1/recount")" ] ||
        { echo "$(number "$1/held" detected) found and $(number "$1/held" false_holds) false, by SQL $(cat "$1/recount")"; return 1; }
}
for log in seed-101 seed-102 seed-103 reported; do
    if [ $can_compare = no ]; then echo "skip evaluate/sql-$log: needs sqlite3"; continue; fi
    [ -f $log/holds.csv ] || decide $log
    holds sql-$log recount $log
done

# Weights that count for nothing find nothing; the shipped ones in a file are the shipped ones.
weigh() { "$jaga" eval seed-104/events.csv --truth seed-104/truth.csv --thefts seed-104/thefts.csv --weights "$1" --json; }
weigh "$JAGA_SOURCE/models/weights.csv" >weighed.json 2>said
holds shipped-weights-in-a-file cmp seed-104/ours.json weighed.json
sed '/^[a-z]/s/,[0-9.]*$/,0/; s/^customer-report,0/customer-report,20/' "$JAGA_SOURCE/models/weights.csv" | sed 's/^signal,0/signal,bits/' >none.csv
weigh none.csv >none.json 2>said
holds other-weights-decide-otherwise grep -q '"hold":{"episodes":[1-9][0-9]*,"detected":0,' none.json

judge seed-104 --json again.json
holds twice-is-the-same cmp seed-104/ours.json seed-104/again.json
mkdir shuffled
cp seed-104/events.csv shuffled/
for file in truth thefts; do { head -n 1 seed-104/$file.csv; sed 1d seed-104/$file.csv | sort -r; } >shuffled/$file.csv; done
judge shuffled --json ours.json
holds order-of-the-key-is-nothing cmp seed-104/ours.json shuffled/ours.json
"$jaga" eval seed-104/events.csv --truth honest/truth.csv >alien 2>&1
holds a-key-to-another-log-is-refused grep 'honest/truth.csv: line [0-9]*: the log has no event of this account' alien

# The truth of other accounts: the same thefts at the same times, told of accounts that were not robbed. What
# was a ranking of thefts must be next to nothing, and the decisions must not have moved.
"$jaga" gen --accounts 1500 --days 30 --attacks 80 --seed 108 --out many >/dev/null 2>&1
judge many --json ours.json
cut -d, -f3 many/truth.csv | sort -u >named
awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "account") c = i; next } $c != "-" && !seen[$c]++ { print $c }' many/events.csv |
    grep -vxF -f named >others
awk -F, -v OFS=, 'NR == FNR { other[NR] = $1; next } FNR > 1 && $2 !~ /^(benign|mule_ring)/ { $3 = other[FNR * 3] } { print }' \
    others many/truth.csv >many/wrong.csv
"$jaga" eval many/events.csv --truth many/truth.csv --json >right.json 2>said
"$jaga" eval many/events.csv --truth many/wrong.csv --json >wrong.json 2>said
lift() { awk -v ap="$(number "$1" average_precision)" -v in_theft="$(number "$1" in_theft)" \
    -v rows="$(sed 's/.*"belief":{"rows":\([0-9]*\).*/\1/' "$1")" 'BEGIN { printf "%.1f\n", in_theft ? ap * rows / in_theft : 0 }'; }
holds true-labels-are-ranked awk -v lift="$(lift right.json)" 'BEGIN { print lift; exit !(lift > 20) }'
holds false-labels-fall-to-prevalence awk -v lift="$(lift wrong.json)" 'BEGIN { print lift; exit !(lift > 0 && lift < 3) }'
decisions right.json >right
decisions wrong.json >wrong
holds truth-moves-no-decision cmp right wrong
found_of() { sed 's/.*"hold":{"episodes":[0-9]*,"detected":\([0-9]*\).*/\1/' "$1"; }
holds false-labels-find-nothing [ "$(found_of wrong.json)" -le 2 ]

# The page: well-formed, and nothing from outside.
sed '2s/,x,/,"<b>\&""x",/' tiny/truth.csv >tiny/markup.csv
"$jaga" eval many/events.csv --truth many/truth.csv --html page.html >said 2>&1
"$jaga" eval tiny/events.csv --truth tiny/markup.csv --html tiny.html >said 2>&1
holds no-script-no-link sh -c '! grep -niE "<script|<link|<img|href|src=|@import|url\(|https?:" page.html'
holds markup-of-the-log-is-text grep -q '&lt;b&gt;&amp;&quot;x' tiny.html
for page in page tiny; do
    if command -v xmllint >/dev/null; then holds well-formed-$page xmllint --noout $page.html
    elif [ $can_compare = yes ]; then holds well-formed-$page python3 -c "import sys, xml.dom.minidom as d; d.parse('$page.html')"
    else echo "skip evaluate/well-formed-$page: needs xmllint or python3"; fi
done

# $1 name, $2 exit status, $3 what standard error must say; then the arguments
refused() {
    name=$1 status=$2 words=$3
    shift 3
    "$jaga" "$@" >out 2>said </dev/null
    got=$?
    if [ $got -eq "$status" ] && [ "$(wc -l <said)" -eq 1 ] && grep -qF -e "$words" said && [ ! -s out ]; then echo "ok evaluate/$name"
    else echo "FAIL evaluate/$name: exit $got: $(tail -n 1 said)"; fi
}
log=seed-105/events.csv truth=seed-105/truth.csv
refused no-truth 2 '--truth TRUTH.csv is needed' eval $log
refused no-such-truth 3 'no.csv: No such file' eval $log --truth no.csv
refused no-such-log 3 'no.csv: No such file' eval no.csv --truth $truth
sed '1s/t_end/end/' $truth >bad.csv
refused wrong-columns 3 'bad.csv: line 1: there is no column t_end' eval $log --truth bad.csv
{ cat $truth; sed -n 3p $truth; } >bad.csv
refused twice-the-same-episode 3 "bad.csv: line $(wc -l <bad.csv): its episode_id stands in an earlier line" eval $log --truth bad.csv
sed '4s/,[^,]*$//' $truth >bad.csv
refused ragged 3 'bad.csv: line 4: not as many fields' eval $log --truth bad.csv
sed '2s/^[^,]*,[^,]*/&x/' seed-105/thefts.csv >bad.csv
refused theft-of-no-episode 3 'bad.csv: line 2: its episode_id is no attack' eval $log --truth $truth --thefts bad.csv
sed '3s/^/x/' seed-105/thefts.csv >bad.csv
refused theft-of-no-event 3 'bad.csv: line 3: the log has no event of this event_id' eval $log --truth $truth --thefts bad.csv
refused no-such-weights 3 'no.csv: No such file' eval $log --truth $truth --weights no.csv
refused page-nowhere 3 'no/page.html: No such file' eval $log --truth $truth --html no/page.html
