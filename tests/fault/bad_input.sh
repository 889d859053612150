#!/bin/sh
# What cannot be read: each bad input, database and place gives one clear line that names it and the
# cause, or a counted reject with file, line and cause. Never a crash, and nothing half-written:
# afterwards a good file goes into the same database, or there is none.
# usage: bad_input.sh JAGA
set -u
jaga=$1
work=$(mktemp -d "${TMPDIR:-/tmp}/bad-input.XXXXXX") || exit 2
cd "$work" || exit 2

head=event_id,ts,type,account,amount,counterparty
day=2026-01-31T17:00
printf '%s\ng1,%s:00Z,transfer,w1,5,w2\ng2,%s:01Z,login,w1,,\n' $head $day $day >good.csv

pack=${JAGA_BUILD:-build/debug}/tests/helper/pack

is_sanitized=no
case ${JAGA_BUILD:-$jaga} in
*/asan* | */tsan*) is_sanitized=yes ;;
esac

# begin NAME: a test. check sets `why` at the first thing that is wrong; finish says how it went.
begin() {
    name=$1 why=
    db=$name.db
}
fail() {
    [ -n "$why" ] || why=$1
}
finish() {
    if [ -z "$why" ]; then echo "ok $name"; else echo "FAIL $name: $why"; fi
}
skip() {
    echo "skip $name: $1"
}

# run WORD...: jaga, with its output in out, its messages in err, its exit in `status`.
run() {
    timeout 60 "$jaga" "$@" >out 2>err
    status=$?
    [ $status -ne 124 ] || fail "jaga $* hangs"
    [ $status -lt 126 ] || fail "jaga $* ended with $status: $(head -c 300 err)"
}
exits() {
    [ $status -eq "$1" ] || fail "exit $status, not $1: $(head -c 300 err)"
}
# One line on standard error that holds each of the texts.
says() {
    [ "$(wc -l <err)" -eq 1 ] || fail "$(wc -l <err) lines of message, not 1: $(head -c 300 err)"
    for text; do
        grep -qF -- "$text" err || fail "'$text' is not in: $(head -c 300 err)"
    done
}
# Number NAME of the counts that scan --json printed.
count() {
    sed -n "s/.*\"$1\":\([0-9]*\).*/\1/p" out
}
counts() {
    [ "$(count "$1")" = "$2" ] || fail "$(count "$1") $1, not $2: $(head -c 300 out)"
}
# The rejects of the database have a row REASON,COUNT,FILE,LINE,CAUSE that begins like this.
rejects() {
    "$jaga" query rejects --db "$db" --format csv >rejects 2>err || fail "no rejects to ask for"
    grep -qF -- "$1" rejects || fail "no reject '$1' in: $(tr '\n' '|' <rejects | head -c 300)"
}
# Afterwards: the good file goes into the database, made anew or not.
still_works() {
    run scan good.csv --db "$db" --json
    exits 0
    [ $(($(count events) + $(count duplicates) + $(count skipped_rows))) -eq 2 ] ||
        fail "a good scan afterwards: $(head -c 300 out)"
}
# A file that cannot be used as a whole.
refused() {
    run scan "$name.csv" --db "$db"
    exits 3
    says "$name.csv" "$@"
    still_works
    finish
}
# Row after row of $name.csv: some are counted as rejects, the others as events.
counted() {
    run scan "$name.csv" --db "$db" --json
    counts events "$1"
    counts rejects "$2"
}

begin empty_file
: >$name.csv
refused "line 1" empty

begin header_only
echo $head >$name.csv
run scan $name.csv --db $db --json
exits 0
counts rows 0
still_works
finish

begin binary
head -c 100000 "$jaga" >$name.csv
refused "line 1" "not text"

begin zeros
head -c 1000000 /dev/zero >$name.csv
refused "line 1" "not text"

begin utf16
printf '\377\376e\0v\0e\0n\0t\0' >$name.csv
refused "line 1" "not text"

begin no_header
tail -n +2 good.csv >$name.csv
refused "line 1" event_id

