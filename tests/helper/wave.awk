# A wave of thefts as an event log: awk -v others=50000 -v victims=200 -v strong=10 -f wave.awk
# Victims have paid in shops for twelve days. On the thirteenth, within one clock hour, all others act
# once; then, over half an hour, each victim's wallet is emptied from a new device to a stranger of its
# own, which is medium evidence. Amid the last of them so many more, strong ones, have their SIM and
# PIN replaced first, and three victims call. One straggler follows when the wave is 25 minutes over and one when it is 65.
function row(id, t, type, account, rest) {
    printf "%s,%d,%s,ok,%s,%s\n", id, t, type, account, rest
}
function emptied(id, t, account) {
    row(id, t, "transfer", account, "900000,IDR,0,for-" account ",wallet,thief-of-" account)
}
BEGIN {
    start = 1767200400 # a full hour
    print "event_id,ts,type,status,account,amount,currency,balance,counterparty,counterparty_kind,device"
    split("late later", stragglers)
    for (day = 0; day < 12; day++) {
        t = start + day * 86400
        for (v = 0; v < victims + strong + 2; v++) {
            account = v < victims ? "v" v : v < victims + strong ? "s" v - victims : stragglers[v - victims - strong + 1]
            row("d" day "-" v, t + v, "payment", account, \
                (10 + (day * 7 + v) % 9) "000,IDR,900000,shop" (day + v) % 3 ",merchant,phone-" account)
        }
    }
    hour = start + 12 * 86400
    for (a = 0; a < others; a++) {
        row("o" a, hour + int(a * 600 / others), "payment", "o" a, "15000,IDR,900000,shop" a % 3 ",merchant,phone-o" a)
    }
    for (v = 0; v < victims; v++) {
        emptied("w" v, hour + 600 + int(v * 1800 / victims), "v" v)
    }
    for (s = 0; s < strong; s++) {
        account = "s" s
        t = hour + 2400 + s
        row("s" s "a", t, "sim_change", account, ",,,,,")
        row("s" s "b", t + 60, "pin_reset", account, ",,,,,thief-of-" account)
        row("s" s "c", t + 120, "login", account, ",,,,,thief-of-" account)
        emptied("s" s "d", t + 180, account)
    }
    for (v = victims - 3; v < victims; v++) {
        row("r" v, hour + 2700, "customer_report", "v" v, ",,,,,phone-v" v)
    }
    emptied("late", hour + 3900, "late")
    emptied("later", hour + 6300, "later")
}
