# For the scripts about the desk: a theft and what two people do about it. Sourced, not run.
# Needs: $jaga, $TMPDIR; works in a folder of its own.

N=00000018
export JAGA_DESK_NOW_US=1773833580000000

begin_desk() {
    rm -rf "$TMPDIR/desk" && mkdir "$TMPDIR/desk" && cd "$TMPDIR/desk" || return 1
    cp "$JAGA_SOURCE/tests/golden/desk/log.csv" log.csv
    "$jaga" scan log.csv --db t.db --act >said 2>&1 || { echo "FAIL desk: $(tail -n 1 said)"; return 1; }
    printf 'account,lang,tz,tier,opened_at,contact\nrina,id,Asia/Jakarta,,2024-01-01T00:00:00Z,phone:tok1:2024-01-01T00:00:00Z;email:tok2:2024-01-01T00:00:00Z\n' >accounts.csv
    {
        "$jaga" desk agent sari --role supervisor --languages id,en --session of-sari --db t.db &&
            "$jaga" desk agent budi --languages id,en --db t.db --as sari --session of-sari &&
            "$jaga" desk agent tono --languages id,en --db t.db --as sari --session of-sari &&
            "$jaga" desk directory accounts.csv --db t.db --as sari --session of-sari
    } >said 2>&1 || { echo "FAIL desk: $(tail -n 1 said)"; return 1; }
}

# One act a line: who, the act, its words, with | between them.
story_acts() {
    cat <<ACTS
budi|next
budi|call|$N|dial|tok1
budi|call|$N|answered
budi|call|$N|code
budi|verify|$N|C1
budi|verify|$N|K|failed
budi|verify|$N|D
budi|verify|$N|C2
budi|flag|$N|vulnerable
budi|mark|$N|rest|not-mine
budi|outcome|$N|theft|--note|the SIM was swapped
budi|recovered|$N|--reason|the receiver paid it back
budi|restore|$N|credentials
budi|restore|$N|second-factor
budi|restore|$N|devices
budi|restore|$N|contacts
budi|restore|$N|linked
budi|restore|$N|payees
budi|release|$N|--reason|put right
sari|show|$N
sari|approve|$N|--reason|the evidence is complete
ACTS
}

# $1: a line of story_acts; in the folder with t.db.
do_act() {
    (
        IFS='|'
        # The words are split at | on purpose.
        # shellcheck disable=SC2086
        set -- $1
        who=$1
        shift
        exec "$jaga" desk "$@" --db t.db --as "$who" --session "of-$who"
    )
}
