#!/bin/sh
# What a bench builds otherwise must still apply to the sources.
set -u
cd "$(dirname "$0")/../.." || exit 2
for patch in bench/variants/*.patch; do
    name=lint/variant-$(basename "$patch" .patch)
    if found=$(git apply --check "$patch" 2>&1); then
        echo "ok $name"
    else
        echo "FAIL $name: $found"
    fi
done
