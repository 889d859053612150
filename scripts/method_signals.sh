#!/bin/sh
# The part of docs/method.md that lists the signals, from the program and the shipped weights.
# usage: method_signals.sh JAGA [--update]    prints it, or writes it into the page
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
page=$top/docs/method.md
part=$(mktemp)
trap 'rm -f "$part" "$part.page"' EXIT

# A signal is two lines of `jaga signals`: bits, name and what it sees; then where it is blind.
{
    echo '| signal | what it sees | where it is blind | bits by hand | fitted |'
    echo '|---|---|---|---|---|'
    "$1" signals | awk '
        FILENAME != "-" { if ($0 !~ /^#/ && split($0, row, ",") == 2) fitted[row[1]] = row[2]; next }
        / blind: / { sub(/^ *blind: /, "")
            printf "| `%s` | %s | %s | %s | %s |\n", name, sees, $0, bits,
                   name in fitted ? fitted[name] : "by hand" }
        { bits = $1; name = $2; sees = $0; sub(/^ *[^ ]+ +[^ ]+ +/, "", sees) }' \
        "$top/models/weights.csv" -
} >"$part"

if [ "${2-}" = --update ]; then
    awk -v part="$part" '
        /^<!-- signals: end/ { on = 0 }
        !on { print }
        /^<!-- signals: written/ { on = 1; while ((getline line < part) > 0) print line }' "$page" >"$part.page"
    cat "$part.page" >"$page"
else
    cat "$part"
fi
