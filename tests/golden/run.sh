#!/bin/sh
# Run each case under tests/golden/ and compare stdout, stderr and exit status with what is wanted.
# usage: run.sh BIN [--update] [CASE...]     --update accepts what came out; read the diff.
#
# A case is a directory with
#   README        the story in three lines
#   cmd           shell fragment, any number of steps; `jaga` is on the PATH. It runs in a scratch
#                 copy of the directory, so it may write there; $JAGA_SOURCE is the repository
#   stdin         optional
#   want.stdout   required
#   want.stderr   absent means: nothing is said there
#   want.exit     absent means: 0
# Speeds, durations and paths outside the case must not reach the output; filter them in cmd.
set -u
bin=$(realpath "$1") || exit 2
shift
update=0
[ "${1-}" = --update ] && { update=1; shift; }
here=$(cd "$(dirname "$0")" && pwd) || exit 2
JAGA_SOURCE=$(cd "$here/../.." && pwd)
LC_ALL=C.UTF-8 TZ=UTC
export JAGA_SOURCE LC_ALL TZ
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin"
ln -s "$bin" "$work/bin/jaga"
PATH=$work/bin:$PATH
bad=0

fail() {
    echo "FAIL golden/$1: $2"
    bad=1
}

run_case() { # leaves stdout, stderr, exit in $work
    rm -rf "$work/case"
    cp -R "$1" "$work/case"
    rm -f "$work/case"/want.*
    input=/dev/null
    [ -f "$1/stdin" ] && input=$1/stdin
    (cd "$work/case" && HOME=$work/case exec sh ./cmd) <"$input" >"$work/stdout" 2>"$work/stderr"
    echo $? >"$work/exit"
}

accept() { # what equals the default is not written down
    cp "$work/stdout" "$1/want.stdout"
    rm -f "$1/want.stderr" "$1/want.exit"
    [ ! -s "$work/stderr" ] || cp "$work/stderr" "$1/want.stderr"
    [ "$(cat "$work/exit")" = 0 ] || cp "$work/exit" "$1/want.exit"
}

compare() {
    name=$(basename "$1")
    differs=
    echo 0 >"$work/default.exit"
    : >"$work/default.stderr"
    for part in stdout stderr exit; do
        want=$1/want.$part
        [ -f "$want" ] || want=$work/default.$part
        diff -u --label "want.$part" --label "got.$part" "$want" "$work/$part" >"$work/$part.diff" ||
            differs="$differs $part"
    done
    if [ -z "$differs" ]; then
        echo "ok golden/$name"
        return
    fi
    fail "$name" "differs in$differs"
    for part in $differs; do
        head -n 60 "$work/$part.diff"
    done
}

[ $# -gt 0 ] || set -- "$here"/*/
for case in "$@"; do
    name=$(basename "$case")
    dir=$here/$name
    if [ "$name" = '*' ]; then
        echo "skip golden: no cases"
    elif [ ! -f "$dir/cmd" ]; then
        fail "$name" "no cmd"
    elif [ ! -f "$dir/README" ]; then
        fail "$name" "no README"
    elif [ $update -eq 1 ]; then
        run_case "$dir"
        accept "$dir"
        echo "accepted golden/$name"
    elif [ ! -f "$dir/want.stdout" ]; then
        fail "$name" "no want.stdout; accept one with make golden-update T=$name"
    else
        run_case "$dir"
        compare "$dir"
    fi
done
exit $bad
