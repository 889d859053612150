#!/bin/sh
# The reference ledger keeps to the contract: each command once, the newest wins in whatever order they
# come, and a ledger that fails, is slow and loses answers ends where an untroubled one does.
set -u
jaga=$1
for tool in sqlite3 python3 curl; do
    command -v "$tool" >/dev/null || { echo "skip mock_ledger: no $tool"; exit 0; }
done
. "$JAGA_SOURCE/tests/crash/common.sh"
cd "$TMPDIR" || exit 1

# Every order of four commands after one that places the hold, each order twice over.
python3 - <<'EOF' >orders
import hashlib, itertools, json
def line(n, seq, op, **rest):
    body = dict({"cmd_id": f"C-{n}", "acct_cmd_seq": seq, "op": op, "hold_id": "A", "account": "w1"}, **rest)
    body["decided_at"] = f"2026-01-12T17:03:{seq:02}Z"
    text = json.dumps(body, separators=(",", ":"))
    return text[:-1] + ',"payload_sha256":"' + hashlib.sha256(text.encode()).hexdigest() + '"}'
held = dict(issuer="ENGINE", reason="ATO_STRONG", on_expiry="STEP_UP")
base = line(0, 10, "PLACE", scope="OUTBOUND", life_s=3600, **held)
sets = {
    "released": [line(1, 11, "UPGRADE", scope="FULL", life_s=3600, **held), line(2, 12, "EXTEND", scope="FULL", life_s=7200, **held),
                 line(3, 13, "UPGRADE", scope="FULL", life_s=None, **held), line(4, 14, "RELEASE", reason="RESTORED")],
    "FULL": [line(1, 11, "EXTEND", scope="OUTBOUND", life_s=7200, **held), line(2, 12, "EXTEND", scope="OUTBOUND", life_s=9000, **held),
             line(3, 13, "QUERY"), line(4, 14, "UPGRADE", scope="FULL", life_s=60, **held)],
}
for want, four in sets.items():
    for order in itertools.permutations(four):
        print(want, *([base] + list(order) + list(order)), sep="\t")
EOF
n=0
bad=0
while IFS='	' read -r want lines; do
    n=$((n + 1))
    rm -f o.db*
    printf '%s\n' "$lines" | tr '\t' '\n' | "$jaga" mock-ledger o.db >answers || echo "FAIL mock_ledger: $(tail -n 1 answers)"
    got=$(sqlite3 o.db "SELECT CASE WHEN released_us IS NULL THEN scope ELSE 'released' END FROM hold")
    seq=$(sqlite3 o.db "SELECT last_seq FROM account")
    [ "$got $seq" = "$want 14" ] || bad=$((bad + 1))
    sed -n 2,5p answers >first
    sed -n 6,9p answers | cmp -s first - || bad=$((bad + 1))
done <orders
[ "$n" -eq 48 ] && [ "$bad" -eq 0 ] && echo "ok mock_ledger/the-newest-wins-in-every-order" || echo "FAIL mock_ledger/the-newest-wins-in-every-order: $bad of $n"

