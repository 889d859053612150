#include "pipeline/freeze_watch.h"

#include "base/when.h"
#include "store/unconfirmed.h"

#include <inttypes.h>
#include <stdio.h>

enum { UNCONFIRMED_AFTER_S = 60 };

jaga_status freeze_watch_open(freeze_watch *self, jaga_error *err)
{
    if (self->rule.deny_list == NULL) {
        return JAGA_OK;
    }
    JAGA_TRY(deny_list_open(self->rule.deny_list, self->store, &self->list, err));
    return deny_list_append(self->list, err); /* what a kill kept back */
}

void freeze_watch_close(freeze_watch *self)
{
    deny_list_close(self->list);
    self->list = NULL;
}

static jaga_status raise_due(freeze_watch *self, int64_t now_us, jaga_error *err)
{
    const int64_t after_s = self->rule.after_s > 0 ? self->rule.after_s : UNCONFIRMED_AFTER_S;
    const store_freeze_rule rule = { .after_us = after_s * US_PER_SECOND,
                                     .from_whole = self->rule.from_whole,
                                     .has_list = self->list != NULL };
    int64_t raised = 0;
    char text[160];

    JAGA_TRY(store_raise_unconfirmed(self->store, &rule, now_us, &raised, err));
    self->looked_us = raised == STORE_RAISED_MOST ? INT64_MIN : now_us; /* more are due */
    if (raised > 0 && self->warn != NULL) {
        (void)snprintf(text, sizeof text,
                       "%" PRId64 " stops are not confirmed by the ledger after %" PRId64
                       " s; jaga query unconfirmed lists them",
                       raised, after_s);
        self->warn(self->warn_ctx, text);
    }
    return JAGA_OK;
}

jaga_status freeze_watch_look(freeze_watch *self, bool is_last, jaga_error *err)
{
    const int64_t now_us = self->now_us();

    /* A clock that was set back does not stop it. */
    if (!is_last && now_us >= self->looked_us && now_us < self->looked_us + US_PER_SECOND) {
        return JAGA_OK;
    }
    JAGA_TRY(raise_due(self, now_us, err));
    if (self->list == NULL) {
        return JAGA_OK;
    }
    const jaga_status status = deny_list_append(self->list, err);
    const bool waits = status == JAGA_ERR_IO && !is_last;
    if (waits && !self->is_list_behind && self->warn != NULL) {
        self->warn(self->warn_ctx, err->text);
    }
    self->is_list_behind = waits;
    return waits ? JAGA_OK : status;
}
