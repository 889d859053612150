#!/bin/sh
# kill -9 at every step of a publish: readers find the old copy or the new one, whole, and the next
# publish succeeds. Then publishes one after the other beside a running watch.
set -u
jaga=$1
. "$JAGA_SOURCE/tests/crash/common.sh"
cd "$TMPDIR" || exit 1
make_log 0 20 >first.csv
make_log 0 40 >log.csv
"$jaga" scan first.csv --db w.db >said 2>&1 || echo "FAIL crash/publish: $(tail -n 1 said)"
"$jaga" publish old --db w.db >said 2>&1 || echo "FAIL crash/publish: $(tail -n 1 said)"
"$jaga" scan log.csv --db w.db >said 2>&1 || echo "FAIL crash/publish: $(tail -n 1 said)"
"$jaga" publish new --db w.db >said 2>&1 || echo "FAIL crash/publish: $(tail -n 1 said)"

print() { # what a copy says: its database by SQL, and its lists
    "$jaga" query canonical --db "$1/w.db" --format csv && cat "$1"/*.csv
}
print old >old.says
print new >new.says
cmp -s old.says new.says && echo "FAIL crash/publish: both copies say the same"

cp -r old count
JAGA_CRASH_LOG=$TMPDIR/steps "$jaga" publish count --db w.db >said 2>&1
steps=$(wc -l <steps)
bad=0 seen_old=0 n=0
while [ "$n" -lt "$steps" ]; do
    n=$((n + 1))
    why=
    rm -rf run run.new
    cp -r old run
    JAGA_CRASH_AT=$n "$jaga" publish run --db w.db >said 2>&1
    [ $? -eq 137 ] || why="was not killed"
    print run >run.says 2>&1
    if cmp -s run.says old.says; then seen_old=$((seen_old + 1))
    elif ! cmp -s run.says new.says; then why="neither the old copy nor the new one is there"; fi
    "$jaga" publish run --db w.db >said 2>&1 || why=$(tail -n 1 said)
    print run >run.says 2>&1
    cmp -s run.says new.says || why="publishing again did not mend it"
    [ ! -e run.new ] || why="something is left beside it"
    [ -z "$why" ] || { echo "FAIL crash/publish: killed at step $n ($(sed -n "${n}p" steps)): $why"; bad=1; }
done
[ "$seen_old" -ge 4 ] && [ "$seen_old" -lt "$steps" ] ||
    { echo "FAIL crash/publish: $seen_old of $steps kills left the old copy"; bad=1; }
[ "$bad" -ne 0 ] || echo "ok crash/publish: killed at each of $steps steps"

# Beside a watch: every copy is whole, and holds grow from one to the next.
rm -rf live.db live.state
mkfifo pipe
"$jaga" watch --db live.db --respond file:live.out <pipe >watch.said 2>&1 &
watch=$!
exec 3>pipe
bad= last=0
for part in 1 2 3 4 5 6; do
    sed -n "$((part == 1 ? 1 : (part - 1) * 80 + 1)),$((part * 80))p" log.csv >&3
    # After the first part the watch may still be making its database.
    tries=$([ "$part" -eq 1 ] && echo 1000 || echo 3)
    until "$jaga" publish copy --db live.db >said 2>&1; do
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] || { bad="publish beside a watch: $(tail -n 1 said)"; break; }
    done
    [ -f copy/live.db ] || continue
    holds=$("$jaga" query holds --db copy/live.db --format csv | wc -l)
    [ "$holds" -eq "$(wc -l <copy/holds.csv)" ] || bad="database and list differ"
    [ "$holds" -ge "$last" ] || bad="a later copy knows less"
    [ ! -e copy/live.db-wal ] || bad="the copy has a write-ahead log"
    last=$holds
done
exec 3>&-
wait "$watch" || bad="the watch failed: $(tail -n 1 watch.said)"
"$jaga" publish copy --db live.db >said 2>&1 || bad=$(tail -n 1 said)
"$jaga" query canonical --db live.db --format csv >live.says
"$jaga" query canonical --db copy/live.db --format csv | cmp -s - live.says || bad="the last copy differs"
[ "$(stat -c %a copy/live.db)" = 640 ] || bad="the copy's mode is $(stat -c %a copy/live.db)"
if [ -n "$bad" ]; then echo "FAIL crash/publish-live: $bad"; else echo "ok crash/publish-live"; fi

mkdir mine
touch mine/letter
if "$jaga" publish mine --db w.db >said 2>&1 || [ ! -f mine/letter ] || ! grep -q "of its own" said; then
    echo "FAIL crash/publish-foreign: a folder with other things in it was taken"
else echo "ok crash/publish-foreign"; fi
