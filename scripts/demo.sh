#!/bin/sh
# What jaga does, in one minute, on the sample that comes with it. usage: demo.sh JAGA
set -eu
jaga=$1
here=$(cd "$(dirname "$0")/.." && pwd)
out=$here/build/demo
rm -rf "$out"
mkdir -p "$out"
cd "$out"
PATH=$(dirname "$jaga"):$PATH
cp "$here/datasets/sample/events.csv" wallet.csv

if [ -t 1 ] && [ -z "${NO_COLOR-}" ]; then
    bold=$(printf '\033[1m') plain=$(printf '\033[0m')
else
    bold= plain=
fi
say() { printf '\n%s\n' "$*"; }
run() {
    printf '\n%s$ %s%s\n' "$bold" "$*" "$plain"
    "$@"
}

say "Last night's export of a small wallet: $(($(wc -l <wallet.csv) - 1)) rows of 150 people over four weeks."
say "Some of them were robbed. Which, when, and what should the hotline do first?"
run jaga scan wallet.csv --db wallet.db --act --respond file:commands.ndjson

say "The money that jaga stopped, the heaviest evidence named first:"
run jaga query holds --db wallet.db

say "The calls to make, most urgent first:"
run jaga query tasks --db wallet.db

# The surest hold that rests on what the thief did, not on the customer's report hours later.
hold=$(jaga query holds --db wallet.db --format csv |
    awk -F, 'NR > 1 && $3 == "hold" && $0 !~ /customer-report/ && $4 > best { best = $4; id = $5 } END { print id }')
say "Why, in the words an agent can say on the phone:"
run jaga explain "$hold" --db wallet.db

say "What went to the ledger and to the hotline's queue, one line each, exactly once by key:"
printf '%s$ head -n 2 commands.ndjson%s\n' "$bold" "$plain"
head -n 2 commands.ndjson

say "All of it is in build/demo: wallet.db (SQLite, docs/database.md), commands.ndjson, wallet.csv."
say "Your own log: jaga scan YOUR.csv --db your.db     In Bahasa Indonesia or Chinese: jaga explain ... --lang id|zh"
