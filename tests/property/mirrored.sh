#!/bin/sh
# A transfer stands in the log once or twice, as the sender's row and as the receiver's: both logs give
# the same answers.
set -u
jaga=$1
cd "$TMPDIR" || exit 1

# Every other made-up ledger writes both. Its rows have no quotes, so awk can tell its columns.
dropped=0
for seed in 1 2 3 4 5 6 7 8 9; do
    "$jaga" gen --accounts 400 --days 40 --seed $seed --attacks 40 --out made >said 2>&1 ||
        echo "FAIL property: gen: $(tail -n 1 said)"
    awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; print; next }
        $at["type"] == "receive" && $at["ref"] != "" && $at["institution"] == "" &&
        $at["counterparty_kind"] == "wallet" { next }
        { print }' made/events.csv >single.csv
    dropped=$(($(wc -l <made/events.csv) - $(wc -l <single.csv)))
    [ "$dropped" -ge 1000 ] && break
    rm -r made
done

for log in made/events single; do
    name=$(basename "$log")
    "$jaga" scan "$log.csv" --db "$name.db" >said 2>&1 || echo "FAIL property: $name: $(tail -n 1 said)"
    "$jaga" query canonical --db "$name.db" --format csv >"$name.answer"
done
if [ "$dropped" -lt 1000 ] || grep -q '"' made/events.csv; then
    echo "FAIL property/mirrored: no ledger of the kind that is wanted"
elif [ "$(grep -c '^decision' events.answer)" -lt 20 ]; then
    echo "FAIL property/mirrored: little was decided"
elif cmp -s events.answer single.answer; then
    echo "ok property/mirrored"
else
    echo "FAIL property/mirrored: $(diff events.answer single.answer | head -n 2 | tr '\n' ' ')"
fi
