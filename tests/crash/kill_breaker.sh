#!/bin/sh
# kill -9 while the circuit breaker is open: it is open after the restart, and everything ends as without.
set -u
jaga=$1
. "$JAGA_SOURCE/tests/crash/common.sh"

stage() {
    (cd "$1" && exec "$jaga" watch --db w.db --breaker-holds 5 --respond file:out <"$TMPDIR/log.csv") >"$1/said" 2>&1
}

# The breaker opens with the sixth of thirty; half of them are behind it when the killing begins.
awk -v others=60 -v victims=30 -v strong=2 -f "$JAGA_SOURCE/tests/helper/wave.awk" >"$TMPDIR/all.csv"
half=$(grep -n '^w15,' "$TMPDIR/all.csv" | cut -d: -f1)
mkdir "$TMPDIR/open"
head -n "$half" "$TMPDIR/all.csv" >"$TMPDIR/log.csv"
stage "$TMPDIR/open" || echo "FAIL crash/breaker: the first half"
before=$("$jaga" query stats --db "$TMPDIR/open/w.db" | sed -n 's/.*breaker_step_ups *//p')
[ "${before:-0}" -ge 5 ] || echo "FAIL crash/breaker: it is not open before the kills"
{ head -n 1 "$TMPDIR/all.csv" && sed "1,${half}d" "$TMPDIR/all.csv"; } >"$TMPDIR/log.csv"
cp -r "$TMPDIR/open" "$TMPDIR/whole"
stage "$TMPDIR/whole" && conclude "$TMPDIR/whole"
asked=$(grep -c '"note":"breaker"\|note"":""breaker' "$TMPDIR/whole/canonical")
[ "$asked" -ge 20 ] || echo "FAIL crash/breaker: it turned down $asked"
kill_everywhere crash/breaker "$TMPDIR/open" "$TMPDIR/whole"
