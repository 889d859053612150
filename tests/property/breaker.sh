#!/bin/sh
# The circuit breaker at 50,000 active accounts: one medium hold in a thousand of them an hour goes through,
# the rest of a wave is asked for proof; what is strong, and what customers report, is held all the
# same; when the wave is over medium evidence holds again.
set -u
jaga=$1
command -v sqlite3 >/dev/null || { echo "skip breaker: no sqlite3"; exit 0; }
cd "$TMPDIR" || exit 1

wave() { # victims
    awk -v others=50000 -v victims="$1" -v strong=10 -f "$JAGA_SOURCE/tests/helper/wave.awk" >log.csv
    rm -rf w.*
    "$jaga" scan log.csv --db w.db >said 2>&1 || echo "FAIL breaker: $(tail -n 1 said)"
}
is() { # what for, SQL, the answer
    got=$(sqlite3 w.db "$2")
    [ "$got" = "$3" ] && echo "ok breaker/$1" || echo "FAIL breaker/$1: $got, not $3"
}
of="FROM decision AS d LEFT JOIN hold AS h USING (record) WHERE d.account"

# The n-th victim acts beside 50,000 others and the n victims so far: n > (50,000 + n) / 1000 from 51 on.
wave 200
is one-in-a-thousand-is-held "SELECT count(*), max(CAST(substr(d.event_id, 2) AS INTEGER)) $of GLOB 'v*' AND reason = 'ATO_MEDIUM'" '50|49'
is the-others-are-asked "SELECT count(*) $of GLOB 'v*' AND outcome = 'step_up' AND note = 'breaker'" 150
is strong-evidence-holds "SELECT count(*) $of GLOB 's*' AND reason = 'ATO_STRONG'" 10
is reports-hold "SELECT count(*) $of GLOB 'v*' AND reason = 'CUST_REPORT'" 3
is still-open-within-the-hour "SELECT outcome, note $of = 'late'" 'step_up|breaker'
is closed-when-the-rate-falls "SELECT outcome, note IS NULL $of = 'later'" 'hold|1'
"$jaga" query stats --db w.db >stats
grep -q 'breaker_step_ups *151$' stats && echo "ok breaker/the-figures-say-so" || echo "FAIL breaker/the-figures-say-so: $(grep breaker stats)"

# As many as at 50,000 accounts are thefts that come.
wave 40
is a-small-wave-passes "SELECT sum(reason = 'ATO_MEDIUM'), sum(note = 'breaker') IS NULL $of GLOB 'v*'" '40|1'
