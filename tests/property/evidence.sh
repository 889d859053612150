#!/bin/sh
# Q5.7: the file of a case is proved without the database, by jaga and by the steps of its README.txt
# with sha256sum and Python's hashlib; each way of changing it shows, and a field may be taken out.
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
forge() { # a program for awk on a copy's audit.csv
    rm -rf forged && cp -r whole forged && awk "$1" whole/audit.csv >forged/audit.csv
    cmp -s whole/audit.csv forged/audit.csv && echo "FAIL nothing was forged: $1"
}

"$jaga" scan "$JAGA_SOURCE/datasets/sample/events.csv" --db x.db --act >said || cat said
# A case in the middle, so that there are rows of others before it, between and after.
case=$("$jaga" query cases --db x.db --format csv | awk -F, '
    NR == 1 { for (i = 1; i <= NF; i++) if ($i == "number") at = i; next } NR == 4 { print $at }')
check written 0 '^$' "$jaga" evidence "$case" --db x.db --out whole
check whole 0 '^good: [1-9]' "$jaga" verify whole
"$jaga" evidence "$case" --db x.db --out again
check same 0 '^$' diff -r whole again
check kept 3 'exists' "$jaga" evidence "$case" --db x.db --out whole
check unknown 2 'no case' "$jaga" evidence 99999999 --db x.db --out none
check nothing-left 1 '^$' test -e none
check sums 0 'OK' sh -c 'cd whole && sha256sum -c SHA256SUMS'
check files 0 '^5$' sh -c 'grep -c . whole/SHA256SUMS'

# The chain's end is the database's own anchor, and an anchor on the way is found.
anchor=$("$jaga" verify --db x.db | sed -n 's/^anchor //p')
check anchored 0 "^anchor $anchor" "$jaga" verify whole --anchor "$anchor"
check other-anchor 5 'another one' "$jaga" verify whole \
    --anchor "${anchor%%:*}:0000000000000000000000000000000000000000000000000000000000000000"
check far-anchor 5 'not in the bundle' "$jaga" verify whole --anchor "999999:${anchor#*:}"

own=$(awk -F, 'NR > 2 && $4 != "" { print NR; exit }' whole/audit.csv)
seq=$(awk -F, -v n="$own" 'NR == n { print $1 }' whole/audit.csv)
foreign=$(awk -F, 'NR > 2 && $4 == "" { print NR; exit }' whole/audit.csv)
theirs=$(awk -F, -v n="$foreign" 'NR == n { print $1 }' whole/audit.csv)
forge "NR == $own { sub(/engine/, \"enginf\") } 1"
check value 5 "^BAD: row $seq .*not what was written" "$jaga" verify forged
forge "NR == $foreign { at = index(\$0, \",\") + 1; \$0 = substr(\$0, 1, at - 1) (substr(\$0, at, 1) == \"0\" ? 1 : 0) substr(\$0, at + 1) } 1"
check record 5 "^BAD: row $theirs .*does not follow" "$jaga" verify forged
forge "NR != $foreign"
check missing 5 "^BAD: row $theirs .*missing" "$jaga" verify forged
forge "NR == $own { kept = \$0; next } { print } NR == $own + 1 { print kept }"
check swapped 5 "^BAD: row $seq " "$jaga" verify forged
forge "NR > 1 { print kept } { kept = \$0 }"
check tail 5 'ends elsewhere' "$jaga" verify forged
forge 'NR == 1 { sub(/actor/, "axtor") } 1'
check heading 5 '^BAD' "$jaga" verify forged
for file in case.txt money.svg README.txt; do
    rm -rf forged && cp -r whole forged && printf x >>forged/$file
    check "$file" 5 "^BAD: $file is not" "$jaga" verify forged
done

# The customer's: nothing of money and reasons of others, still proved.
check customer 0 '^$' "$jaga" evidence "$case" --db x.db --for customer --out customer
check customer-whole 0 '^good' "$jaga" verify customer
check customer-files 0 '^2$' sh -c 'grep -c . customer/SHA256SUMS'

command -v python3 >/dev/null || { echo "skip independent: no python3"; exit; }
cat >prove.py <<'P'
import csv, hashlib, sys
def sha(*parts): return hashlib.sha256(b''.join(parts)).digest()
def leaf(name, proof, value):
    if len(proof) == 64: return bytes.fromhex(proof)
    return sha(bytes.fromhex(proof), b'\0', name.encode(), b'\x1f', value.encode())
rows = list(csv.DictReader(open(sys.argv[1], newline='')))
names = 'seq ts actor action subject detail'.split()
chain, own = bytes.fromhex(rows[0]['chain']), 0
for row in rows[1:]:
    record = bytes.fromhex(row['record'])
    if row['seq_proof']:
        own += 1
        assert sha(b'\2', *[leaf(n, row[n + '_proof'], row[n]) for n in names]) == record, row['row']
    chain = sha(b'\1', chain, record)
    assert chain.hex() == row['chain'], row['row']
print(f"{row['row']}:{chain.hex()} {own} own")
if len(sys.argv) > 2: # take the subject out of every row
    with open(sys.argv[2], 'w', newline='') as out:
        to = csv.DictWriter(out, rows[0].keys(), lineterminator='\n')
        to.writeheader()
        for row in rows:
            if row['seq_proof']:
                row['subject_proof'] = leaf('subject', row['subject_proof'], row['subject']).hex()
                row['subject'] = ''
            to.writerow(row)
P
check independent 0 "^$anchor [1-9]" python3 prove.py whole/audit.csv
cp -r whole redacted && python3 prove.py whole/audit.csv redacted/audit.csv >said || cat said
check redacted 0 '^good' "$jaga" verify redacted
account=$(sqlite3 x.db "SELECT account FROM theft_case WHERE short_number = '$case'")
check gone 0 '^0$' sh -c "awk -F, '{ print \$13 }' redacted/audit.csv | grep -c '$account'; true"
