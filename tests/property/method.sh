#!/bin/sh
# docs/method.md lists the signals as the program knows them and the weights as they are shipped.
set -u
cd "$TMPDIR" || exit 1
"$JAGA_SOURCE/scripts/method_signals.sh" "$1" >want 2>&1 || echo "FAIL method: $(tail -n 1 want)"
sed -n '/^<!-- signals: written/,/^<!-- signals: end/p' "$JAGA_SOURCE/docs/method.md" | sed '1d;$d' >got
rows=$(grep -c '^| `' want)
if [ "$rows" -ne "$("$1" signals --json | wc -l)" ]; then echo "FAIL method: only $rows signals are listed"
elif cmp -s want got; then echo "ok method/signals-are-current"
else echo "FAIL method/signals-are-current: run scripts/method_signals.sh JAGA --update: $(diff got want | sed -n 2p)"; fi
