#!/bin/sh
# Run test programs, one per core at a time, and add up what they say.
# usage: run.sh BIN PROGRAM...     BIN is the jaga binary, PROGRAM one of
#   */tests/unit/test_X    a Check binary; its summary line is read
#   */tests/fuzz/fuzz_X    replays tests/fuzz/corpus/fuzz_X/; one test per target
#   *.sh                   called with BIN; prints "ok NAME", "FAIL NAME: why", "skip NAME: why"
# All run in the repository's top directory with TMPDIR (private, removed after success),
# JAGA_SOURCE (this repository) and JAGA_BUILD (the directory of BIN) set.
# Logs are in JAGA_BUILD/test-logs/. BUILT=no in the environment counts as one failure: the caller
# could not build everything, so what is run here may be stale.
set -u
LC_ALL=C.UTF-8 TZ=UTC
export LC_ALL TZ
top=$(cd "$(dirname "$0")/.." && pwd) && cd "$top" || exit 2

# passed failed skipped, from the log of a program that ended with exit status $2.
count_unit() {
    awk -v status="$2" '
        match($0, /%: Checks: [0-9]+, Failures: [0-9]+, Errors: [0-9]+/) {
            n = split(substr($0, RSTART, RLENGTH), w, /[^0-9]+/)
            checks += w[2]; failed += w[3] + w[4] }
        END { # Died before the summary, has no test at all, or leaked after the last one.
              if (checks == 0 || (failed == 0 && status != 0)) failed++
              passed = checks - failed; print (passed > 0 ? passed : 0), failed + 0, 0 }' "$1"
}

count_script() {
    awk -v status="$2" '
        /^ok / { passed++ } /^FAIL / { failed++ } /^skip / { skipped++ }
        END { if (failed == 0 && (status != 0 || passed + skipped == 0)) failed++
              print passed + 0, failed + 0, skipped + 0 }' "$1"
}

name_of() {
    name=${1#*/tests/}
    name=${name#tests/}
    echo "${name%.sh}"
}

run_one() {
    program=$1
    name=$(name_of "$program")
    log=$logs/$(echo "$name" | tr / -)
    rm -f "$log.out" "$log.err"
    TMPDIR=$(mktemp -d "${TMPDIR:-/tmp}/jaga-test.XXXXXX") || exit 2
    export TMPDIR
    start=$(date +%s)
    # timeout kills what the program started, too: it leads their process group.
    case $program in
    */tests/unit/*) set -- "$program" ;;
    */tests/fuzz/*)
        set -- "$program"
        corpus=tests/fuzz/corpus/${program##*/}
        [ -d "$corpus" ] && set -- "$@" "$corpus" ;;
    *) set -- "$top/$program" "$JAGA_BIN" ;;
    esac
    timeout -k 5 "$limit" "$@" <"/dev/null" >"$log.out" 2>"$log.err"
    status=$?
    case $program in
    */tests/unit/*) counts=$(count_unit "$log.out" $status) ;;
    */tests/fuzz/*) counts="$((status == 0)) $((status != 0)) 0" ;;
    *) counts=$(count_script "$log.out" $status) ;;
    esac
    case $status in
    124 | 137) echo "killed: took more than $limit seconds (JAGA_TEST_TIMEOUT)" >>"$log.err" ;;
    126 | 127) echo "cannot be run: not built, or not executable (chmod +x)" >>"$log.err" ;;
    esac
    took=$(($(date +%s) - start))
    # shellcheck disable=SC2086 # three words are meant
    set -- $counts
    word=ok
    if [ "$2" -gt 0 ]; then
        word=FAIL
        echo "exit status $status" >>"$log.err"
        rmdir "$TMPDIR" 2>/dev/null || echo "its files are kept in $TMPDIR" >>"$log.err"
    else
        chmod -R u+w "$TMPDIR" 2>/dev/null
        rm -rf "$TMPDIR"
    fi
    echo "$counts" >"$log.count"
    printf '  %-4s  %-32s %s passed, %s failed, %s skipped  (%s s)\n' "$word" "$name" "$@" "$took"
}

if [ "$1" = --one ]; then
    run_one "$2"
    exit 0
fi

JAGA_BIN=$(realpath -m "$1")
shift
JAGA_SOURCE=$top
JAGA_BUILD=$(dirname "$JAGA_BIN")
logs=$JAGA_BUILD/test-logs
mkdir -p "$logs"
rm -f "$logs"/*

# Sanitized programs are several times slower, and thread sanitizer dies at random when the kernel
# randomises addresses more than it expects (hence setarch, where it is allowed).
limit=240 per_test=60 start_with=
case $JAGA_BUILD in
*/asan) limit=600 per_test=240 ;;
*/tsan)
    limit=600 per_test=240
    setarch "$(uname -m)" -R true 2>/dev/null && start_with="setarch $(uname -m) -R" ;;
esac
limit=${JAGA_TEST_TIMEOUT:-$limit}
CK_DEFAULT_TIMEOUT=${CK_DEFAULT_TIMEOUT:-$per_test}
# Link order: the preloaded libraries of fault tests come before the sanitizer's, harmlessly.
ASAN_OPTIONS=${ASAN_OPTIONS:-detect_leaks=1:detect_stack_use_after_return=1:verify_asan_link_order=0}
UBSAN_OPTIONS=${UBSAN_OPTIONS:-print_stacktrace=1:halt_on_error=1}
TSAN_OPTIONS=${TSAN_OPTIONS:-halt_on_error=1:second_deadlock_stack=1}
export JAGA_BIN JAGA_SOURCE JAGA_BUILD CK_DEFAULT_TIMEOUT ASAN_OPTIONS UBSAN_OPTIONS TSAN_OPTIONS
export logs limit
ulimit -c 0 # the kill tests would leave a core file each

# A script that is not executable and does not begin with #! is read by others: not a test.
for program in "$@"; do
    case $program in
    *.sh) [ -x "$program" ] || [ "$(head -c 2 "$program")" = '#!' ] || continue ;;
    esac
    echo "$program"
done >"$logs/programs"
$start_with xargs -r -n 1 -P "$(nproc)" "$0" --one <"$logs/programs"

# Logs of what failed (all with V=1), indented so that nothing in them looks like a result of ours.
passed=0 failed=0 skipped=0
while read -r program; do
    name=$(name_of "$program")
    log=$logs/$(echo "$name" | tr / -)
    p=0 f=1 s=0 # a program whose counts are missing failed, and so did this script
    [ -f "$log.count" ] && read -r p f s <"$log.count"
    passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
    if [ "$f" -gt 0 ] || [ "${V:-0}" = 1 ]; then
        printf '%s\n' "--- $name"
        cat "$log.out" "$log.err" 2>/dev/null | tail -n 200 | sed 's/^/    /'
    elif [ "$s" -gt 0 ]; then
        grep '^skip ' "$log.out" | sed 's/^/  /'
    fi
done <"$logs/programs"
if [ "${BUILT:-yes}" != yes ]; then
    echo "  FAIL  build: not everything could be built, see above"
    failed=$((failed + 1))
fi
line="$passed passed, $failed failed"
[ "$skipped" -eq 0 ] || line="$line, $skipped skipped"
echo "$line"
[ "$failed" -eq 0 ]
