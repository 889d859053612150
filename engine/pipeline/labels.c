#include "pipeline/labels.h"

#include "base/when.h"
#include "decode/table_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LABELS_MOST = 1 << 22 };
enum {
    COLUMN_ACCOUNT,
    COLUMN_FROM,
    COLUMN_TO,
    COLUMN_OUTCOME,
    COLUMN_KNOWN,
    COLUMN_EVENT,
    COLUMN_SOURCE,
    COLUMNS
};

static const table_column columns[COLUMNS] = {
    { "account", true },  { "from", true },      { "to", true },      { "outcome", true },
    { "known_at", true }, { "event_id", false }, { "source", false },
};

static const char *const sources[JAGA_LABEL_SOURCES] = { "reported", "reviewed", "explored" };

static const struct {
    const char *name;
    label_word word;
} outcomes[] = {
    { "theft", LABEL_THEFT },        { "false_alarm", LABEL_OWNER },   { "scam", LABEL_UNSURE },
    { "first_party", LABEL_UNSURE }, { "inconclusive", LABEL_UNSURE }, { "unclear", LABEL_UNSURE },
};

typedef struct label_reader {
    labels *out;
    table_file *table;
} label_reader;

static jaga_span field_of(const label_reader *self, size_t column)
{
    return table_file_field(self->table, column);
}

static bool is_event(const label *at)
{
    return (at->event.low | at->event.high) != 0;
}

static label_word word_of(jaga_span outcome)
{
    for (size_t i = 0; i < sizeof outcomes / sizeof outcomes[0]; i++) {
        if (outcome.length == strlen(outcomes[i].name) &&
            memcmp(outcome.at, outcomes[i].name, outcome.length) == 0) {
            return outcomes[i].word;
        }
    }
    return LABEL_NONE;
}

/* JAGA_LABEL_SOURCES: none of them. */
static jaga_label_source source_of(jaga_span source)
{
    int i = 0;

    while (source.length > 0 && i < JAGA_LABEL_SOURCES &&
           (source.length != strlen(sources[i]) ||
            memcmp(source.at, sources[i], source.length) != 0)) {
        i++;
    }
    return (jaga_label_source)i;
}

/* An empty field leaves *us as it is. NULL, or what is wrong. */
static const char *read_time(const label_reader *self, size_t column, const char *wrong,
                             int64_t *us)
{
    const jaga_span field = field_of(self, column);

    return field.length == 0 || when_parse(field, us) == NULL ? NULL : wrong;
}

static const char *read_times(const label_reader *self, label *out)
{
    const bool has_from = field_of(self, COLUMN_FROM).length > 0;
    const bool has_to = field_of(self, COLUMN_TO).length > 0;
    const char *wrong = read_time(self, COLUMN_FROM, "from is no time", &out->from_us);

    wrong = wrong != NULL ? wrong : read_time(self, COLUMN_TO, "to is no time", &out->until_us);
    wrong = wrong != NULL ? wrong
                          : read_time(self, COLUMN_KNOWN, "known_at is no time", &out->known_us);
    if (wrong != NULL) {
        return wrong;
    }
    if (!is_event(out) && (!has_from || !has_to)) {
        return "from or to is empty, and no event_id says which row is meant";
    }
    if (has_from && has_to && out->until_us < out->from_us) {
        return "to is before from";
    }
    return has_from && out->known_us < out->from_us ? "known_at is before from" : NULL;
}

static const char *read_label(const label_reader *self, label *out)
{
    const jaga_span account = field_of(self, COLUMN_ACCOUNT);
    const jaga_span event = field_of(self, COLUMN_EVENT);

    *out = (label){ .account = hash_text128(account),
                    .from_us = INT64_MIN,
                    .until_us = INT64_MAX,
                    .known_us = INT64_MAX,
                    .word = word_of(field_of(self, COLUMN_OUTCOME)),
                    .source = source_of(field_of(self, COLUMN_SOURCE)),
                    .line = self->table->line };
    if (account.length == 0) {
        return "account is empty";
    }
    if (out->word == LABEL_NONE) {
        return "outcome is none of theft, false_alarm, scam, first_party, inconclusive, unclear";
    }
    if (out->source == JAGA_LABEL_SOURCES) {
        return "source is none of reported, reviewed, explored";
    }
    if (event.length > 0) {
        out->event = hash_text128(event);
    }
    return read_times(self, out);
}

