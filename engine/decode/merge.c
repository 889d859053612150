#include "decode/merge.h"

#include <string.h>

enum { HEAD_TEXT_BYTES = 256 << 10 };

typedef struct head {
    decoder *from;
    arena *text;              /* the waiting record's texts */
    size_t empty;             /* the arena's mark without them */
    decode_position position; /* before the waiting record */
    jaga_record waiting;
    bool has_waiting, is_at_end;
} head;

struct merge {
    arena *memory;
    size_t count;
    head *heads;
};

jaga_status merge_open(decoder *const *decoders, size_t count, merge **out, jaga_error *err)
{
    arena *memory = NULL;

    JAGA_TRY(arena_open(sizeof(merge) + count * sizeof(head) + 4096, &memory, err));
    merge *self = arena_take(memory, sizeof *self);
    *self = (merge){ .memory = memory, .heads = arena_take(memory, count * sizeof(head)) };
    for (; self->count < count; self->count++) {
        head *at = &self->heads[self->count];
        const jaga_status status = arena_open(HEAD_TEXT_BYTES, &at->text, err);
        if (status != JAGA_OK) {
            for (size_t i = 0; i < self->count; i++) {
                self->heads[i].from = NULL;
            }
            merge_close(self);
            return status;
        }
        at->empty = arena_mark(at->text);
        at->from = decoders[self->count];
    }
    *out = self;
    return JAGA_OK;
}

void merge_close(merge *self)
{
    if (self != NULL) {
        for (size_t i = 0; i < self->count; i++) {
            decoder_close(self->heads[i].from);
            arena_close(self->heads[i].text);
        }
        arena_close(self->memory);
    }
}

static decode_result fill(head *at, jaga_error *err)
{
    at->position = decoder_position(at->from);
    arena_reset(at->text, at->empty);
    const decode_result result = decoder_next(at->from, true, at->text, &at->waiting, err);
    at->has_waiting = result == DECODE_RECORD;
    at->is_at_end = result == DECODE_END;
    return result;
}

/* Rejects have no time to compare: they go first. Sources are in order, so the first smallest is
 * right for equal times. */
static head *pick(merge *self)
{
    head *best = NULL;

    for (size_t i = 0; i < self->count; i++) {
        head *at = &self->heads[i];
        if (!at->has_waiting) {
            continue;
        }
        if (at->waiting.kind == JAGA_RECORD_REJECT) {
            return at;
        }
        if (best == NULL || at->waiting.event.ts_us < best->waiting.event.ts_us) {
            best = at;
        }
    }
    return best;
}

static bool move_text(jaga_span *text, arena *to)
{
    if (text->length > 0) {
        char *at = arena_take(to, text->length);
        if (at == NULL) {
            return false;
        }
        memcpy(at, text->at, text->length);
        text->at = at;
    }
    return true;
}

static bool move_texts(jaga_event *event, arena *to)
{
    jaga_span *const texts[] = { &event->event_id,    &event->account, &event->counterparty,
                                 &event->institution, &event->rail,    &event->instrument,
                                 &event->device,      &event->session, &event->ip,
                                 &event->reason,      &event->ref,     &event->detail };

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        if (!move_text(texts[i], to)) {
            return false;
        }
    }
    return true;
}

decode_result merge_next(merge *self, bool may_wait, arena *text, jaga_record *out, jaga_error *err)
{
    if (self->count == 1) {
        return decoder_next(self->heads[0].from, may_wait, text, out, err);
    }
    for (size_t i = 0; i < self->count; i++) {
        head *at = &self->heads[i];
        if (!at->has_waiting && !at->is_at_end && fill(at, err) == DECODE_FAILED) {
            return DECODE_FAILED;
        }
    }
    head *best = pick(self);
    if (best == NULL) {
        return DECODE_END;
    }
    *out = best->waiting;
    best->has_waiting = false;
    if (out->kind == JAGA_RECORD_EVENT && !move_texts(&out->event, text)) {
        (void)jaga_fail(err, JAGA_ERR_NOMEM, "merging: out of memory");
        return DECODE_FAILED;
    }
    return DECODE_RECORD;
}

decode_position merge_position(merge *self, size_t source)
{
    head *at = &self->heads[source];
    return at->has_waiting ? at->position : decoder_position(at->from);
}
