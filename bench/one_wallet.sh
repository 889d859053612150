#!/bin/sh
# What a model finds in a wallet that it was not made for. The customers of a made-up wallet are parted into two
# halves. One half is the past: thresholds are tuned on it without labels, and a model of its own is trained on
# it. The other half is judged, at the tuned thresholds and where hindsight puts ten false holds per 10,000
# account-months. Last, a log that says less: no balances, proofs, sessions, addresses or cards.
# usage: one_wallet.sh JAGA [SEED...]     default 601 602 603, nothing was chosen by them; a few minutes each
set -eu
jaga=$(realpath "$1")
shift
[ $# -gt 0 ] || set -- 601 602 603
command -v jq >/dev/null || {
    echo "one_wallet: needs jq: apt-get install jq" >&2
    exit 3
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# Rows of the accounts whose id ends evenly ($1 0) or oddly (1); column $2 is the account.
half() { awk -F, -v which="$1" -v at="$2" 'NR == 1 || substr($at, length($at)) % 2 == which'; }

part() { # $1 seed
    "$jaga" gen --accounts 16000 --days 60 --attacks 25 --twins 40 --seed "$1" --out whole >/dev/null
    for which in 0 1; do
        mkdir -p "$1-$which"
        half $which 6 <whole/events.csv >"$1-$which/events.csv"
        half $which 3 <whole/truth.csv >"$1-$which/truth.csv"
        # A ring's row names its members for the whole wallet.
        grep ',mule_ring,' whole/truth.csv >>"$1-$which/truth.csv" || true
        awk -F, 'NR == FNR { mine[$1] = 1; next } FNR == 1 || mine[$2]' "$1-$which/truth.csv" whole/thefts.csv \
            >"$1-$which/thefts.csv"
    done
    {
        echo account,from,to,outcome,known_at
        awk -F, 'NR > 1 && $2 !~ /^(benign:|mule_ring)/ { print $3 "," $4 "," $5 ",theft," }' "$1-0/truth.csv"
    } >"$1-0/labels.csv"
}

judge() { # $1 folder; the rest: of eval
    folder=$1
    shift
    "$jaga" eval "$folder/events.csv" --truth "$folder/truth.csv" --thefts "$folder/thefts.csv" --json "$@"
}
# The columns of $1 left empty.
empty() {
    awk -F, -v OFS=, -v columns="$1" 'FNR == 1 { for (i = 1; i <= NF; i++) if ((" " columns " ") ~ (" " $i " ")) out[i] = 1; print; next }
        { for (i in out) $i = ""; print }'
}

figures='[.episodes, .detected, .recall_before_first_theft * .episodes, .stolen, .value_saved * .stolen,
          .value_saved_inline * .stolen, .false_holds_per_10k_account_months] | @tsv'

for seed in "$@"; do
    part "$seed"
    "$jaga" tune "$seed-0/events.csv" --false-holds 10 --out "$seed.yaml" >/dev/null
    judge "$seed-1" --config "$seed.yaml" >tuned
    judge "$seed-1" --model wallet >shipped
    "$jaga" train "$seed-0/events.csv" --labels "$seed-0/labels.csv" --out "$seed.json" >/dev/null
    judge "$seed-1" --model "$seed.json" >own
    judge "$seed-1" >signals
    empty 'balance auth session ip instrument' <"$seed-1/events.csv" >less.csv
    mv less.csv "$seed-1/events.csv"
    judge "$seed-1" --model wallet >less
    jq -r ".hold | $figures" tuned >>rows-tuned
    for which in shipped own signals less; do jq -r ".sweep[] | select(.target == 10) | $figures" $which >>rows-$which; done
done

row() { # $1 file, $2 what it is
    awk -v what="$2" '{ for (i = 1; i <= 6; i++) sum[i] += $i; rate += $7; r = $2 / $1
                        low = NR == 1 || r < low ? r : low; high = r > high ? r : high }
        END { printf "| %s | %d | %.1f%% (%.1f to %.1f) | %.1f%% | %.1f%% | %.1f%% | %.1f |\n", what, sum[1],
              100 * sum[2] / sum[1], 100 * low, 100 * high, 100 * sum[3] / sum[1], 100 * sum[5] / sum[4], 100 * sum[6] / sum[4], rate / NR }' "$1"
}
row rows-signals 'signals and shipped weights, hindsight'
row rows-shipped 'the shipped model, hindsight'
row rows-tuned 'the shipped model, tuned on reports alone'
row rows-own 'a model of its own, hindsight'
row rows-less 'the shipped model, hindsight, on a log that says less'
