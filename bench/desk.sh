#!/bin/sh
# How long an agent waits among very many open calls: the wall time of whole commands, of which starting the program is
# the most, in milliseconds, the median of eleven. The calls are copies of one, of all ages and sizes of loss.
# usage: desk.sh JAGA [CALLS]
set -eu
jaga=$(realpath "$1")
top=$(cd "$(dirname "$0")/.." && pwd)
calls=${2:-100000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export JAGA_DESK_NOW_US=1773832390000000

"$jaga" scan "$top/tests/golden/desk/log.csv" --db t.db --act >said 2>&1
"$jaga" desk agent sari --role supervisor --languages id,en --session of-sari --db t.db >said
"$jaga" desk agent budi --languages id,en --as sari --session of-sari --db t.db >said
# The audit's triggers need a function that only jaga has: they are put back afterwards.
sqlite3 t.db "SELECT sql || ';' FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit%'" >audit.sql
sqlite3 t.db "SELECT 'DROP TRIGGER ' || name || ';' FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit%'" | sqlite3 t.db
sqlite3 t.db <<SQL
CREATE TEMP TABLE n AS WITH RECURSIVE k(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i < $calls) SELECT i FROM k;
INSERT INTO decision SELECT record + i, event_id || i, 'a' || i, ts_us - i * 500000, type, amount_minor, currency, 'p' || i,
    outcome, belief, belief_bits, substr(case_id, 1, 20) || i, note, expected_loss_minor
    FROM decision, n WHERE case_id IS NOT NULL GROUP BY i;
INSERT INTO theft_case SELECT number + i, substr(case_id, 1, 20) || i, printf('9%07d', i), 'a' || i, opened_us - i * 500000, record + i,
    event_id || i, state, reason, incident_start_us, abs(random() % 900000000), currency FROM theft_case, n WHERE number = 1;
INSERT INTO task SELECT substr(task_id, 1, 20) || i, substr(case_id, 1, 20) || i, kind, printf('9%07d', i), 'a' || i, abs(random() % 60), 1 + i % 2,
    due_us - i * 500000, created_us - i * 500000, abs(random() % 900000000), lost_rail, created_us - i * 500000, state
    FROM task, n WHERE length(task_id) < 30;
SQL
sqlite3 t.db "DELETE FROM timer"
sqlite3 t.db <audit.sql

median() { # of $1; the rest: a command
    name=$1
    shift
    for _ in 1 2 3 4 5 6 7 8 9 10 11; do
        LC_ALL=C bash -c 'TIMEFORMAT=%R; time "$@" >said 2>&1' - "$@" 2>&1
    done | sort -n | awk -v name="$name" '{ t[NR] = $1 * 1000 } END { printf "%-44s %5.0f ms\n", name, t[6] }'
}
echo "$(sqlite3 t.db "SELECT count(*) FROM task_desk WHERE state = 'QUEUED'") calls wait"
median 'starting the program, and no more' "$jaga" --version
LC_ALL=C bash -c 'TIMEFORMAT=%R; time "$@" >said' - "$jaga" desk next --db t.db --as budi --session of-budi 2>&1 |
    awk '{ printf "%-44s %5.0f ms\n", "desk next, before any tick", $1 * 1000 }'
LC_ALL=C bash -c 'TIMEFORMAT=%R; time "$@" >said' - "$jaga" desk tick --db t.db 2>&1 |
    awk '{ printf "%-44s %5.0f ms\n", "desk tick, the first", $1 * 1000 }'
for agent in 1 2 3 4 5 6 7 8 9 10 11; do
    "$jaga" desk agent "w$agent" --languages id,en --as sari --session of-sari --db t.db >said
done
for agent in 1 2 3 4 5 6 7 8 9 10 11; do
    LC_ALL=C bash -c 'TIMEFORMAT=%R; time "$@" >>next 2>&1' - "$jaga" desk next --db t.db --as "w$agent" --session "of-w$agent" 2>&1
done | sort -n | awk '{ t[NR] = $1 * 1000 } END { printf "%-44s %5.0f ms\n", "desk next, after a tick, eleven agents", t[6] }'
number=$(head -n 1 next | cut -d' ' -f1)
median 'desk show' "$jaga" desk show "$number" --db t.db --as w1 --session of-w1
agents=
for agent in $(seq 40); do
    "$jaga" desk agent "v$agent" --languages id,en --as sari --session of-sari --db t.db >said
    agents="$agents v$agent"
done
# shellcheck disable=SC2086 # a word each
"$(dirname "$jaga")/bench/bench_desk" t.db "$JAGA_DESK_NOW_US" $agents
