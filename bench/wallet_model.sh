#!/bin/sh
# Grows models/wallet.json anew, the model that is shipped: 56 made-up wallets with ranges of their own, thefts
# and look-alikes far denser than in life, every kind of theft; the last sixteen leave columns empty, each others.
# The same bytes each time.
# usage: wallet_model.sh JAGA OUT [WORK]     a quarter of an hour, 5 GB of memory and 3 GB in WORK
set -eu
jaga=$(realpath "$1")
out=$(realpath "$2")
top=$(cd "$(dirname "$0")/.." && pwd)
work=${3:-$(mktemp -d)}
mkdir -p "$work"
cd "$work"

echo account,from,to,outcome,known_at >labels.csv
logs=
for seed in $(seq 201 256); do
    "$jaga" gen --accounts 3000 --days 60 --attacks 25 --twins 40 --seed "$seed" --out wallet >/dev/null
    awk -F, -v OFS=, -v of="$seed-" -f "$top/bench/apart.awk" wallet/events.csv >"$seed.csv"
    if [ "$seed" -gt 240 ]; then
        awk -F, -v OFS=, -v seed="$seed" -f "$top/bench/poorer.awk" "$seed.csv" >poorer.csv
        mv poorer.csv "$seed.csv"
    fi
    awk -F, -v of="$seed-" 'NR > 1 && $2 !~ /^(benign:|mule_ring)/ { print of $3 "," $4 "," $5 ",theft," }' \
        wallet/truth.csv >>labels.csv
    logs="$logs $seed.csv"
done
rm -rf wallet
# shellcheck disable=SC2086 # a word each
"$jaga" train $logs --labels labels.csv --begin-with none --out wallet.json
mv wallet.json "$out"
