#!/bin/sh
# What make install leaves: the program, a manual that man's own tools find no fault with, completions
# that the shells themselves run.
set -u
jaga=$1
cd "$TMPDIR" || exit 1
: >export.csv

verdict() { # $1 name, $2 exit status of the check, $3 why
    if [ "$2" -eq 0 ]; then echo "ok property/$1"; else echo "FAIL property/$1: $3"; fi
}

# The build at hand, or make would build another one.
(cd "$JAGA_SOURCE" && env -u MAKEFLAGS -u MAKELEVEL make -s BUILD="$(basename "$JAGA_BUILD")" \
    DESTDIR="$TMPDIR/root" PREFIX=/opt install) >said 2>&1
verdict install $? "$(tail -n 1 said)"
share=root/opt/share
cat >wanted <<'END'
root/opt/bin/jaga
root/opt/share/bash-completion/completions/jaga
root/opt/share/fish/vendor_completions.d/jaga.fish
root/opt/share/man/man1/jaga.1
root/opt/share/zsh/site-functions/_jaga
END
find root -type f | LC_ALL=C sort >found
cmp -s wanted found
verdict install-puts-each-file-in-its-place $? "$(diff wanted found | tail -n 1)"
root/opt/bin/jaga --version | grep -q '^jaga [0-9]'
verdict installed-program-runs $? "it does not"

if command -v mandoc >/dev/null; then
    mandoc -T lint -W warning "$share/man/man1/jaga.1" >said 2>&1 && [ ! -s said ]
    verdict manual-pleases-mandoc $? "$(head -n 1 said)"
else
    echo "skip property/manual-pleases-mandoc: there is no mandoc"
fi
if command -v groff >/dev/null && groff -man -Tascii "$share/man/man1/jaga.1" >/dev/null 2>&1; then
    groff -ww -man -Tascii "$share/man/man1/jaga.1" >text 2>said && [ ! -s said ]
    verdict manual-pleases-groff $? "$(head -n 1 said)"
else
    echo "skip property/manual-pleases-groff: there is no groff with man macros"
fi
# Every option and setting that --help tells is in the manual.
for command in scan watch query explain config gen; do
    "$jaga" $command --help | sed -n 's/^  --\([a-z-]*\).*/\1/p'
done | sort -u | grep -vx help | while read -r name; do
    grep -qF "$(echo "$name" | sed 's/-/\\-/g')" "$share/man/man1/jaga.1" || echo "$name"
done >missing
[ ! -s missing ]
verdict manual-tells-every-option $? "not $(head -n 1 missing)"

# $1 name, $2 what must be offered, $3 what was
offers() { printf '%s\n' "$3" | grep -qx -- "$2"; verdict "$1" $? "offered $(echo "$3" | tr '\n' ' ')"; }

if command -v bash >/dev/null; then
    bash_offers() {
        bash -c '. "$0" && COMP_WORDS=(jaga "$@") COMP_CWORD=$# && _jaga && printf "%s\n" "${COMPREPLY[@]}"' \
            "$share/bash-completion/completions/jaga" "$@" 2>&1
    }
    offers bash-completes-commands scan "$(bash_offers sc)"
    offers bash-completes-questions at-risk "$(bash_offers query at)"
    offers bash-completes-options --act "$(bash_offers scan x --a)"
    offers bash-completes-settings --hold-belief "$(bash_offers watch --hold-b)"
    offers bash-completes-choices id "$(bash_offers explain x --lang i)"
    offers bash-completes-files export.csv "$(bash_offers scan exp)"
    offers bash-completes-files-of-options export.csv "$(bash_offers query holds --db exp)"
else
    echo "skip property/bash-completes: there is no bash"
fi
if command -v fish >/dev/null; then
    fish_offers() {
        HOME=$TMPDIR fish --no-config -c "source $share/fish/vendor_completions.d/jaga.fish
            complete -C \"\$argv[1]\"" "$1" 2>&1 | cut -f1
    }
    offers fish-completes-commands scan "$(fish_offers 'jaga sc')"
    offers fish-completes-questions at-risk "$(fish_offers 'jaga query at')"
    offers fish-completes-settings --hold-belief "$(fish_offers 'jaga watch --hold-b')"
    offers fish-completes-choices id "$(fish_offers 'jaga explain x --lang i')"
    offers fish-completes-files-of-options export.csv "$(fish_offers 'jaga query holds --db exp')"
else
    echo "skip property/fish-completes: there is no fish"
fi
if command -v zsh >/dev/null; then
    # A shell behind a terminal of its own: what it shows for two tabs.
    zsh_offers() {
        HOME=$TMPDIR TERM=dumb timeout 20 zsh -f -c '
            zmodload zsh/zpty
            zpty shell "zsh -f -i"
            zpty -w shell "PS1=; fpath=($1 \$fpath); autoload -Uz compinit; compinit -D -u"
            zpty -w shell "zstyle \":completion:*\" list-prompt \"\"; LISTMAX=10000; print -r READY"
            zpty -r shell got "*READY*READY*"
            zpty -w -n shell "$2"$'"'\t\t'"'
            zpty -r shell got "*$3*" && print -r -- "$3"
        ' zsh "$TMPDIR/$share/zsh/site-functions" "$1" "$2" 2>&1
    }
    offers zsh-completes-commands config "$(zsh_offers 'jaga con' config)"
    offers zsh-completes-questions at-risk "$(zsh_offers 'jaga query at-' at-risk)"
    offers zsh-completes-settings --hold-belief "$(zsh_offers 'jaga watch --hold-b' --hold-belief)"
else
    echo "skip property/zsh-completes: there is no zsh"
fi
