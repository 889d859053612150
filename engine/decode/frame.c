#include "decode/frame.h"

#include "jaga/status.h"

#include <string.h>

void frame_init(frame *self, char *buffer)
{
    memset(self, 0, sizeof *self);
    self->buffer = buffer;
    hash_stream_init(&self->prefix);
}

static void hash_handed_out(frame *self)
{
    hash_stream_add(&self->prefix, self->buffer + self->hashed, self->begin - self->hashed);
    self->hashed = self->begin;
}

char *frame_room(frame *self, size_t *room)
{
    hash_handed_out(self);
    memmove(self->buffer, self->buffer + self->begin, self->end - self->begin);
    self->end -= self->begin;
    self->begin = 0;
    self->hashed = 0;
    *room = FRAME_BUFFER_BYTES - self->end;
    return self->buffer + self->end;
}

void frame_filled(frame *self, size_t bytes)
{
    JAGA_CHECK(bytes <= FRAME_BUFFER_BYTES - self->end);
    self->end += bytes;
}

void frame_ended(frame *self)
{
    self->is_at_end = true;
}

static void drop(frame *self, size_t bytes)
{
    self->begin += bytes;
    self->bytes += bytes;
    self->scanned = 0;
}

static void hand_out(frame *self, size_t length, bool has_newline, frame_line *out)
{
    const char *text = self->buffer + self->begin;

    self->last = length + (has_newline ? 1 : 0);
    drop(self, self->last);
    self->line++;
    out->number = self->line;
    if (length > 0 && text[length - 1] == '\r') {
        length--;
    }
    out->is_too_long = self->is_skipping || length > FRAME_LINE_BYTES;
    self->is_skipping = false;
    out->text = out->is_too_long ? (jaga_span){ NULL, 0 } : (jaga_span){ text, (uint32_t)length };
}

bool frame_next(frame *self, frame_line *out)
{
    const size_t held = self->end - self->begin;
    const char *text = self->buffer + self->begin;
    const char *newline =
        held > self->scanned ? memchr(text + self->scanned, '\n', held - self->scanned) : NULL;

    if (newline != NULL) {
        hand_out(self, (size_t)(newline - text), true, out);
        return true;
    }
    if (held > FRAME_LINE_BYTES + 1) { /* even if the last byte is a carriage return */
        self->is_skipping = true;
        drop(self, held);
        return false;
    }
    if (self->is_at_end && (held > 0 || self->is_skipping)) {
        hand_out(self, held, false, out);
        return true;
    }
    self->scanned = held;
    return false;
}

jaga_span frame_held(const frame *self)
{
    return (jaga_span){ self->buffer + self->begin, (uint32_t)(self->end - self->begin) };
}

void frame_take_back(frame *self)
{
    JAGA_CHECK(self->begin - self->hashed >= self->last);
    self->begin -= self->last;
    self->bytes -= self->last;
    self->line--;
    self->last = 0;
}

uint64_t frame_prefix_hash(frame *self)
{
    hash_handed_out(self);
    return hash_stream_value(&self->prefix);
}
