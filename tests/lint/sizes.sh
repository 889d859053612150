#!/bin/sh
# Files and functions that grew too long, and basenames used twice (gdb, coverage, grep and ar show
# basenames only). Function length: the lines between { and } alone in the first column.
set -u
cd "$(dirname "$0")/../.." || exit 2

result() { # stdin: violations as file:line: reason
    if found=$(grep .); then
        echo "$found" | sed "s/^/FAIL lint\/$1: /"
    else
        echo "ok lint/$1"
    fi
}

find engine include tests bench -name '*.[ch]' | sort | xargs awk '
    FNR == 1 { check(); file = FILENAME }
    { lines = FNR }
    function check(limit) {
        limit = file ~ /\.h$/ ? 200 : 600
        if (lines > limit) print file ":" lines ": longer than " limit " lines" }
    END { check() }' /dev/null | result file-size

find engine include bench -name '*.[ch]' | sort | xargs awk '
    /^{$/ { start = FNR }
    /^}$/ && start { n = FNR - start - 1; start = 0
        if (n > 60) print FILENAME ":" FNR - n - 1 ": function of " n " lines, 60 are allowed" }' \
    /dev/null | result function-size

find engine -type f | sort | awk -F/ '
    ($NF in seen) { print $0 ":1: basename also used by " seen[$NF] }
    { seen[$NF] = $0 }' | result basenames
