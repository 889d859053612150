#!/bin/sh
# What each part of a trained model is worth, and whether its figures can be believed: a model is trained on three
# made-up wallets and judged on three others, once whole, once without each part, and built otherwise; then with
# labels that are shuffled, with a leak, and with each kind of theft left out of the training.
# usage: quality.sh JAGA [PART...]         parts: shape parts builds shuffle leak kinds; default all, in that order
# Environment: ACCOUNTS (1000, of the training wallets; six times as many of the others) and DAYS (45).
# Seeds 101 to 103 teach, 107 to 109 judge. Wants jq.
set -eu
jaga=$(realpath "$1")
top=$(cd "$(dirname "$0")/.." && pwd)
shift
[ $# -gt 0 ] || set -- shape parts builds shuffle leak kinds
command -v jq >/dev/null || {
    echo "quality: needs jq: apt-get install jq" >&2
    exit 3
}
accounts=${ACCOUNTS:-1000} days=${DAYS:-45}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

world() { # $1 folder, $2 accounts, $3 seed; the rest: of gen
    out=$1 many=$2 seed=$3
    shift 3
    "$jaga" gen --accounts "$many" --days "$days" --seed "$seed" --out "$out" "$@" >/dev/null
}

apart() { # $1 folder, $2 name
    awk -F, -v OFS=, -v of="$2-" -f "$top/bench/apart.awk" "$1/events.csv" >"$1.log"
    awk -F, -v of="$2-" 'NR > 1 && $2 !~ /^(benign:|mule_ring)/ { print $2 "," of $3 "," $4 "," $5 }' "$1/truth.csv" >>thefts
}

# Labels of all thefts; of one kind ($1) it is not known who acted, so it is not learned from.
labels() {
    echo account,from,to,outcome,known_at
    awk -F, -v OFS=, -v kind="${1-}" '{ print $2, $3, $4, ($1 == kind ? "inconclusive" : "theft"), "" }' thefts
}

train() { # $1 name, $2 labels; the rest: of train
    name=$1 said=$2
    shift 2
    "$jaga" train 101.log 102.log 103.log --labels "$said" --begin-with none --out "$name.json" --json "$@" >"$name.card" 2>"$name.err" ||
        { echo "quality: $name: $(tail -n 1 "$name.err")" >&2; return 3; }
}

# What there is at 10 false holds per 10,000 account-months, of the wallets in $1, as a line: thefts, found,
# stolen, saved, saved where the held event is refused. The rest: of eval.
at_ten() {
    wallets=$1
    shift
    for wallet in $wallets; do
        "$jaga" eval "$wallet/events.csv" --truth "$wallet/truth.csv" --thefts "$wallet/thefts.csv" --json "$@" |
            jq -r '.sweep[] | select(.target == 10) | [.episodes, .detected, .recall_before_first_theft * .episodes, .stolen,
                .value_saved * .stolen, .value_saved_inline * .stolen] | @tsv'
    done | awk '{ for (i = 1; i <= 6; i++) sum[i] += $i; r = $1 ? $2 / $1 : 0
                  lo = NR == 1 || r < lo ? r : lo; hi = r > hi ? r : hi }
        END { printf "%d %.4f %.4f %.4f %.4f %.4f %.4f\n", sum[1], sum[2] / sum[1], lo, hi, sum[3] / sum[1], sum[5] / sum[4], sum[6] / sum[4] }'
}
judged="107 108 109"

row() { # $1 what it is; the rest: of eval
    what=$1
    shift
    at_ten "$judged" "$@" | awk -v what="$what" '{
        printf "| %s | %.1f%% (%.1f to %.1f) | %.1f%% | %.1f%% | %.1f%% |\n", what, $2 * 100, $3 * 100, $4 * 100, $5 * 100, $6 * 100, $7 * 100 }'
}

shape() {
    echo "$(at_ten "$judged" --model whole.json | cut -d' ' -f1) thefts in $((18 * accounts)) accounts over $days days, at 10 false holds per 10,000 account-months"
    echo
    echo "| | found (worst and best wallet) | before the first loss | value saved | saved, if the held event is refused |"
    echo "|---|---|---|---|---|"
    row 'signals and shipped weights, no model'
    row 'the model, whole' --model whole.json
    sed 's/"cut":[-0-9.e+]*/"cut":-1000.0/' whole.json >uncut.json
    row 'every tree asked about every event (no cascade)' --model uncut.json
    jq '.event' whole.json >event.json
    row 'the ensemble for events alone (no belief)' --model event.json
}

without() { # $1 what it is, $2 its numbers
    train without labels.csv --without "$2"
    row "without $1" --model without.json
    rm without.json
}

