#!/bin/sh
# A log that stays what it was is stable, one that changes is told of from that day on, and the distance of a
# number that can be counted in the log is what counting gives.
set -u
jaga=$1
cd "$TMPDIR" || exit 1
command -v jq >/dev/null || { echo "skip drift: no jq"; exit 0; }

holds() {
    name=$1
    shift
    if "$@"; then echo "ok drift/$name"; else echo "FAIL drift/$name: $(tail -n 1 said)"; fi
}

"$jaga" gen --accounts 600 --days 60 --seed 12 --out log >said 2>&1
log=log/events.csv
from=2026-02-24
"$jaga" drift $log --from ${from}T00:00:00+07:00 --json >usual.json 2>said
holds days-are-compared [ "$(wc -l <usual.json)" -gt 5 ]

# Payments, and hours of the day: neither depends on how long a log is.
psi() { jq -s "map(select(.rows >= 500) | .psi[\"$2\"]) | $3" "$1"; }
below() { awk -v value="$1" -v most="$2" 'BEGIN { print value, most >"said"; exit !(value ~ /^[0-9]/ && value + 0 < most + 0) }'; }
holds what-stays-is-stable below "$(psi usual.json class-money-out max)" 0.1

# Ten times the amounts from one day on, as after a change of units.
awk -F, -v OFS=, -v day=2026-02-28 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
    NR > 1 && substr($2, 1, 10) >= day && $at["amount"] != "" { $at["amount"] *= 10 } { print }' $log >dear.csv
"$jaga" drift dear.csv --from ${from}T00:00:00+07:00 --json >dear.json 2>said
holds a-change-is-found awk -v value="$(jq -s 'map(select(.day >= "2026-02-28" and .rows >= 500) | .psi["amount-ln"]) | min' dear.json)" \
    'BEGIN { print value >"said"; exit !(value ~ /^[0-9]/ && value + 0 > 0.25) }'
holds what-grows-by-itself-is-told [ "$(jq -s 'all(.moving | index("account-age-hours") != null)' usual.json)" = true ]
holds and-has-no-say-in-the-level [ "$(jq -s 'map(select(.rows >= 1000)) | length > 0 and all(.moving as $moving |
    (.level == "changed") == ([.psi | to_entries[] | select(.key as $key | $moving | index($key) | not) | .value] | max >= 0.25))' usual.json)" = true ]
holds not-before-its-day below "$(jq -s 'map(select(.day < "2026-02-26") | .psi["amount-ln"] - 0) | max' dear.json)" \
    "$(jq -s 'map(select(.day < "2026-02-26") | .psi["amount-ln"] + 0.0001) | max' usual.json)"
holds the-level-says-so [ "$(jq -s 'map(select(.day >= "2026-02-28" and .rows >= 1000)) | length > 0 and all(.level == "changed")' dear.json)" = true ]

# The share of payments among a day's events, counted by awk out of the log.
awk -F, -v from=$from 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
    $at["account"] == "-" || seen[$at["event_id"]]++ { next }
    $at["type"] == "receive" && $at["ref"] != "" { next } # the same movement, told a second time
    { day = substr($2, 1, 10); out = $at["type"] ~ /^(transfer|withdraw|payment|fee)$/
      if (day < from) { all++; outs += out } else { n[day]++; o[day] += out } }
    END { for (day in n) { r = outs / all; a = o[day] / n[day]
        print day, n[day], (a - r) * log(a / r) + (r - a) * log((1 - a) / (1 - r)) } }' $log | sort >counted
jq -r '[.day, .rows, .psi["class-money-out"]] | @tsv' usual.json | sort >told
holds the-index-is-what-counting-gives awk 'NR == FNR { rows[$1] = $2; psi[$1] = $3; next }
    !($1 in rows) || rows[$1] != $2 || (psi[$1] - $3) ^ 2 > 1e-8 { print "day " $0 ", counted " rows[$1] " " psi[$1] >"said"; bad = 1 }
    END { exit bad || FNR < 5 }' counted told

"$jaga" drift $log --from 2036-01-01 >out 2>said
holds nothing-to-compare [ $? -eq 2 ]
holds and-it-says-so grep -q 'there is no event from --from on' said
"$jaga" drift $log --from 2016-01-01 >out 2>said
holds no-reference grep -q 'there is no event before --from' said
"$jaga" drift $log >table 2>said
holds a-table-for-people grep -q 'Distances are population stability indices' table
