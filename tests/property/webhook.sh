#!/bin/sh
# A webhook against a server that jaga did not write: what each kind of answer, and of no answer, comes to.
set -u
jaga=$1
for tool in sqlite3 openssl python3; do
    command -v "$tool" >/dev/null || { echo "skip webhook: no $tool"; exit 0; }
done
. "$JAGA_SOURCE/tests/crash/common.sh"
cd "$TMPDIR" || exit 1

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost \
    -addext subjectAltName=DNS:localhost -keyout tls.key -out tls.pem 2>/dev/null || echo "FAIL webhook: no certificate"
(umask 077 && echo 'a secret of more than sixteen bytes' >secret && echo 'another secret, as long as it has to be' >wrong)
python3 "$JAGA_SOURCE/tests/property/webhook_server.py" tls.pem tls.key secret port seen 2>server.said &
server=$!
trap 'kill $server' EXIT
tries=0
until [ -s port ]; do
    tries=$((tries + 1))
    [ "$tries" -lt 200 ] || { echo "FAIL webhook: the server does not start: $(tail -n 1 server.said)"; exit 1; }
    sleep 0.1
done
port=$(cat port)

make_log 0 34 >log.csv
head -n 1 log.csv >none.csv
"$jaga" scan log.csv --db base.db --act >said 2>&1 || echo "FAIL webhook: the scan failed: $(tail -n 1 said)"
all=$(sqlite3 base.db "SELECT count(*) FROM outbox")
holds=$(sqlite3 base.db "SELECT count(*) FROM outbox WHERE kind = 'hold'")
[ "$holds" -ge 3 ] || echo "FAIL webhook: the log has only $holds holds"

# $1 path, $2 host, $3 further words of the address: one run that delivers what waits in a new copy.
deliver() {
    rm -rf w.db* w.state
    cp base.db w.db && cp -r base.state w.state
    again "$@"
}
again() {
    "$jaga" scan none.csv --db w.db --respond "webhook:https://${2:-localhost}:$port/$1${3:-,key=secret,ca=tls.pem}" >said 2>&1
    status=$?
}
# $1 what for, $2 a question, $3 its answer
is() {
    got=$(sqlite3 w.db "$2")
    [ "$got" = "$3" ] && echo "ok webhook/$1" || echo "FAIL webhook/$1: $got instead of $3; $(tail -n 1 said)"
}
states="SELECT group_concat(state || ' ' || n) FROM (SELECT state, count(*) AS n FROM outbox GROUP BY state ORDER BY state)"
# $1 what for, $2 the exit status, $3 a word of what is said
told() {
    if [ "$status" -ne "$2" ]; then echo "FAIL webhook/$1: exit status $status instead of $2: $(tail -n 1 said)"
    elif ! grep -q "$3" said; then echo "FAIL webhook/$1: not told: $(tail -n 1 said)"
    else echo "ok webhook/$1-told"
    fi
}

deliver ok
is all-go-out "$states" "sent $all"
[ "$(grep -c '^/ok ' seen)" -eq "$all" ] && echo "ok webhook/each-once" || echo "FAIL webhook/each-once"
grep '^/ok ' seen | cut -d' ' -f2 | sort >came
sqlite3 base.db "SELECT key FROM outbox" | sort | cmp -s - came && echo "ok webhook/the-same-keys" || echo "FAIL webhook/the-same-keys"
sqlite3 base.db "SELECT key FROM outbox ORDER BY id" >order
grep '^/ok ' seen | cut -d' ' -f2 | cmp -s - order && echo "ok webhook/in-order" || echo "FAIL webhook/in-order"
is an-acknowledgement-is-a-fact "SELECT count(*) FROM inbox" "$(sqlite3 base.db "SELECT count(*) FROM outbox WHERE kind <> 'callback'")"
again ok
is the-next-run-takes-it-up "SELECT count(*) FROM inbox WHERE record IS NULL" 0
is its-holds-are-held "SELECT count(*) FROM outbox WHERE kind = 'hold' AND answer = 'ack'" "$holds"
[ "$(grep -c '^/ok ' seen)" -eq "$all" ] && echo "ok webhook/nothing-twice" || echo "FAIL webhook/nothing-twice"

for path in html hang redirect down other huge; do
    deliver "$path"
    is "$path-keeps-all-waiting" "$states" "new $all"
    is "$path-is-no-answer" "SELECT count(*) FROM inbox" 0
done
deliver html; told html 3 'no JSON'
deliver hang; told hang 3 'time'
deliver redirect; told redirect 3 'redirects'
deliver down; told down 3 '503'
deliver other; told other 3 'another message'
deliver huge; told huge 3 '64 KiB'
[ "$(grep -c '^/redirect ' seen)" -eq 2 ] && echo "ok webhook/no-redirect-is-followed" || echo "FAIL webhook/no-redirect-is-followed"

