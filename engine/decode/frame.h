#ifndef JAGA_DECODE_FRAME_H
#define JAGA_DECODE_FRAME_H

#include "base/hash.h"
#include "jaga/span.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Owns lines: cuts a stream of bytes at its newlines, whatever pieces it came in, so that one bad
 * line never reaches into the next. A line may be 64 KiB; a longer one is skipped to its newline
 * without being kept and handed out once, marked. */
enum { FRAME_LINE_BYTES = 64 << 10, FRAME_BUFFER_BYTES = 256 << 10 };

typedef struct frame {
    char *buffer;      /* FRAME_BUFFER_BYTES, owned by the caller */
    size_t begin, end; /* bytes not yet handed out */
    size_t scanned;    /* from begin: known to hold no newline */
    size_t hashed;     /* from buffer: already in the prefix hash */
    uint64_t line;     /* lines handed out so far */
    uint64_t bytes;    /* bytes handed out so far, newlines included */
    size_t last;       /* of them, the last line's */
    bool is_skipping;  /* inside a line that was too long */
    bool is_at_end;    /* no more bytes will come */
    hash_stream prefix;
} frame;

typedef struct frame_line {
    jaga_span text;   /* without newline and carriage return; until the next frame_room */
    uint64_t number;  /* 1-based */
    bool is_too_long; /* text is empty then */
} frame_line;

void frame_init(frame *self, char *buffer);

/* Where the next bytes go, and how many. Moves what is left of the buffer to its front. */
char *frame_room(frame *self, size_t *room);
void frame_filled(frame *self, size_t bytes);
void frame_ended(frame *self); /* a last line without newline counts */

/* The next line; false: more bytes are needed, or (after frame_ended) there are none. */
bool frame_next(frame *self, frame_line *out);

/* The bytes that are held and not yet handed out. */
jaga_span frame_held(const frame *self);

/* As if the last line, which was not too long, had not been handed out: before anything else but
 * frame_next is asked. */
void frame_take_back(frame *self);

/* XXH3-64 over the bytes handed out so far: how a file is recognised again. */
uint64_t frame_prefix_hash(frame *self);

#endif
