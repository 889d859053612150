# Which value of a single field, or of something simply derived from it, says "thief"?
# usage: awk -v scale=N -f giveaway.awk truth.csv thefts.csv events.csv
#
# A row is a thief's when it moved stolen money or lies inside an attack of less than a day on its
# account. Thieves and named look-alikes were made `scale` times as frequent as they are; their rows
# count 1/scale. For each bucket that has seen eight robbed accounts: the share of its rows that
# are thieves'. Prints "share feature bucket rows accounts", the worst of each feature.
BEGIN { FS = ","; OFS = " " }
FNR == 1 { file++; if (file == 3) { columns = NF; for (i = 1; i <= NF; i++) name[i] = $i }; next }
file == 1 && $2 == "mule_ring" { next }
file == 1 {
    n = ++episodes[$3]
    from[$3, n] = $4; upto[$3, n] = $5; is_benign[$3, n] = $2 ~ /^benign:/
    # Of long stories only the thefts: the owner's own rows lie between.
    is_long[$3, n] = substr($4, 1, 10) != substr($5, 1, 10)
    next
}
file == 2 { theft[$1] = 1; next }

function shape(text,   s) { # what the eye sees of an id
    s = text
    gsub(/[0-9]/, "9", s); gsub(/[a-f]/, "a", s); gsub(/[g-z]/, "z", s); gsub(/[A-Z]/, "Z", s)
    return s
}
function runs(text,   s) { s = shape(text); gsub(/[9a]+/, "*", s); return s "/" length(text) }
function add(feature, bucket,   key) {
    key = feature SUBSEP bucket
    all[key] += weight
    if (who == "thief") {
        bad[key] += weight
        rows[key]++
        if (!((key, $6) in seen)) { seen[key, $6] = 1; robbed[key]++ }
    }
}
{
    who = ""; weight = 1
    for (i = 1; i <= episodes[$6]; i++) {
        if ($2 >= from[$6, i] && $2 <= upto[$6, i] && !is_long[$6, i]) {
            who = is_benign[$6, i] ? "twin" : "thief"
        }
    }
    who = ($1 in theft) ? "thief" : who
    weight = who == "" ? 1 : 1 / scale
    for (i = 1; i <= columns; i++) {
        v = $i; f = name[i]
        add(f " is there", v != "")
        if (f ~ /^(type|status|reason|currency|counterparty_kind|institution|rail|country|channel|auth|actor)$/) {
            add(f, v)
            add("type and " f, $3 " " v)
        } else if (f == "ts") {
            t = substr(v, 12); sub(/[Z+].*/, "", t)
            add("hour", substr(t, 1, 2))
            add("minute", substr(t, 4, 2))
            add("second", substr(t, 7, 2))
            add("last digit of ts", substr(t, length(t)))
            add("millisecond mod 10 and mod 4", substr(t, 10) % 20)
            add("length of ts", length(v))
        } else if (f == "amount" || f == "balance") {
            if (v != "") {
                add(f " trailing zeros", match(v, /0*$/) ? RLENGTH : 0)
                add(f " last three", v % 1000 == 0 ? "000" : v % 500 == 0 ? "500" : v % 100 == 0 ? "00" : "odd")
                add(f " digits", length(v))
                add(f " first digit", substr(v, 1, 1))
                add(f " sum of digits parity", (v % 9) % 2)
            }
        } else if (f == "ip") {
            split(v, octet, ".")
            add("ip first", octet[1])
            add("ip network", octet[1] "." octet[2])
            add("ip last digit", octet[4] % 10)
        } else if (f == "lat" || f == "lon") {
            add(f " shape", shape(v))
            add(f " degree", int(v))
            add(f " last digit", substr(v, length(v)))
        } else if (f == "detail") {
            k = split(v, pair, ";")
            for (j = 1; j <= k; j++) {
                add("detail", pair[j])
                sub(/=.*/, "", pair[j])
                add("detail key", pair[j])
            }
        } else {
            add(f " shape", runs(v))
            add(f " first character", substr(v, 1, 1))
            add(f " last character", substr(v, length(v)))
        }
    }
    # Two ids of one row that are made from one another.
    add("device and session end alike", substr($15, length($15)) == substr($16, length($16)))
}
END {
    for (key in rows) {
        if (robbed[key] < 8) continue
        split(key, part, SUBSEP)
        share = bad[key] / all[key]
        if (share >= worst[part[1]]) {
            worst[part[1]] = share
            line[part[1]] = sprintf("%.4f %-32s %-24s %6d rows %4d accounts", share, part[1], part[2], rows[key], robbed[key])
        }
    }
    for (f in line) print line[f]
}
