#include "pipeline/feed.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* Texts of one batch: every record may be as long as a line can be, and as what a mapping makes
 * beside it, and numbers written out; then its detail once more, with what was looked up. Only what
 * is used takes memory. */
enum { BATCH_TEXT_BYTES = FEED_BATCH_RECORDS * ((192 << 10) + (41 << 10)) };

struct feed {
    arena *memory;
    merge *from;
    history_packer *packer;
    size_t sources;
    feed_batch *batches;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    int ready;            /* an event counter: batches were handed over */
    size_t filled, taken; /* batches ever handed over and given back; under the lock */
    bool wants_stop;      /* under the lock */
};

/* Fills one batch. A live source is waited for only while the batch is empty. */
static void fill(feed *self, feed_batch *batch)
{
    decode_result result = DECODE_RECORD;

    arena_reset(batch->text, batch->empty);
    batch->count = 0;
    batch->is_last = false;
    batch->status = JAGA_OK;
    while (result == DECODE_RECORD && batch->count < FEED_BATCH_RECORDS) {
        jaga_record *record = &batch->records[batch->count];
        result = merge_next(self->from, batch->count == 0, batch->text, record, &batch->err);
        batch->count += result == DECODE_RECORD;
    }
    batch->is_last = result == DECODE_END || result == DECODE_FAILED;
    batch->status = result == DECODE_FAILED ? batch->err.status : JAGA_OK;
    for (size_t i = 0; i < self->sources; i++) {
        batch->positions[i] = merge_position(self->from, i);
    }
    history_pack_records(self->packer, &batch->pack, batch->records, batch->count);
}

static void *read_ahead(void *ctx)
{
    feed *self = ctx;
    bool is_last = false;

    while (!is_last) {
        (void)pthread_mutex_lock(&self->lock);
        while (!self->wants_stop && self->filled - self->taken == FEED_BATCHES) {
            (void)pthread_cond_wait(&self->changed, &self->lock);
        }
        const bool stops = self->wants_stop;
        const size_t slot = self->filled % FEED_BATCHES;
        (void)pthread_mutex_unlock(&self->lock);
        if (stops) {
            break;
        }
        fill(self, &self->batches[slot]);
        is_last = self->batches[slot].is_last;
        (void)pthread_mutex_lock(&self->lock);
        self->filled++;
        (void)pthread_mutex_unlock(&self->lock);
        (void)eventfd_write(self->ready, 1);
    }
    return NULL;
}

static jaga_status open_batches(feed *self, jaga_error *err)
{
    self->batches = arena_take(self->memory, FEED_BATCHES * sizeof(feed_batch));
    for (int i = 0; i < FEED_BATCHES; i++) {
        feed_batch *batch = &self->batches[i];
        batch->positions = arena_take(self->memory, self->sources * sizeof(decode_position));
        JAGA_TRY(arena_open(BATCH_TEXT_BYTES, &batch->text, err));
        batch->empty = arena_mark(batch->text);
        JAGA_TRY(history_pack_open(&batch->pack, FEED_BATCH_RECORDS, err));
    }
    return history_packer_open(&self->packer, err);
}

static void release(feed *self)
{
    for (int i = 0; i < FEED_BATCHES; i++) {
        arena_close(self->batches[i].text);
        history_pack_close(&self->batches[i].pack);
    }
    history_packer_close(self->packer);
    if (self->ready >= 0) {
        (void)close(self->ready);
    }
    arena_close(self->memory);
}

jaga_status feed_open(merge *from, size_t sources, feed **out, jaga_error *err)
{
    arena *memory = NULL;
    const size_t bytes = sizeof(feed) + FEED_BATCHES * (sizeof(feed_batch) +
                                                        sources * sizeof(decode_position) + 128);

    JAGA_TRY(arena_open(bytes + 4096, &memory, err));
    feed *self = arena_take(memory, sizeof *self);
    self->memory = memory;
    self->from = from;
    self->sources = sources;
    self->ready = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    jaga_status status = self->ready < 0
                             ? jaga_fail(err, JAGA_ERR_IO, "an event counter: %s", strerror(errno))
                             : open_batches(self, err);
    if (status == JAGA_OK) {
        (void)pthread_mutex_init(&self->lock, NULL);
        (void)pthread_cond_init(&self->changed, NULL);
        if (pthread_create(&self->thread, NULL, read_ahead, self) != 0) {
            status = jaga_fail(err, JAGA_ERR_NOMEM, "starting the reading thread");
        }
    }
    if (status != JAGA_OK) {
        release(self);
        return status;
    }
    *out = self;
    return JAGA_OK;
}

static bool has_batch(feed *self)
{
    (void)pthread_mutex_lock(&self->lock);
    const bool has = self->filled != self->taken;
    (void)pthread_mutex_unlock(&self->lock);
    return has;
}

feed_batch *feed_next(feed *self, int most_ms)
{
    struct pollfd ready = { .fd = self->ready, .events = POLLIN };
    eventfd_t count;

    while (!has_batch(self)) {
        const int got = poll(&ready, 1, most_ms);
        if (got > 0) {
            (void)eventfd_read(self->ready, &count);
        } else if (got == 0 || most_ms >= 0) {
            return NULL; /* nothing yet, or a signal: whoever waits with a limit looks up */
        }
    }
    return &self->batches[self->taken % FEED_BATCHES];
}

void feed_done(feed *self)
{
    (void)pthread_mutex_lock(&self->lock);
    self->taken++;
    (void)pthread_cond_broadcast(&self->changed);
    (void)pthread_mutex_unlock(&self->lock);
}

void feed_close(feed *self)
{
    if (self == NULL) {
        return;
    }
    (void)pthread_mutex_lock(&self->lock);
    self->wants_stop = true;
    (void)pthread_cond_broadcast(&self->changed);
    (void)pthread_mutex_unlock(&self->lock);
    (void)pthread_join(self->thread, NULL);
    (void)pthread_cond_destroy(&self->changed);
    (void)pthread_mutex_destroy(&self->lock);
    release(self);
}
