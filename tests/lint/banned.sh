#!/bin/sh
# Calls and constructs that are allowed in few places only. (Calls allowed nowhere are compile
# errors: engine/base/banned.h.)
set -u
cd "$(dirname "$0")/../.." || exit 2
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
find engine -name '*.[ch]' | sort >"$work/files"
# /dev/null: with no file at all awk would wait for stdin.
xargs awk -v strings=0 -f tests/lint/strip.awk /dev/null <"$work/files" >"$work/code"
xargs awk -v strings=1 -f tests/lint/strip.awk /dev/null <"$work/files" >"$work/text"

# rule NAME WHY ALLOWED: each line of stdin is one violation, unless its path matches ALLOWED.
rule() {
    if found=$(grep -vE "^($3)"); then
        echo "$found" | awk -F: -v name="$1" -v why="$2" \
            '{ print "FAIL lint/" name ": " $1 ":" $2 ": " why }'
    else
        echo "ok lint/$1"
    fi
}
none='nowhere:'
word='(^|[^A-Za-z0-9_.>])' # neither the end of a longer name nor a member

heap='malloc|calloc|realloc|reallocarray|aligned_alloc|posix_memalign|free|strdup|strndup'
heap="$heap|asprintf|vasprintf|getline|getdelim|open_memstream"
grep -E "${word}($heap)\(" "$work/code" |
    rule malloc "memory comes from an arena or a slab (base/)" engine/base/

grep -E "${word}(mmap|mmap64|mremap|brk|sbrk)\(" "$work/code" |
    rule mmap "memory and maps are taken in base/" engine/base/

grep -E "${word}(time|clock_gettime|gettimeofday|clock|timespec_get)\(" "$work/code" |
    rule clock "scoring uses the event's time; only cli/ and source/ know the clock" 'engine/(cli|source)/'

# A literal that begins like a statement: continuation lines need no look.
grep -E '"[ ]*(SELECT|INSERT|UPDATE|DELETE|CREATE|DROP|ALTER|REPLACE) ' "$work/text" |
    rule sql "statements live in .sql files" "$none"

# Mutable statics: of a declaration keep what stands before the first = ; or {. It is constant when
# const follows its last *, or when there is no * and const stands anywhere. A ( means a function,
# unless it is (*name). The signal flag of cli/ and the step counter of crash tests have to be.
awk -F: '{
    path = $1; line = $2; text = substr($0, length(path) + length(line) + 3)
    if (text !~ /^[ \t]*static[ \t]/ || text ~ /static_assert/) next
    head = text
    sub(/[=;{].*/, "", head)
    if ((at = index(head, "(*")) > 0) {
        head = substr(head, at + 1)
        sub(/\).*/, "", head)
    } else if (head ~ /\(/) {
        next
    }
    if (head ~ /\*/) sub(/.*\*/, "", head)
    if (head ~ /(^|[^A-Za-z0-9_])const([^A-Za-z0-9_]|$)/) next
    if (path ~ /^engine\/cli\// && text ~ /volatile sig_atomic_t/) next
    print path ":" line ":" text }' "$work/code" |
    rule static "state that changes belongs to an engine, not to the process" engine/base/crash.c:

# A test that waits a fixed time fails by chance. Polling with a deadline may sleep fractions.
find tests bench -type f \( -name '*.sh' -o -name '*.c' -o -name cmd \) ! -path 'tests/lint/*' -exec \
    grep -nE '(^|[^A-Za-z_])(sleep +[1-9]|sleep\(|usleep\()' /dev/null {} + |
    rule sleep "tests wait for a fact, not for seconds" "$none"

# A test script without the x bit would be an error at run time; here it has a line of its own.
find tests scripts -name '*.sh' ! -perm -u+x -exec grep -lE '^#!' /dev/null {} + | sed 's/$/:1:/' |
    rule executable "begins with #! but is not executable" "$none"
