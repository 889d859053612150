#!/bin/sh
# Signed anchors: of an audit that was written anew, cut off or changed, and of a file of anchors that was. The
# key is RFC 8032's first one, so its public half is not our word; OpenSSL verifies a line by itself.
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
command -v sqlite3 >/dev/null || { echo "skip anchor: no sqlite3"; exit 0; }
public=d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a
(umask 077 && echo 9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60 >rfc.key)
log=$JAGA_SOURCE/datasets/sample/events.csv
half=$(($(wc -l <"$log") / 2))
head -n "$half" "$log" >log.csv
sign() { "$jaga" anchor --db x.db --key rfc.key --to anchors.txt; }
verify() { "$jaga" verify --db "$1" --anchors "$2" --public-key "$public"; }

"$jaga" scan log.csv --db x.db --act >said 2>&1 || cat said
cp x.db early.db && cp -r x.state early.state
check first 0 '^anchor [1-9]' sign
check nothing-new 0 '^nothing new' sign
check one-line 0 '^1$' grep -c . anchors.txt
cp "$log" log.csv
"$jaga" scan log.csv --db x.db --act >said 2>&1 || cat said
check second 0 '^anchor [1-9]' sign
check good 0 'up to the anchors and beyond' verify x.db anchors.txt
check other-key 3 'line 1 is not signed with this key' "$jaga" verify --db x.db --anchors anchors.txt \
    --public-key 3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c
check no-key 2 'want the public key' "$jaga" verify --db x.db --anchors anchors.txt
check stray-key 2 'wants a file' "$jaga" verify --db x.db --public-key "$public"

# Somebody puts an earlier database back, or makes the whole of it anew with another secret.
check put-back 5 'rows are cut off' verify early.db anchors.txt
"$jaga" scan log.csv --db anew.db --act >said 2>&1 || cat said
check anew-alone 0 '^good' "$jaga" verify --db anew.db
check anew 5 'another one than the anchor' verify anew.db anchors.txt
cp anchors.txt kept.txt
check refuses 5 '^BAD' "$jaga" anchor --db anew.db --key rfc.key --to anchors.txt
check nothing-added 0 '^$' cmp kept.txt anchors.txt

# The file of anchors.
sed '1s/:./:g/' kept.txt >forged.txt && check changed 3 'line 1 is' verify x.db forged.txt
sed '1s/ 20/ 21/' kept.txt >forged.txt && check time 3 'line 1 is not signed' verify x.db forged.txt
sed '1!G;h;$!d' kept.txt >forged.txt && check swapped 3 'line 2 is not of a later row' verify x.db forged.txt
head -c 100 kept.txt >forged.txt && check torn 3 'line 1 is cut off' verify x.db forged.txt
: >forged.txt && check empty 0 '^good' verify x.db forged.txt
check absent 3 'No such file' verify x.db none.txt

# A bundle against the same file.
case=$("$jaga" query cases --db x.db --format csv | awk -F, '
    NR == 1 { for (i = 1; i <= NF; i++) if ($i == "number") at = i; next } NR == 2 { print $at }')
"$jaga" evidence "$case" --db x.db --out whole
check bundle 0 '^good' "$jaga" verify whole --anchors kept.txt --public-key "$public"
"$jaga" evidence "$case" --db anew.db --out forged
check bundle-alone 0 '^good' "$jaga" verify forged
check bundle-anew 5 'another one than' "$jaga" verify forged --anchors kept.txt --public-key "$public"

# A bundle that is signed: then nobody else can make its other files anew, with their sums.
check bundle-unsigned 5 'no signature' "$jaga" verify whole --public-key "$public"
"$jaga" evidence "$case" --db x.db --out signed-file --key rfc.key
check bundle-signed 0 '^good.* and signed$' "$jaga" verify signed-file --public-key "$public"
check bundle-both 0 '^good.* and signed$' "$jaga" verify signed-file --anchors kept.txt --public-key "$public"
check bundle-keyless 0 '^good.*written$' "$jaga" verify signed-file
echo more >>signed-file/case.txt
(cd signed-file && sha256sum $(sed 's/.*  //' SHA256SUMS) >sums && mv sums SHA256SUMS)
check bundle-resummed 0 '^good' "$jaga" verify signed-file
check bundle-forged 5 'not signed with this key' "$jaga" verify signed-file --public-key "$public"
check bundle-no-key 3 'No such file' "$jaga" evidence "$case" --db x.db --out none --key none.key
check bundle-taken-back 1 '^$' test -e none

# Keys.
check make 0 '^public key [0-9a-f]\{64\}$' "$jaga" anchor --new-key --key own.key
check mode 0 '^600$' stat -c %a own.key
check make-again 3 'exists' "$jaga" anchor --new-key --key own.key
chmod 640 own.key
check readable 2 'nobody but its owner' "$jaga" anchor --db x.db --key own.key --to other.txt
(umask 077 && echo short >short.key)
check short 2 'no key' "$jaga" anchor --db x.db --key short.key --to other.txt

# Two at once.
rm -f both.txt
"$jaga" anchor --db x.db --key rfc.key --to both.txt >one 2>&1 &
"$jaga" anchor --db x.db --key rfc.key --to both.txt >two 2>&1
wait
check both 0 '^1$' grep -c . both.txt

if command -v openssl >/dev/null && command -v xxd >/dev/null; then
    line=$(tail -n 1 kept.txt)
    printf '%s' "${line% *}" >signed
    printf '%s' "${line##* }" | xxd -r -p >signature
    printf '302a300506032b6570032100%s' "$public" | xxd -r -p >public.der
    check openssl 0 'Success' openssl pkeyutl -verify -pubin -keyform DER -inkey public.der -rawin -in signed \
        -sigfile signature
    printf x >>signed
    check openssl-forged 1 'Fail' openssl pkeyutl -verify -pubin -keyform DER -inkey public.der -rawin -in signed \
        -sigfile signature
else
    echo "skip openssl: it is not there, or xxd"
fi
