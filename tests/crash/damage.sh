#!/bin/sh
# What a power loss or a second kill adds: killed while recovering, a snapshot that is torn or gone,
# garbage behind the history, a torn line at the receiver.
set -u
jaga=$1
. "$JAGA_SOURCE/tests/crash/common.sh"

stage() {
    "$jaga" scan "$TMPDIR/second.csv" --db "$1/w.db" --act --respond "file:$1/out" >"$1/said" 2>&1
}

judge() {
    why=$(same_as "$TMPDIR/run" "$TMPDIR/after") || :
    if [ -z "$why" ]; then echo "ok $1"; else echo "FAIL $1: $why"; cat "$TMPDIR/run/said"; fi
}

make_log 0 24 >"$TMPDIR/first.csv"
make_log 25 60 >"$TMPDIR/second.csv"
mkdir "$TMPDIR/before"
"$jaga" scan "$TMPDIR/first.csv" --db "$TMPDIR/before/w.db" --act --respond "file:$TMPDIR/before/out" >/dev/null ||
    echo "FAIL crash/damage: the first scan"
cp -r "$TMPDIR/before" "$TMPDIR/after"
stage "$TMPDIR/after" && conclude "$TMPDIR/after"

# A fresh copy, killed at step $1 of the second scan.
killed_at() {
    rm -rf "$TMPDIR/run"
    cp -r "$TMPDIR/before" "$TMPDIR/run"
    JAGA_CRASH_AT=$1 stage "$TMPDIR/run"
}

bad=
for at in 5 15 25 35 45 55; do
    killed_at "$at"
    for again in 1 3 7 12 20 30; do
        JAGA_CRASH_AT=$again stage "$TMPDIR/run"
    done
    stage "$TMPDIR/run"
    bad=$bad$(same_as "$TMPDIR/run" "$TMPDIR/after")
done
if [ -z "$bad" ]; then echo "ok crash/killed-while-recovering"; else echo "FAIL crash/killed-while-recovering: $bad"; fi

killed_at 40
: >"$TMPDIR/run/w.state/snapshot"
stage "$TMPDIR/run"
judge crash/empty-snapshot

killed_at 40
size=$(wc -c <"$TMPDIR/run/w.state/snapshot")
head -c $((size - 100)) "$TMPDIR/run/w.state/snapshot" >"$TMPDIR/run/cut" && mv "$TMPDIR/run/cut" "$TMPDIR/run/w.state/snapshot"
stage "$TMPDIR/run"
judge crash/torn-snapshot

killed_at 40
rm "$TMPDIR/run/w.state/snapshot"
stage "$TMPDIR/run"
judge crash/no-snapshot

killed_at 40
printf 'half a block' >>"$TMPDIR/run/w.state/history"
stage "$TMPDIR/run"
judge crash/garbage-behind-the-history

rm -rf "$TMPDIR/run"
cp -r "$TMPDIR/after" "$TMPDIR/run"
printf '{"cmd_id":"H-TORN' >>"$TMPDIR/run/out"
stage "$TMPDIR/run"
judge crash/torn-line-at-the-receiver

# The history may not end before the database does: that is another disk's state, and said so.
rm -rf "$TMPDIR/run"
cp -r "$TMPDIR/after" "$TMPDIR/run"
rm "$TMPDIR/run/w.state/history" "$TMPDIR/run/w.state/snapshot"
stage "$TMPDIR/run"
status=$?
if [ "$status" -eq 3 ] && grep -q 'state folder' "$TMPDIR/run/said"; then
    echo "ok crash/lost-history-is-told"
else
    echo "FAIL crash/lost-history-is-told: exit $status, $(cat "$TMPDIR/run/said")"
fi
