#include "pipeline/label_news.h"

enum { NEWS_MOST = 1 << 22 };

jaga_status label_news_open(label_news *self, const labels *from, arena *memory, jaga_error *err)
{
    *self = (label_news){ .labels = from,
                          .most = NEWS_MOST,
                          .heap = arena_take(memory, NEWS_MOST * sizeof *self->heap) };
    return self->heap != NULL ? JAGA_OK : jaga_fail(err, JAGA_ERR_NOMEM, "no room for the labels");
}

/* The total order keeps a run the same however its rows were cut into files. */
static bool is_before(const profile_theft *x, const profile_theft *y)
{
    if (x->known_us != y->known_us) {
        return x->known_us < y->known_us;
    }
    if (x->ts_us != y->ts_us) {
        return x->ts_us < y->ts_us;
    }
    return x->account.low != y->account.low ? x->account.low < y->account.low : x->payee < y->payee;
}

static void swap(profile_theft *x, profile_theft *y)
{
    const profile_theft kept = *x;
    *x = *y;
    *y = kept;
}

static void push(label_news *self, profile_theft news)
{
    size_t at = self->count++;

    self->heap[at] = news;
    while (at > 0 && is_before(&self->heap[at], &self->heap[(at - 1) / 2])) {
        swap(&self->heap[at], &self->heap[(at - 1) / 2]);
        at = (at - 1) / 2;
    }
}

static profile_theft pop(label_news *self)
{
    const profile_theft first = self->heap[0];
    size_t at = 0;

    self->heap[0] = self->heap[--self->count];
    for (;;) {
        size_t least = at;
        for (size_t child = 2 * at + 1; child <= 2 * at + 2 && child < self->count; child++) {
            least = is_before(&self->heap[child], &self->heap[least]) ? child : least;
        }
        if (least == at) {
            return first;
        }
        swap(&self->heap[at], &self->heap[least]);
        at = least;
    }
}

jaga_status label_news_see(label_news *self, const jaga_record *record, jaga_error *err)
{
    const jaga_event *event = &record->event;
    const hash128 account = { record->identity.account_low, record->identity.account_high };
    const hash128 id = { record->identity.event_low, record->identity.event_high };

    if (!profile_names_payment(record)) {
        return JAGA_OK;
    }
    const label_answer answer = labels_about(self->labels, account, id, event->ts_us);
    if (answer.word != LABEL_THEFT) {
        return JAGA_OK;
    }
    if (self->count == self->most) {
        return jaga_fail(err, JAGA_ERR_LIMIT,
                         "more thefts under way to their labels than can be kept");
    }
    const int64_t known_us = labels_known_us(self->labels, answer.label, event->ts_us);
    push(self, (profile_theft){ .account = account,
                                .payee = record->identity.payee,
                                .amount_minor = event->amount_minor,
                                .ts_us = event->ts_us,
                                .known_us = known_us > event->ts_us ? known_us : event->ts_us });
    return JAGA_OK;
}

jaga_status label_news_tell(label_news *self, engine *to, int64_t now_us, jaga_error *err)
{
    to->is_taught = true;
    while (self->count > 0 && self->heap[0].known_us <= now_us) {
        const profile_theft news = pop(self);
        JAGA_TRY(profile_tell_theft(&to->profile, &news, err));
    }
    return JAGA_OK;
}
