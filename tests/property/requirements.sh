#!/bin/sh
# docs/response.md tells the truth about its tests: each one named exists, carries its requirement's id,
# and no row without a test is called done. The ids are those of the specification.
set -u
cd "$JAGA_SOURCE" || exit 2
page=docs/response.md
rows=$(awk -F' *[|] *' '/^## Theft response/ { on = 1 } /^## The state/ { on = 0 } on && NF == 7' "$page" |
    grep -v '^| id \|^|---')
bad=0
complain() { echo "FAIL property/requirements: $1"; bad=1; }

want='I1 I2 R2a R2b R2d Q2.2 Q2.10 Q3.1 Q3.2 Q3.3 Q3.4 Q3.5 Q3.6 Q3.7 Q3.8 Q3.9 Q3.10 Q4.5 Q4.10 Q5.7 C2 C3'
have=$(echo "$rows" | awk -F' *[|] *' '{ printf "%s%s", (NR > 1 ? " " : ""), $2 }')
[ "$have" = "$want" ] || complain "the rows are $have"

echo "$rows" | awk -F' *[|] *' '{ print $2 "|" $3 "|" $5 "|" $6 }' >"$TMPDIR/rows"
while IFS='|' read -r id who tests state; do
    case $who in jaga | integrator | 'jaga, integrator') ;; *) complain "$id: nobody does it" ;; esac
    case $state in
    done) [ -n "$tests" ] || complain "$id is called done and has no test" ;;
    'part: '* | open | 'open: '*) ;;
    *) complain "$id: the state is none of done, part: WHY, open" ;;
    esac
    prefix=$(echo "$id" | tr . _)_
    for test in $(echo "$tests" | tr -d '\140,'); do
        case $test in
        "$prefix"*)
            grep -q "^START_TEST($test)\$" tests/unit/*.c || complain "$id: there is no test $test"
            ;;
        */*.sh)
            [ -x "$test" ] && grep -q "$id" "$test" || complain "$id: $test does not name it"
            ;;
        *) complain "$id: the test $test does not carry its id" ;;
        esac
    done
done <"$TMPDIR/rows"

# Files that the page names.
for file in $(grep -oE '[`](tests|models)/[a-z_]+[a-z_/.]*[`]' "$page" | tr -d '\140' | sort -u); do
    [ -e "$file" ] || complain "there is no $file"
done
for file in $(grep -oE '[`]desk/[a-z_]+\.[ch][`]' "$page" | tr -d '\140' | sort -u); do
    [ -e "engine/$file" ] || complain "there is no engine/$file"
done
[ "$bad" -eq 0 ] && echo "ok property/requirements"
exit "$bad"
