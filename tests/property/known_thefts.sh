#!/bin/sh
# Money that others let be stolen is followed to where they let it go: PaySim's mules that cash out what
# they were sent, AMLSim's rings. Neither is part of this repository; without them this skips.
set -u
jaga=$1
data=$JAGA_SOURCE/../shared/data
rows=${JAGA_REAL_ROWS:-20000}
cd "$TMPDIR" || exit 1

for tool in zstd python3; do
    command -v $tool >/dev/null || { echo "skip known_thefts: needs $tool"; exit 0; }
done

# $1: a folder, $2: a file in it; whether it is there
is_here() {
    [ -f "$data/$1/$2" ] && return 0
    echo "skip known_thefts/$1: the public log is not on this machine"
    return 1
}

check() { # $1: its name, as the program knows it; the rest: its files
    if python3 "$JAGA_SOURCE/tests/property/known_thefts.py" "$jaga" "$@" >found 2>said; then
        echo "ok known_thefts/$1: $(cat found)"
    else echo "FAIL known_thefts/$1: $(tail -n 3 said | tr '\n' ' ')"; fi
}

if is_here paysim paysim_96h.csv.zst; then
    if [ "$rows" = all ]; then rows=2000000; fi
    zstd -dcq "$data/paysim/paysim_96h.csv.zst" 2>/dev/null | head -n $((rows + 1)) >paysim.csv
    check paysim paysim.csv
fi
if is_here amlsim/cycle200 transactions.csv.zst; then
    for part in nodes transactions; do zstd -dcq "$data/amlsim/cycle200/$part.csv.zst" >$part.csv; done
    check amlsim nodes.csv transactions.csv
fi