begin missing_column
printf 'event_id,ts,type,amount\ne1,1769878800,login,\n' >$name.csv
refused "line 1" account

begin column_twice
printf '%s,amount\ne1,1769878800,login,w1,,,\n' $head >$name.csv
refused "line 1" amount twice

for column in otp user_pin otpCode cvv Password; do
    begin column_$column
    printf '%s,%s\ne1,1769878800,login,w1,,,SECRET\n' $head $column >$name.csv
    run scan $name.csv --db $db
    exits 3
    says $name.csv "line 1" "'$column'" secret
    ! grep -rq SECRET $name.db* $name.state err 2>/dev/null || fail "the secret was kept"
    still_works
    finish
done

begin header_with_unclosed_quote
printf '"%s\ne1,1769878800,login,w1,,\n' $head >$name.csv
refused "line 1" "CSV header"

begin unclosed_quote
printf '%s\ne1,1769878800,login,w1,,"open\ne2,1769878801,login,w1,,\ne3,1769878802,login,w1,,x\n' \
    $head >$name.csv
counted 2 1
rejects bad-csv,1,$name.csv,2,
still_works
finish

begin crlf
sed 's/$/\r/' good.csv >$name.csv
counted 2 0
exits 0
still_works
finish

begin byte_order_mark
{ printf '\357\273\277'; cat good.csv; } >$name.csv
counted 2 0
exits 0
still_works
finish

begin carriage_returns_only
tr '\n' '\r' <good.csv >$name.csv
run scan $name.csv --db $db
exits 3
says $name.csv "line 1"
still_works
finish

begin nul_byte
printf '%s\ne\0001,1769878800,login,w1,,\ne2,1769878801,login,w1,,\n' $head >$name.csv
counted 1 1
rejects nul-byte,1,$name.csv,2,
still_works
finish

begin invalid_utf8
printf '%s\ne1,1769878800,login,w1,,\377\376\ne2,1769878801,login,w1,,caf\303\251\n' $head >$name.csv
counted 1 1
rejects bad-utf8,1,$name.csv,2,
still_works
finish

begin impossible_dates
{
    echo $head
    for time in 1970-01-01T00:00:00Z 2970-01-01T00:00:00Z 0000-00-00T00:00:00Z \
        2026-02-29T00:00:00Z 2026-01-31T17:00:00 31/01/2026 0; do
        echo "e-$time,$time,login,w1,,"
    done
} >$name.csv
counted 0 7
exits 4
rejects bad-time,7,$name.csv,2,
still_works
finish

begin impossible_amounts
{
    echo $head
    n=0
    for amount in 1000000000000000000000000000000 -0 1e5 +5 .5 1. 0x10 NaN 9223372036854775808 \
        -1 0.001 1.00000; do
        n=$((n + 1))
        echo "e$n,$day:00Z,transfer,w1,$amount,w2"
    done
} >$name.csv
counted 0 12
exits 4
rejects bad-amount,12,$name.csv,2,
still_works
finish

begin unknown_types
printf '%s\ne1,1769878800,gift,w1,,\ne2,1769878800,LOGIN,w1,,\ne3,1769878800,,w1,,\n' $head >$name.csv
counted 0 3
exits 4
rejects unknown-type,3,$name.csv,2,
still_works
finish

begin wrong_number_of_fields
printf '%s\na\na,b\n,,,,,,,,,\n   \n\n' $head >$name.csv
counted 0 4
rejects field-count,4,$name.csv,2,
still_works
finish

begin half_of_the_rows_bad_is_no_failure
printf '%s\ne1,1769878800,login,w1,,\ne2,never,login,w1,,\n' $head >$name.csv
counted 1 1
exits 0
still_works
finish

begin garbage_behind_a_header
{ echo $head; head -c 200000 "$jaga"; } >$name.csv
run scan $name.csv --db $db --json
exits 4
[ "$(count events)" = 0 ] || fail "events out of garbage"
still_works
finish

# The same of NDJSON, which the first character tells.
ok1='{"event_id":"e1","ts":1769878800,"type":"login","account":"w1"}'
ok2='{"event_id":"e2","ts":1769878801,"type":"transfer","account":"w1","amount":1.25e1,"counterparty":"w2"}'

