#!/bin/sh
# Each header compiles alone: whoever includes it needs no other include before it.
set -u
cd "$(dirname "$0")/../.." || exit 2
bad=0
for header in include/jaga/*.h engine/*/*.h; do
    [ -f "$header" ] || continue
    # shellcheck disable=SC2086 # the flags are words
    printf '#include "%s"\ntypedef int a_unit_is_not_empty;\n' "$PWD/$header" |
        ${CC:-cc} ${JAGA_FLAGS:--Iinclude -Iengine} -fsyntax-only -x c - && continue
    echo "FAIL lint/headers: $header:1: does not compile alone"
    bad=1
done 2>&1
[ $bad -eq 1 ] || echo "ok lint/headers"
exit $bad
