#!/bin/sh
# A packed log is the log: gzip and zstd, by their first bytes and under any name, in several pieces,
# mixed with plain files, through a pipe a byte at a time, grown, and cut and made whole again.
set -u
jaga=$1
cd "$TMPDIR" || exit 1
pack=$JAGA_BUILD/tests/helper/pack
head -n 6001 "$JAGA_SOURCE/datasets/sample/events.csv" >all.csv
head -n 2001 all.csv >first.csv
sed 1,2001d all.csv >rest
{ head -n 1 all.csv; cat rest; } >second.csv

answer() { "$jaga" query canonical --db "$1.db" --format csv | grep -v '^"*\(outbox\|fence\)' >"$1.answer"; }
same() { # NAME DATABASE [WANTED]
    answer "$2"
    if [ ! -s "${3:-want}.answer" ]; then echo "FAIL $1: nothing was decided"
    elif cmp -s "${3:-want}.answer" "$2.answer"; then echo "ok $1"
    else echo "FAIL $1: $(diff "${3:-want}.answer" "$2.answer" | head -n 2 | tr '\n' ' ')"; fi
}
quiet() { "$jaga" "$@" >said 2>&1 || echo "FAIL property: jaga $*: $(tail -n 1 said)"; }
count() { sed -n "s/.*\"$1\":\([0-9]*\).*/\1/p" said; }

quiet scan all.csv --db want.db
answer want
for form in gz zst; do
    "$pack" $form <all.csv >"all.$form"
    quiet scan "all.$form" --db $form.db
    same property/packed-$form $form

    { "$pack" $form <first.csv; "$pack" $form </dev/null; "$pack" $form <rest; } >pieces.csv
    quiet scan pieces.csv --db pieces-$form.db
    same property/pieces-under-any-name-$form pieces-$form

    "$JAGA_BUILD/tests/helper/drip" <pieces.csv | "$jaga" scan - --db drip-$form.db >said 2>&1 ||
        echo "FAIL property: drip $form: $(tail -n 1 said)"
    same property/one-packed-byte-at-a-time-$form drip-$form

    "$jaga" watch --db watch-$form.db <"all.$form" >said 2>&1 || echo "FAIL property: watch $form"
    same property/watched-$form watch-$form

    # Whatever is missing at the end: what stands before it is taken, once.
    size=$(wc -c <"all.$form")
    for cut in 1 9 1000 $((size / 2)) $((size - 4)); do
        head -c $((size - cut)) "all.$form" >cut.csv
        "$jaga" scan cut.csv --db cut-$form-$cut.db >said 2>&1
        status=$?
        if [ $status -ne 3 ] || ! grep -q "^jaga.*cut.csv: the .* data is cut" said; then
            echo "FAIL property/cut-$form-$cut: exit $status, $(tail -n 1 said)"
        fi
        cp "all.$form" cut.csv
        quiet scan cut.csv --db cut-$form-$cut.db --json
        [ $(($(count rows) + $(count skipped_rows))) -eq 6000 ] ||
            echo "FAIL property/cut-$form-$cut: rows $(count rows), skipped $(count skipped_rows)"
        [ $cut -gt 1000 ] || [ "$(count skipped_rows)" -gt 2000 ] ||
            echo "FAIL property/cut-$form-$cut: only $(count skipped_rows) rows were kept"
        same property/cut-$form-$cut cut-$form-$cut
    done

    "$pack" $form <first.csv >grows
    quiet scan grows --db grown-$form.db
    "$pack" $form <rest >>grows
    quiet scan grows --db grown-$form.db --json
    [ "$(count skipped_rows)" = 2000 ] || echo "FAIL property: $(count skipped_rows) rows were skipped"
    same property/grown-$form grown-$form
done

quiet scan first.csv second.csv --db merged.db
answer merged
"$pack" gz <first.csv >first.csv.gz
"$pack" zst <second.csv >second.csv.zst
quiet scan first.csv.gz second.csv.zst --db mixed.db
same property/packed-files-merge mixed merged
quiet scan first.csv second.csv.zst --db mixed2.db
same property/packed-and-plain-files-merge mixed2 merged