begin json_damaged_rows
{
    printf '\357\273\277\n%s\n\n' "$ok1"
    printf '%s\n' '{"event_id":"SECRET"' '{"event_id":"SECRET",}' '{"event_id":"\ud83dSECRET"}' \
        '{"event_id":"SECRET	x"}' '["SECRET"]' 'SECRET' '{"account":{"SECRET":1}}' \
        '{"account":"SECRET","account":1}' '{"account":"SECRET\n"}' "$ok1 SECRET"
    printf '{"event_id":"\377SECRET"}\n{"event_id":"\0SECRET"}\n'
    printf '%s' "$ok2"
} >$name.csv
counted 2 12
exits 4
rejects "bad-json,7,$name.csv,4,neither a comma nor a closing brace behind a value"
rejects "nested-value,1,$name.csv,10,account"
rejects "duplicate-key,1,$name.csv,11,account"
rejects "line-break,1,$name.csv,12,account"
rejects "bad-utf8,1,$name.csv,14,"
rejects "nul-byte,1,$name.csv,15,"
! grep -q SECRET out err rejects || fail "what stood in a row was told"
still_works
finish

begin json_cut_in_a_row
{ echo "$ok1"; printf %s "$ok2" | head -c 60; } >$name.csv
counted 1 1
exits 0
rejects bad-json,1,$name.csv,2,
still_works
finish

begin json_over_several_lines
printf '{\n  "event_id": "e1",\n  "ts": 1769878800\n}\n' >$name.csv
counted 0 4
exits 4
rejects bad-json,4,$name.csv,1,
still_works
finish

begin json_line_too_long
{ echo "$ok1"; printf '{"event_id":"'; head -c 70000 /dev/zero | tr '\0' x; printf '"}\n%s\n' "$ok2"; } >$name.csv
counted 2 1
rejects line-too-long,1,$name.csv,2,
still_works
finish

begin json_behind_a_header
{ cat good.csv; echo "$ok1"; } >$name.csv
counted 2 1
rejects bad-csv,1,$name.csv,4,
still_works
finish

begin header_behind_json
{ echo "$ok1"; cat good.csv; } >$name.csv
counted 1 3
rejects bad-json,3,$name.csv,2,
still_works
finish

begin json_unknown_key
printf '%s\n{"event_id":"e2","ts":1769878801,"type":"login","account":"w1","x\\u001b[31m":{"a":[1]}}\n' "$ok1" >$name.csv
run scan $name.csv --db $db
exits 0
says $name.csv ignored 'x?[31m'
still_works
finish

# From the first row, and from a later one: what stands before it is taken, and taken once.
i=0
for member in '"otp":"SECRET"' '"user_pin":"SECRET"' '"otp\u0043ode":"SECRET"' '"Password":"SECRET"' \
    '"extra":{"pin":"SECRET"}' '"extra":[1,{"a":{"SECRET":{"newPassword":["SECRET"]}}}]'; do
    i=$((i + 1))
    begin "json_key_$i"
    file=secret.json db=secret-$i.db
    for line in 1 2; do
        rm -rf "$db" "${db%.db}.state"
        {
            [ $line = 1 ] || echo "$ok1"
            printf '{"event_id":"e2","ts":1769878801,"type":"login","account":"w1",%s}\n' "$member"
        } >$file
        for again in 1 2; do
            run scan $file --db "$db"
            exits 3
            says $file "line $line" "looks like a secret"
        done
        ! grep -rq SECRET "$db"* "${db%.db}.state" err || fail "the secret was kept"
    done
    sed -i 's/"account":"w1",.*}$/"account":"w1"}/' $file
    run scan $file --db "$db" --json
    exits 0
    counts rows 1
    counts skipped_rows 1
    still_works
    finish
done

