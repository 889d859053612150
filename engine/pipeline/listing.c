/* Rows of CSV appended through a buffer, and cut back to what was committed. */
#include "pipeline/listing.h"

#include "base/crash.h"
#include "base/whole_io.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    LISTING_BUFFER_BYTES = 256 << 10,
    /* The longest row: a path of 4096 bytes, each perhaps a doubled quote, and short texts. */
    LISTING_ROW_BYTES = 10 << 10,
    SCORE_DECIMALS = 12
};

struct listing {
    arena *memory;
    const char *path;
    int fd;
    uint64_t bytes;     /* in the file */
    uint64_t committed; /* of this run's store: bytes when last put */
    size_t used;        /* of the buffer */
    char *buffer;       /* LISTING_BUFFER_BYTES */
};

static const char *const heads[] = { [LISTING_SCORES] = "event_id,score,strangeness\n",
                                     [LISTING_REJECTS] = "source,line,reason,cause\n" };

static jaga_status failed(const listing *self, const char *doing, jaga_error *err)
{
    return jaga_fail(err, JAGA_ERR_IO, "%s %s: %s", doing, self->path, strerror(errno));
}

static jaga_status flush(listing *self, jaga_error *err)
{
    if (self->used > 0) {
        CRASH_STEP("listing:write");
        if (!write_fully(self->fd, self->buffer, self->used, self->bytes)) {
            return failed(self, "writing", err);
        }
        self->bytes += self->used;
        self->used = 0;
    }
    return JAGA_OK;
}

/* Is the file one that was begun as this kind of listing, or empty? A cut head counts as ours. */
static bool is_listing(const listing *self, const char *head, uint64_t size)
{
    char begin[64];
    const size_t length = size < strlen(head) ? (size_t)size : strlen(head);

    return read_fully(self->fd, begin, length, 0) && memcmp(begin, head, length) == 0;
}

/* Leaves the file as long as its committed part, at least its head. */
static jaga_status begin(listing *self, const char *head, uint64_t committed, jaga_error *err)
{
    struct stat about;

    if (fstat(self->fd, &about) != 0) {
        return failed(self, "looking at", err);
    }
    const uint64_t size = (uint64_t)about.st_size;
    if (!S_ISREG(about.st_mode)) {
        return jaga_fail(err, JAGA_ERR_USAGE, "%s: is not a plain file; rows are listed in one",
                         self->path);
    }
    if (!is_listing(self, head, size)) {
        return jaga_fail(err, JAGA_ERR_USAGE,
                         "%s: holds something else than this listing; it is left as it is. Name "
                         "another file or remove it",
                         self->path);
    }
    if (size > 0 && size < committed) {
        return jaga_fail(err, JAGA_ERR_FORMAT,
                         "%s: is shorter than when this database last wrote to it. Name another "
                         "file or remove it, and a new one is begun",
                         self->path);
    }
    self->bytes = size == 0 ? 0 : committed;
    if (ftruncate(self->fd, (off_t)self->bytes) != 0) {
        return failed(self, "cutting back", err);
    }
    if (self->bytes == 0) {
        self->used = strlen(head);
        memcpy(self->buffer, head, self->used);
    }
    return flush(self, err);
}

jaga_status listing_open(const char *path, listing_kind kind, jaga_store *store, listing **out,
                         jaga_error *err)
{
    arena *memory = NULL;
    uint64_t committed = 0;

    JAGA_TRY(store_get_listing(store, path, &committed, err));
    JAGA_TRY(arena_open(sizeof(listing) + LISTING_BUFFER_BYTES + 256, &memory, err));
    listing *self = arena_take(memory, sizeof *self);
    *self = (listing){ .memory = memory,
                       .path = path,
                       .committed = committed,
                       .buffer = arena_take(memory, LISTING_BUFFER_BYTES) };
    /* O_NONBLOCK: a named pipe must not keep us here. */
    self->fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0600);
    const jaga_status status =
        self->fd < 0 ? failed(self, "opening", err) : begin(self, heads[kind], committed, err);
    if (status != JAGA_OK) {
        listing_close(self);
        return status;
    }
    *out = self;
    return JAGA_OK;
}

void listing_close(listing *self)
{
    if (self != NULL) {
        if (self->fd >= 0) {
            (void)close(self->fd);
        }
        arena_close(self->memory);
    }
}

/* Room for one row. */
static jaga_status make_room(listing *self, jaga_error *err)
{
    return LISTING_BUFFER_BYTES - self->used < LISTING_ROW_BYTES ? flush(self, err) : JAGA_OK;
}

static void put_char(listing *self, char c)
{
    self->buffer[self->used++] = c;
}

/* Quoted where CSV needs it, which ids and reasons seldom do. */
static void put_text(listing *self, jaga_span text)
{
    bool is_plain = true;

    for (uint32_t i = 0; i < text.length && is_plain; i++) {
        const char c = text.at[i];
        is_plain = c != ',' && c != '"' && c != '\n' && c != '\r';
    }
    if (is_plain) {
        if (text.length > 0) {
            memcpy(self->buffer + self->used, text.at, text.length);
            self->used += text.length;
        }
        return;
    }
    put_char(self, '"');
    for (uint32_t i = 0; i < text.length; i++) {
        if (text.at[i] == '"') {
            put_char(self, '"');
        }
        put_char(self, text.at[i]);
    }
    put_char(self, '"');
}

static void put_name(listing *self, const char *text)
{
    const size_t length = strnlen(text, 4096);
    put_text(self, (jaga_span){ text, (uint32_t)length });
}

/* At least `digits` digits. */
static void put_number(listing *self, uint64_t number, int digits)
{
    char reversed[20];
    int n = 0;

    for (; number > 0 || n < digits; number /= 10) {
        reversed[n++] = (char)('0' + number % 10);
    }
    while (n > 0) {
        put_char(self, reversed[--n]);
    }
}

/* x >= 0 and far from 2^64, with SCORE_DECIMALS decimals. */
static void put_decimal(listing *self, double x)
{
    const uint64_t one = UINT64_C(1000000000000); /* SCORE_DECIMALS zeros */
    const uint64_t parts = (uint64_t)(x * 1e12 + 0.5);

    put_number(self, parts / one, 1);
    put_char(self, '.');
    put_number(self, parts % one, SCORE_DECIMALS);
}

jaga_status listing_put_score(listing *self, jaga_span event_id, double belief, double strangeness,
                              jaga_error *err)
{
    JAGA_TRY(make_room(self, err));
    put_text(self, event_id);
    put_char(self, ',');
    put_decimal(self, belief);
    put_char(self, ',');
    put_decimal(self, strangeness);
    put_char(self, '\n');
    return JAGA_OK;
}

jaga_status listing_put_reject(listing *self, const store_reject *reject, jaga_error *err)
{
    JAGA_TRY(make_room(self, err));
    put_name(self, reject->source);
    put_char(self, ',');
    put_number(self, reject->line, 1);
    put_char(self, ',');
    put_name(self, reject->reason);
    put_char(self, ',');
    put_name(self, reject->cause);
    put_char(self, '\n');
    return JAGA_OK;
}

jaga_status listing_commit(listing *self, jaga_store *store, jaga_error *err)
{
    JAGA_TRY(flush(self, err));
    if (self->bytes == self->committed) {
        return JAGA_OK;
    }
    CRASH_STEP("listing:sync");
    if (fdatasync(self->fd) != 0) {
        return failed(self, "syncing", err);
    }
    JAGA_TRY(store_put_listing(store, self->path, self->bytes, err));
    self->committed = self->bytes;
    return JAGA_OK;
}
