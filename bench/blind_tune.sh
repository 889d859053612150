#!/bin/sh
# What thresholds are worth that were found without labels: a model is trained on one simulated world, thresholds
# are tuned on a second one, of which nothing is known but what customers report, and judged on a third.
# usage: blind_tune.sh JAGA [FIRST-SEED]
set -eu
jaga=$(realpath "$1")
seed=${2:-901}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

world() { "$jaga" gen --accounts "$1" --days 60 --attacks "$2" --seed "$3" --out "$4" >/dev/null; }
world 3000 200 "$seed" taught
world 12000 5 $((seed + 1)) tuned
world 12000 5 $((seed + 2)) judged
{
    echo account,from,to,outcome,known_at
    awk -F, 'NR > 1 && $2 !~ /^(benign:|mule_ring)/ { print $3 "," $4 "," $5 ",theft," }' taught/truth.csv
} >labels.csv
"$jaga" train taught/events.csv --labels labels.csv --begin-with none --out m.json >/dev/null

report() { # $1: what it is; the rest: options of tune
    name=$1
    shift
    "$jaga" tune tuned/events.csv --model m.json --false-holds 10 --out s.yaml "$@" >/dev/null
    "$jaga" eval judged/events.csv --truth judged/truth.csv --thefts judged/thefts.csv --model m.json --config s.yaml |
        awk -v name="$name" '/thefts found/ { f = $3 } /found before/ { b = $6 } /value saved  / { s = $3 }
            /before its event/ { i = $(NF - 3) } /^  false holds per/ { r = $6 }
            END { printf "%-26s found %6s  before %6s  saved %6s  inline %6s  false %s\n", name, f, b, s, i, r }'
}
report 'tuned by the truth' --truth tuned/truth.csv
report 'tuned by reports alone'
