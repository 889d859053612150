#!/bin/sh
# Fail when a file under engine/LAYER includes a layer it may not know; the law is layers.txt.
# A public header may include public headers only.
set -u
cd "$(dirname "$0")/../.." || exit 2
grep -RnE '^[[:space:]]*#[[:space:]]*include[[:space:]]*"' --include='*.[ch]' --include='*.def' \
    engine include /dev/null | awk '
    function fail(why) { print "FAIL lint/layers: " why; bad = 1 }
    BEGIN { while ((getline l < "tests/lint/layers.txt") > 0) {
                if (l ~ /^#/ || l !~ /:/) continue
                split(l, p, ":"); gsub(/[ \t]/, "", p[1]); known[p[1]] = 1
                n = split(p[2], d, " "); for (i = 1; i <= n; i++) may[p[1], d[i]] = 1 } }
    { split($0, f, ":"); n = split(f[1], d, "/"); from = d[1] == "include" ? "include" : d[2]
      match($0, /"[^"]*"/); inc = substr($0, RSTART + 1, RLENGTH - 2)
      to = inc; if (!sub(/\/.*/, "", to)) to = "(no folder)"
      at = f[1] ":" f[2] ": "
      if (from == "include") {
          if (to != "jaga") fail(at "a public header must not include " inc)
          next }
      if (!(from in known)) { fail(at "layer " from " is not in tests/lint/layers.txt"); next }
      if (to != "jaga" && to != "base" && to != from && !((from, to) in may))
          fail(at from " must not include " inc) }
    END { if (!bad) print "ok lint/layers"; exit bad }'
