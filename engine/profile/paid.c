/* Payments of late, so that a label that arrives finds what it speaks of. A ring in order of
 * arrival: the latest `paid` of the caps. */
#include "profile/aspect.h"
#include "profile/profile.h"

typedef struct paid {
    uint64_t account, event; /* low halves of their hashes */
    uint64_t payee;          /* 0: it was told to be a theft already */
    int64_t amount_minor, ts_us;
} paid;

/* A row may be so much later than those that arrived before it. */
static const int64_t late_us = INT64_C(2) * 86400 * 1000000;

size_t profile_paid_bytes(void)
{
    return sizeof(paid);
}

bool profile_names_payment(const jaga_record *record)
{
    return jaga_event_is_money_out(&record->event) && record->event.status == JAGA_STATUS_OK &&
           record->identity.payee != 0;
}

void profile_note_paid(profile *self, const jaga_record *record)
{
    uint64_t *next = profile_paid_next(self);

    if (!profile_names_payment(record)) {
        return;
    }
    const uint32_t fresh = slab_add(&self->paid);
    const uint32_t place = fresh != SLAB_NONE ? fresh : (uint32_t)(*next % self->paid.count);
    *(paid *)slab_at(&self->paid, place) = (paid){ .account = record->identity.account_low,
                                                   .event = record->identity.event_low,
                                                   .payee = record->identity.payee,
                                                   .amount_minor = record->event.amount_minor,
                                                   .ts_us = record->event.ts_us };
    *next = (uint64_t)place + 1;
}

/* The n-th before the latest. */
static paid *back(const profile *self, uint64_t next, uint32_t n)
{
    const uint64_t count = self->paid.count;
    return slab_at(&self->paid, (uint32_t)((next + 2 * count - 1 - n) % count));
}

static bool is_meant(const profile_label *label, const paid *at)
{
    bool is_named = label->event_count == 0;

    for (size_t i = 0; i < label->event_count; i++) {
        is_named |= label->events[i] == at->event;
    }
    return is_named && at->payee != 0 && at->account == label->account.low &&
           at->ts_us >= label->from_us && at->ts_us <= label->until_us;
}

jaga_status profile_tell_label(profile *self, const profile_label *label, jaga_error *err)
{
    const uint64_t next = *profile_paid_next(self);
    uint32_t reach = 0;

    while (reach < self->paid.count && back(self, next, reach)->ts_us >= label->from_us - late_us) {
        reach++;
    }
    while (reach > 0) {
        paid *at = back(self, next, --reach);
        if (!is_meant(label, at)) {
            continue;
        }
        const profile_theft theft = { .account = label->account,
                                      .payee = at->payee,
                                      .amount_minor = at->amount_minor,
                                      .ts_us = at->ts_us,
                                      .known_us = label->known_us };
        at->payee = 0;
        JAGA_TRY(profile_tell_theft(self, &theft, err));
    }
    return JAGA_OK;
}
