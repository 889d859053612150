#!/bin/sh
# Stolen money is counted once. The cases are those of one database throughout; only the history that
# their money is traced through is changed: a transfer between two wallets told by both or by its sender
# alone, everything pending, everything reversed at once.
set -u
jaga=$1
cd "$TMPDIR" || exit 1

# $1: a log. Leaves the cases of this world, with the money as this log tells it, in `cases`.
trace_through() {
    rm -rf other.db other.state
    "$jaga" scan "$1" --db other.db >said 2>&1 || echo "FAIL trace: $(tail -n 1 said)"
    cp world.db mixed.db
    rm -rf mixed.state
    mkdir mixed.state
    cp other.state/history mixed.state/
    "$jaga" query cases --db mixed.db --format csv >cases || echo "FAIL trace: no answer"
}

# Prints the columns named by the rest, of the CSV file $1; no quoted field is among them.
columns() {
    file=$1
    shift
    awk -F, -v names="$*" 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; n = split(names, want, " "); next }
        { for (i = 1; i <= n; i++) printf "%s%s", $at[want[i]], i < n ? " " : "\n" }' "$file"
}

# All money that left each case's account between `since` and `until`, each event once, less what a
# refund of the whole amount brought back.
add_up() {
    columns whole number account since until |
        awk -F, '
        function ms(text, zone, a) { # RFC 3339, UTC or +07:00
            zone = sub(/\+07:00$/, "", text) ? 7 * 3600 : 0
            gsub(/[-:TZ]/, " ", text); split(text, a, " ")
            return (mktime(a[1] " " a[2] " " a[3] " " a[4] " " a[5] " " int(a[6])) - zone) * 1000 + \
                   int((a[6] - int(a[6])) * 1000 + 0.5)
        }
        NR == FNR { split($0, w, " "); n++; number[n] = w[1]; who[n] = w[2]
                    since[n] = ms(w[3]); till[n] = ms(w[4]); mine[w[2]] = 1; next }
        FNR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
        !mine[$at["account"]] || seen[$at["event_id"]]++ || $at["status"] != "ok" { next }
        $at["type"] == "refund" && ($at["ref"] in part) && amount[$at["ref"]] == $at["amount"] {
            sum[part[$at["ref"]]] -= $at["amount"]; delete part[$at["ref"]] }
        $at["type"] ~ /^(transfer|withdraw|payment|fee)$/ {
            t = ms($at["ts"])
            for (i = 1; i <= n; i++) {
                if (who[i] == $at["account"] && t >= since[i] && t <= till[i]) {
                    part[$at["event_id"]] = i; amount[$at["event_id"]] = $at["amount"]
                    sum[i] += $at["amount"]; break } } }
        END { for (i = 1; i <= n; i++) printf "%s %.2f\n", number[i], sum[i] }' - "$1"
}

check() { # $1 name, $2 what, $3 and $4: files that must be equal
    if cmp -s "$3" "$4"; then echo "ok trace/$1: $2"
    else echo "FAIL trace/$1: $2: $(diff "$3" "$4" | head -n 3 | tr '\n' ' ')"; fi
}

mirrored=0
for seed in 1 2 3 5; do
    rm -rf gen world.db world.state
    "$jaga" gen --accounts 400 --days 40 --seed $seed --attacks 60 --out gen >said 2>&1
    "$jaga" scan gen/events.csv --db world.db >said 2>&1 || echo "FAIL trace: $(tail -n 1 said)"
    "$jaga" query cases --db world.db --format csv >whole
    [ "$(wc -l <whole)" -gt 10 ] || echo "FAIL trace/$seed: only $(wc -l <whole) lines of cases"

    awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
             NR == 1 || $at["type"] != "receive" || $at["ref"] == ""' gen/events.csv >once.csv
    [ "$(wc -l <once.csv)" -eq "$(wc -l <gen/events.csv)" ] || mirrored=$((mirrored + 1))
    trace_through once.csv
    check "$seed" "told once or twice, the same" whole cases

    columns whole number stolen at_rest gone scattered |
        awk '{ printf "%s %.2f\n", $1, $3 + $4 + $5 }' >parts
    columns whole number stolen | awk '{ printf "%s %.2f\n", $1, $2 }' >stolen
    check "$seed" "stolen is the sum of where it is" stolen parts
    TZ=UTC add_up gen/events.csv >sums
    # Less, where some of it had been stolen from somebody else before: it is of that case.
    paste -d ' ' stolen sums | awk '{ n++; more += $2 > $4; equal += $2 == $4; money += $2 > 0 }
        END { print n, more, equal, money; exit !(more == 0 && equal >= 0.9 * n && money > n / 2) }' >how &&
        echo "ok trace/$seed: stolen is what left in that time" ||
        echo "FAIL trace/$seed: cases, of them with too much, equal, with money: $(cat how)"

    awk '{ print $1, "0.00" }' stolen >nothing
    sed 's/,\(transfer\|withdraw\|payment\|fee\),ok,/,\1,pending,/' gen/events.csv >pending.csv
    trace_through pending.csv
    columns cases number stolen | awk '{ printf "%s %.2f\n", $1, $2 }' >now
    check "$seed" "pending moves nothing" nothing now

    # Each movement is taken back by a row of its own right behind it.
    awk -F, -v OFS=, '
        NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
        { print }
        NR > 1 && $at["status"] == "ok" && $at["type"] ~ /^(transfer|withdraw|payment|fee)$/ {
            $at["ref"] = $at["event_id"]; $at["event_id"] = $at["event_id"] "r"
            $at["status"] = "reversed"; print }' once.csv >reversed.csv
    trace_through reversed.csv
    columns cases number stolen at_rest gone scattered |
        awk '{ printf "%s %.2f\n", $1, $2 + $3 + $4 + $5 }' >now
    check "$seed" "reversed is given back" nothing now
done
[ $mirrored -ge 2 ] || echo "FAIL trace/mirrored: only $mirrored of the worlds tell a transfer twice"
