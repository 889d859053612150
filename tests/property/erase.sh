#!/bin/sh
# An account is taken out of the database by two people: its name is nowhere in it afterwards, the chain is
# still proved, who else is there is not touched, and the engine goes on. The input log keeps it.
set -u
jaga=$1
cd "$TMPDIR" || exit 2
command -v sqlite3 >/dev/null || { echo "skip erase: no sqlite3"; exit 0; }
check() { # name, wanted exit status, wanted words, command...
    name=$1 status=$2 words=$3
    shift 3
    said=$("$@" 2>&1)
    if [ $? -eq "$status" ] && echo "$said" | grep -q -e "$words"; then
        echo "ok $name"
    else
        printf 'FAIL %s: %s\n' "$name" "$said"
    fi
}
as() { # who, act...
    who=$1
    shift
    "$jaga" desk "$@" --db "$db" --as "$who" --session "of-$who"
}

DEMO_OUT=$TMPDIR/demo "$JAGA_SOURCE/scripts/demo-case.sh" "$jaga" >said 2>&1 || { cat said; echo "FAIL demo"; exit 1; }
db=demo/case.db
# Names that begin and end with the account's are others.
printf 'account,lang,contact\nrina,id,phone:tok-of-hers:2024-01-01T00:00:00Z\nrina2,id,\nrina.2,id,\nx-rina,id,\n' >accounts.csv
"$jaga" desk agent lina --role supervisor --languages id --db $db --as sari --session of-sari >said 2>&1 || cat said
as sari directory accounts.csv >said 2>&1 || cat said
as lina note 00000018 'rina. says: joko;rina knows' >said 2>&1

# What stands in its way, and who may.
check agents-may-not 2 'needs the role' as budi erase rina --reason R1
check no-reason 2 'why' as sari erase rina
check nobody 2 'knows no such' as sari erase nobody --reason R1
for step in "case_desk SET state = 'CLOSED'" "dispute SET state = 'CLOSED'" "watch SET until_us = 1" \
    "hold SET expires_us = 1 WHERE state = 'held'"; do
    check "stands-in-the-way-of-${step%% *}" 2 'cannot be erased' as sari erase rina --reason R1
    # Months go by.
    sqlite3 $db "UPDATE $step" || echo "FAIL $step"
done
sqlite3 $db "UPDATE outbox SET state = 'new' WHERE id = 1"
check undelivered 2 'was not delivered' as sari erase rina --reason R1
sqlite3 $db "UPDATE outbox SET state = 'sent'"
check nobody-asked 2 'nobody asked' as lina approve-erase rina
check asked 0 '^asked' as sari erase rina --reason 'rina wants it, letter 7'
check asked-twice 2 'asked already' as lina erase rina --reason R1
check own-approval 2 'another supervisor' as sari approve-erase rina
sqlite3 $db "UPDATE watch SET until_us = 9223372036854775807"
check looked-at-again 2 'watched' as lina approve-erase rina
sqlite3 $db "UPDATE watch SET until_us = 1"

# Somebody reads: traces would stay in the log of the database.
mkfifo hold
{ echo 'BEGIN; SELECT count(*) FROM audit;'; echo '.shell echo there >there'; cat hold; } | sqlite3 $db >said 2>&1 &
reader=$!
exec 3>hold
while [ ! -e there ]; do :; done
as sari note 00000018 'a word more' >said 2>&1
check read-meanwhile 3 'stop the engine' as lina approve-erase rina
exec 3>&-
wait $reader

before=$("$jaga" verify --db $db | sed -n 's/^anchor //p')
sqlite3 $db .dump >dump
check it-was-there 0 '[1-9][0-9]' grep -cw rina dump
sqlite3 $db "VACUUM INTO 'kept.db'" && cp -r demo/case.state kept.state
check erased 0 '^erased' as lina approve-erase rina

# Nothing of it is left in the database, its log or index; others are as they were.
sqlite3 $db .dump >dump
check not-in-the-tables 0 '^1 rina.21 rina21 x-rina$' sh -c "grep -o '[a-z0-9.-]*rina[.a-z0-9-]*' dump | sort | uniq -c | tr -d '\n' | sed 's/^ *//; s/  *\([0-9]\)/\1/g'"
check not-in-the-file 1 '' grep -aqE '(^|[^a-z-])rina([^.a-z0-9]|$)' $db
for word in tok-of-hers 'a stranger had her number' 'says: joko'; do
    check "gone-$word" 1 '' grep -aq "$word" $db
done
check why-it-was-done 0 '^erased-[A-Z2-7]* wants it, letter 7' sqlite3 $db 'SELECT reason FROM erasure'
[ ! -s $db-wal ] && echo "ok nothing-in-the-log" || echo "FAIL nothing-in-the-log"
check another-name 0 'erased-[A-Z2-7]*' sqlite3 $db 'SELECT account FROM theft_case'
for table in customer decision theft_case hold outbox desk_event recall; do
    [ $table = customer ] && gone=1 || gone=0
    check "rows-of-$table" 0 "^$gone$" \
        sqlite3 $db "ATTACH 'kept.db' AS kept; SELECT (SELECT count(*) FROM kept.$table) - (SELECT count(*) FROM main.$table)"
