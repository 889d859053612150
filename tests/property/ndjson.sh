#!/bin/sh
# A log is the same log as NDJSON: decisions, rejects, history and snapshot are those of the CSV, however
# the JSON is written, through mappings, through a pipe a byte at a time, packed, mixed, and grown.
set -u
jaga=$1
cd "$TMPDIR" || exit 1
json=$JAGA_BUILD/tests/helper/ndjson
pack=$JAGA_BUILD/tests/helper/pack
mkdir csv json

fail() { echo "FAIL $1: $2"; }
answer() { "$jaga" query canonical --db "$1" --format csv | grep -v '^"*\(outbox\|fence\)' >"$1.answer"
           "$jaga" query rejects --db "$1" --format csv >>"$1.answer"; }
same() { # NAME DATABASE WANTED
    answer "$2"
    if ! grep -q '^decision' "$3.answer"; then fail "$1" "nothing was decided"
    elif cmp -s "$3.answer" "$2.answer"; then echo "ok $1"
    else fail "$1" "$(diff "$3.answer" "$2.answer" | head -n 2 | tr '\n' ' ')"; fi
}
same_bytes() { # NAME DATABASE WANTED: behind the heads, which hold the store's random id and its checksum
    same "$@"
    for part in "history 48" "snapshot 4096"; do
        set -- "$1" "$2" "$3" $part
        tail -c +$(($5 + 1)) "${3%.db}.state/$4" >wanted.part
        tail -c +$(($5 + 1)) "${2%.db}.state/$4" | cmp -s wanted.part - || fail "$1" "another $4"
        [ -s wanted.part ] || fail "$1" "no $4"
    done
}
quiet() { (cd "$1" && shift && "$jaga" "$@") >said 2>&1; [ $? = 0 ] || fail property "jaga $*: $(tail -n 1 said)"; }
count() { sed -n "s/.*\"$1\":\([0-9]*\).*/\1/p" said; }

# The sample, as a ledger would write it. The files have one name, so that rejects name the same.
cp "$JAGA_SOURCE/datasets/sample/events.csv" csv/log
"$json" 0 <csv/log >json/log
for way in csv json; do quiet $way scan log --db sample.db --scores scores.csv; done
answer csv/sample.db
same_bytes property/ndjson-sample json/sample.db csv/sample.db
cmp -s csv/scores.csv json/scores.csv || fail property/ndjson-sample "other scores"

# Random events with everything that may stand in a text, and rows that are refused.
random_log() { # SEED
    awk -v seed="$1" '
        function any(list, n, part) { n = split(list, part, "|"); return part[int(rand() * n) + 1] }
        function odd(text) {
            if (rand() < 0.9) return text
            return "\"" text any(",|\"\"|\\|/|é|€|😀|𐍈|\001|\037|\177|\t| |\\u0041|null|{|}|[|:|true|1e5") any("|x|\"\"|ÿ") "\""
        }
        BEGIN {
            srand(seed)
            print "event_id,ts,type,status,reason,account,amount,currency,balance,fee,counterparty,counterparty_kind,institution,rail,instrument,device,session,ip,country,lat,lon,channel,auth,actor,ref,detail,unheard_of"
            for (i = 0; i < 1500; i++) {
                t = 1767200400 + i * 137
                type = any("transfer|transfer|payment|login|topup|receive|withdraw|pin_reset|sim_change|device_bind|customer_report|gift")
                printf "%s,%s,%s,%s,%s,%s,", odd("e" i), any(t "|" t "000|" t ".5|" t), type,
                    any("ok|ok|ok||failed|pending|odd"), any("|bad_otp"), odd("w" int(rand() * 20))
                printf "%s,%s,%s,%s,%s,%s,", any("5|150000|12.5|0.01|1000000|99.99|9900000||-5|1.234|007|abc|1."),
                    any("IDR|IDR||JPY|usd"), any("0|900000|-20|12.34|"), any("||1.5|x"),
                    odd(any("p1|p2|p" i)), any("wallet|bank||shop")
                printf "%s,%s,%s,%s,%s,%s,", odd("b1"), any("bifast|qris|"), odd(""), odd("d" int(rand() * 9)), odd(""), any("10.0.0.1|::1|")
                printf "%s,%s,%s,%s,%s,%s,", any("ID|SG||ABC"), any("-6.2|1.5e1|91||7"), any("106.8|"), any("app|web||x"),
                    any("pin|otp_sms|"), any("customer||staff|ghost")
                printf "%s,%s,%s\n", any("|e" i - 1), any("|asn=1;os=a|\"x=\"\"1\"\"\""), odd("u")
            }
        }'
}
for seed in 1 2 3 4 5 6; do
    random_log $seed >csv/log
    "$json" $seed <csv/log >json/log
    for way in csv json; do (cd $way && "$jaga" scan log --db r$seed.db --scores s$seed.csv --json >said 2>err); done
    answer csv/r$seed.db
    grep -q '"rejects":[1-9]' csv/said || fail property/ndjson-random-$seed "no rejects"
    grep -q '"events":[1-9][0-9][0-9]' csv/said || fail property/ndjson-random-$seed "too few events"
    same_bytes property/ndjson-random-$seed json/r$seed.db csv/r$seed.db
    cmp -s csv/s$seed.csv json/s$seed.csv || fail property/ndjson-random-$seed "other scores"
    grep -q 'ignored: .*unheard_of' json/err || fail property/ndjson-random-$seed "no warning: $(cat json/err)"
    [ "$(wc -l <json/err)" = 1 ] || fail property/ndjson-random-$seed "$(wc -l <json/err) warnings"
