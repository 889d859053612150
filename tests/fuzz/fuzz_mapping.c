/* mapping: any file is a mapping or is refused in one line; a mapping's own columns bind, unless
 * one of them is a secret or stands there twice. */
#include "decode/header.h"
#include "decode/mapping.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void bind_own_columns(const mapping *map)
{
    static header head;
    jaga_span names[MAPPING_RULES_MAX];
    jaga_error err = { .text = "" };

    for (size_t i = 0; i < map->rule_count; i++) {
        names[i] = map->rules[i].source;
        (void)mapping_is_secret(names[i]);
    }
    if (header_bind(&head, map, names, map->rule_count, "x", 1, &err) != JAGA_OK) {
        if (strstr(err.text, "secret") == NULL && strstr(err.text, "twice") == NULL) {
            abort();
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    jaga_error err = { .text = "" };
    arena *memory = NULL;
    mapping *map = NULL;
    char path[64];
    const int fd = memfd_create("mapping", MFD_CLOEXEC);

    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    if (fd < 0 || write(fd, data, size) != (ssize_t)size ||
        arena_open((size_t)1 << 20, &memory, NULL) != JAGA_OK) {
        abort();
    }
    if (mapping_load(path, memory, &map, &err) == JAGA_OK) {
        bind_own_columns(map);
    } else if (err.text[0] == '\0' || strchr(err.text, '\n') != NULL) {
        abort();
    }
    (void)mapping_is_secret((jaga_span){ (const char *)data, (uint32_t)size });
    arena_close(memory);
    (void)close(fd);
    return 0;
}
