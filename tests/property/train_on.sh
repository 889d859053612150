#!/bin/sh
# Learning goes on from a model that is there already, where that is better than from nothing.
set -u
jaga=$1
cd "$TMPDIR" || exit 1

holds() {
    name=$1
    shift
    if "$@"; then echo "ok train_on/$name"; else echo "FAIL train_on/$name: $(tail -n 1 said)"; fi
}

# $1 name, $2 exit status, $3 what standard error must say; then the arguments
refused() {
    name=$1 status=$2 words=$3
    shift 3
    "$jaga" train "$@" >out 2>said
    got=$?
    if [ $got -eq "$status" ] && grep -qF -e "$words" said && [ ! -s out ]; then echo "ok train_on/$name"
    else echo "FAIL train_on/$name: exit $got: $(tail -n 1 said)"; fi
}

"$jaga" gen --accounts 200 --days 35 --attacks 600 --seed 103 --out log >said 2>&1
log=log/events.csv
{
    echo account,from,to,outcome,known_at
    awk -F, 'NR > 1 && $2 !~ /^(benign:|mule_ring)/ { print $3 "," $4 "," $5 ",theft," }' log/truth.csv
} >labels.csv

# A model that is there already: its trees come first, to the bit, and what is grown mends them; or trees from
# nothing are better. The shipped one was grown on other wallets of this kind and is the better beginning.
"$jaga" train $log --labels labels.csv --out on.json --json >on.out 2>said
holds it-goes-on-from-the-shipped-model [ $? -eq 0 ]
figure() { sed 's/.*"average_precision":{"value":\([0-9.]*\).*/\1/' "$1"; }
"$jaga" train $log --labels labels.csv --begin-with none --out none.json --json >none.out 2>said
no_worse() { awk -v on="$1" -v none="$2" 'BEGIN { print on, none >"said"; exit !(on >= none) }'; }
holds a-beginning-is-taken-where-it-is-better no_worse "$(figure on.out)" "$(figure none.out)"
# Of what it was grown on nothing is later to a model: no event could say whether going on from it is better.
"$jaga" train $log --labels labels.csv --begin-with on.json --out same.json >out 2>said
holds none-goes-on-from-a-model-that-knows-the-log grep -qF '"goes_on_from": null' same.json
holds and-it-says-why grep -qF 'from nothing: on.json was grown on one of these logs' out
"$jaga" gen --accounts 200 --days 35 --attacks 600 --seed 104 --out other >said 2>&1
{
    echo account,from,to,outcome,known_at
    awk -F, 'NR > 1 && $2 !~ /^(benign:|mule_ring)/ { print $3 "," $4 "," $5 ",theft," }' other/truth.csv
} >other.csv
"$jaga" train other/events.csv --labels other.csv --begin-with none.json --out file.json >out 2>said
holds a-file-is-a-beginning-too grep -qF '"goes_on_from": {"model": "none.json"' file.json
"$jaga" train $log --labels labels.csv --begin-with file.json --out again.json >out 2>said
holds what-a-beginning-knows-is-handed-on grep -qF 'from nothing: file.json was grown on' out
refused a-beginning-that-is-no-model 3 'nowhere.json: No such file' $log --labels labels.csv --begin-with nowhere.json --out x.json
refused nothing-is-left-out-of-a-beginning 2 'cannot be left out' $log --labels labels.csv --begin-with wallet --without sim --out x.json
