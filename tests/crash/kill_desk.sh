#!/bin/sh
# kill -9 at every step of every act of the desk on a theft: afterwards the database is what it was
# before the act or what it is after it, and an act that was lost can be done again.
set -u
jaga=$1
command -v sqlite3 >/dev/null || { echo "skip crash/desk: no sqlite3"; exit 0; }
. "$JAGA_SOURCE/tests/helper/desk_story.sh"
begin_desk || exit 1
rm -f said
story_acts >"$TMPDIR/acts"

# All that an act writes: what was concluded, each row of the desk, each message. A call's code is drawn
# anew by whoever dials.
write_down() {
    "$jaga" query canonical --db t.db --format csv &&
        sqlite3 t.db "SELECT seq, at_us, actor, agent, session, case_id, task_id, kind, ref, from_state, to_state, number,
                             until_us, iif(kind = 'dial', 'a code', text) FROM desk_event ORDER BY seq; SELECT * FROM case_desk;
                      SELECT hold_id, state, scope FROM hold ORDER BY 1;
                      SELECT kind, account, hold_id, state FROM outbox ORDER BY 1, 2, 3;"
}
kills=0 bad=0
while IFS= read -r act; do
    write_down >../before
    rm -rf ../whole && cp -r . ../whole
    (cd ../whole && JAGA_CRASH_LOG=../steps do_act "$act" >../said 2>&1 && write_down >../after) </dev/null ||
        { echo "FAIL crash/desk: $act: $(tail -n 1 ../said)"; exit 1; }
    step=1
    while :; do
        rm -rf ../try && cp -r . ../try
        (cd ../try && JAGA_CRASH_AT=$step do_act "$act") </dev/null >../said 2>&1
        [ $? -eq 137 ] || break
        kills=$((kills + 1))
        (
            cd ../try && write_down >../found || exit 1
            if cmp -s ../found ../before; then
                do_act "$act" >../said 2>&1 && write_down >../found
            fi
            cmp -s ../found ../after
        ) </dev/null || { echo "FAIL crash/desk: killed at step $step of $act"; bad=1; }
        step=$((step + 1))
    done
    cp -r ../whole/. . # the next act
done <"$TMPDIR/acts"
[ $kills -ge 50 ] || { echo "FAIL crash/desk: only $kills kills"; bad=1; }
verified=$("$jaga" verify --db t.db 2>&1) || { echo "FAIL crash/desk: $verified"; bad=1; }
[ $bad -eq 1 ] || echo "ok crash/desk: $kills kills in $(wc -l <"$TMPDIR/acts") acts"
