#!/bin/sh
# Every source is as clang-format leaves it; `make fmt` repairs.
set -u
cd "$(dirname "$0")/../.." || exit 2
if ! command -v clang-format >/dev/null 2>&1; then
    echo "skip lint/format: clang-format is not installed"
    exit 0
fi
bad=0
for source in $(find engine include tests bench -name '*.[ch]' | sort); do
    if ! where=$(clang-format --dry-run -Werror "$source" 2>&1); then
        line=$(echo "$where" | sed -n '1s/^[^:]*:\([0-9]*\):.*/\1/p')
        echo "FAIL lint/format: $source:$line: make fmt would change it"
        bad=1
    fi
done
[ $bad -eq 1 ] || echo "ok lint/format"
exit $bad