# Memory must not grow with the line. A sanitizer needs memory of its own, and time.
long=2G
[ $is_sanitized = no ] || long=100M
mkfifo long.fifo
for name in long_line long_header; do
    begin $name
    if [ ! -x /usr/bin/time ]; then
        skip "no /usr/bin/time to measure memory with"
        continue
    fi
    {
        [ $name = long_header ] || head -n 2 good.csv
        head -c $long /dev/zero | tr '\0' x
        printf '\ne9,%s:02Z,login,w1,,\n' $day
    } >long.fifo 2>writer.err &
    timeout 100 /usr/bin/time -f 'peak %M' "$jaga" scan - --db $db --json <long.fifo >out 2>err
    status=$?
    wait $!
    peak=$(sed -n 's/^peak //p' err)
    sed -i '/^peak /d; /^Command exited/d' err
    [ $is_sanitized = yes ] || [ "${peak:-999999}" -lt 200000 ] || fail "took ${peak:-?} KiB of memory"
    if [ $name = long_line ]; then
        exits 0
        counts events 2
        counts rejects 1
        rejects line-too-long,1,-,3,
    else
        exits 3
        says "-: line 1"
    fi
    still_works
    finish
done

begin listing_into_a_log
cp good.csv precious.csv
run scan good.csv --db $db --scores precious.csv
exits 2
says precious.csv "something else"
cmp -s good.csv precious.csv || fail "the file was changed"
still_works
finish

begin listing_into_a_missing_folder
run scan good.csv --db $db --rejects nowhere/r.csv
exits 3
says nowhere/r.csv "No such file"
still_works
finish

begin listing_that_is_no_plain_file
run scan good.csv --db $db --rejects /dev/null
exits 2
says /dev/null "plain file"
run scan good.csv --db $db --scores .
exits 3
says . "Is a directory"
still_works
finish

begin scores_and_rejects_in_one_file
run scan good.csv --db $db --scores both.csv --rejects both.csv
exits 2
says both.csv "something else"
still_works
finish

begin listing_cut_by_somebody
run scan good.csv --db $db --scores cut.csv
exits 0
head -c 20 cut.csv >cut && mv cut cut.csv
cp good.csv cut_log.csv
printf 'g3,%s:02Z,login,w1,,\n' $day >>cut_log.csv
run scan cut_log.csv --db $db --scores cut.csv
exits 3
says cut.csv shorter
rm cut.csv
run scan cut_log.csv --db $db --scores cut.csv
exits 0
[ "$(cut -d, -f1 cut.csv | tr '\n' ' ')" = "event_id g3 " ] || fail "a new list is $(cat cut.csv)"
still_works
finish

begin missing_file
run scan nowhere/x.csv --db $db
exits 3
says nowhere/x.csv "No such file"
[ ! -e $db ] || fail "a database was made for nothing"
still_works
finish

begin missing_file_beside_a_good_one
run scan good.csv nowhere.csv --db $db
exits 3
says nowhere.csv "No such file"
[ ! -e $db ] || fail "a database was made for nothing"
still_works
finish

begin folder_as_file
mkdir folder
run scan folder --db $db
exits 3
says folder "is a folder"
still_works
finish

begin same_file_twice
run scan good.csv good.csv --db $db
exits 2
says good.csv twice
still_works
finish

# Packed input: cut, damaged, followed by something else. Rows that came out before are kept.
for form in gz zst; do
    begin packed_${form}_damaged
    awk -v head=$head 'BEGIN { print head; srand(7)
        for (i = 0; i < 50000; i++) printf "e%d,%d,transfer,w%d,%d,p%d\n", i, 1769878800 + i,
            rand() * 1000, rand() * 100000, rand() * 1000 }' | "$pack" $form >whole
    size=$(wc -c <whole)
    { head -c $((size / 2)) whole; printf 'XXXXXXXX'; tail -c +$((size / 2 + 9)) whole; } >$name.csv
    run scan $name.csv --db $db
    exits 3
    says $name.csv damaged "unpacked bytes"
    run query stats --db $db --format csv
    events=$(sed -n 's/^.*,events,\([0-9]*\),.*/\1/p' out)
    [ "${events:-0}" -gt 1000 ] || fail "${events:-no} events are kept"
    run scan $name.csv --db $db
    exits 3
    says $name.csv damaged
    cp whole $name.csv
    run scan $name.csv --db $db --json
    exits 0
    [ $(($(count rows) + $(count skipped_rows))) -eq 50000 ] || fail "rows are lost: $(head -c 300 out)"
    finish

    begin packed_${form}_followed_by_text
    { "$pack" $form <good.csv; echo "something else"; } >$name.csv
    run scan $name.csv --db $db
    exits 3
    says $name.csv damaged
    still_works
    finish

    begin packed_${form}_magic_only
    head -c 4 whole >$name.csv
    refused "data is cut"

    begin packed_${form}_nothing
    "$pack" $form </dev/null >$name.csv
    refused "line 1" empty

    begin packed_${form}_binary
    "$pack" $form <"$jaga" >$name.csv
    refused "line 1" "not text"
