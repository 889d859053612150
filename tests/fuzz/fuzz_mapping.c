/* mapping: any file is a mapping or is refused in one line; a mapping's own columns bind, unless
 * one of them is a secret or stands there twice, and then any values go through its rules. What
 * follows a NUL is no mapping but the values, one a line. */
#include "decode/map_row.h"
#include "decode/mapping.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void map_values(const header *head, const uint8_t *data, size_t size)
{
    static char made[1 << 20];
    jaga_span values[HEADER_COLUMNS_MAX] = { { NULL, 0 } };
    const char *at = (const char *)data, *end = at + size;
    const row_values row = { values, 7, "/tmp/x.csv" };
    field_texts texts;
    jaga_reject why = { { NULL, 0 }, { NULL, 0 } };
    jaga_event event;
    size_t room = head->made_bytes;

    for (size_t i = 0; i < head->columns && at < end; i++) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        stop = stop == NULL ? end : stop;
        values[i] = (jaga_span){ at, (uint32_t)(stop - at) };
        at = stop + (stop < end);
    }
    room += head->makes_detail ? size : 0;
    if (room >= sizeof made) {
        return;
    }
    memset(made + room, 0x55, 64 <= sizeof made - room ? 64 : sizeof made - room);
    if (!map_row(head, &row, made, &texts, &why) || !field_decode(&texts, &event, &why)) {
        if (why.reason.length == 0 || why.cause.length == 0) {
            abort();
        }
    }
    if (made[room] != 0x55) {
        abort();
    }
}

/* Rules may share a column. */
static size_t add_name(jaga_span *names, size_t count, jaga_span name)
{
    for (size_t i = 0; i < count; i++) {
        if (names[i].length == name.length && memcmp(names[i].at, name.at, name.length) == 0) {
            return count;
        }
    }
    if (count < HEADER_COLUMNS_MAX) {
        names[count++] = name;
    }
    return count;
}

static void bind_own_columns(const mapping *map, const uint8_t *data, size_t size)
{
    static header head;
    jaga_span names[HEADER_COLUMNS_MAX];
    jaga_error err = { .text = "" };
    size_t count = 0;

    for (size_t i = 0; i < map->rule_count; i++) {
        const mapping_rule *rule = &map->rules[i];
        (void)mapping_is_secret(rule->source);
        count = transform_has_column(rule->how) ? add_name(names, count, rule->source) : count;
        for (size_t h = 0; h < rule->hashed_count; h++) {
            count = add_name(names, count, rule->hashed[h]);
        }
    }
    if (header_bind(&head, map, names, count, "x", 1, &err) == JAGA_OK) {
        map_values(&head, data, size);
    } else if (strstr(err.text, "secret") == NULL && strstr(err.text, "twice") == NULL &&
               count < HEADER_COLUMNS_MAX) {
        abort();
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
    const uint8_t *nul = size > 0 ? memchr(data, 0, size) : NULL;
    const size_t map_bytes = nul == NULL ? size : (size_t)(nul - data);
    if (fd < 0 || write(fd, data, map_bytes) != (ssize_t)map_bytes ||
        arena_open((size_t)1 << 20, &memory, NULL) != JAGA_OK) {
        abort();
    }
    if (mapping_load(path, memory, &map, &err) == JAGA_OK) {
        bind_own_columns(map, data + map_bytes, size - map_bytes);
    } else if (err.text[0] == '\0' || strchr(err.text, '\n') != NULL) {
        abort();
    }
    (void)mapping_is_secret((jaga_span){ (const char *)data, (uint32_t)size });
    arena_close(memory);
    (void)close(fd);
    return 0;
}
