#!/bin/sh
# What each signal is worth: a row each, as a table for docs/method.md. The weights are fitted to logs of
# these seeds and judged on the same ones with one weight set to 0, the others as they are: what the
# others cannot make up for.
# usage: ablation.sh JAGA [SEED...]        default seeds 107 108 109
# Environment: ACCOUNTS (default 3000) and DAYS (60) of each log.
set -eu
jaga=$(realpath "$1")
shift
[ $# -gt 0 ] || set -- 107 108 109
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for seed in "$@"; do
    log=$work/$seed
    "$jaga" gen --accounts "${ACCOUNTS:-3000}" --days "${DAYS:-60}" --seed "$seed" --out "$log" >/dev/null
    "$jaga" scan "$log/events.csv" --db "$log/jaga.db" >/dev/null
    set -- "$@" "$log/jaga.db" "$log/truth.csv"
    shift
done
"$jaga" fit "$@" >"$work/card"

# The card's last part, from its heading on, with bars between.
sed -n 's/^  \([0-9].*account-months\); \([0-9]* thefts\) learned.*/\1, \2 with evidence/p' "$work/card"
echo
awk '/thefts found at 30 with every signal/ { all = $NF }
     $1 == "signal" { on = 1
         print "| signal | by hand, bits | fitted, bits | largest share in thefts | in honest days | found at 30 without it |"
         print "|---|---|---|---|---|---|"; next }
     on && NF == 6 { printf "| `%s` | %s | %s | %s | %s | %s |\n", $1, $2, $3, $4, $5, $6 }
     END { printf "| every signal | | | | | %s |\n", all }' "$work/card"
