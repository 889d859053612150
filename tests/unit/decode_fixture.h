#ifndef DECODE_FIXTURE_H
#define DECODE_FIXTURE_H

/* Texts, repeatable random numbers, and decoders that read from memory in pieces of any size. */
#include "decode/decoder.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

static inline jaga_span span_of(const char *text)
{
    return (jaga_span){ text, (uint32_t)strlen(text) };
}

static inline bool span_is(jaga_span span, const char *text)
{
    return span.length == strlen(text) &&
           (span.length == 0 || memcmp(span.at, text, span.length) == 0);
}

/* xorshift64*: the same numbers on every machine and in every run. */
static inline uint64_t next_random(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * UINT64_C(2685821657736338717);
}

static inline uint64_t below(uint64_t *state, uint64_t bound)
{
    return (next_random(state) >> 11) % bound;
}

static inline arena *new_arena(size_t bytes)
{
    arena *made = NULL;

    ck_assert_int_eq(arena_open(bytes, &made, NULL), JAGA_OK);
    return made;
}

/* A source in memory. */
typedef struct memory_log {
    const char *text;
    size_t length, at, chunk;
} memory_log;

static inline jaga_status memory_read(void *ctx, char *buf, size_t cap, size_t *got,
                                      jaga_error *err)
{
    memory_log *log = ctx;
    size_t n = log->length - log->at;

    (void)err;
    n = n > log->chunk ? log->chunk : n;
    n = n > cap ? cap : n;
    if (n == 0) {
        return JAGA_END;
    }
    memcpy(buf, log->text + log->at, n);
    log->at += n;
    *got = n;
    return JAGA_OK;
}

static inline mapping *map_named(const char *name, arena *memory)
{
    mapping *map = NULL;
    jaga_error err = { .text = "" };

    ck_assert_msg(mapping_load(name, memory, &map, &err) == JAGA_OK, "%s", err.text);
    return map;
}

static inline decoder *open_memory(memory_log *log, const mapping *map, uint32_t index)
{
    const decode_input input = { .ctx = log, .read = memory_read, .name = "log.csv" };
    decoder *made = NULL;
    jaga_error err = { .text = "" };

    ck_assert_msg(decoder_open(&input, map, index, &made, &err) == JAGA_OK, "%s", err.text);
    return made;
}

/* One line of text for a record: what the tests compare. */
static inline size_t write_record(const jaga_record *record, char *to, size_t room)
{
    const jaga_event *e = &record->event;
    const int n =
        record->kind == JAGA_RECORD_REJECT
            ? snprintf(to, room, "%llu reject %.*s: %.*s\n", (unsigned long long)record->line,
                       (int)record->reject.reason.length, record->reject.reason.at,
                       (int)record->reject.cause.length, record->reject.cause.at)
            : snprintf(to, room, "%llu %.*s %lld %s %.*s %lld %lld %s [%.*s]\n",
                       (unsigned long long)record->line, (int)e->event_id.length, e->event_id.at,
                       (long long)e->ts_us, jaga_event_type_name((jaga_event_type)e->type),
                       (int)e->account.length, e->account.at, (long long)e->amount_minor,
                       (long long)e->balance_minor, e->currency, (int)e->counterparty.length,
                       e->counterparty.at);

    ck_assert_int_gt(n, 0);
    ck_assert_uint_lt((size_t)n, room);
    return (size_t)n;
}

#endif
