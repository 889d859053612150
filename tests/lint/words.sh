#!/bin/sh
# Words that mean something only where the text was written, not to its reader.
# Each pattern has a letter in brackets so that this file does not contain what it looks for.
set -u
cd "$(dirname "$0")/../.." || exit 2
list() { git ls-files -co --exclude-standard 2>/dev/null || find . -type f ! -path './build/*'; }
found=$(list | while read -r file; do [ -f "$file" ] && echo "$file"; done | tr '\n' '\0' |
    xargs -0 -r grep -InE \
        -e '(^|[^A-Za-z0-9_.])[/]work(/|[^A-Za-z0-9_-]|$)' \
        -e '(^|[^A-Za-z-])[f]arm-' \
        -e '[i]ssue #[0-9]*' \
        -e '[c]laude|[C]laude|[a]nthropic|[A]nthropic|[c]hat[Gg][Pp][Tt]|[C]hatGPT' \
        /dev/null)
if [ -n "$found" ]; then
    echo "$found" | sed 's/^/FAIL lint\/words: /'
    exit 1
fi
echo "ok lint/words"
