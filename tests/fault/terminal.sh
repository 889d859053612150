#!/bin/sh
# What stands around the program: a terminal, a full disk behind standard output, a reader that went
# away, no standard output at all.
set -u
jaga=$1
cd "$TMPDIR" || exit 1
log=$JAGA_SOURCE/datasets/sample/events.csv

verdict() { # $1 name, $2 exit status of the check, $3 why
    if [ "$2" -eq 0 ]; then echo "ok fault/$1"; else echo "FAIL fault/$1: $3"; fi
}
"$jaga" scan "$log" --db w.db >said 2>&1 || echo "FAIL fault: scan: $(tail -n 1 said)"

# ---- standard output refuses

# $1 name, then the command: must exit 3 and say why.
refused() {
    name=$1
    shift
    "$jaga" "$@" >/dev/full 2>said
    status=$?
    [ $status -eq 3 ] && grep -q 'standard output\|No space left on device' said
    verdict "full-disk/$name" $? "exit $status, $(tail -n 1 said)"
}
if [ -c /dev/full ]; then
    refused scan scan "$log" --db f.db
    refused scan-json scan "$log" --db g.db --json
    refused query query holds --db w.db
    refused query-json query alerts --db w.db --format json
    refused explain explain "$("$jaga" query tasks --db w.db --format csv | sed -n '2s/,.*//p')" --db w.db
    refused config config
    refused config-json config --json
    refused config-yaml config --yaml
    refused signals signals
    refused help help scan
    refused manual help --man
    refused respond scan "$log" --db h.db --act --respond stdout
    "$jaga" query canonical --db f.db --format csv >full.answer
    "$jaga" query canonical --db w.db --format csv | cmp -s - full.answer
    verdict full-disk/the-work-is-kept $? "another answer"
else
    echo "skip fault/full-disk: there is no /dev/full"
fi

"$jaga" scan "$log" --db c.db >&- 2>said
status=$?
[ $status -eq 3 ] && grep -q 'standard output' said &&
    "$jaga" query canonical --db c.db --format csv | cmp -s - full.answer
verdict closed-output $? "exit $status, $(tail -n 1 said)"
"$jaga" scan "$log" --db d.db --act --respond stdout >&- 2>said
status=$?
[ $status -eq 3 ] && [ "$("$jaga" query stats --db d.db --format csv | grep -c outbox)" -gt 0 ]
verdict closed-output/messages-stay $? "exit $status, $(tail -n 1 said)"
"$jaga" watch --db e.db <&- >said 2>&1
status=$?
[ $status -eq 3 ]
verdict closed-input $? "exit $status, $(tail -n 1 said)"

# A reader that goes away stops the messages, not the decisions: the rest waits in the outbox.
{ "$jaga" scan "$log" --db p.db --act --respond stdout 2>said; echo $? >status; } | head -n 1 >one
[ "$(cat status)" -eq 3 ] && [ "$(wc -l <one)" -eq 1 ]
verdict broken-pipe $? "exit $(cat status), $(tail -n 1 said)"
"$jaga" scan "$log" --db p.db --act --respond file:rest >/dev/null 2>said
sort rest | uniq -d >twice
[ -s rest ] && [ ! -s twice ]
verdict broken-pipe/the-rest-is-sent $? "$(tail -n 1 said)"

# ---- a terminal

if ! command -v script >/dev/null; then
    echo "skip fault/terminal: there is no script(1)"
    exit 0
fi
"$jaga" gen --accounts 1500 --days 30 --out world >/dev/null || echo "FAIL fault: gen"
# $1 columns, $2 environment; what a terminal got stands in `seen`, one progress line per line.
on_terminal() {
    rm -rf t.db t.state
    script -qec "stty cols $1; env $2 '$jaga' scan world/events.csv --db t.db" /dev/null </dev/null |
        tr '\r' '\n' >seen
}
progress_lines() { grep -a "^$(printf '\033')\[K  " seen; }
# Columns that a line takes, without colours and what clears the line.
widest() {
    progress_lines | sed 's/\x1b\[[0-9;]*[mK]//g' |
        awk '{ gsub(/[\x80-\xbf]/, ""); if (length > most) most = length } END { print most + 0 }'
}
LC_ALL=C
export LC_ALL

on_terminal 120 'TERM=xterm NO_COLOR='
[ "$(progress_lines | wc -l)" -ge 2 ] && progress_lines | tail -n 1 |
    grep -aqE '[0-9]+ % .*[0-9,]+ rows  [0-9,]+/s  [0-9]+ s left.*[0-9]+ holds?'
verdict terminal/progress $? "$(progress_lines | tail -n 1)"
progress_lines | grep -aq "$(printf '\033')\\[1;33m"
verdict terminal/colour $? "no colour although there were holds"
tail -n 20 seen | grep -aq 'To do'
verdict terminal/summary-follows $? "$(tail -n 1 seen)"
for columns in 80 60 20; do
    on_terminal $columns 'TERM=xterm'
    [ "$(widest)" -gt 10 ] && [ "$(widest)" -lt $columns ]
    verdict "terminal/fits-$columns-columns" $? "$(widest) columns"
done
on_terminal 120 'TERM=xterm NO_COLOR=1'
progress_lines | grep -q . && ! grep -aq "$(printf '\033')\\[[0-9;]*m" seen
verdict terminal/no-color $? "coloured all the same"
on_terminal 120 'TERM=dumb'
! grep -aq "$(printf '\033')" seen && grep -aq 'To do' seen
verdict terminal/dumb $? "it drew"
"$jaga" scan world/events.csv --db u.db >out 2>err
[ ! -s err ] && ! grep -q "$(printf '\033')" out
verdict terminal/none $? "$(head -n 1 err)"
