#!/bin/sh
# Fits models/weights.csv anew: six wallets of the simulator, thefts and look-alikes far denser than
# in life, six kinds of theft to learn from. The other six are left out, to be judged by.
# usage: fit.sh JAGA OUT [WORK]     about two minutes and 2 GB in WORK
set -eu
jaga=$(realpath "$1")
out=$(realpath "$2")
work=${3:-$(mktemp -d)}
left_out=stuffing_distributed,phishing_relay,remote_access,sleeper,dormant_awakened,card_testing

mkdir -p "$work"
lessons=
for seed in 101 102 103 104 105 106; do
    "$jaga" gen --accounts 5000 --days 60 --seed $seed --attacks 15 --twins 30 --out "$work/$seed" >&2
    rm -rf "$work/$seed.db" "$work/$seed.state"
    "$jaga" scan "$work/$seed/events.csv" --db "$work/$seed.db" >&2
    lessons="$lessons $work/$seed.db $work/$seed/truth.csv"
done
# shellcheck disable=SC2086 # a word each
"$jaga" fit $lessons --leave-out $left_out --out "$out"
