#!/bin/sh
# The handbook of the desk shows what the program says: its console blocks are run in their order,
# and the page as it would then read is the page.
set -u
jaga=$1
cd "$TMPDIR" || exit 1
mkdir bin
# Who acts from where: each agent has a terminal.
cat >bin/jaga <<W
#!/bin/sh
last=
for word; do
    if [ "\$last" = --as ]; then exec "$jaga" "\$@" --session "of-\$word"; fi
    last=\$word
done
exec "$jaga" "\$@"
W
chmod +x bin/jaga
PATH=$TMPDIR/bin:$PATH
page=$JAGA_SOURCE/docs/desk.md

start=1773833580000000 # twenty minutes after the hold
export JAGA_DESK_NOW_US=$start
cp "$JAGA_SOURCE/tests/golden/desk/log.csv" .
jaga scan log.csv --db jaga.db --act >said 2>&1 || echo "FAIL property/desk_doc-scan: $(tail -n 1 said)"
"$jaga" desk agent sari --role supervisor --languages id,en --session of-sari >said 2>&1 ||
    echo "FAIL property/desk_doc-supervisor: $(tail -n 1 said)"
printf 'account,lang,tz,tier,opened_at,contact\n' >accounts.csv
for who in rina budi; do
    echo "$who,id,Asia/Jakarta,,2024-01-01T00:00:00Z,phone:$who-tel:2024-01-01T00:00:00Z;email:$who-mail:2024-01-01T00:00:00Z"
done >>accounts.csv

on=0
count=0
while IFS= read -r line; do
    case $on$line in
    '0<!-- minute '*) minute=${line#<!-- minute } && export JAGA_DESK_NOW_US=$((start + ${minute% -->} * 60000000)) ;;
    '0```console') on=1 ;;
    '1```') on=0 ;;
    '1$ '*) count=$((count + 1)) ;;
    1*) continue ;;
    esac
    printf '%s\n' "$line"
    case $on$line in '1$ '*) sh -c "${line#??}" </dev/null 2>&1 ;; esac
done <"$page" >desk.md

if [ "$count" -lt 40 ]; then echo "FAIL property/desk_doc-commands: only $count of them"; fi
if cmp -s "$page" desk.md; then
    echo "ok property/desk_doc: $count commands say what the page shows"
else
    echo "FAIL property/desk_doc: docs/desk.md shows something else, from here on: $(diff "$page" desk.md | sed -n 2,3p)"
    diff "$page" desk.md | sed 's/^/    /'
fi
