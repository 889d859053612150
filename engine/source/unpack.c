#include "source/unpack.h"

#include "base/arena.h"

#include <stdint.h>
#include <string.h>

#include <zlib.h>
#include <zstd.h>

/* The largest window a zstd stream may ask for is libzstd's own limit, 128 MiB; gzip's is 32 KiB.
 */
enum { PACKED_BYTES = 128 << 10, GZIP_ONLY = 16 };

struct unpack {
    arena *memory;
    unpack_format format;
    unpack_input input;
    z_stream gzip;
    ZSTD_DCtx *zstd;
    uint64_t given;    /* unpacked bytes so far */
    size_t begin, end; /* packed bytes not yet taken */
    bool is_at_end;    /* no more packed bytes will come */
    bool is_between;   /* a member or frame is complete, none has begun */
    bool is_padded;    /* zeros stand behind the last member: tapes and blocks leave them */
    char *packed;      /* PACKED_BYTES */
};

unpack_format unpack_recognise(const char *begin, size_t length)
{
    /* RFC 1952; RFC 8878: a frame, or a skippable one, whose first byte has sixteen values. */
    static const struct {
        unsigned char bytes[UNPACK_MAGIC_BYTES], first_mask;
        size_t length;
        unpack_format format;
    } magics[] = { { { 0x1F, 0x8B }, 0xFF, 2, UNPACK_GZIP },
                   { { 0x28, 0xB5, 0x2F, 0xFD }, 0xFF, 4, UNPACK_ZSTD },
                   { { 0x50, 0x2A, 0x4D, 0x18 }, 0xF0, 4, UNPACK_ZSTD } };
    bool is_unsure = length == 0;

    for (size_t m = 0; m < sizeof magics / sizeof magics[0]; m++) {
        size_t i = 0;
        while (i < length && i < magics[m].length) {
            const unsigned char mask = i == 0 ? magics[m].first_mask : 0xFF;
            if (((unsigned char)begin[i] & mask) != magics[m].bytes[i]) {
                break;
            }
            i++;
        }
        if (i == magics[m].length) {
            return magics[m].format;
        }
        is_unsure |= i == length;
    }
    return is_unsure ? UNPACK_UNSURE : UNPACK_NONE;
}

jaga_status unpack_open(unpack_format format, unpack_input input, const char *begin, size_t length,
                        unpack **out, jaga_error *err)
{
    arena *memory = NULL;

    JAGA_TRY(arena_open(sizeof(unpack) + PACKED_BYTES + 256, &memory, err));
    unpack *self = arena_take(memory, sizeof *self);
    *self = (unpack){ .memory = memory, .format = format, .input = input, .end = length };
    self->packed = arena_take(memory, PACKED_BYTES);
    memcpy(self->packed, begin, length);
    if (format == UNPACK_GZIP) {
        if (inflateInit2(&self->gzip, MAX_WBITS + GZIP_ONLY) != Z_OK) {
            arena_close(memory);
            return jaga_fail(err, JAGA_ERR_NOMEM, "%s: starting zlib", input.name);
        }
    } else {
        self->zstd = ZSTD_createDCtx();
        if (self->zstd == NULL) {
            arena_close(memory);
            return jaga_fail(err, JAGA_ERR_NOMEM, "%s: starting libzstd", input.name);
        }
    }
    *out = self;
    return JAGA_OK;
}

void unpack_close(unpack *self)
{
    if (self != NULL) {
        if (self->format == UNPACK_GZIP) {
            (void)inflateEnd(&self->gzip);
        }
        (void)ZSTD_freeDCtx(self->zstd);
        arena_close(self->memory);
    }
}

static const char *format_name(const unpack *self)
{
    return self->format == UNPACK_GZIP ? "gzip" : "zstd";
}

