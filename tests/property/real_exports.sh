#!/bin/sh
# Public logs that nobody here wrote, through the shipped mappings: every row becomes an event.
# They are not part of this repository; without them this skips. JAGA_REAL_ROWS=all reads them whole
# (`make real`), else only so many rows of each are read.
set -u
jaga=$1
rows=${JAGA_REAL_ROWS:-20000}
data=$JAGA_SOURCE/../shared/data
cd "$TMPDIR" || exit 1

number() {
    sed -n "s/.*\"$1\":\([0-9]*\).*/\1/p" counts.json
}

# $1: a mapping and folder
read_export() {
    file=$(ls "$data/$1"/*.csv.zst 2>/dev/null)
    if [ -z "$file" ]; then
        echo "skip real_exports/$1: the public log is not on this machine"
        return
    fi
    if ! command -v zstd >/dev/null; then
        echo "skip real_exports/$1: no zstd to unpack the public log"
        return
    fi
    if [ "$rows" = all ]; then
        zstd -dcq "$file" >"$1.csv"
    else
        zstd -dcq "$file" 2>/dev/null | head -n $((rows + 1)) >"$1.csv"
    fi
    lines=$(($(wc -l <"$1.csv") - 1))
    "$jaga" scan "$1.csv" --map "$1" --db "$1.db" --json >counts.json 2>said
    if [ "$(number rows)" = "$lines" ] && [ "$(number events)" = "$lines" ]; then
        echo "ok real_exports/$1: $lines rows = $(number events) events + $(number rejects) rejects"
        echo "$1: $(cat counts.json)"
    else
        echo "FAIL real_exports/$1: $lines lines, but $(cat counts.json said)"
    fi
    rm -rf "$1".*
}

read_export handbook
read_export sparkov
read_export paysim
