#!/bin/sh
# A theft from its first sign to the closed case: the wallet's log, the engine, a ledger that carries out what
# it is asked, two people at the hotline. Everything told comes out of jaga. usage: demo-case.sh JAGA
set -eu
jaga=$1
here=$(cd "$(dirname "$0")/.." && pwd)
out=${DEMO_OUT-$here/build/demo-case}
command -v sqlite3 >/dev/null || { echo "demo-case: it needs the sqlite3 program" >&2; exit 2; }
rm -rf "$out"
mkdir -p "$out"
cd "$out"
PATH=$(dirname "$jaga"):$PATH
now=$(date +%s)

if [ -t 1 ] && [ -z "${NO_COLOR-}" ]; then
    bold=$(printf '\033[1m') plain=$(printf '\033[0m')
else
    bold= plain=
fi
say() { printf '\n%s\n' "$*"; }
run() {
    printf '%s$ %s%s\n' "$bold" "$*" "$plain"
    "$@"
}
budi() { run jaga desk "$@" --as budi --session budi-terminal --db case.db; }
sari() { run jaga desk "$@" --as sari --session sari-terminal --db case.db; }
recall() { run jaga recall "$@" --as budi --session budi-terminal --db case.db; }

# What lies in a file becomes part of the log, decides, and sends commands; what the ledger answers becomes part
# of the log with the next file.
feed() {
    jaga scan "$1" --db case.db --act --respond run:./ledger >said.txt 2>&1 || { cat said.txt; exit 1; }
}
ledger() {
    feed none.csv
    feed none.csv
    run jaga mock-ledger ledger.db --holds
}
# A payment: the wallet asks its ledger whether money out is held.
pay() { # id type account amount balance to kind device
    status=ok
    if [ "$2" != refund ] && jaga mock-ledger ledger.db --holds |
        grep -q "\"account\":\"$3\".*\"scope\":\"\(OUTBOUND\|FULL\)\""; then
        status=failed
    fi
    { echo "$columns"; echo "$1,$(date -u +%Y-%m-%dT%H:%M:%S.%6NZ),$2,$status,$3,$4,IDR,$5,$6,$7,$8,app,pin"; } >pay.csv
    echo "the wallet: $2 of $4, account $3: $status"
    feed pay.csv
}

columns=$(head -n 1 "$here/tests/golden/desk/log.csv")
echo "$columns" >none.csv
printf '#!/bin/sh\nexec jaga mock-ledger ledger.db\n' >ledger
chmod +x ledger
# Two people's sixteen days, moved so that they end a minute ago.
sqlite3 -csv :memory: ".import $here/tests/golden/desk/log.csv log" \
    "UPDATE log SET ts = $now - 60 - ((SELECT max(strftime('%s', ts)) FROM log) - strftime('%s', ts))" \
    "SELECT * FROM log ORDER BY ts, event_id" >moved.csv
{ echo "$columns"; cat moved.csv; } >log.csv
{
    echo account,lang,tz,tier,opened_at,contact
    for who in rina joko; do
        echo "$who,id,Asia/Jakarta,,2024-01-01T00:00:00Z,phone:$who-tel:2024-01-01T00:00:00Z;email:$who-mail:2024-01-01T00:00:00Z"
    done
} >accounts.csv

say "The log of a wallet, $(($(wc -l <log.csv) - 1)) rows. Its last minutes are a SIM swap, a new phone, a new payee, and most of the balance gone."
run jaga scan log.csv --db case.db --act --respond run:./ledger 2>/dev/null
ledger
N=$(sqlite3 case.db "SELECT short_number FROM theft_case")
say "What moved the engine:"
run jaga explain "$N" --db case.db

say "The thief tries again, and passes on what they have:"
pay try-1 transfer rina 15000 20000 joko wallet other-phone
pay out-1 withdraw joko 600000 412904 bank-x bank joko-phone

say "The hotline. Sari is a supervisor, Budi an agent."
jaga desk agent sari --role supervisor --languages id,en --session sari-terminal --db case.db
sari agent budi --languages id,en
sari directory accounts.csv
budi next
budi call "$N" dial rina-tel
budi call "$N" answered
budi call "$N" code
for proof in C1 D C2; do budi verify "$N" "$proof"; done
budi mark "$N" sim-082 not-mine
budi mark "$N" rest mine
budi show "$N"
budi outcome "$N" theft --note 'a stranger had her number moved to another SIM'
ledger

say "Where the money is, and what can still be held:"
run jaga trace "$N" --db case.db
recall hold "$N"
ledger
recall draft "$N"
for r in $(jaga query recalls --db case.db --format csv | awk -F, 'NR > 1 { print $1 }'); do
    recall sent "$r" "REF-$r"
    recall acked "$r"
done
recall returned RTN-1 out-1 bank-x 600000 IDR
run jaga recall let-go "$N" joko returned --as sari --session sari-terminal --db case.db
ledger
run jaga query recalls --db case.db

say "The money is its owner's again, the account is put right, and two people let it go."
pay back-1 refund rina 1012904 1032904 bank-x bank ''
budi recovered "$N" --reason 'the bank returned its part, the rest was held at the receiver'
for item in credentials second-factor devices contacts linked payees; do budi restore "$N" "$item"; done
budi release "$N" --reason 'everything is put right'
sari show "$N" >looked.txt
sari approve "$N" --reason 'the evidence is complete'
ledger
sari close "$N"
sari show "$N"
pay pay-1 payment rina 32904 1000000 shop-1 merchant rina-phone

say "What proves it, and the file of the case for the regulator:"
run jaga verify --db case.db
run jaga evidence "$N" --db case.db --out for-the-regulator
run jaga verify for-the-regulator
say "All of it is in $out: case.db, ledger.db, log.csv, for-the-regulator/index.html."
