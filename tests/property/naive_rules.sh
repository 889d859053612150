#!/bin/sh
# The naive rules that jaga is compared with say what they claim, whatever the log's dialect, and the
# comparison claims to be better only where it is.
set -u
cd "$TMPDIR" || exit 1
rules=$JAGA_SOURCE/bench/naive_rules.sh
evaluator=$JAGA_SOURCE/../shared/tools/evaluate.py
for tool in sqlite3 python3; do
    command -v $tool >/dev/null || {
        echo "skip naive-rules: there is no $tool"
        exit 0
    }
done

# Event ids say what is expected: yN-... is held by rule N, and nothing else is.
cat >log.csv <<'END'
event_id,ts,type,status,account,amount,balance,counterparty,device,ref
a1,2026-01-01T00:00:00Z,login,ok,a,,,,d1,
a2,2026-01-01T09:00:00Z,login,ok,a,,,,d2,
n-first-day-device,2026-01-01T10:00:00Z,transfer,ok,a,900,100,p1,d2,
a3,2026-01-02T08:00:00Z,topup,ok,a,1900,2000,card,d1,
n-old-device,2026-01-02T10:00:00Z,transfer,ok,a,1200,800,p2,d1,
a4,2026-01-05T07:00:00.000001+07:00,login,ok,a,,,,d3,
n-known-payee,2026-01-05T01:00:00Z,transfer,ok,a,500,300,p2,d3,
n-half,2026-01-05T02:00:00Z,transfer,failed,a,150,300,p3,d3,
y1-failed-try,2026-01-05T02:00:01Z,transfer,failed,a,151,300,p3,d3,
y1-before-booking,2026-01-05T02:00:02Z,transfer,pending,a,151,300,p3,d3,
n-booked,2026-01-05T02:00:03Z,transfer,ok,a,151,149,p3,d3,y1-before-booking
n-payment,2026-01-05T03:00:00Z,payment,ok,a,140,9,p4,d3,
a5,2026-01-05T04:00:00Z,topup,ok,a,991,1000,card,d1,
n-other-device,2026-01-05T05:00:00Z,transfer,ok,a,600,400,p5,d1,
y1-last-moment,2026-01-06T00:00:00.000000Z,transfer,ok,a,300,100,p6,d3,
y1-last-moment,2026-01-06T00:00:00.000000Z,transfer,ok,a,300,100,p6,d3,
n-a-day-later,2026-01-06T00:00:00.000001Z,transfer,ok,a,90,10,p7,d3,
b1,2026-01-01T00:00:00Z,login,ok,b,,,,d9,
b2,2026-01-03T10:00:00.5Z,login,failed,b,,,,d9,
b3,2026-01-03T10:10:00Z,login,failed,b,,,,d9,
b4,2026-01-03T10:20:00Z,login,failed,b,,,,d9,
n-three-fails,2026-01-03T10:25:00Z,transfer,ok,b,10,990,q1,d9,
b5,2026-01-03T10:30:00Z,login,failed,b,,,,d9,
n-four-then-payment,2026-01-03T10:59:00Z,payment,ok,b,10,980,q2,d9,
y2-four-fails,2026-01-03T11:00:00.5Z,transfer,ok,b,10,970,q1,d9,
n-three-left,2026-01-03T11:00:00.500001Z,transfer,ok,b,10,960,q1,d9,
c1,2026-01-01T00:00:00Z,login,ok,c,,,,d8,
c2,2026-01-01T12:00:00Z,payment,ok,c,100,,s,d8,
n-first-day-sum,2026-01-01T20:00:00Z,payment,ok,c,501,,s,d8,
y3-failed-try,2026-01-10T00:00:00Z,payment,failed,c,99999,,s,d8,
n-five-times,2026-01-20T00:00:00Z,withdraw,ok,c,2505,,s,d8,
y3-more-than-that,2026-01-31T20:00:00.000000Z,transfer,ok,c,12526,,s,d8,
y3-thirty-days,2026-03-02T20:00:00.000000Z,payment,pending,c,62631,,s,d8,
n-max-forgotten,2026-04-10T00:00:00Z,payment,ok,c,999999,,s,d8,
END