static jaga_status damaged(const unpack *self, const char *cause, jaga_error *err)
{
    return jaga_fail(err, JAGA_ERR_FORMAT,
                     "%s: the %s data is damaged behind %llu unpacked bytes: %s", self->input.name,
                     format_name(self), (unsigned long long)self->given, cause);
}

/* Passes over zeros behind a member; anything else there begins the next. */
static jaga_status begin_member(unpack *self, jaga_error *err)
{
    while (self->begin < self->end && self->packed[self->begin] == '\0') {
        self->is_padded = true;
        self->begin++;
    }
    if (self->begin == self->end) {
        return JAGA_OK;
    }
    if (self->is_padded || inflateReset(&self->gzip) != Z_OK) {
        return damaged(self, "something else stands behind it", err);
    }
    self->is_between = false;
    return JAGA_OK;
}

static jaga_status step_gzip(unpack *self, char *buf, size_t cap, size_t *got, jaga_error *err)
{
    if (self->is_between) {
        JAGA_TRY(begin_member(self, err));
        if (self->is_between) {
            return JAGA_OK;
        }
    }
    self->gzip.next_in = (Bytef *)(self->packed + self->begin);
    self->gzip.avail_in = (uInt)(self->end - self->begin);
    self->gzip.next_out = (Bytef *)buf;
    self->gzip.avail_out = (uInt)(cap < UINT32_MAX ? cap : UINT32_MAX);
    const uInt room = self->gzip.avail_out;
    const int code = inflate(&self->gzip, Z_NO_FLUSH);
    self->begin = self->end - self->gzip.avail_in;
    *got = room - self->gzip.avail_out;
    self->is_between = code == Z_STREAM_END;
    /* What came out before the damage is given first; the next call meets the damage again. */
    if (*got > 0 || code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR) {
        return JAGA_OK;
    }
    return code == Z_MEM_ERROR
               ? jaga_fail(err, JAGA_ERR_NOMEM, "%s: unpacking: out of memory", self->input.name)
               : damaged(self, self->gzip.msg == NULL ? "not gzip" : self->gzip.msg, err);
}

static jaga_status step_zstd(unpack *self, char *buf, size_t cap, size_t *got, jaga_error *err)
{
    ZSTD_inBuffer from = { self->packed, self->end, self->begin };
    ZSTD_outBuffer to = { buf, cap, 0 };

    if (self->is_between && self->begin == self->end) {
        return JAGA_OK; /* asked now, libzstd would take it for the beginning of a frame */
    }
    const size_t left = ZSTD_decompressStream(self->zstd, &to, &from);
    if (ZSTD_isError(left)) {
        return damaged(self, ZSTD_getErrorName(left), err);
    }
    self->begin = from.pos;
    *got = to.pos;
    self->is_between = left == 0;
    return JAGA_OK;
}

static jaga_status refill(unpack *self, jaga_error *err)
{
    size_t got = 0;
    const jaga_status status =
        self->input.read(self->input.ctx, self->packed, PACKED_BYTES, &got, err);

    self->begin = 0;
    self->end = got;
    self->is_at_end = status == JAGA_END;
    return status == JAGA_END ? JAGA_OK : status;
}

jaga_status unpack_read(unpack *self, char *buf, size_t cap, size_t *got, jaga_error *err)
{
    *got = 0;
    for (;;) {
        JAGA_TRY(self->format == UNPACK_GZIP ? step_gzip(self, buf, cap, got, err)
                                             : step_zstd(self, buf, cap, got, err));
        self->given += *got;
        if (*got > 0) {
            return JAGA_OK;
        }
        if (self->begin == self->end && self->is_at_end) {
            break;
        }
        if (self->begin == self->end) {
            JAGA_TRY(refill(self, err));
        }
    }
    return self->is_between
               ? JAGA_END
               : jaga_fail(err, JAGA_ERR_FORMAT,
                           "%s: the %s data is cut: it ends in the middle, behind "
                           "%llu unpacked bytes",
                           self->input.name, format_name(self), (unsigned long long)self->given);
}
