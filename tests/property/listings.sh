#!/bin/sh
# What a run lists beside the database: a score for every event applied and for no other, the very
# belief of the decisions; every row refused, not only those the database keeps; continued under the
# same name, begun under a new one.
set -u
jaga=$1
cd "$TMPDIR" || exit 1
log=$JAGA_SOURCE/datasets/sample/events.csv

judge() { if [ -z "$why" ]; then echo "ok $1"; else echo "FAIL $1: $why"; fi; why=; }
fail() { [ -n "$why" ] || why=$1; }
quiet() { "$jaga" "$@" >said 2>&1 || fail "jaga $1: $(tail -n 1 said)"; }
why=

# The sample, and 1500 rows without a time; the ledger's ids may hold commas and quotes.
{
    sed '100s/^[^,]*,/"E,001""4",/' "$log"
    awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; n = NF }
        NR > 1 && NR < 1502 { row = ""
            for (i = 1; i <= n; i++)
                row = row (i > 1 ? "," : "") (i == at["event_id"] ? "bad" NR : i == at["ts"] ? "never" : $i)
            print row }' "$log"
} >all.csv
quiet scan all.csv --db all.db --scores scores.csv --rejects rejects.csv
events=$("$jaga" query stats --db all.db --format csv | sed -n 's/^.*,events,\([0-9]*\),.*/\1/p')
[ "${events:-0}" -gt 5000 ] || fail "only ${events:-no} events"
[ "$(head -n 1 scores.csv)" = event_id,score,strangeness ] || fail "the head is $(head -n 1 scores.csv)"
[ $(($(wc -l <scores.csv) - 1)) = "$events" ] || fail "$(wc -l <scores.csv) lines for $events events"
[ -z "$(sort scores.csv | uniq -d | head -n 1)" ] || fail "an event has two scores"
[ "$(stat -c %a scores.csv)" = 600 ] || fail "others may read the scores"
grep -q '^"E,001""4",0\.[0-9]\{12\},[0-9]*\.[0-9]\{12\}$' scores.csv || fail "an id is not quoted as CSV"
judge property/a-score-for-each-event

# Decisions are about events, with the same belief; SQLite prints it in its own way.
quiet query canonical --db all.db --format json
sed -n 's/.*\\"event_id\\":\\"\([A-Za-z0-9_-]*\)\\".*\\"belief\\":\\"\([0-9.e-]*\)\\".*/\1 \2/p' said >decided
awk -F, 'NR == FNR { score[$1] = $2; next }
    { split($0, of, " "); n++
        gap = score[of[1]] - of[2]
        if (!(of[1] in score) || gap > 1e-12 || gap < -1e-12) print of[1] ": " score[of[1]] " is not " of[2] }
    END { if (n < 20) print n " decisions" }' scores.csv decided >wrong
[ ! -s wrong ] || fail "$(head -n 1 wrong)"
judge property/a-score-is-the-belief

[ $(($(wc -l <rejects.csv) - 1)) = 1500 ] || fail "$(wc -l <rejects.csv) lines for 1500 rejects"
first=$(($(wc -l <"$log") + 1))
[ "$(sed -n 2p rejects.csv | cut -d, -f1-3)" = "all.csv,$first,bad-time" ] || fail "$(sed -n 2p rejects.csv)"
[ "$(tail -n 1 rejects.csv | cut -d, -f2)" = $((first + 1499)) ] || fail "the last is $(tail -n 1 rejects.csv)"
judge property/every-reject-is-listed

# Read again: nothing new. In two scans: the same. Under a new name: what is new.
cp scores.csv once.csv
quiet scan all.csv --db all.db --scores scores.csv --rejects rejects.csv
cmp -s scores.csv once.csv || fail "scanned again it differs"
head -n 6001 all.csv >grows.csv
quiet scan grows.csv --db grown.db --scores grown.csv
sed 1,6001d all.csv >>grows.csv
quiet scan grows.csv --db grown.db --scores grown.csv
cmp -s grown.csv once.csv || fail "a grown file gives another list"
head -n 6001 all.csv >grows.csv
quiet scan grows.csv --db parts.db --scores part1.csv
sed 1,6001d all.csv >>grows.csv
quiet scan grows.csv --db parts.db --scores part2.csv
sed 1d part2.csv | cat part1.csv - | cmp -s - once.csv || fail "two parts are not the whole"
judge property/scores-continue
