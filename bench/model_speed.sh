#!/bin/sh
# What a model costs a scan: processor seconds of the same log with and without one, least of three rounds each, and
# how much of the suspicious is lost to the first trees' cut (nothing, or the script fails).
# usage: model_speed.sh JAGA
set -eu
jaga=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

"$jaga" gen --accounts 3000 --days 60 --attacks 200 --seed 901 --out taught >/dev/null
"$jaga" gen --accounts 12000 --days 60 --attacks 5 --seed 902 --out served >/dev/null
{
    echo account,from,to,outcome,known_at
    awk -F, 'NR > 1 && $2 !~ /^(benign:|mule_ring)/ { print $3 "," $4 "," $5 ",theft," }' taught/truth.csv
} >labels.csv
"$jaga" train taught/events.csv --labels labels.csv --begin-with none --out m.json | grep 'trees; the first'
sed 's/"cut":[-0-9.e+]*/"cut":-1000.0/' m.json >all.json
rows=$(($(wc -l <served/events.csv) - 1))

seconds() { # of processor time; the rest: options of scan
    rm -rf x.db x.state
    LC_ALL=C bash -c 'TIMEFORMAT="%U %S"; time "$@" >/dev/null 2>&1' - "$jaga" scan served/events.csv --db x.db "$@" 2>&1 |
        awk '{ print $1 + $2 }'
}
least() { for _ in 1 2 3; do seconds "$@"; done | sort -n | head -n 1; }
plain=$(least)
model=$(least --model m.json)
every=$(least --model all.json)
echo "$rows $plain $model $every" | awk '{ printf "%d rows; processor ns a row: %.0f by signals, %.0f with the model, %.0f with every tree asked\n",
    $1, 1e9 * $2 / $1, 1e9 * $3 / $1, 1e9 * $4 / $1 }'
for m in m all; do "$jaga" scan served/events.csv --db $m.db --model $m.json --scores $m.csv >/dev/null 2>&1; done
python3 - <<'PY'
import csv, sys
cut, every = ({r['event_id']: float(r['score']) for r in csv.DictReader(open(f'{kind}.csv'))} for kind in ('m', 'all'))
alarms = [e for e in every if every[e] >= 0.06]
kept = sum(abs(cut[e] - every[e]) <= 0.01 * every[e] for e in alarms)
print(f'{kept} of {len(alarms)} events that make an alert are believed as with every tree asked')
sys.exit(kept < 0.999 * len(alarms))
PY
