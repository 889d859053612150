#!/bin/sh
# What goes out is as much a function of the log as what was concluded: each command once, whenever a
# receiver is named, however the rows arrive.
set -u
jaga=$1
cd "$TMPDIR" || exit 1
head -n 6001 "$JAGA_SOURCE/datasets/sample/events.csv" >all.csv
head -n 3001 all.csv >first.csv
{ head -n 1 all.csv; sed -n '2502,6001p' all.csv; } >second.csv

answer() { "$jaga" query canonical --db "$1.db" --format csv >"$1.answer"; }

# $1 name, $2 and $3: files that must hold the same, not empty
same() {
    if [ ! -s "$2" ]; then echo "FAIL $1: nothing there"
    elif cmp -s "$2" "$3"; then echo "ok $1"
    else echo "FAIL $1: $(diff "$2" "$3" | head -n 2 | tr '\n' ' ')"; fi
}

run() { "$jaga" "$@" >said 2>&1 || echo "FAIL property: jaga $1: $(tail -n 1 said)"; }

run scan all.csv --db a.db --act --respond file:a.out
cp a.out a.once
answer a
sed -n 's/.*""key"":""\([^"]*\)"".*/\1/p' a.answer | sort >a.keys
cut -d'"' -f4 a.out | sort >a.sent
same property/all-of-the-outbox-went-out a.keys a.sent
run scan all.csv --db a.db --act --respond file:a.out
cp all.csv copy.csv
run scan copy.csv --db a.db --act --respond file:a.out
same property/commands-go-out-once a.once a.out

run scan all.csv --db b.db --act
run scan all.csv --db b.db --act --respond file:b.out
same property/what-waits-goes-to-the-receiver-named-later a.once b.out

run scan all.csv --db c.db --act --respond stdout
grep '^{' said | sort >c.out
sort a.once >a.sorted
same property/stdout-and-file-carry-the-same a.sorted c.out

run scan first.csv second.csv --db d.db --act --respond file:d.out
run scan second.csv first.csv --db e.db --act --respond file:e.out
same property/commands-in-any-order-of-files d.out e.out

"$jaga" watch --db f.db --respond file:f.out <all.csv >said 2>&1 || echo "FAIL property: watch"
"$JAGA_BUILD/tests/helper/drip" <all.csv |
    "$jaga" watch --db g.db --respond file:g.out >said 2>&1 || echo "FAIL property: drip"
answer f
answer g
same property/live-commands-a-byte-at-a-time f.out g.out
same property/live-answer-a-byte-at-a-time f.answer g.answer
"$jaga" watch --db f.db --respond file:f.out <all.csv >said 2>&1 || echo "FAIL property: watch again"
same property/live-commands-go-out-once g.out f.out

cut -d'"' -f4 f.out | sort | uniq -d >twice
if [ -s twice ]; then echo "FAIL property/keys-are-unique: $(head -n 1 twice)"
else echo "ok property/keys-are-unique"; fi

"$JAGA_BUILD/tests/helper/drip" <all.csv | "$jaga" scan - --db h.db >said 2>&1 || echo "FAIL property: scan -"
run scan all.csv --db i.db
answer h
answer i
same property/scanned-a-byte-at-a-time h.answer i.answer