done
check others-untouched 0 '^0$' sqlite3 $db "ATTACH 'kept.db' AS kept; SELECT count(*) FROM (
    SELECT * FROM kept.customer WHERE account <> 'rina' EXCEPT SELECT * FROM main.customer)"

# The chain: the same, and proved; who did it stands in it. What was emptied by somebody else shows.
check proved 0 '^good' "$jaga" verify --db $db --anchor "$before"
many=$(sqlite3 $db 'SELECT count(*) FROM audit WHERE length(own) = 64')
check proved-and-told 0 "^$many of them were emptied" "$jaga" verify --db $db
check told 0 "^supervisor 3|erased-" sqlite3 $db "SELECT actor, subject FROM audit WHERE action = 'erase'"
check emptied 0 '^[1-9][0-9]*|1$' sqlite3 $db "SELECT count(*), min(detail = '') FROM audit WHERE length(own) = 64"
check nothing-to-guess-from 0 '^0$' sqlite3 $db "ATTACH 'kept.db' AS kept; SELECT count(*)
    FROM main.audit AS a JOIN kept.audit AS k ON k.seq = a.seq AND k.own = substr(a.own, 1, 32) WHERE length(a.own) = 64"
forge() {
    sqlite3 $db "VACUUM INTO 'forged.db'"
    { sqlite3 forged.db "SELECT 'DROP TRIGGER ' || name || ';' FROM sqlite_master WHERE type = 'trigger'"; echo "$1;"; } |
        sqlite3 forged.db
}
last=$(sqlite3 $db "SELECT max(seq) FROM audit WHERE length(own) = 32 AND action <> 'erase'")
forge "UPDATE audit SET own = zeroblob(64), subject = '', detail = '' WHERE seq = $last"
check emptied-by-hand 5 "^BAD: row $last " "$jaga" verify --db forged.db
rm forged.db
forge "UPDATE audit SET action = 'erased' WHERE action = 'erase'; UPDATE audit SET action = 'erase' WHERE 0"
check not-told-any-more 5 '^BAD' "$jaga" verify --db forged.db

# The desk and the engine go on: from where they were, and all over again from the input log.
check cases 0 'erased-' "$jaga" query cases --db $db --format csv
check evidence 0 '' "$jaga" evidence 00000018 --db $db --out afterwards
check not-in-the-audit-of-its-case 1 '' grep -qw rina afterwards/audit.csv
printf 'event_id,ts,type,account\nz1,%s,login,zara\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" >more.csv
check goes-on 0 '' "$jaga" scan more.csv --db $db
rm demo/case.state/snapshot
printf 'event_id,ts,type,account\nz2,%s,login,zara\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" >again.csv
check runs-again 0 '' "$jaga" scan again.csv --db $db
check still-not-there 1 '' grep -aqE '(^|[^a-z-])rina([^.a-z0-9]|$)' $db
check still-proved 0 '^good' "$jaga" verify --db $db --anchor "$before"

# What is left, and where.
check the-input-log-has-it 0 '' grep -aqw rina demo/case.state/history
check and-so-have-files-given-away 0 '' grep -qw rina demo/for-the-regulator/events.csv

# Every column of words is either taken care of or named here as one that holds no account: keys of our own, the
# ledger's ids of events, closed lists of words, names of log files.
cat >holds-none <<'COLUMNS'
action actor again_case_id anchor answer audience call_code case_id confidence currency disposition event
event_id evidence from_state ground hold_id issuer key kind language languages mark on_expiry op orig_txn_id
outcome payee_kind place_id recall_id timer.ref role scope short_number signal state store_id sums task_id
text_key to_state type
approval.about bundle.made_by counter.name currency.code decision.note desk_agent.id desk_session.name
hold.reason label.transactions listing.path meta.made_by model.hash never_hold.account recall.institution
recall.reason reject.reason reject.source reject_count.reason restored.item run.made_by run_source.name
settings.hash settings.text source.name suspense.reference theft_case.reason weights.hash weights.text
COLUMNS
sed 's/--.*//' "$JAGA_SOURCE/engine/desk/erase_tables.sql" | tr '\n' ' ' | tr ';' '\n' | awk '
    $1 == "DELETE" { print $3 ".*" }
    $1 == "UPDATE" {
        table = $2
        sub(/^ *UPDATE [a-z_]+ SET /, "")
        sub(/ WHERE .*/, "")
        while (match($0, /(^|, *)[a-z_]+ = /)) {
            column = substr($0, RSTART, RLENGTH)
            gsub(/[ ,=]/, "", column)
            print table "." column
            $0 = substr($0, RSTART + RLENGTH)
        }
    }' | sort -u >cared-for
sqlite3 $db "SELECT m.name || '.' || p.name FROM sqlite_master AS m, pragma_table_info(m.name) AS p
    WHERE m.type = 'table' AND p.type = 'TEXT' AND m.name NOT LIKE 'sqlite_%'" >columns
check columns-of-words 0 '^[1-9][0-9][0-9]$' sh -c 'wc -l <columns'
check none-is-forgotten 0 '^$' awk -F. '
    FILENAME == "holds-none" { n = split($0, word, " "); for (i = 1; i <= n; i++) known[word[i]] = 1; next }
    FILENAME == "cared-for" { known[$0] = 1; next }
    !known[$0] && !known[$2] && !known[$1 ".*"]' holds-none cared-for columns
