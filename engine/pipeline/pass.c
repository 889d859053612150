#include "pipeline/pass.h"

#include "pipeline/replay.h"

typedef struct pass {
    const pass_watch *watch;
    observed *into;
    uint64_t events; /* so far: their order is all that is asked of a row */
} pass;

static jaga_status observe(void *ctx, const jaga_record *record, const engine_step *step,
                           jaga_error *err)
{
    pass *self = ctx;
    const bool is_new = replay_is_new(step);

    if (step->verdict == ORDER_CONFLICT || step->verdict == ORDER_FUTURE) {
        return JAGA_OK;
    }
    if (step->has_decision && step->decision.is_new_case && self->watch != NULL) {
        self->watch->on_case(self->watch->ctx, &step->decision);
    }
    const seen_event seen = { .event = &record->event,
                              .identity = &record->identity,
                              .row = self->events++,
                              .is_new = is_new,
                              .is_judged = is_new && step->account != NULL,
                              .belief = step->belief,
                              .decision = step->has_decision ? &step->decision : NULL };
    return observed_take(self->into, &seen, err);
}

jaga_status pass_run(const jaga_run *run, const char *const *paths, size_t count,
                     const pass_watch *watch, arena *memory, observed *into, pass_counts *counts,
                     jaga_error *err)
{
    pass self = { .watch = watch, .into = into };
    const replay_watch watching = { .after = observe, .ctx = &self };
    replay_counts seen;

    JAGA_TRY(replay(run, paths, count, &watching, &seen, err));
    *counts = (pass_counts){ .rows = seen.rows,
                             .events = seen.new_events,
                             .rejects = seen.rejects + seen.refused_events };
    return observed_end(into, memory, err);
}
