#!/bin/sh
# A real wave among many accounts: how many of its thefts the circuit breaker lets be held, and how long
# the whole log takes. usage: breaker_wave.sh JAGA [ACCOUNTS [VICTIMS]]     default 1,000,000 and 500
# Prints one JSON line; fails when the breaker opened. Wants the sqlite3 command line.
set -eu
jaga=$1 accounts=${2:-1000000} victims=${3:-500}
top=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/jaga-wave.XXXXXX")
trap 'rm -rf "$work"' EXIT
awk -v others="$accounts" -v victims="$victims" -v strong=10 -f "$top/tests/helper/wave.awk" >"$work/log.csv"
began=$(date +%s%N)
"$jaga" scan "$work/log.csv" --db "$work/w.db" >"$work/said" 2>&1 || { tail -n 3 "$work/said" >&2; exit 1; }
ended=$(date +%s%N)
sqlite3 "$work/w.db" "SELECT sum(h.reason = 'ATO_MEDIUM'), sum(h.reason = 'ATO_STRONG'), sum(h.reason = 'CUST_REPORT'),
    sum(coalesce(d.note, '') = 'breaker') FROM decision AS d LEFT JOIN hold AS h USING (record)" |
    awk -F'|' -v accounts="$accounts" -v victims="$victims" -v ms=$(((ended - began) / 1000000)) -v rows="$(wc -l <"$work/log.csv")" '{
        printf "{\"bench\":\"breaker-wave\",\"accounts\":%d,\"rows\":%d,\"victims\":%d,\"medium_holds\":%d,\"strong_holds\":%d,\"reported_holds\":%d,\"turned_down\":%d,\"seconds\":%.2f}\n",
            accounts, rows - 1, victims, $1, $2, $3, $4, ms / 1000
        exit $4 > 0 }'
