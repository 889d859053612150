#!/bin/sh
# What the shipped weights find on public logs that nobody here wrote, and how well their belief
# ranks each log's own labels. usage: real_logs.sh JAGA [FOLDER]
#
# Nothing was fitted on these logs. None of them names devices, logins or credentials, so most
# signals have nothing to see; PaySim once more without its balances, which give its thieves away.
set -eu
jaga=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
data=${2:-$here/../../shared/data}
if [ ! -d "$data" ]; then
    echo "skip real_logs: the public logs are not on this machine ($data)"
    exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# $1: a name; $2: a mapping's name or file; $3: the log; $4: its columns of ids and labels
judge() {
    "$jaga" scan "$3" --map "$2" --db "$1.db" --scores "$1.scores" --json >counts.json
    echo "$1: $(sed 's/.*"rows"/{"rows"/' counts.json)"
    python3 "$here/rank.py" --labels "$3" --columns "$4" --scores "$1.scores"
    rm -rf "$1.db" "$1.state" "$1.scores"
}

for name in handbook sparkov paysim; do
    zstd -dcq "$data/$name"/*.csv.zst >"$name.log"
done
judge handbook handbook handbook.log TRANSACTION_ID,TX_FRAUD
judge sparkov sparkov sparkov.log tx_id,is_fraud
judge paysim paysim paysim.log tx_id,isFraud
"$jaga" map show paysim | sed 's/^balance,newBalanceOrig,copy,/,newBalanceOrig,ignore,/' >blind.csv
judge paysim-without-balances blind.csv paysim.log tx_id,isFraud
