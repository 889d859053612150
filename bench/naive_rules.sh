#!/bin/sh
# The holds of bench/naive_rules.sql over one canonical log, as rule1.csv, rule2.csv, rule3.csv with the
# columns account, ts, kind, score, event_id. Wants the sqlite3 command line.
# usage: naive_rules.sh EVENTS.csv DIRECTORY
set -eu
events=$1 out=$2
top=$(cd "$(dirname "$0")/.." && pwd)
command -v sqlite3 >/dev/null || {
    echo "naive_rules: needs the sqlite3 command line: apt-get install sqlite3" >&2
    exit 3
}

# Columns that the log does not have are empty.
header=,$(head -n 1 "$events" | sed 's/^\xef\xbb\xbf//' | tr -d '"\r'),
missing=
for column in event_id ts type account status ref device counterparty amount balance; do
    case $header in
    *",$column,"*) ;;
    *)
        case $column in event_id | ts | type | account)
            echo "naive_rules: $events: there is no column $column" >&2
            exit 2 ;;
        esac
        missing="$missing
ALTER TABLE raw ADD COLUMN $column TEXT NOT NULL DEFAULT '';" ;;
    esac
done

for rule in 1 2 3; do
    echo account,ts,kind,score,event_id >"$out/rule$rule.csv"
done
db=$(mktemp -d)
trap 'rm -rf "$db"' EXIT
sqlite3 -bail "$db/log.db" <<END
.output /dev/null
PRAGMA journal_mode = off;
.output
PRAGMA synchronous = off;
.import --csv "$events" raw
$missing
.read "$top/bench/naive_rules.sql"
.mode csv
.output "$db/held.csv"
SELECT rule, account, ts, 'hold', 1, event_id FROM held ORDER BY rule, at;
END
for rule in 1 2 3; do
    tr -d '\r' <"$db/held.csv" | sed -n "s/^$rule,//p" >>"$out/rule$rule.csv"
done
