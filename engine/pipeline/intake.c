#include "pipeline/intake.h"

#include "base/arena.h"
#include "decode/decoder.h"
#include "decode/mapping.h"

#include <string.h>

enum { MEMORY_BYTES = 2 << 20, TEXT_BYTES = 512 << 10 };

struct intake {
    arena *memory; /* holds this struct and the mapping */
    arena *text;   /* one record's */
    size_t empty;
    decoder *reading;
    jaga_span line; /* not yet given to the decoder */
    bool has_newline;
};

/* One fact and its newline; never more than is there, so it never waits. */
static jaga_status read_line(void *ctx, char *buf, size_t cap, size_t *got, jaga_error *err)
{
    intake *self = ctx;
    const size_t take = self->line.length < cap ? self->line.length : cap;

    (void)err;
    memcpy(buf, self->line.at, take);
    self->line.at += take;
    self->line.length -= (uint32_t)take;
    *got = take;
    if (self->line.length == 0 && take < cap && !self->has_newline) {
        buf[take] = '\n';
        self->has_newline = true;
        *got = take + 1;
    }
    return *got == 0 ? JAGA_END : JAGA_OK;
}

static jaga_status open_reading(intake *self, jaga_error *err)
{
    const decode_input input = { .ctx = self, .read = read_line, .name = "inbox", .is_live = true };
    mapping *map = NULL;

    JAGA_TRY(arena_open(TEXT_BYTES, &self->text, err));
    self->empty = arena_mark(self->text);
    JAGA_TRY(mapping_load(NULL, self->memory, &map, err));
    return decoder_open(&input, map, 0, &self->reading, err);
}

jaga_status intake_open(intake **out, jaga_error *err)
{
    arena *memory = NULL;

    JAGA_TRY(arena_open(MEMORY_BYTES, &memory, err));
    intake *self = arena_take(memory, sizeof *self);
    JAGA_CHECK(self != NULL);
    *self = (intake){ .memory = memory };
    const jaga_status status = open_reading(self, err);
    if (status != JAGA_OK) {
        intake_close(self);
        return status;
    }
    *out = self;
    return JAGA_OK;
}

void intake_close(intake *self)
{
    if (self != NULL) {
        decoder_close(self->reading);
        arena_close(self->text);
        arena_close(self->memory);
    }
}

static jaga_status take(intake *self, recorder *to, const store_fact *fact, jaga_error *err)
{
    const uint64_t number = history_records(to->history);
    jaga_record record;

    arena_reset(self->text, self->empty);
    self->line = fact->line;
    self->has_newline = false;
    const decode_result result = decoder_next(self->reading, true, self->text, &record, err);
    if (result != DECODE_RECORD) {
        return result == DECODE_FAILED
                   ? err->status
                   : jaga_fail(err, JAGA_ERR_FORMAT, "fact %lld of the inbox is no row of a log",
                               (long long)fact->id);
    }
    JAGA_TRY(recorder_take(to, &record, "inbox", err));
    return recorder_fact_taken(to, fact->id, number, err);
}

jaga_status intake_take(intake *self, recorder *to, jaga_error *err)
{
    store_fact fact = { .id = 0 };
    jaga_status status;
    bool has_any = false;

    while ((status = store_next_fact(to->store, fact.id, &fact, err)) == JAGA_OK) {
        JAGA_TRY(take(self, to, &fact, err));
        has_any = true;
    }
    if (status != JAGA_END) {
        return status;
    }
    return has_any ? recorder_commit(to, NULL, 0, err) : JAGA_OK;
}