done

begin packed_padding
{ "$pack" gz <good.csv; head -c 1000 /dev/zero; } >$name.csv
counted 2 0
exits 0
still_works
finish

# A few kilobytes that unpack to a gigabyte. A sanitizer needs memory of its own, and time.
unpacked=1G
[ $is_sanitized = no ] || unpacked=50M
for form in gz zst; do
    begin packed_${form}_bomb
    if [ ! -x /usr/bin/time ]; then
        skip "no /usr/bin/time to measure memory with"
        continue
    fi
    { head -n 2 good.csv; head -c $unpacked /dev/zero | tr '\0' x; printf '\n'; tail -n 1 good.csv; } |
        "$pack" $form >$name.csv
    timeout 100 /usr/bin/time -f 'peak %M' "$jaga" scan $name.csv --db $db --json >out 2>err
    status=$?
    peak=$(sed -n 's/^peak //p' err)
    [ $is_sanitized = yes ] || [ "${peak:-999999}" -lt 200000 ] || fail "took ${peak:-?} KiB of memory"
    exits 0
    counts events 2
    rejects line-too-long,1,$name.csv,3,
    still_works
    finish
done

begin named_pipe
mkfifo pipe.csv
{ cat good.csv >pipe.csv; } 2>/dev/null &
writer=$!
timeout 5 "$jaga" scan pipe.csv --db $db --json >out 2>err
status=$?
kill $writer 2>/dev/null
wait $writer 2>/dev/null
case $status in
0) counts events 2 ;;
2 | 3) says pipe.csv ;;
*) fail "exit $status (124: hangs): $(head -c 300 err)" ;;
esac
still_works
finish

begin closed_standard_input
timeout 20 "$jaga" scan - --db $db >out 2>err <&-
status=$?
exits 3
says -
timeout 20 "$jaga" watch --db $db >out 2>err <&-
status=$?
exits 3
says -
still_works
finish

begin text_file_as_database
echo "shopping list" >$db
run scan good.csv --db $db
exits 3
says $db
[ "$(cat $db)" = "shopping list" ] || fail "the file was changed"
[ ! -e $name.state ] || fail "a state folder was made beside it"
finish

# A database of SQLite with other bytes at an offset of its header.
"$jaga" scan good.csv --db made.db >out 2>err || echo "FAIL made_database: $(cat err)"
patched_database() { # OFFSET BYTES
    cp made.db $db
    # shellcheck disable=SC2059 # the bytes are escapes
    printf "$2" | dd of=$db bs=1 seek="$1" conv=notrunc 2>dd.log || fail "dd: $(cat dd.log)"
    cp $db before.db
    run scan good.csv --db $db
    exits 3
    cmp -s before.db $db || fail "the file was changed"
    [ ! -e $name.state ] || fail "a state folder was made beside it"
}

begin database_of_another_program
patched_database 68 'XXXX'
says $db "another program"
finish

begin database_of_a_newer_jaga
patched_database 60 '\000\000\000\143'
says $db newer
finish

begin damaged_database
head -c 5000 made.db >$db
run scan good.csv --db $db
exits 3
says $db
finish

begin folder_as_database
mkdir $db
run scan good.csv --db $db
exits 2
says $db "is a folder"
finish

begin database_in_a_missing_folder
run scan good.csv --db nowhere/x.db
exits 3
says nowhere/x.db
finish

