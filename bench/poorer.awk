# A log that says less than it could (-v seed=N): wallets differ in what they write down. Which columns stay empty is
# drawn from the seed, the same by every awk.
function drawn_below(permille) { state = (state * 16807) % 2147483647; return state * 1000 < permille * 2147483647 }
BEGIN {
    state = seed * 7919 + 1
    for (i = 0; i < 8; i++) drawn_below(0)
    columns = split("balance auth session ip country lat lon instrument institution rail reason fee channel detail", of, " ")
    for (i = 1; i <= columns; i++) if (drawn_below(300)) empty[of[i]] = 1
    if (drawn_below(250)) empty["device"] = 1
}
FNR == 1 { for (i = 1; i <= NF; i++) if ($i in empty) out[i] = 1; print; next }
{ for (i in out) $i = ""; print }
