#!/bin/sh
# Fitting is a function of its logs: the same twice gives the same bytes, what it writes can be read,
# and what cannot be used is refused by name.
set -u
jaga=$1
cd "$TMPDIR" || exit 1

run() { "$jaga" "$@" >said 2>&1 || echo "FAIL fit: jaga $1: $(tail -n 1 said)"; }

# $1 name, then a shell test
holds() {
    name=$1
    shift
    if "$@"; then echo "ok fit/$name"; else echo "FAIL fit/$name: $(tail -n 1 said)"; fi
}

# $1 name, $2 exit status, $3 what standard error must say; then the arguments
refused() {
    name=$1 status=$2 words=$3
    shift 3
    "$jaga" fit "$@" >out 2>said
    got=$?
    if [ $got -eq "$status" ] && grep -qF -e "$words" said && [ ! -s out ]; then echo "ok fit/$name"
    else echo "FAIL fit/$name: exit $got: $(tail -n 1 said)"; fi
}

run gen --accounts 600 --days 40 --attacks 40 --seed 108 --out log
run scan log/events.csv --db a.db
run scan log/events.csv --db b.db

"$jaga" fit a.db log/truth.csv --out a.csv >a.card 2>said
"$jaga" fit b.db log/truth.csv --out b.csv >b.card 2>>said
holds same-log-same-weights cmp -s a.csv b.csv
holds same-log-same-card cmp -s a.card b.card
"$jaga" fit a.db log/truth.csv --json >a.json 2>said
"$jaga" fit a.db log/truth.csv --json >b.json 2>>said
holds same-log-same-json cmp -s a.json b.json
# The first number called $2 in the object of file $1.
number() { sed 's/[{}\[]/\n/g' "$1" | tr , '\n' | sed -n "s/^\"$2\"://p" | head -n 1; }

# The shares found of kinds learned from, at 2, 10, 30 and 100.
found() {
    sed 's/.*"found":{"learned_from":{\([^}]*\)}.*/\1/' "$1" | tr , '\n' | cut -d: -f2
}

# The file and the object tell the same weights, of every signal.
sed 's/{"signal":/\n&/g' a.json | sed -n 's/{"signal":"\([^"]*\)",.*"fitted":\([^,]*\),.*/\1 \2/p' |
    awk '{ printf "%s,%.2f\n", $1, $2 }' | sort >from-json
grep -v '^#' a.csv | sed 1d | sort >from-file
holds file-and-json-agree cmp -s from-file from-json
holds every-signal-is-there [ "$(wc -l <from-file)" -eq "$("$jaga" signals --json | wc -l)" ]

found a.json >found
holds found-rises-with-the-rate sort -nc found
holds thefts-are-found awk 'END { exit !(NR == 4 && $1 > 0.2 && $1 <= 1) }' found
thefts=$(awk -F, 'NR > 1 && $2 !~ /^(benign:|mule_ring)/' log/truth.csv | wc -l)
with_evidence=$(number a.json thefts)
holds no-more-thefts-than-there-are [ "$with_evidence" -le "$thefts" ]
holds some-thefts [ "$with_evidence" -gt 0 ]

"$jaga" fit a.db log/truth.csv --leave-out sim_swap_drain,slow_drip --out left.csv --json >left.json 2>said
left=$(awk -F, '$2 == "sim_swap_drain" || $2 == "slow_drip"' log/truth.csv | wc -l)
left_out=$(number left.json left_out)
holds some-are-left-out [ "$left_out" -gt 0 ]
holds left-out-are-of-these-kinds [ "$left_out" -le "$left" ]
holds left-out-ones-are-judged-only [ $((left_out + $(number left.json thefts))) -eq "$with_evidence" ]
holds the-file-names-what-was-left-out grep -qF 'kinds left out: sim_swap_drain,slow_drip' left.csv

refused unknown-kind 2 "no theft is of the kind 'sim_swap'; there are: " a.db log/truth.csv --leave-out sim_swap
refused odd-words 2 'each database wants its truth' a.db log/truth.csv a.db
refused no-such-database 3 no-such a.db log/truth.csv no-such.db log/truth.csv
refused no-such-truth 3 'no-such.csv: No such file' a.db no-such.csv
sed '3s/,20[^,]*,/,soon,/' log/truth.csv >broken.csv
refused broken-truth 3 'broken.csv: line 3: t_' a.db broken.csv
grep -e benign -e episode_id log/truth.csv >honest.csv
refused no-theft 3 'no theft with evidence' a.db honest.csv