# What is no command of ours.
refused() { # what, line, code
    printf '%s\n' "$2" | "$jaga" mock-ledger r.db | grep -q "\"nack_code\":\"$3\"" && echo "ok mock_ledger/$1" || echo "FAIL mock_ledger/$1"
}
placed=$(head -n 1 orders | cut -f2)
refused no-json 'hello' BAD_COMMAND
refused another-fingerprint "$(printf '%s' "$placed" | sed 's/w1/w2/')" BAD_FINGERPRINT
printf '%s\n' "$placed" | "$jaga" mock-ledger r.db >/dev/null
other=$(printf '%s' "$placed" | python3 -c '
import hashlib, json, sys
body = json.load(sys.stdin); del body["payload_sha256"]; body["life_s"] = 1
text = json.dumps(body, separators=(",", ":"))
print(text[:-1] + ",\"payload_sha256\":\"" + hashlib.sha256(text.encode()).hexdigest() + "\"}")')
refused a-used-key "$other" KEY_REUSED

# jaga against a good ledger and against bad ones: all end alike, in the ledger and here.
make_log 0 34 >log.csv
head -n 1 log.csv >none.csv
"$jaga" scan log.csv --db base.db --act >said 2>&1 || echo "FAIL mock_ledger: the scan failed: $(tail -n 1 said)"
# $1 name, $2 options of the ledger. Again until everything is said and answered.
drain() {
    cp base.db "$1.db" && cp -r base.state "$1.state"
    printf '#!/bin/sh\nexec "%s" mock-ledger "%s/%s.ledger" %s\n' "$jaga" "$TMPDIR" "$1" "$2" >"$1.sh"
    chmod +x "$1.sh"
    again=0
    until "$jaga" watch --db "$1.db" --unconfirmed-after 86400 --respond "${3:-run:$TMPDIR/$1.sh}" <none.csv >"$1.said" 2>&1; do
        again=$((again + 1))
        [ "$again" -lt 60 ] || { echo "FAIL mock_ledger/$1: $(tail -n 1 "$1.said")"; break; }
        sleep 0.2
    done
    "$jaga" mock-ledger "$1.ledger" --holds >"$1.holds"
    # Answers come in another order when some have to be asked for twice.
    "$jaga" query canonical --db "$1.db" --format csv | sort >"$1.canonical"
}
ends_alike() {
    [ -s good.holds ] && cmp -s good.holds "$1.holds" && echo "ok mock_ledger/$1-has-the-same-holds" || echo "FAIL mock_ledger/$1-has-the-same-holds"
    cmp -s good.canonical "$1.canonical" && echo "ok mock_ledger/$1-ends-alike" || echo "FAIL mock_ledger/$1-ends-alike"
}
drain good ''
sqlite3 good.db "SELECT hold_id FROM hold WHERE state = 'held' ORDER BY account, hold_id" >ours
sed 's/.*"hold_id":"\([^"]*\)".*/\1/' good.holds | cmp -s - ours && [ -s ours ] &&
    echo "ok mock_ledger/both-know-the-same-holds" || echo "FAIL mock_ledger/both-know-the-same-holds"
drain failing '--fail 50 --seed 3'
ends_alike failing
drain losing '--lose 30 --fail 20 --slow 20 --seed 5'
ends_alike losing

(umask 077 && echo 'a secret of more than sixteen bytes' >secret)
"$jaga" mock-ledger http.ledger --port 0 --key secret --fail 30 --lose 20 --seed 2 >url 2>http.said &
server=$!
trap 'kill $server' EXIT
tries=0
until [ -s url ]; do
    tries=$((tries + 1))
    [ "$tries" -lt 200 ] || { echo "FAIL mock_ledger: it does not listen: $(cat http.said)"; exit 1; }
    sleep 0.1
done
url=$(cat url)
drain http '' "webhook:$url/commands,key=$TMPDIR/secret"
ends_alike http
status=$(curl -s -o /dev/null -w '%{http_code}' -H 'Jaga-Timestamp: 1' -H "Jaga-Signature: v1=$(printf %064d 0)" -d "$placed" "$url")
[ "$status" = 401 ] && echo "ok mock_ledger/a-wrong-signature-is-refused" || echo "FAIL mock_ledger/a-wrong-signature-is-refused: $status"
now=$(($(date +%s) - 600))
mac=$(printf '%s.%s' "$now" "$placed" | openssl dgst -sha256 -hmac "$(cat secret)" | sed 's/.* //')
status=$(curl -s -o /dev/null -w '%{http_code}' -H "Jaga-Timestamp: $now" -H "Jaga-Signature: v1=$mac" -d "$placed" "$url")
[ "$status" = 401 ] && echo "ok mock_ledger/an-old-recording-is-refused" || echo "FAIL mock_ledger/an-old-recording-is-refused: $status"

# Without an engine: everything goes, the most urgent first, however often the ledger is busy.
cp base.db alone.db && cp -r base.state alone.state
printf '#!/bin/sh\nexec "%s" mock-ledger "%s/alone.ledger" --fail 60 --seed 9\n' "$jaga" "$TMPDIR" >alone.sh
chmod +x alone.sh
"$jaga" deliver --db alone.db --unconfirmed-after 86400 --respond "run:$TMPDIR/alone.sh" >said 2>&1
status=$?
[ "$status" -eq 0 ] && [ "$(sqlite3 alone.db "SELECT count(*) FROM outbox WHERE state <> 'sent'")" -eq 0 ] &&
    echo "ok mock_ledger/deliver-empties-the-outbox" || echo "FAIL mock_ledger/deliver-empties-the-outbox: $status, $(tail -n 1 said)"
"$jaga" mock-ledger alone.ledger --holds | cmp -s - good.holds && echo "ok mock_ledger/deliver-ends-alike" || echo "FAIL mock_ledger/deliver-ends-alike"
"$jaga" watch --db alone.db <none.csv >said 2>&1
"$jaga" query canonical --db alone.db --format csv | sort | cmp -s - good.canonical &&
    echo "ok mock_ledger/its-answers-count-from-the-next-run" || echo "FAIL mock_ledger/its-answers-count-from-the-next-run"
cp base.db order.db && cp -r base.state order.state
"$jaga" deliver --db order.db --respond file:order.out 2>said
cut -d'"' -f4 order.out >went
sqlite3 base.db "SELECT o.key FROM outbox AS o JOIN task AS t USING (case_id) JOIN theft_case AS c USING (case_id)
    ORDER BY t.band, c.exposed_minor DESC, o.id" | cmp -s - went && echo "ok mock_ledger/urgent-ones-first" || echo "FAIL mock_ledger/urgent-ones-first"
cp base.db down.db && cp -r base.state down.state
"$jaga" deliver --db down.db --patience 1 --respond "webhook:http://127.0.0.1:1/,key=$TMPDIR/secret" >said 2>&1
status=$?
[ "$status" -eq 3 ] && grep -q 'wait in the outbox' said && echo "ok mock_ledger/patience-ends" || echo "FAIL mock_ledger/patience-ends: $status, $(tail -n 1 said)"
"$jaga" deliver --db nobody.db --respond stdout >said 2>&1
[ $? -eq 3 ] && [ ! -e nobody.db ] && echo "ok mock_ledger/no-database-is-made" || echo "FAIL mock_ledger/no-database-is-made"
