# A log whose ids begin with a name of their own (-v of=NAME-): made-up wallets number their accounts and events
# alike. What device and address say they may share.
FNR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; print; next }
{
    $at["event_id"] = of $at["event_id"]
    $at["account"] = of $at["account"]
    if ($at["ref"] != "") $at["ref"] = of $at["ref"]
    if ($at["counterparty"] != "") $at["counterparty"] = of $at["counterparty"]
    print
}
