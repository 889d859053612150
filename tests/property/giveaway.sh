#!/bin/sh
# No single field of a made-up log may give a thief away: not a value, a length, a digit, a millisecond
# or a round sum. Else a detector would learn how the log was made and not how people steal.
set -u
jaga=$1
cd "$TMPDIR" || exit 1

# The most that thieves may have of any bucket, at the rates that gen has by default. Common sense of
# the trade (a bound phone, a changed number, a reset by staff) may say something, but not much.
bound=0.10

worst() { # $1 folder, $2 its log
    awk -v scale=20 -f "$JAGA_SOURCE/tests/property/giveaway.awk" "$1/truth.csv" "$1/thefts.csv" "$2" |
        sort -rn >"$1/found"
    [ -s "$1/found" ] || echo "FAIL property/giveaway: nothing was counted in $1"
}

for seed in 1 2 3; do
    "$jaga" gen --accounts 1800 --days 30 --seed $seed --attacks 60 --twins 300 --location --out w$seed \
        >said 2>&1 || { echo "FAIL property/giveaway: $(tail -n 1 said)"; exit 1; }
    worst w$seed w$seed/events.csv
    awk -v bound=$bound -v name="property/giveaway-in-wallet-$seed" '
        $1 > bound && !bad { print "FAIL " name ": " $0; bad = 1 }
        END { if (!bad) print "ok " name }' w$seed/found
done

# Nor may two raw fields together: of all trees of depth two, the worst leaf's likelihood ratio, as
# giveaway_tree.c counts it.
ratio=50
# It ends with what it holds.
tree() { ASAN_OPTIONS=detect_leaks=0 "$JAGA_BUILD/tests/helper/giveaway_tree" 20 "$1/truth.csv" "$1/thefts.csv" "$2" >"$1/leaf"; }
for seed in 1 2 3; do
    tree w$seed w$seed/events.csv || echo "FAIL property/giveaway: nothing was counted in w$seed"
    awk -v bound=$ratio -v name="property/giveaway-in-leaf-$seed" '
        $1 > bound && !bad { print "FAIL " name ": " $0; bad = 1 }
        END { if (!bad) print "ok " name }' w$seed/leaf
done

# And it would be found: what thieves send to banks ends in 7, as does one honest sum in ten or fewer.
awk -F, -v OFS=, 'FNR == NR { theft[$1] = 1; next }
    FNR > 1 && $1 in theft && $7 != "" && $11 == "bank" { $7 = substr($7, 1, length($7) - 1) "7" } { print }' \
    w1/thefts.csv w1/events.csv >w1/tailed.csv
tree w1 w1/tailed.csv
awk -v bound=$ratio '$1 > bound && /amount last=7/ && /and/ { found = 1 }
    END { print found ? "ok property/giveaway-leaf-is-seen" : "FAIL property/giveaway-leaf-is-seen: not found" }' w1/leaf

# And it would be found: a tail on the payee's id, wherever a thief pays.
awk -F, -v OFS=, 'FNR == NR { theft[$1] = 1; next } FNR > 1 && $1 in theft { $10 = $10 "x" } { print }' \
    w1/thefts.csv w1/events.csv >w1/marked.csv
worst w1 w1/marked.csv
awk -v bound=$bound '$1 > bound && /counterparty/ { found = 1 }
    END { print found ? "ok property/giveaway-is-seen" : "FAIL property/giveaway-is-seen: not found" }' w1/found
