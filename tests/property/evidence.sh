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
anchor=$("$jaga" verify --db x.db | sed -n 's/^anchor //p')
check written 0 '^$' "$jaga" evidence "$case" --db x.db --out whole
check whole 0 '^good: [1-9]' "$jaga" verify whole
"$jaga" evidence "$case" --db x.db --out again
check same 0 '^$' diff -r whole again
check kept 3 'exists' "$jaga" evidence "$case" --db x.db --out whole
"$jaga" query bundles --db x.db --format csv >register
check registered 0 "^2$" grep -c regulator register
check registered-as 0 "" grep -q "$(sha256sum <whole/SHA256SUMS | cut -c 1-64)" register
check still-good 0 '^good' "$jaga" verify --db x.db
check unknown 2 'no case' "$jaga" evidence 99999999 --db x.db --out none
check nothing-left 1 '^$' test -e none
check sums 0 'OK' sh -c 'cd whole && sha256sum -c SHA256SUMS'
check files 0 '^7$' sh -c 'grep -c . whole/SHA256SUMS'

# The chain's end is the database's own anchor from before the file was made, and an anchor on the way is found.
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
for file in case.txt money.svg README.txt index.html events.csv; do
    rm -rf forged && cp -r whole forged && printf x >>forged/$file
    check "$file" 5 "^BAD: $file is not" "$jaga" verify forged
done

# What is for whom. A partner has to be one, and the police have to ask.
check customer 0 '^$' "$jaga" evidence "$case" --db x.db --for customer --out customer
check customer-whole 0 '^good' "$jaga" verify customer
check customer-files 0 '^4$' sh -c 'grep -c . customer/SHA256SUMS'
check no-partner 2 'wants the partner' "$jaga" evidence "$case" --db x.db --for partner --out none
check no-request 2 'on a request' "$jaga" evidence "$case" --db x.db --for police --out none
check stray-request 2 'on a request' "$jaga" evidence "$case" --db x.db --request R1 --out none
check other-partner 2 'asked back from such' "$jaga" evidence "$case" --db x.db --for partner --partner '' --out none
check nothing-left-either 1 '^$' test -e none

# A case with all of it: talks, marks, a receiver that was held, a recall, two people of the staff.
if command -v sqlite3 >/dev/null && DEMO_OUT=$TMPDIR/demo "$JAGA_SOURCE/scripts/demo-case.sh" "$jaga" >said 2>&1; then
    case=$(sqlite3 demo/case.db "SELECT short_number FROM theft_case")
    file() { # folder, audience and more options
        folder=$1
        shift
        check "demo-$folder" 0 '^$' "$jaga" evidence "$case" --db demo/case.db --out "$folder" --for "$@"
        check "demo-$folder-whole" 0 '^good' "$jaga" verify "$folder"
        "$jaga" evidence "$case" --db demo/case.db --out again2 --for "$@"
        check "demo-$folder-same" 0 '^$' diff -r "$folder" again2
        rm -rf again2
    }
    # folder, what must not be in it, what must
    without() { check "$1-without-$2" 1 '^$' grep -rqi -- "$2" "$1"; }
    with() { check "$1-with-$2" 0 '' grep -rq -- "$2" "$1"; }
    file full regulator
    file police police --request LP/1/2026
    file mine customer --lang id
    file bank partner --partner bank-x --lang zh
    for word in joko bank-x RTN-1 'agent 2' 'a stranger had her number' sim-082 TAINT_HOLD; do with full "$word"; done
    with police LP/1/2026
    for word in rina sim-082 'not mine' 'Keputusan dan alasannya'; do with mine "$word"; done
    for word in joko bank-x RTN-1 out-1 'agent 2' 'supervisor 1' 'a stranger had her number' 'everything is put right' \
        'belief=' '"score"' '90\.[45]' TAINT_HOLD; do
        without mine "$word"
    done
    for word in out-1 bank-x RTN-1 FRAD; do with bank "$word"; done
    for word in rina joko sim-082 'agent 2' 'a stranger had her number' shop- other-phone TAINT_HOLD; do
        without bank "$word"
    done
else
    echo "skip demo: no sqlite3, or it did not run"
    cat said
fi

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

# The page is one well-formed file that loads nothing.
cat >page.py <<'P'
import re, sys, xml.dom.minidom
for name in sys.argv[1:]:
    text = open(name, encoding="utf-8").read()
    xml.dom.minidom.parseString(text.replace("<!DOCTYPE html>", ""))
    assert "://" not in text.replace("http://www.w3.org", ""), name
    assert not re.search(r"<script|<link|url\(|\son\w+=", text), name
P
check page 0 '^$' python3 page.py whole/index.html customer/index.html
if [ -d bank ]; then check pages 0 '^$' python3 page.py full/index.html police/index.html mine/index.html bank/index.html; fi

# Each value that a byte has in a file, at its first and last place there, changed in one bit.
cat >flip.py <<'P'
import os, subprocess, sys
jaga, folder = sys.argv[1:]
unseen = done = 0
for name in sorted(os.listdir(folder)):
    path = os.path.join(folder, name)
    data = open(path, "rb").read()
    for at in sorted({p for b in set(data) for p in (data.find(bytes([b])), data.rfind(bytes([b])))}):
        other = bytearray(data)
        other[at] ^= 1 << (0, 5)[done % 2]
        open(path, "wb").write(other)
        status = subprocess.run([jaga, "verify", folder], capture_output=True).returncode
        if status not in (3, 5):
            print(f"{name}: byte {at} changed and not seen")
            unseen += 1
        done += 1
    open(path, "wb").write(data)
print(f"{done} changes, {unseen} unseen")
P
flipped=customer
[ -d bank ] && flipped=bank
check flipped 0 ' 0 unseen$' python3 flip.py "$jaga" "$flipped"
check flipped-back 0 '^good' "$jaga" verify "$flipped"