static jaga_status read_all(label_reader *self, jaga_error *err)
{
    jaga_status status = JAGA_OK;

    while (status == JAGA_OK) {
        status = table_file_next(self->table, err);
        if (status != JAGA_OK) {
            break;
        }
        if (self->out->count == LABELS_MOST) {
            return table_file_refuse(self->table, "more labels than can be kept", err);
        }
        const char *wrong = read_label(self, &self->out->at[self->out->count]);
        if (wrong != NULL) {
            return table_file_refuse(self->table, wrong, err);
        }
        self->out->count++;
    }
    return status == JAGA_END ? JAGA_OK : status;
}

static int by_hash(const hash128 *x, const hash128 *y)
{
    if (x->high != y->high) {
        return x->high < y->high ? -1 : 1;
    }
    return x->low < y->low ? -1 : x->low > y->low;
}

static int by_account(const void *a, const void *b)
{
    const label *x = a, *y = b;
    int order = by_hash(&x->account, &y->account);

    order = order != 0 ? order : (int)is_event(y) - (int)is_event(x);
    order = order != 0 ? order : by_hash(&x->event, &y->event);
    order = order != 0 ? order : x->from_us < y->from_us ? -1 : x->from_us > y->from_us;
    return order != 0 ? order : x->line < y->line ? -1 : x->line > y->line;
}

/* Two labels of one event, or of spans that overlap, must say the same. */
static jaga_status check_contradictions(const labels *self, const char *path, jaga_error *err)
{
    const label *longest = NULL; /* the span of this account that reaches farthest */

    for (size_t i = 0; i < self->count; i++) {
        const label *at = &self->at[i];
        if (longest != NULL && (by_hash(&longest->account, &at->account) != 0 ||
                                by_hash(&longest->event, &at->event) != 0)) {
            longest = NULL;
        }
        const bool meets = longest != NULL && (is_event(at) || at->from_us <= longest->until_us);
        if (meets && at->word != longest->word) {
            const unsigned first = longest->line < at->line ? longest->line : at->line;
            const unsigned second = longest->line < at->line ? at->line : longest->line;
            return jaga_fail(err, JAGA_ERR_FORMAT, "%s: line %u: says another outcome than line %u",
                             path, second, first);
        }
        longest = longest == NULL || at->until_us > longest->until_us ? at : longest;
    }
    return JAGA_OK;
}

jaga_status labels_read(labels *out, const char *path, int64_t delay_us, arena *memory,
                        jaga_error *err)
{
    label_reader self = { .out = out, .table = arena_take(memory, sizeof *self.table) };

    *out =
        (labels){ .at = arena_take(memory, LABELS_MOST * sizeof *out->at), .delay_us = delay_us };
    if (self.table == NULL || out->at == NULL) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "no room for the labels");
    }
    jaga_status status = table_file_open(self.table, path, columns, COLUMNS, err);
    if (status == JAGA_OK) {
        status = read_all(&self, err);
    }
    table_file_close(self.table);
    JAGA_TRY(status);
    qsort(out->at, out->count, sizeof *out->at, by_account);
    return check_contradictions(out, path, err);
}

/* The first label that does not stand before (account, event). */
static size_t first_of(const labels *self, hash128 account, hash128 event)
{
    const label wanted = { .account = account, .event = event, .from_us = INT64_MIN };
    size_t from = 0, to = self->count;

    while (from < to) {
        const size_t middle = from + (to - from) / 2;
        if (by_account(&self->at[middle], &wanted) < 0) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    return from;
}

static bool is_of(const labels *self, size_t i, hash128 account, hash128 event)
{
    return i < self->count && by_hash(&self->at[i].account, &account) == 0 &&
           by_hash(&self->at[i].event, &event) == 0;
}

label_answer labels_about(const labels *self, hash128 account, hash128 event, int64_t ts_us)
{
    const hash128 none = { 0, 0 };
    label_answer after = { LABEL_NONE, NULL };
    size_t i = first_of(self, account, event);

    if (is_of(self, i, account, event)) {
        return (label_answer){ self->at[i].word, &self->at[i] };
    }
    for (i = first_of(self, account, none); is_of(self, i, account, none); i++) {
        const label *at = &self->at[i];
        if (ts_us >= at->from_us && ts_us <= at->until_us) {
            return (label_answer){ at->word, at };
        }
        if (at->word == LABEL_THEFT && ts_us > at->until_us &&
            ts_us - at->until_us <= LABELS_UNSURE_AFTER_US) {
            after = (label_answer){ LABEL_UNSURE, at };
        }
    }
    return after;
}

int64_t labels_known_us(const labels *self, const label *about, int64_t ts_us)
{
    if (about->known_us != INT64_MAX) {
        return about->known_us;
    }
    return (about->until_us != INT64_MAX ? about->until_us : ts_us) + self->delay_us;
}
