#include "pipeline/toucher.h"

#include "base/arena.h"

#include <pthread.h>
#include <stdbool.h>

enum { PIECES_MOST = 32 };

struct toucher {
    arena *memory;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    slab_piece pieces[PIECES_MOST]; /* a ring, like the rest under the lock */
    size_t asked, done;
    bool wants_stop;
};

static void *touch_ahead(void *ctx)
{
    toucher *self = ctx;

    (void)pthread_mutex_lock(&self->lock);
    for (;;) {
        while (!self->wants_stop && self->asked == self->done) {
            (void)pthread_cond_wait(&self->changed, &self->lock);
        }
        if (self->wants_stop) {
            break;
        }
        const slab_piece piece = self->pieces[self->done++ % PIECES_MOST];
        (void)pthread_mutex_unlock(&self->lock);
        slab_touch(piece);
        (void)pthread_mutex_lock(&self->lock);
    }
    (void)pthread_mutex_unlock(&self->lock);
    return NULL;
}

jaga_status toucher_open(toucher **out, jaga_error *err)
{
    arena *memory = NULL;

    JAGA_TRY(arena_open(sizeof(toucher) + 4096, &memory, err));
    toucher *self = arena_take(memory, sizeof *self);
    self->memory = memory;
    (void)pthread_mutex_init(&self->lock, NULL);
    (void)pthread_cond_init(&self->changed, NULL);
    if (pthread_create(&self->thread, NULL, touch_ahead, self) != 0) {
        arena_close(memory);
        return jaga_fail(err, JAGA_ERR_NOMEM, "starting the thread that touches memory");
    }
    *out = self;
    return JAGA_OK;
}

void toucher_ask(toucher *self, const slab_piece *pieces, size_t count)
{
    if (count == 0) {
        return;
    }
    (void)pthread_mutex_lock(&self->lock);
    for (size_t i = 0; i < count && self->asked - self->done < PIECES_MOST; i++) {
        self->pieces[self->asked++ % PIECES_MOST] = pieces[i];
    }
    (void)pthread_cond_signal(&self->changed);
    (void)pthread_mutex_unlock(&self->lock);
}

void toucher_close(toucher *self)
{
    if (self == NULL) {
        return;
    }
    (void)pthread_mutex_lock(&self->lock);
    self->wants_stop = true;
    (void)pthread_cond_signal(&self->changed);
    (void)pthread_mutex_unlock(&self->lock);
    (void)pthread_join(self->thread, NULL);
    (void)pthread_cond_destroy(&self->changed);
    (void)pthread_mutex_destroy(&self->lock);
    arena_close(self->memory);
}
