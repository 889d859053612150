#!/bin/sh
# A second compiler reads every source. It alone notices a record that is in no header, which is a
# detector or command somebody forgot to register; and, because banned.h is not in front of the
# source here, a file that includes too little.
set -u
cd "$(dirname "$0")/../.." || exit 2
if ! command -v clang >/dev/null 2>&1; then
    echo "skip lint/clang: clang is not installed"
    exit 0
fi
bad=0
for source in engine/*/*.c; do
    [ -f "$source" ] || continue
    # shellcheck disable=SC2086 # the flags are words
    clang ${JAGA_FLAGS:--Iinclude -Iengine} -Wmissing-variable-declarations -fsyntax-only "$source" &&
        continue
    echo "FAIL lint/clang: $source:1: see the warnings above"
    bad=1
done 2>&1
[ $bad -eq 1 ] || echo "ok lint/clang"
exit $bad