begin database_without_its_state_folder
cp made.db $db
run scan good.csv --db $db
exits 3
says $name.state
finish

begin state_folder_of_another_database
cp good.csv other.csv
cp made.db $db
run scan other.csv --db elsewhere.db
cp -r elsewhere.state $name.state
run scan other.csv --db $db
exits 3
says $name.state
finish

begin file_in_the_place_of_the_state_folder
echo x >$name.state
run scan good.csv --db $db
exits 3
says $name.state
rm $name.state
still_works
finish

# Root may write everywhere, so the program is run as nobody.
begin read_only_folder
mkdir locked
cp "$jaga" good.csv made.db locked
cp -r made.state locked
chmod 755 "$work" "${TMPDIR:-/tmp}" 2>/dev/null
chmod -R a+rX,a-w locked
as_nobody() {
    if [ "$(id -u)" -eq 0 ]; then
        setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
    else
        "$@"
    fi
}
if ! as_nobody test -x "$work/locked/jaga" 2>/dev/null; then
    skip "no other user to run as, or no way to the program for it"
elif as_nobody touch "$work/locked/x" 2>/dev/null; then
    skip "the folder cannot be locked"
else
    for db in new.db made.db; do
        (cd locked && as_nobody timeout 20 ./jaga scan good.csv --db $db >../out 2>../err)
        status=$?
        exits 3
        says $db
    done
    db=$name.db
    finish
fi
chmod -R u+w locked

# Enough rows that neither the database nor the history fits.
awk -v head=$head 'BEGIN { print head
    for (i = 0; i < 60000; i++)
        printf "b%d,%d,transfer,w%d,%d,p%d\n", i, 1769878800 + i, i * 7919 % 5000, i, i * 31 % 9000
    }' >big.csv

begin file_size_limit
(
    trap '' XFSZ
    ulimit -f 400
    exec timeout 100 "$jaga" scan big.csv --db $db
) >out 2>err
status=$?
exits 3
says "File too large"
run scan big.csv --db $db --json
exits 0
[ $(($(count skipped_rows) + $(count rows))) -eq 60000 ] || fail "rows are lost: $(cat out)"
run scan big.csv --db $db --json
counts skipped_rows 60000
finish

# A disk of one MiB, in a mount namespace of its own that ends with the shell.
begin full_disk
mkdir disk
if ! unshare -m mount -t tmpfs -o size=1m none disk 2>/dev/null; then
    skip "no right to mount a small disk"
else
    # shellcheck disable=SC2016 # the inner shell's variables are meant
    unshare -m sh -c '
        mount -t tmpfs -o size=1m none disk
        timeout 100 "$1" scan big.csv --db disk/x.db >out 2>err
        echo $? >first
        mount -o remount,size=200m disk
        timeout 100 "$1" scan big.csv --db disk/x.db --json >out2 2>err2
        echo $? >second' sh "$jaga"
    status=$(cat first)
    exits 3
    grep -qF "No space left" err || grep -qiF "full" err || fail "no cause in: $(head -c 300 err)"
    [ "$(wc -l <err)" -eq 1 ] || fail "$(wc -l <err) lines of message"
    status=$(cat second)
    cp out2 out
    cp err2 err
    exits 0
    [ $(($(count skipped_rows) + $(count rows))) -eq 60000 ] || fail "rows are lost: $(cat out)"
    finish
fi

begin standard_output_that_is_full
if [ -w /dev/full ]; then
    timeout 20 "$jaga" scan good.csv --db $db >/dev/full 2>err
    status=$?
    exits 3
    says "No space left"
    still_works
    finish
else
    skip "no /dev/full"
fi

# The first stays open because its standard input does.
begin second_jaga_on_the_same_database
mkfifo feed
"$jaga" watch --db $db <feed >out1 2>err1 &
first=$!
exec 3>feed
for _ in $(seq 200); do
    [ -e $name.state/lock ] && ! flock -n $name.state/lock true && break
    sleep 0.05
done
run scan good.csv --db $db
exits 3
says $db "another jaga"
cat good.csv >&3
exec 3>&-
wait $first
status=$?
cp err1 err
exits 0
still_works
finish

