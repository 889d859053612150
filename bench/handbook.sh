#!/bin/sh
# How well trees trained on a public log's own labels rank its later rows. Two logs that nobody here
# wrote: the Fraud Detection Handbook by the book's protocol (labels seven days late, judged on the week
# after; four folds; trained on the seven days before, then on all earlier days) and Sparkov (trained on
# 2019, judged on the first half of 2020).
# usage: handbook.sh JAGA [FOLDER]       FOLDER holds data/ and tools/handbook_eval.py; a quarter of an hour
set -eu
jaga=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
shared=${2:-$here/../../shared}
if [ ! -d "$shared/data/handbook" ] || [ ! -f "$shared/tools/handbook_eval.py" ]; then
    echo "skip handbook: the public logs are not on this machine ($shared)"
    exit 0
fi
shared=$(realpath "$shared")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# Labels as a hotline would write them: an event each, known after the delay.
# $1: the log; the places of its columns of accounts $2, ids $3 and labels $4
labels() {
    awk -F, -v account="$2" -v id="$3" -v label="$4" '
        NR == 1 { print "account,from,to,outcome,known_at,event_id" }
        NR > 1 && $label == 1 { print $account ",,,theft,," $id }' "$1"
}

zstd -dcq "$shared"/data/handbook/*.csv.zst >handbook.log
labels handbook.log 3 1 6 >handbook.labels
# $1: what it is; $2: the first day of training, if not the fold's own
folds() {
    rm -f ./*.said
    for day in 2018-07-11 2018-07-04 2018-06-27 2018-06-20; do
        from=${2:-$day}
        "$jaga" train handbook.log --map handbook --labels handbook.labels --label-delay 7d \
            --from ${from}T00:00:00Z --to "$(date -u -d "$day +14 days" +%F)T00:00:00Z" \
            --out $day.json --scores $day.scores >card
        rm $day.json
        sed -i 1s/event_id/TRANSACTION_ID/ $day.scores
        python3 "$shared/tools/handbook_eval.py" --labels handbook.log --scores $day.scores \
            --train-start $day >$day.said
        grep -v '^[AC]' $day.said
    done
    grep -h '^fold' ./*.said | awk -v what="$1" '{
        for (i = 1; i < NF; i++) { if ($i == "AUC") auc += $(i + 1); if ($i == "AP") ap += $(i + 1); if ($i == "CP@100") cp += $(i + 1) }
    } END { printf "handbook, %s, mean of %d folds: AUC %.3f  AP %.3f  CP@100 %.3f\n", what, NR, auc / NR, ap / NR, cp / NR }'
}
folds 'seven days of training'
folds 'all earlier days of training' 2018-01-01

# And without any label: how strange amounts are, from the profiles alone.
"$jaga" scan handbook.log --map handbook --db handbook.db --scores handbook.scores >card
awk -F, 'NR == 1 { print "TRANSACTION_ID,score"; next } { print $1 "," $3 }' handbook.scores >strange.scores
echo "handbook, no label at all:"
python3 "$shared/tools/handbook_eval.py" --labels handbook.log --scores strange.scores \
    --train-start 2018-07-11 --train-start 2018-07-04 --train-start 2018-06-27 --train-start 2018-06-20

# Names with commas in them stand in quotes in this log; what is needed is before and behind them.
zstd -dcq "$shared"/data/sparkov/*.csv.zst >sparkov.log
awk -F, 'NR == 1 { print "account,from,to,outcome,known_at,event_id" }
         NR > 1 && $NF == 1 { print $3 ",,,theft,," $1 }' sparkov.log >sparkov.labels
"$jaga" train sparkov.log --map sparkov --labels sparkov.labels --label-delay 7d \
    --to 2020-01-01T00:00:00Z --out sparkov.json --scores sparkov.scores >card
echo "sparkov, the first half of 2020 after training on 2019:"
python3 "$here/rank.py" --labels sparkov.log --columns tx_id,is_fraud --scores sparkov.scores