before=$(wc -l <seen)
deliver ok localhost ,key=secret; told unknown-authority 3 'certificate'
deliver ok 127.0.0.1; told another-name 3 'SSL\|certificate'
is bad-certificates-get-nothing "$states" "new $all"
[ "$(wc -l <seen)" -eq "$before" ] && echo "ok webhook/nothing-is-said-to-strangers" || echo "FAIL webhook/nothing-is-said-to-strangers"
deliver ok localhost ,key=wrong,ca=tls.pem; told wrong-secret 3 'localhost'
is a-wrong-secret-delivers-nothing "$states" "new $all"

# One of an account may wait without the others.
commands=$(sqlite3 base.db "SELECT count(*) FROM outbox WHERE kind <> 'callback'")
accounts=$(sqlite3 base.db "SELECT count(DISTINCT account) FROM outbox WHERE kind <> 'callback'")
deliver future; told future 3 'put them off'
is the-future-is-not-believed "SELECT count(*) FROM inbox" 0
deliver pending
is what-is-pending-comes-again "SELECT count(*) FROM outbox WHERE state = 'new' AND tries > 0 AND next_us > 0" "$all"
deliver BUSY
is only-the-first-of-an-account-is-asked "SELECT count(*) FROM outbox WHERE tries > 0" "$accounts"
is calls-do-not-wait "SELECT count(*) FROM outbox WHERE kind = 'callback' AND state = 'new'" 0
tries=0
while [ "$(sqlite3 w.db "SELECT count(*) FROM outbox WHERE state = 'new'")" -gt 0 ] && [ "$tries" -lt 100 ]; do
    again BUSY
    tries=$((tries + 1))
    sleep 0.1
done
is busy-ends "$states" "sent $all"
sort seen | grep '^/BUSY H' | cut -d' ' -f2 | uniq -c | awk '$1 != 2 { exit 1 }' && echo "ok webhook/busy-comes-twice" || echo "FAIL webhook/busy-comes-twice"
grep '^/BUSY .* 2$' seen | cut -d' ' -f2 >second
sqlite3 w.db "SELECT account, key FROM outbox WHERE kind <> 'callback' ORDER BY id" | sort -s -t'|' -k1,1 >want
awk 'NR == FNR { at[$0] = FNR; next } { split($0, f, "|"); if (f[1] == account && at[f[2]] < last) exit 1; account = f[1]; last = at[f[2]] }' \
    second want && echo "ok webhook/order-of-an-account-is-kept" || echo "FAIL webhook/order-of-an-account-is-kept"

deliver UNKNOWN_ACCOUNT
is a-final-refusal-is-a-dead-letter "SELECT count(*) FROM outbox WHERE state = 'refused'" "$commands"
[ "$("$jaga" query undelivered --db w.db --format csv | grep -c '^refused,hold')" -eq "$holds" ] &&
    echo "ok webhook/dead-letters-are-listed" || echo "FAIL webhook/dead-letters-are-listed"
again UNKNOWN_ACCOUNT
is and-its-hold-is-refused "SELECT count(*) FROM hold WHERE state = 'refused' AND code = 'UNKNOWN_ACCOUNT'" "$holds"
deliver ALREADY_HELD
again ALREADY_HELD
is already-held-is-held "SELECT count(*) FROM outbox WHERE kind = 'hold' AND answer = 'ack' AND state = 'sent'" "$holds"
deliver STALE_SEQ
is stale-is-answered "SELECT count(*) FROM inbox" "$commands"

# What is no address, and a key that others may read.
refuse() { # what for, WHERE, a word
    "$jaga" scan none.csv --db w.db --respond "$2" >said 2>&1
    status=$?
    told "$1" 2 "$3"
}
refuse plain-http "webhook:http://ledger.example/,key=secret" 'https'
refuse almost-this-machine "webhook:http://127.0.0.1.example/,key=secret" 'https'
refuse a-password-in-the-address "webhook:https://a:b@ledger.example/,key=secret" 'name'
refuse no-key "webhook:https://localhost:$port/ok" 'key=FILE'
refuse an-unknown-word "webhook:https://localhost:$port/ok,keys=secret" 'key=FILE'
cp secret open && chmod 640 open
refuse a-key-others-may-read "webhook:https://localhost:$port/ok,key=open" 'chmod 600'
echo short >small && chmod 600 small
refuse a-short-key "webhook:https://localhost:$port/ok,key=small" '16 to'
