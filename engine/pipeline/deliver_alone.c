/* Delivering alone: the lock of the engine, the outbox, a responder, and patience. */
#include "jaga/deliver.h"

#include "base/when.h"
#include "pipeline/freeze_watch.h"
#include "pipeline/state_folder.h"
#include "respond/deliver.h"
#include "store/store.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

/* Soon enough for the shortest pauses, seldom enough to cost nothing. */
enum { LOOK_MS = 20 };

typedef struct drain {
    const jaga_delivery *plan;
    state_folder folder;
    jaga_store *store;
    responder to;
    respond_circuit circuit;
    freeze_watch freezes;
    int64_t began_us;
} drain;

static void close_drain(drain *self)
{
    freeze_watch_close(&self->freezes);
    responder_close(&self->to);
    store_close(self->store);
    state_folder_close(&self->folder);
}

static jaga_status open_drain(drain *self, jaga_error *err)
{
    /* Opening it would make a new one. */
    if (access(self->plan->db, F_OK) != 0) {
        return jaga_fail(err, JAGA_ERR_IO, "%s: %s", self->plan->db, strerror(errno));
    }
    JAGA_TRY(state_folder_open(&self->folder, self->plan->db, err));
    JAGA_TRY(store_open(self->plan->db, &self->store, err));
    JAGA_TRY(responder_open(self->plan->respond, &self->to, err));
    self->freezes = (freeze_watch){ .rule = self->plan->unconfirmed,
                                    .store = self->store,
                                    .now_us = self->plan->now_us,
                                    .warn = self->plan->warn,
                                    .warn_ctx = self->plan->warn_ctx };
    return freeze_watch_open(&self->freezes, err);
}

static bool gives_up(const drain *self, int64_t now_us)
{
    const jaga_delivery *plan = self->plan;

    return now_us - self->began_us >= plan->patience_s * US_PER_SECOND ||
           (plan->wants_stop != NULL && plan->wants_stop(plan->stop_ctx));
}

/* Tries until nothing waits or patience ends; *err is then what the receiver said last. */
static jaga_status send_all(drain *self, jaga_delivery_summary *out, jaga_error *err)
{
    const jaga_delivery *plan = self->plan;

    for (;;) {
        const int64_t now_us = plan->now_us();
        if (self->circuit.failures == 0 || now_us >= self->circuit.again_us) {
            respond_result result;
            self->circuit.by_urgency = true;
            const jaga_status status =
                respond_deliver(self->store, &self->to, &self->circuit, plan->now_us, &result, err);
            out->sent += result.sent;
            if (status != JAGA_OK && !result.wants_pause) {
                return status;
            }
            if (status == JAGA_OK && result.waiting == 0) {
                return freeze_watch_look(&self->freezes, true, err);
            }
            if (status == JAGA_OK) {
                (void)jaga_fail(err, JAGA_ERR_IO, "the receiver says: not now");
            }
        }
        jaga_error cause = *err;
        JAGA_TRY(freeze_watch_look(&self->freezes, gives_up(self, now_us), err));
        *err = cause;
        if (gives_up(self, now_us)) {
            return JAGA_END;
        }
        (void)poll(NULL, 0, LOOK_MS);
    }
}

static jaga_status send_and_count(drain *self, jaga_delivery_summary *out, jaga_error *err)
{
    jaga_error counting;
    const jaga_status status = send_all(self, out, err);

    if (status != JAGA_OK && status != JAGA_END) {
        return status;
    }
    if (store_count_messages(self->store, &out->waiting, &out->refused, &counting) != JAGA_OK) {
        *err = counting;
        return counting.status;
    }
    if (status == JAGA_OK) {
        return JAGA_OK;
    }
    const jaga_error cause = *err;
    return jaga_fail(err, JAGA_ERR_IO, "%lld messages wait in the outbox: %.200s",
                     (long long)out->waiting, cause.text);
}

jaga_status jaga_deliver(const jaga_delivery *delivery, jaga_delivery_summary *out, jaga_error *err)
{
    drain self = { .plan = delivery, .folder = { .lock_fd = -1 }, .began_us = delivery->now_us() };

    *out = (jaga_delivery_summary){ .sent = 0 };
    jaga_status status = open_drain(&self, err);
    status = status == JAGA_OK ? send_and_count(&self, out, err) : status;
    close_drain(&self);
    return status;
}
