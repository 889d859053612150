#!/bin/sh
# The documentation's questions answer something: every SQL statement and every command of the
# analysts' pages runs on the database of the demo.
set -u
jaga=$1
cd "$TMPDIR" || exit 1
mkdir bin
ln -s "$jaga" bin/jaga
PATH=$TMPDIR/bin:$PATH
cp "$JAGA_SOURCE/datasets/sample/events.csv" wallet.csv
jaga scan wallet.csv --db wallet.db --act --respond file:commands.ndjson >said 2>&1 ||
    echo "FAIL analyst: $(tail -n 1 said)"

# $1: a page of docs/, $2: at least so many statements
statements() {
    "$JAGA_BUILD/tests/helper/sql_blocks" "$JAGA_SOURCE/docs/$1" wallet.db >blocks 2>&1 ||
        echo "FAIL analyst/$1: $(tail -n 1 blocks)"
    grep '^FAIL' blocks | sed "s/^FAIL /FAIL analyst\/$1-statement-/"
    count=$(grep -c '^ok' blocks)
    if [ "$count" -ge "$2" ]; then echo "ok analyst/$1: $count statements"
    else echo "FAIL analyst/$1: only $count statements gave rows"; fi
}

# $1: a page of docs/. Each line of its sh blocks is a command that must say something and succeed.
commands() {
    awk '/^```sh$/ { on = 1; next } /^```$/ { on = 0 } on' "$JAGA_SOURCE/docs/$1" >lines
    count=0
    while read -r line; do
        count=$((count + 1))
        if sh -c "$line" >out 2>err </dev/null && [ -s out ]; then continue; fi
        echo "FAIL analyst/$1-command-$count: $line: $(head -n 1 err)"
    done <lines
    echo "ok analyst/$1: $count commands"
}

statements analyst.md 10
commands analyst.md

# The page's twenty questions, and the views it lists with the columns they have.
[ "$(grep -c '^\*\*[0-9]*\. ' "$JAGA_SOURCE/docs/analyst.md")" -eq 20 ] ||
    echo "FAIL analyst/twenty: there are not twenty questions"
sed -n 's/^| `\(v_[a-z]*\)` |.*| `\(.*\)` |$/\1 \2/p' "$JAGA_SOURCE/docs/analyst.md" |
    while read -r view columns; do
        [ "$columns" != "" ] || continue
        printf '```sql\nSELECT %s FROM %s LIMIT 1;\n```\n' "$(echo "$columns" | tr ' ' ',')" "$view"
    done >columns.md
"$JAGA_BUILD/tests/helper/sql_blocks" columns.md wallet.db >blocks 2>&1
if [ "$(grep -c '^ok' blocks)" -eq 8 ] && ! grep -q FAIL blocks; then echo "ok analyst/views"
else echo "FAIL analyst/views: $(grep FAIL blocks | head -n 1)"; fi
