#!/bin/sh
# The operators' page does what it says, its reference of settings is the program's own, and a backup
# made as it says can be gone on from.
set -u
jaga=$1
cd "$TMPDIR" || exit 1
mkdir bin
ln -s "$jaga" bin/jaga
PATH=$TMPDIR/bin:$PATH
page=$JAGA_SOURCE/docs/operator.md

verdict() { # $1 name, $2 exit status of the check, $3 why
    if [ "$2" -eq 0 ]; then echo "ok property/$1"; else echo "FAIL property/$1: $3"; fi
}
jaga config --yaml | cmp -s - "$JAGA_SOURCE/docs/jaga.yaml"
verdict settings-reference-is-current $? "run: jaga config --yaml >docs/jaga.yaml"

if ! command -v sqlite3 >/dev/null; then
    echo "skip property/operator: there is no sqlite3"
    exit 0
fi
cp "$JAGA_SOURCE/datasets/sample/events.csv" whole.csv
head -n 9001 whole.csv >export.csv
awk '/^```sh$/ { on = 1; next } /^```$/ { on = 0 } on' "$page" >lines
count=0
while read -r line; do
    count=$((count + 1))
    sh -c "$line" >out 2>err </dev/null || echo "FAIL property/operator-command-$count: $line: $(head -n 1 err)"
done <lines
[ "$count" -ge 15 ]
verdict operator-commands $? "only $count of them"
[ "$(wc -l <holds.csv)" -gt 1 ] && [ -s refused.csv ]
verdict operator-commands-say-something $? "empty files"

# The export has grown; the copy was made before.
cp whole.csv export.csv
jaga scan export.csv --db wallet.db >out 2>&1 || echo "FAIL property: $(tail -n 1 out)"
jaga scan export.csv --db backup/wallet.db >out 2>&1 || echo "FAIL property: $(tail -n 1 out)"
jaga query canonical --db wallet.db --format csv >wanted
[ "$(wc -l <wanted)" -gt 100 ] && jaga query canonical --db backup/wallet.db --format csv | cmp -s - wanted
verdict backup-goes-on $? "another answer"

if command -v systemd-analyze >/dev/null; then
    # The program may not be installed here, and this may be no machine with systemd running.
    systemd-analyze verify "$JAGA_SOURCE/contrib/jaga-watch.service" >said 2>&1
    ! grep -i 'jaga-watch.service:.*\(unknown\|invalid\|failed to parse\|missing\)' said
    verdict unit-file $? "$(head -n 1 said)"
else
    echo "skip property/unit-file: there is no systemd-analyze"
fi
