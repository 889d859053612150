# A wallet's ledger in small, for scripts/demo-case.sh: reads commands, one JSON object a line, carries out
# each once and in order, and answers with rows of the log. What it holds stands in the file `state`.
# usage: awk -f demo-ledger.awk -v state=FILE -v now=EPOCH commands.ndjson >answers.csv
function value(name,   at, rest) {
    at = index($0, "\"" name "\":")
    if (at == 0) return ""
    rest = substr($0, at + length(name) + 3)
    if (substr(rest, 1, 1) == "\"") {
        rest = substr(rest, 2)
        return substr(rest, 1, index(rest, "\"") - 1)
    }
    match(rest, /^[0-9.]+/)
    return substr(rest, 1, RLENGTH)
}
# A change of a hold is answered by the name of the command, everything else by that of the hold.
function answer(type, reason) {
    printf "L-%s,%s,%s,ok,%s,%s,%s\n", command, now, type, account,
        (op == "PLACE" || type == "release_ack" ? hold : command), reason
}
BEGIN {
    while ((getline line <state) > 0) {
        split(line, field, " ")
        if (field[1] == "seen") seen[field[2]] = 1
        if (field[1] == "fence") fence[field[2]] = field[3]
        if (field[1] == "hold") { scope[field[2]] = field[3]; owner[field[2]] = field[4] }
    }
    close(state)
    print "event_id,ts,type,status,account,ref,reason"
}
{
    command = value("cmd_id"); account = value("account"); hold = value("hold_id"); op = value("op")
    if (command == "" || command in seen) next
    seen[command] = 1
    number = value("acct_cmd_seq")
    # Numbers of 16 digits are compared as text of the same length.
    if (account in fence && ("" number) <= ("" fence[account])) { answer("hold_nack", "STALE_SEQ"); next }
    fence[account] = number
    if (op == "PLACE" || op == "UPGRADE") {
        if (value("scope") != "SESSION_KILL") { scope[hold] = value("scope"); owner[hold] = account }
        answer("hold_ack", "")
    } else if (op == "RELEASE") {
        delete scope[hold]
        answer("release_ack", "")
    } else
        answer("hold_ack", "")
}
END {
    printf "" >state
    for (one in seen) print "seen", one >state
    for (one in fence) print "fence", one, fence[one] >state
    for (one in scope) print "hold", one, scope[one], owner[one] >state
}