done

# In the smallest pieces, live, packed, and mixed with the others.
head -n 6001 "$JAGA_SOURCE/datasets/sample/events.csv" >all.csv
head -n 2001 all.csv >first.csv
{ head -n 1 all.csv; sed -n '1502,4001p' all.csv; } >second.csv
{ head -n 1 all.csv; sed -n '3502,6001p' all.csv; } >third.csv
for part in all first second third; do "$json" 9 <$part.csv >$part.json; done
quiet . scan all.csv --db all.db
answer all.db
{ printf '\357\273\277 \n'; cat all.json; } | "$JAGA_BUILD/tests/helper/drip" |
    "$jaga" scan - --db drip.db >said 2>&1 || fail property "drip: $(tail -n 1 said)"
same property/ndjson-one-byte-at-a-time drip.db all.db
"$jaga" watch --db watch.db <all.json >said 2>&1 || fail property "watch: $(tail -n 1 said)"
same property/ndjson-watched watch.db all.db
quiet . scan first.csv second.csv third.csv --db merged.db
answer merged.db
"$pack" zst <third.json >third.zst
quiet . scan second.json first.csv third.zst --db mixed.db
same property/ndjson-merges-with-csv-and-packed mixed.db merged.db

# Grown, cut in the middle of a row's neighbour, and read twice.
head -n 2001 all.json >grows
quiet . scan grows --db grown.db
sed 1,2001d all.json >>grows
quiet . scan grows --db grown.db --json
[ "$(count rows)" = 4000 ] || fail property/ndjson-grown "$(count rows) rows were new"
same property/ndjson-grown grown.db all.db
quiet . scan grows --db grown.db --json
[ "$(count rows)" = 0 ] || fail property/ndjson-grown "$(count rows) rows were read twice"

# Exports through their mappings: flat keys with dots, and what the bank answers, nested.
for name in pawapay paysim snap sparkov; do
    sample=$(find "$JAGA_SOURCE/tests/golden/map-$name" -name '*.csv' | sort | head -n 1)
    mkdir -p map-csv map-json
    for way in csv json; do
        log=map-$way/$(basename "$sample")
        if [ $way = csv ]; then cp "$sample" "$log"; else "$json" 3 <"$sample" >"$log"; fi
        quiet . map check $name --sample "$log" --events map-$way/events
    done
    if [ "$(wc -l <map-csv/events)" -lt 3 ]; then fail property/ndjson-map-$name "no events"
    elif diff map-csv/events map-json/events >differ; then echo "ok property/ndjson-map-$name"
    else fail property/ndjson-map-$name "$(head -n 4 differ | tr '\n' ' ')"; fi
done
cat >0001.csv <<'END'
{"dateTime":"2025-07-03T12:08:56+07:00","amount":{"value":"12345.00","currency":"IDR"},"remark":"pulsa","sourceOfFunds":[{"source":"BALANCE"}],"status":"SUCCESS","type":"PAYMENT","additionalInfo":{"referenceNo":"R0001","destination":"pulsa-shop"}}
{"additionalInfo":{},"type":"SEND_MONEY","status":"SUCCESS","amount":{"currency":"IDR","value":5.0e4},"dateTime":"2025-07-03T12:20:00+07:00"}
END
mkdir flat
cat >flat/0001.csv <<'END'
dateTime,amount.value,amount.currency,status,type,additionalInfo.referenceNo,additionalInfo.destination
2025-07-03T12:08:56+07:00,12345.00,IDR,SUCCESS,PAYMENT,R0001,pulsa-shop
2025-07-03T12:20:00+07:00,50000,IDR,SUCCESS,SEND_MONEY,,
END
quiet . map check snap --sample 0001.csv --events nested.events
quiet . map check snap --sample flat/0001.csv --events flat.events
# The hash that stands for the missing id is of the amount as it is written.
if [ "$(wc -l <nested.events)" = 3 ] && cmp -s nested.events flat.events; then echo "ok property/ndjson-nested"
else fail property/ndjson-nested "$(diff nested.events flat.events | head -n 2 | tr '\n' ' ')"; fi
