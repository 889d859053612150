#!/bin/sh
# Print a C file that holds the named files. usage: embed.sh FILE...
# Bytes as numbers, because C11 promises string literals of 4095 characters only.
set -eu
LC_ALL=C
export LC_ALL

printf '/* Made by engine/base/embed.sh. */\n#include "base/embed.h"\n\n#include <string.h>\n\n'
n=0
for file in "$@"; do
    printf 'static const unsigned char text_%d[] = {\n' "$n"
    od -An -v -tu1 "$file" | sed 's/  */,/g; s/^,//; s/$/,/'
    printf '0};\n'
    n=$((n + 1))
done
printf '\nstatic const embed_file files[] = {\n'
n=0
for file in "$@"; do
    printf '    { "%s", (const char *)text_%d, sizeof text_%d - 1 },\n' "$file" "$n" "$n"
    n=$((n + 1))
done
# The last row keeps the table from being empty, which C forbids.
cat <<'END'
    { NULL, NULL, 0 },
};

size_t embed_count(void)
{
    return sizeof files / sizeof files[0] - 1;
}

const embed_file *embed_at(size_t i)
{
    return &files[i];
}

const embed_file *embed_find(const char *path)
{
    for (const embed_file *file = files; file->path != NULL; file++) {
        if (strcmp(file->path, path) == 0) {
            return file;
        }
    }
    return NULL;
}
END
