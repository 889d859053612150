#!/bin/sh
# jaga beside three rules that people write first, on logs with kinds of theft that its weights were not
# fitted to. Prints one table.
# usage: compare.sh JAGA [SEED...]         default seeds 107 108 109
# Environment: ACCOUNTS (default 3000) and DAYS (60) of each log, EVALUATOR (../shared/tools/evaluate.py), KEEP=DIR to keep the logs there.
# Needs python3 and the sqlite3 command line. The full comparison, about 100,000 account-months:
#   ACCOUNTS=10500 bench/compare.sh build/release/jaga 501 502 503 504 505
set -eu
jaga=$(realpath "$1")
shift
top=$(cd "$(dirname "$0")/.." && pwd)
evaluator=${EVALUATOR:-$top/../shared/tools/evaluate.py}
kinds=stuffing_distributed,phishing_relay,remote_access,sleeper,dormant_awakened,card_testing

if [ ! -f "$evaluator" ]; then
    echo "skip compare: there is no evaluator at $evaluator (EVALUATOR=FILE names another)"
    exit 0
fi
for tool in python3 sqlite3; do
    command -v $tool >/dev/null || {
        echo "compare: needs $tool: apt-get install $tool" >&2
        exit 3
    }
done
[ $# -gt 0 ] || set -- 107 108 109
if [ -n "${KEEP-}" ]; then
    mkdir -p "$KEEP"
    work=$(realpath "$KEEP")
else
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
fi

for seed in "$@"; do
    log=$work/$seed
    mkdir -p "$log"
    rm -rf "$log"/jaga.*
    "$jaga" gen --accounts "${ACCOUNTS:-3000}" --days "${DAYS:-60}" --kinds $kinds \
        --seed "$seed" --out "$log" >/dev/null
    "$jaga" scan "$log/events.csv" --db "$log/jaga.db" >/dev/null
    # Belief in bits: as a share of 1 it is rounded where it matters most.
    {
        echo account,ts,kind,score,event_id
        sqlite3 -readonly -csv "$log/jaga.db" \
            'SELECT account, ts_us, outcome, belief_bits, event_id FROM decision ORDER BY record'
    } >"$log/jaga.csv"
    "$top/bench/naive_rules.sh" "$log/events.csv" "$log"
    set -- "$@" "$log"
    shift
done
python3 "$top/bench/compare.py" "$evaluator" "$@"
