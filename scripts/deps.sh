#!/bin/sh
# Look for the libraries jaga needs and install the missing ones (Debian and Ubuntu).
# usage: deps.sh [install | check]   check changes nothing and fails when one is missing.
set -u
mode=${1:-install}
case $mode in install | check) ;; *) echo "usage: $0 [install | check]" >&2; exit 2 ;; esac
CC=${CC:-cc}
log=$(mktemp) || exit 1
trap 'rm -f "$log"' EXIT

# One line per package and the header that proves it is there. The header is asked for, not
# pkg-config, which may itself be missing and which knows nothing of libcsv.
needs='
libc6-dev      stdio.h
libsqlite3-dev sqlite3.h
libcsv-dev     csv.h
libxxhash-dev  xxhash.h
libsodium-dev  sodium.h
libzstd-dev    zstd.h
zlib1g-dev     zlib.h
libjansson-dev jansson.h
libmaxminddb-dev maxminddb.h
libyaml-dev    yaml.h
libgraphviz-dev graphviz/gvc.h
libxgboost-dev xgboost/c_api.h
libcurl4-openssl-dev curl/curl.h
libmicrohttpd-dev microhttpd.h
check          check.h
'

if ! command -v "$CC" >/dev/null 2>&1; then
    echo "deps: no C compiler ($CC); run: apt-get install gcc" >&2
    exit 1
fi

# <stdio.h> first: csv.h uses FILE without including it.
missing_packages() {
    echo "$needs" | while read -r package header; do
        [ -n "$package" ] || continue
        printf '#include <stdio.h>\n#include <%s>\n' "$header" |
            "$CC" -E -x c - >/dev/null 2>&1 || printf ' %s' "$package"
    done
}

missing=$(missing_packages)
[ -n "$missing" ] || exit 0

line="apt-get install -y --no-install-recommends$missing"
if [ "$mode" = check ]; then
    echo "deps: missing:$missing" >&2
    echo "deps: run: $line" >&2
    exit 1
fi

# sudo only where it can answer: without a password, or with somebody there to type it.
as_root=
if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        as_root='sudo -n'
    elif command -v sudo >/dev/null 2>&1 && [ -t 0 ] && [ -t 2 ]; then
        as_root=sudo
    else
        as_root=none
    fi
fi
if [ "$as_root" = none ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "deps: missing:$missing; cannot install them from here. As root, run:" >&2
    echo "$line" >&2
    exit 1
fi

echo "deps: missing:$missing; installing with apt-get"
# An update that fails (no network, a stale mirror) may still leave lists that serve.
apt="$as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=120"
$apt update >"$log" 2>&1 || echo "deps: apt-get update failed, trying with the old lists"
# shellcheck disable=SC2086 # a list of words is meant
if ! $apt install -y --no-install-recommends $missing >>"$log" 2>&1; then
    cat "$log" >&2
    echo "deps: apt-get failed. As root, run: $line" >&2
    exit 1
fi
missing=$(missing_packages)
if [ -n "$missing" ]; then
    echo "deps: installed, yet the compiler does not find the headers of:$missing" >&2
    exit 1
fi