# $1 name, $2 log, $3 pattern of the events wanted: each by its own rule and no other.
held() {
    rm -rf out
    mkdir out
    if ! "$rules" "$2" out >said 2>&1; then
        echo "FAIL naive-rules/$1: $(tail -n 1 said)"
        return
    fi
    grep -o "^y[$3]-[a-z-]*" log.csv | sort -u | sed 's/y\(.\)/\1,&/' >want
    for n in 1 2 3; do
        head -n 1 "out/rule$n.csv" | grep -qx account,ts,kind,score,event_id || echo "rule$n has no header"
        sed 1d "out/rule$n.csv" | sed "s/.*,/$n,/"
    done | sort >got
    if cmp -s want got; then echo "ok naive-rules/$1"
    else echo "FAIL naive-rules/$1: $(diff want got | tr '\n' ' ')"; fi
}

held rfc3339 log.csv 123
{
    head -n 1 log.csv
    sed 1d log.csv | while IFS=, read -r id ts rest; do echo "$id,$(date -d "$ts" +%s%6N),$rest"; done
} >epoch.csv
held epoch-microseconds epoch.csv 123
sed 's/Z,/+00:00,/; s/$/\r/' log.csv >crlf.csv
held other-line-ends-and-offsets crlf.csv 123
cut -d, -f1-6,8- log.csv >no-balance.csv
held without-balances no-balance.csv 23
cut -d, -f1-8,10 log.csv >no-device.csv
held without-devices no-device.csv 23
cut -d, -f1,2,3,5 log.csv >bare.csv
held with-only-what-is-needed bare.csv 9
cut -d, -f2- log.csv >no-id.csv
mkdir -p out
"$rules" no-id.csv out >said 2>&1
if [ $? -eq 2 ] && grep -q 'no column event_id' said; then echo "ok naive-rules/missing-column-is-named"
else echo "FAIL naive-rules/missing-column-is-named: $(tail -n 1 said)"; fi

if [ ! -f "$evaluator" ]; then
    echo "skip naive-rules/claim: there is no evaluator beside the repository"
    exit 0
fi

# Two thefts on b and c; whoever holds at their beginning saves what follows.
mkdir world
cp log.csv world/events.csv
cat >world/truth.csv <<'END'
episode_id,attack_kind,account,t_start,t_end,mule_accounts
e1,x,b,2026-01-03T10:20:00Z,2026-01-03T11:00:00.500001Z,
e2,x,c,2026-01-31T20:00:00Z,2026-03-02T20:00:00Z,
END
cat >world/thefts.csv <<'END'
event_id,episode_id,amount
n-three-fails,e1,10
y2-four-fails,e1,10
y3-more-than-that,e2,100
y3-thirty-days,e2,100
END
head=account,ts,kind,score,event_id
b=b,2026-01-03T10:25:00Z,hold,2,n-three-fails
c=c,2026-01-31T20:00:00Z,hold,1,y3-more-than-that
false=a,2026-01-02T10:00:00Z,hold,3,n-old-device

# $1 name, $2 what jaga holds, $3 what each rule holds, $4 the claim's first words
claims() {
    printf '%s\n' $head $2 >world/jaga.csv
    for n in 1 2 3; do printf '%s\n' $head $3 >world/rule$n.csv; done
    python3 "$JAGA_SOURCE/bench/compare.py" "$evaluator" world >said 2>&1
    if tail -n 1 said | grep -q "^$4"; then echo "ok naive-rules/$1"
    else echo "FAIL naive-rules/$1: $(tail -n 1 said)"; fi
}

claims better-is-said-when-it-is "$b $c" "$b" 'jaga is better at every point'
claims as-good-is-not-better "$b" "$b" 'jaga is not better'
claims worse-is-not-better "$b" "$b $c" 'jaga is not better'
claims a-false-hold-is-not-bought "$b $c $false" "$b" 'jaga is not better'
claims where-the-rule-has-one-too "$b $c $false" "$b $false" 'jaga is better at every point'
