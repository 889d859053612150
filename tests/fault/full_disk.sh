#!/bin/sh
# A disk that fills up between a decision and its command: the database's, the message file's, the deny
# list's. What is decided has its command, what is sent is whole, and with room everything goes on.
set -u
jaga=$1
command -v sqlite3 >/dev/null || { echo "skip full_disk: no sqlite3"; exit 0; }
. "$JAGA_SOURCE/tests/crash/common.sh"
cd "$TMPDIR" || exit 1
mkdir -p disk
if ! unshare -m mount -t tmpfs -o size=1m none disk 2>/dev/null; then
    echo "skip full_disk: no right to mount a small disk"
    exit 0
fi
if [ -z "${JAGA_SMALL_DISK:-}" ]; then # from here on in a mount namespace of its own
    JAGA_SMALL_DISK=1 exec unshare -m "$JAGA_SOURCE/tests/fault/full_disk.sh" "$jaga"
fi
ok() { if [ "$2" -eq 0 ]; then echo "ok full_disk/$1"; else echo "FAIL full_disk/$1: ${3:-$(tail -n 1 said)}"; fi; }

make_log 0 34 >log.csv
head -n 1 log.csv >none.csv
mkdir whole
"$jaga" watch --db whole/w.db --respond file:whole/out <log.csv >said 2>&1 || echo "FAIL full_disk: $(tail -n 1 said)"
conclude whole
[ "$(grep -c '"op":"PLACE"' whole/out)" -ge 3 ] || echo "FAIL full_disk: fewer than three commands"

# The database: filled up before the run, so that it ends at one commit or another.
bad='' stops=0
for left in 340 380 420 460 500 540 600 700; do
    mount -t tmpfs -o size=8m none disk
    mkdir disk/run
    "$jaga" scan none.csv --db disk/run/w.db >said 2>&1
    head -c $((($(df --output=avail disk | tail -n 1) - left) * 1024)) /dev/zero >disk/fill
    "$jaga" watch --db disk/run/w.db --respond file:out.$left <log.csv >said 2>&1
    status=$?
    [ "$status" -eq 0 ] || { stops=$((stops + 1)); grep -qiE 'full|No space' said || bad="$bad $left: no cause: $(tail -n 1 said)"; }
    rm disk/fill
    lost=$(sqlite3 disk/run/w.db "SELECT count(*) FROM hold AS h WHERE NOT EXISTS (SELECT 1 FROM outbox AS o WHERE o.key = h.place_id)")
    [ "$lost" = 0 ] || bad="$bad $left: $lost holds without a command"
    "$jaga" watch --db disk/run/w.db --respond file:out.$left <log.csv >said 2>&1 || bad="$bad $left: $(tail -n 1 said)"
    grep '"op":"PLACE"' whole/out | cut -d'"' -f4 | sort >want
    grep '"op":"PLACE"' out.$left | cut -d'"' -f4 | sort | cmp -s - want || bad="$bad $left: other commands"
    umount disk
    rm -f out.$left
done
[ -z "$bad" ]; ok no-decision-without-its-command $? "$bad"
[ "$stops" -ge 2 ]; ok the-disk-was-full-at-several-places $? "only $stops times"

# What is written beside it.
small() { # its size
    mount -t tmpfs -o "size=$1" none disk
}
small 64k
head -c 65000 /dev/zero >disk/fill
"$jaga" watch --db m.db --respond file:disk/out <log.csv >said 2>&1
[ $? -eq 3 ] && grep -qiE 'full|No space' said
ok a-full-message-file-is-told $?
[ "$(sqlite3 m.db "SELECT count(*) FROM outbox")" -eq "$(wc -l <whole/out)" ]
ok all-is-decided-all-the-same $?
[ "$(sqlite3 m.db "SELECT count(*) FROM outbox WHERE state = 'sent'")" -eq "$(wc -l <disk/out)" ] && [ "$(tail -c 1 disk/out | od -An -tx1 | tr -d ' ')" != 7d ]
ok no-torn-message $?
rm disk/fill
"$jaga" watch --db m.db --respond file:disk/out <none.csv >said 2>&1
sort disk/out | cmp -s - whole/received
ok with-room-all-arrive-once $?
umount disk

small 64k
head -c 65536 /dev/zero >disk/fill 2>/dev/null
"$jaga" scan log.csv --db d.db --act >said 2>&1
sqlite3 d.db "UPDATE freeze_wait SET since_us = since_us - 120000000"
n=$(sqlite3 d.db "SELECT count(*) FROM freeze_wait")
(umask 077 && echo 'a secret of more than sixteen bytes' >secret)
"$jaga" watch --db d.db --respond webhook:http://127.0.0.1:1/,key=secret --deny-list disk/deny --deny-from 0 <none.csv >said 2>&1
grep -qE 'disk/deny: .*(space|full)' said
ok a-full-deny-list-is-told $? "$(cat said)"
[ "$(sqlite3 d.db "SELECT count(*) FROM denial")" -eq "$n" ] && [ "$(sqlite3 d.db 'SELECT count(*) FROM case_desk WHERE is_unconfirmed = 1')" -ge 1 ]
ok and-the-desk-is-told-all-the-same $?
rm disk/fill
"$jaga" watch --db d.db --respond webhook:http://127.0.0.1:1/,key=secret --deny-list disk/deny --deny-from 0 <none.csv >said 2>&1
[ "$(grep -c '"op":"PLACE"' disk/deny)" -eq "$n" ]
ok with-room-it-is-whole $? "$(wc -l <disk/deny) rows instead of $n"
umount disk
