#!/bin/sh
# Every setting acts, and what was decided under one stays decided under it: a run with other
# settings goes on under those, and running the log again does not.
set -u
jaga=$1
cd "$TMPDIR" || exit 1
# The sample, and in it what it lacks: two customers who fail their challenges; one who proves who he
# is with a phone that he had for long, after which what was held is seen twice more; and at the end
# the report of a customer about whom nothing was decided.
sample=$JAGA_SOURCE/datasets/sample/events.csv
quiet=$(awk -F, 'NR == 2 { print $6 }' "$sample")
log=log.csv
row() { echo "$1,$2+07:00,$3,$4,,$5,,,,,,,,,$6,,,,app,$7,customer,$8,"; }
again() { # $1 the day, $2 the device
    awk -F, -v OFS=, -v day="$1" -v device="$2" '
        $6 == "W81318" && $2 >= "2026-01-19T18:19" && $2 < "2026-01-19T18:23" {
            sub(/^TX/, device, $1); sub(/2026-01-19/, day, $2); $15 = device; print }' "$sample"
}
{
    row n1 2026-01-19T18:30:00 hold_expired ok W81318 "" none X7JR7PJFCKNAWX2EM4QSW2YIBQ
    row n2 2026-01-19T18:40:00 step_up ok W81318 a:8aee03974614b85 biometric ""
    row n3 2026-01-20T08:00:00 step_up failed n-three "" pin ""
    row n4 2026-01-20T08:25:00 step_up failed n-three "" pin ""
    row n5 2026-01-20T08:50:00 step_up failed n-three "" pin ""
    row n6 2026-01-20T09:00:00 step_up failed n-two "" pin ""
    row n7 2026-01-20T09:01:00 step_up failed n-two "" pin ""
    again 2026-01-20 n-phone
    again 2026-01-21 n-tablet
} >new.csv
{
    awk -F, 'NR == FNR { new[++n] = $0; ts[n] = $2; next }
        { while (FNR > 1 && at < n && ts[at + 1] < $2) print new[++at]; print }' new.csv "$sample"
    tail -n 1 "$sample" | awk -F, -v account="$quiet" '
        { print "told," $2 ",customer_report,ok,," account ",,,,,,,,,,,,app,none,," }'
} >log.csv
head -n 7001 log.csv >first.csv

# What came out, without what differs between two equal runs.
answer() { # $1 database; the summary is in $1.json
    sed 's/"seconds":[0-9.e-]*/"seconds":0/' "$1.json"
    "$jaga" query canonical --db "$1.db" --format csv
}
scan() { # $1 database, $2 file, then flags
    db=$1 file=$2
    shift 2
    "$jaga" scan "$file" --db "$db.db" --json "$@" >"$db.json" 2>"$db.err"
    case $? in 0 | 4) ;; *) echo "FAIL property: scan of $db: $(tail -n 1 "$db.err")" ;; esac
}
verdict() { # $1 name, $2 exit status of the check, $3 why
    if [ "$2" -eq 0 ]; then echo "ok $1"; else echo "FAIL $1: $3"; fi
}

# ---- each setting changes something

# The sample has few holds and none that is strong, few step-ups and no two in a row: some settings
# are tried where more is asked for.
start_of() {
    case $1 in
    strong-belief | strong-hold-life) echo --step-up-belief 0.2 --hold-belief 0.3 --strong-belief 0.35 ;;
    step-up-pause) echo --alert-belief 0.02 --step-up-belief 0.03 ;;
    cool-off | factor-age) echo --step-up-belief 0.2 --hold-belief 0.4 ;;
    recalled-share | wrong-hold-cost | breaker-holds)
        echo --step-up-belief 0.2 --hold-belief 0.3 ;;
    wrong-hold-share) echo --step-up-belief 0.2 --hold-belief 0.25 --recalled-share 0 --wrong-hold-cost 0 ;;
    wrong-hold-currency) echo --step-up-belief 0.2 --hold-belief 0.3 --wrong-hold-cost 1000000000 ;;
    explore-share) echo --step-up-belief 0.2 --hold-belief 0.3 ;;
    explore-most) echo --step-up-belief 0.2 --hold-belief 0.3 --explore-share 1 --explore-most 1000000000 ;;
    breaker-share) echo --step-up-belief 0.2 --hold-belief 0.3 --breaker-holds 0 ;;
    esac
}