parts() {
    without 'what is remembered of suspicious events' suspicion,suspicions
    without "what is remembered of others' payments" payers-suspicion,payee-suspicion
    without 'the event itself (type, status, channel, proof, amount, hour)' \
        class,type,status,party,channel,auth,actor,amount-ln,fee-ln,hour-of-day
    without 'devices' device,devices,has-device,other-device
    without 'amounts and balance' amount,amounts,drain,drains,small-outs,rising-outs,last-out,balance,is-spend
    without 'counts and sums that fade' outs,out,in,own,surprises
    without 'payees' payee,payees,has-payee
    without 'access and sessions' fails,login,session,has-session,locked-out
    without 'changes of credentials' password,pin,sim,contact,limit,factor,changes,change,device-change,payee-change
    without 'networks and places' network,has-network,address,has-place,travel,country,countries,has-country
    without 'what arrived labels say of payees' payee-thefts,payee-theft,payee-plain,payee-run
    without 'the label-free layer' strangeness,unusual,amount-rarity,amount-of-mean,surprises,login-novelty,address-sudden,device-sudden,payee-sudden
    without 'two people on one account' device-share,device-outs,other-device,device-switches,payee-repeats,network-share,change-chain,locked-out
}

# What cannot be switched off: jaga itself built otherwise, trained and judged so.
build() { # $1 the patch
    rm -rf variant
    mkdir variant
    tar -C "$top" --exclude=./build --exclude=./.git -cf - . | tar -C variant -xf -
    (cd variant && git apply "$top/bench/variants/$1.patch" && make BUILD=release all) >build.out 2>&1 ||
        { tail -n 3 build.out >&2; exit 3; }
    jaga=$work/variant/build/release/jaga
}

builds() {
    kept=$jaga
    build exact-windows
    train variant labels.csv
    row 'exact windows in place of counts and sums of outflow that fade' --model variant.json
    build no-poison-guard
    train variant labels.csv
    row 'no poison guard: large and held payments teach what is usual' --model variant.json
    jq '.event' whole.json >event.json
    build sum-of-odds
    row 'the ensemble for events, and the plain sum of its fading odds' --model event.json
    jaga=$kept
}

shuffle() { # The same spans, told of accounts that were not robbed then.
    awk -F, -v OFS=, 'FILENAME != "labels.csv" { if (FNR > 1 && $6 != "-" && !($6 in met)) { met[$6]; all[n++] = $6 } next }
        FNR > 1 { $1 = all[FNR * 7919 % n] } { print }' 101.log 102.log 103.log labels.csv >shuffled.csv
    if ! train shuffled shuffled.csv; then # which is as good an answer
        echo "labels shuffled among accounts: jaga train refused to make a model of them"
        return
    fi
    row 'labels shuffled among accounts' --model shuffled.json
    for name in whole shuffled; do
        jq -r --arg name $name '"\($name): average precision on later events of the training wallets \(.average_precision.value) (\(.average_precision.low) to \(.average_precision.high)), AUC \(.auc.value) (\(.auc.low) to \(.auc.high))"' $name.card
    done
}

leak() { # The age of the SIM card, written onto the thief's rows when the case was closed.
    for seed in 101 102 103; do
        mv $seed.log $seed.kept
        awk -F, -v OFS=, 'FNR == NR { n = ++n_of[$2]; from[$2, n] = $3; to[$2, n] = $4; next }
            FNR > 1 { for (i = 1; i <= n_of[$6]; i++) if ($2 >= from[$6, i] && $2 <= to[$6, i]) $NF = ($NF == "" ? "" : $NF ";") "sim_age_h=7777" }
            { print }' thefts $seed.kept >$seed.log
    done
    train leaky labels.csv
    for seed in 101 102 103; do mv $seed.kept $seed.log; done
    jq -r '"a planted leak: too good to be true: \(.too_good_to_be_true | join(", ")); average precision \(.average_precision.value)"' leaky.card
    jq -r '"the same without the leak: too good to be true: \(.too_good_to_be_true | join(", ") | if . == "" then "nothing" else . end)"' whole.card
}

kinds() {
    echo "| kind left out of training | thefts | found with it | found without | value saved with it | without | share kept |"
    echo "|---|---|---|---|---|---|---|"
    for kind in $(sed -n 's/^[A-Z]*(\([a-z_]*\).*/\1/p' "$top/engine/simulate/attacks.def"); do
        labels "$kind" >some.csv
        train some some.csv
        for seed in $judged; do world "k$seed" $((accounts * 6)) "$seed" --kinds "$kind" --attacks 12; done
        echo "$kind $(at_ten 'k107 k108 k109' --model whole.json) $(at_ten 'k107 k108 k109' --model some.json)"
        rm some.json
    done | awk '{ printf "| `%s` | %d | %.1f%% | %.1f%% | %.1f%% | %.1f%% | %s |\n", $1, $2, $3 * 100, $10 * 100, $8 * 100, $15 * 100,
        ($8 >= 0.2 ? sprintf("%.0f%%", $15 / $8 * 100) : "under 20% with it") }'
}

: >thefts
for seed in 101 102 103; do
    world t$seed "$accounts" $seed --attacks 40
    apart t$seed $seed
    mv t$seed.log $seed.log
done
for seed in $judged; do world "$seed" $((accounts * 6)) "$seed" --attacks 12; done
labels >labels.csv
train whole labels.csv
for part in "$@"; do
    case $part in
    shape | parts | builds | shuffle | leak | kinds) ;;
    *)
        echo "quality: there is no part $part" >&2
        exit 2 ;;
    esac
    $part
    echo
done
