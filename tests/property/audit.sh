#!/bin/sh
# The audit shows every way of changing the past: a changed byte, a missing row, two rows swapped, a
# tail cut off (by its anchor), a command taken out of its own table. sqlite3 does the changing.
set -u
jaga=$1
cd "$TMPDIR" || exit 2
check() { # name, wanted exit status, wanted words, command...
    name=$1 status=$2 words=$3
    shift 3
    said=$("$@" 2>&1)
    if [ $? -eq "$status" ] && echo "$said" | grep -q "$words"; then
        echo "ok $name"
    else
        printf 'FAIL %s: %s\n' "$name" "$said"
    fi
}
forge() { # statements on a copy without its guards
    rm -f forged.db && sqlite3 whole.db ".backup forged.db" &&
        sqlite3 forged.db "DROP TRIGGER audit_stays; DROP TRIGGER audit_remains; $1"
}

"$jaga" scan "$JAGA_SOURCE/datasets/sample/events.csv" --db whole.db --act >said || cat said
check whole 0 '^good: [1-9][0-9]* rows' "$jaga" verify --db whole.db
anchor=$("$jaga" verify --db whole.db | sed -n 's/^anchor //p')
check anchored 0 'up to the anchor' "$jaga" verify --db whole.db --anchor "$anchor"
check no-anchor 2 'an anchor is' "$jaga" verify --db whole.db --anchor "$anchor"0

check guarded 19 'stays as it is' sqlite3 whole.db "UPDATE audit SET actor = 'x' WHERE seq = 1"
check kept 19 'stays as it is' sqlite3 whole.db "DELETE FROM audit WHERE seq = 1"
check replaced 19 'stays as it is' sqlite3 whole.db "INSERT OR REPLACE INTO audit
    SELECT seq, at_us, 'x', action, subject, detail, record, chain, own FROM audit WHERE seq = 2"
forge "SELECT 1" && for trigger in $(sqlite3 forged.db "SELECT name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%audit_detail%'"); do
    sqlite3 forged.db "DROP TRIGGER $trigger" # which asks for a function that a shell has not
done >said
check desk-replaced 19 'stays as it is' sqlite3 forged.db "INSERT OR REPLACE INTO desk_event SELECT * FROM desk_event LIMIT 1"
sqlite3 forged.db "INSERT INTO erasure VALUES (1, 'a', 'asked', 1, 1, 1, NULL, NULL, NULL)" # unique also by account while it waits
check asked-replaced 19 'stays told' sqlite3 forged.db "INSERT OR REPLACE INTO erasure VALUES (2, 'a', 'again', 2, 1, 1, NULL, NULL, NULL)"
check renumbered 19 'stays told' sqlite3 forged.db "INSERT INTO erasure VALUES (2, 'b', 'asked', 1, 1, 1, NULL, NULL, NULL);
    UPDATE OR REPLACE erasure SET number = 1 WHERE number = 2"
open=$(sqlite3 whole.db "SELECT group_concat(tbl_name) FROM sqlite_master AS r WHERE type = 'trigger' AND name LIKE '%\_remains' ESCAPE '\'
    AND NOT EXISTS (SELECT 1 FROM sqlite_master AS g WHERE g.type = 'trigger' AND g.tbl_name = r.tbl_name
                        AND g.sql LIKE '%BEFORE INSERT ON ' || r.tbl_name || '%EXISTS%')")
check what-remains-is-not-replaced 0 '^$' echo "$open"
forge "UPDATE audit SET detail = replace(detail, 'hold', 'Hold') WHERE seq = 1"
check byte 5 '^BAD: row 1 .*not what was written' "$jaga" verify --db forged.db
forge "UPDATE audit SET at_us = at_us + 1 WHERE seq = 7"
check time 5 '^BAD: row 7 ' "$jaga" verify --db forged.db
forge "DELETE FROM audit WHERE seq = 4"
check missing 5 '^BAD: row 4 .*missing' "$jaga" verify --db forged.db
forge "UPDATE audit SET seq = -1 WHERE seq = 2; UPDATE audit SET seq = 2 WHERE seq = 3;
       UPDATE audit SET seq = 3 WHERE seq = -1"
check swapped 5 '^BAD: row 2 ' "$jaga" verify --db forged.db
forge "DELETE FROM audit WHERE seq > (SELECT max(seq) - 1 FROM audit)"
check tail 5 'ends before the anchor' "$jaga" verify --db forged.db --anchor "$anchor"
check short-tail 5 'the audit tells of' "$jaga" verify --db forged.db
forge "DELETE FROM audit"
check emptied 5 '^BAD: row 1 ' "$jaga" verify --db forged.db
forge "DELETE FROM outbox WHERE id = 1"
check command 5 'of kind command' "$jaga" verify --db forged.db
forge "UPDATE audit_secret SET secret = zeroblob(32)"
check secret 5 '^BAD: row 1 ' "$jaga" verify --db forged.db