begin watch_fed_garbage
head -c 100000 "$jaga" | timeout 20 "$jaga" watch --db $db >out 2>err
status=$?
exits 3
says "line 1" "not text"
{ cat good.csv; head -c 100000 "$jaga"; } | timeout 20 "$jaga" watch --db $db >out 2>err
status=$?
exits 4
[ ! -s out ] || fail "commands out of garbage"
still_works
finish

begin watch_fed_broken_json
{ echo "$ok1"; head -c 100000 "$jaga"; echo; echo "$ok2"; } | timeout 20 "$jaga" watch --db $db >out 2>err
status=$?
exits 4
run query stats --db $db
grep -q '^total  *events  *2$' out || fail "not the two events: $(grep events out | head -n 1)"
still_works
finish

begin watch_fed_a_secret
{ echo "$ok1"; echo '{"pin":"SECRET"}'; echo "$ok2"; } | timeout 20 "$jaga" watch --db $db >out 2>err
status=$?
exits 3
says "line 2" "'pin'" secret
! grep -rq SECRET $name.db* $name.state err out || fail "the secret was kept"
still_works
finish

begin watch_fed_nothing
timeout 20 "$jaga" watch --db $db </dev/null >out 2>err
status=$?
exits 3
says "line 1" empty
still_works
finish

begin missing_map
run scan good.csv --db $db --map nowhere
exits 2
says nowhere
still_works
finish

begin bad_map
printf 'event_id,id,copy,\nts,time,nonsense,\n' >bad_map.map
run scan good.csv --db $db --map bad_map.map
exits 3
says bad_map.map "line 2"
still_works
finish

begin responder_that_cannot_be_opened
run scan good.csv --db $db --respond file:nowhere/commands
exits 3
says nowhere/commands
still_works
finish

begin responder_that_does_not_exist
run scan good.csv --db $db --respond carrier-pigeon
exits 2
says carrier-pigeon
still_works
finish

# A copy is there whole or not at all, and says why not.
begin publish_to_nowhere
run scan good.csv --db $db
run publish nowhere/copy --db $db
exits 3
says nowhere/copy "No such file"
run publish good.csv --db $db
exits 2
says "good.csv is no folder"
mkdir letters
echo dear >letters/one
run publish letters --db $db
exits 2
says "folder of its own"
[ -f letters/one ] || fail "a letter is gone"
run publish copy --db nothing.db
exits 3
says "no database nothing.db"
[ ! -e copy ] && [ ! -e copy.new ] || fail "something was left behind"
finish

begin publish_to_a_full_disk
run scan good.csv --db $db
mkdir -p tiny
if ! unshare -m mount -t tmpfs -o size=64k none tiny 2>/dev/null; then
    skip "mounting needs more rights"
else
    unshare -m sh -c '
        mount -t tmpfs -o size=64k none tiny && mkdir tiny/copy
        "$1" publish tiny/copy --db "$2" 2>err; echo $? >code
        ls tiny tiny/copy | tr "\n" " " >left' sh "$jaga" $db
    status=$(cat code)
    exits 3
    says "disk full"
    [ "$(cat left)" = "tiny: copy  tiny/copy: " ] || fail "left behind: $(cat left)"
    still_works
    finish
fi

begin filters
run scan good.csv --db $db
run query holds --since yesterday --db $db
exits 2
says "--since yesterday" "2026-01-20"
run query holds --limit -1 --db $db
exits 2
says "--limit"
run query stats --account w1 --db $db
exits 2
says "--account"
run query account --db $db
exits 2
says "jaga query account ACCOUNT"
run query account nobody-of-that-name --db $db
exits 2
says "no account of that name"
grep -q nobody err && fail "an id in a message"
finish

begin usage
for words in "" "scan" "scan --nonsense" "scan good.csv --db" "query" "query nonsense" "nonsense"; do
    # shellcheck disable=SC2086 # words are meant
    run $words
    exits 2
    [ -s err ] || fail "jaga $words says nothing"
done
finish

cd / && rm -rf "$work"