other='alert-belief 0.2
step-up-belief 0.6
hold-belief 0.9
strong-belief 0.31
medium-hold-life 10 min
strong-hold-life 2 h
report-hold-life 5 d
step-up-pause 1 d
alert-pause 0 s
incident-gap 1 min
report-reach 3 d
case-life 1 min
cool-off 0 s
factor-age 365 d
failed-step-ups 2
failed-step-up-span 10 min
recalled-share 0
wrong-hold-cost 1000000000
wrong-hold-currency USD
wrong-hold-share 1
breaker-holds 0
breaker-share 1
explore-share 1
explore-most 1
lateness 0 s
dedupe-horizon 1 min
future-limit 1 min
hotline-utc-offset -05:00
most-accounts 5
most-entities 5
most-event-ids 100
default-currency JPY
command-age 3660 d
model wallet'
scan usual "$log"
answer usual >usual.answer
"$jaga" config --json | sed 's/^{"name":"\([^"]*\)".*/\1/' >names
while read -r name; do
    value=$(echo "$other" | sed -n "s/^$name //p")
    if [ -z "$value" ]; then
        echo "FAIL property/setting-acts/$name: this test knows no other value for it"
        continue
    fi
    # shellcheck disable=SC2046 # options, a word each
    scan "b-$name" "$log" $(start_of "$name")
    # shellcheck disable=SC2046
    scan "s-$name" "$log" $(start_of "$name") "--$name" "$value"
    answer "b-$name" >base.answer
    answer "s-$name" >"s-$name.answer"
    ! cmp -s base.answer "s-$name.answer"
    verdict "property/setting-acts/$name" $? "$value gives what the default gives"
    rm -rf "s-$name".* "b-$name".*
done <names

# ---- the file does what the flags do

"$jaga" config --yaml >usual.yaml
scan file "$log" --config usual.yaml
answer file | cmp -s - usual.answer
verdict property/printed-file-is-the-default $? "it decides something else"
sed 's/^hold-belief: .*/hold-belief: 0.8/' usual.yaml >strict.yaml
scan strict-file "$log" --config strict.yaml
scan strict-flag "$log" --hold-belief 0.8
answer strict-file >a
answer strict-flag | cmp -s - a
verdict property/file-and-flag-are-one $? "they decide differently"
scan flag-wins "$log" --config strict.yaml --hold-belief 0.65
answer flag-wins | cmp -s - usual.answer
verdict property/flag-beats-file $? "it does not"

# ---- a change holds from there on, and the log remembers

scan change first.csv --hold-belief 0.9
"$jaga" query canonical --db change.db --format csv | grep '^decision' >before
scan change "$log"
grep -q 'hold-belief is 0.65 from here on; the last run had 0.9' change.err
verdict property/change-is-told $? "$(head -n 1 change.err)"
"$jaga" query canonical --db change.db --format csv | grep '^decision' >after
[ -s before ] && [ "$(grep -cxFf before after)" -eq "$(wc -l <before)" ]
verdict property/earlier-decisions-stay $? "some changed"
"$jaga" query settings --db change.db --format csv | awk -F, '$3 == "hold-belief"' >held
[ "$(wc -l <held)" -eq 2 ] && tail -n 1 held | grep -q ',hold-belief,0.65,0.9'
verdict property/database-knows-both $? "$(cat held)"

# Without its snapshot the whole log runs again, each part under its own settings, and every decision
# is compared with the stored one.
rm change.state/snapshot
scan change "$log"
"$jaga" query canonical --db change.db --format csv | grep '^decision' | cmp -s - after
verdict property/replay-uses-the-log $? "decisions changed"

# Killed behind the change, it goes on as if nothing had been.
scan killed first.csv --hold-belief 0.9
cp -r killed.db k.db && cp -r killed.state k.state
scan killed "$log" --lateness '1 h' --case-life '2 d'
answer killed | grep -v '^{' >killed.answer
for step in 2 9 30 90; do
    rm -rf t.* && cp -r k.db t.db && cp -r k.state t.state
    JAGA_CRASH_AT=$step "$jaga" scan "$log" --db t.db --lateness '1 h' --case-life '2 d' >/dev/null 2>&1
    [ $? -ne 0 ] || echo "FAIL property/killed-behind-a-change/$step: was not killed"
    scan t "$log" --lateness '1 h' --case-life '2 d'
    answer t | grep -v '^{' | cmp -s - killed.answer &&
        [ "$("$jaga" query settings --db t.db --format csv | wc -l)" -eq \
            "$("$jaga" query settings --db killed.db --format csv | wc -l)" ]
    verdict "property/killed-behind-a-change/$step" $? "another answer"
done

# ---- what is fixed at birth

"$jaga" scan "$log" --db usual.db --most-accounts 99 >said 2>&1
status=$?
[ $status -eq 2 ] && grep -q 'was made with most-accounts 16777216' said
verdict property/caps-are-fixed-at-birth $? "exit $status, $(cat said)"
scan small first.csv --most-accounts 99
scan small "$log"
[ "$("$jaga" query stats --db small.db --format csv | grep -c ',accounts,99,')" -ge 1 ]
verdict property/caps-are-remembered $? "$("$jaga" query stats --db small.db --format csv | grep accounts)"
