#include "pipeline/truth.h"

#include "base/when.h"
#include "decode/table_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { THEFTS_MOST = 1 << 20, MULES_MOST = 1 << 20 };
enum { COLUMN_ACCOUNT, COLUMN_START, COLUMN_END, COLUMN_KIND, COLUMN_MULES, COLUMNS };

static const table_column columns[COLUMNS] = {
    { "account", true },     { "t_start", true },        { "t_end", true },
    { "attack_kind", true }, { "mule_accounts", false },
};
/* A thief's last event may come a little after what the truth calls the end. */
static const int64_t grace_us = INT64_C(3600) * 1000000;
static const int64_t unknown_after_us = INT64_C(14) * 86400 * 1000000;

typedef struct truth_reader {
    truth *out;
    const char *leave_out;
    truth_kinds *kinds;
    table_file *table;
} truth_reader;

static jaga_status refuse(const truth_reader *self, const char *cause, jaga_error *err)
{
    return table_file_refuse(self->table, cause, err);
}

static bool is_text(jaga_span field, const char *text)
{
    return field.length == strlen(text) && memcmp(field.at, text, field.length) == 0;
}

static bool begins(jaga_span field, const char *text)
{
    return field.length >= strlen(text) && memcmp(field.at, text, strlen(text)) == 0;
}

/* Whether a word stands in a list with commas between. */
static bool is_listed(const char *list, jaga_span word)
{
    while (*list != '\0') {
        const size_t length = strcspn(list, ",");
        if (word.length == length && memcmp(list, word.at, length) == 0) {
            return true;
        }
        list += length + (list[length] == ',');
    }
    return false;
}

static jaga_span field_of(const truth_reader *self, size_t column)
{
    return table_file_field(self->table, column);
}

static jaga_status take_mules(truth_reader *self, jaga_error *err)
{
    jaga_span list = field_of(self, COLUMN_MULES);

    while (list.length > 0) {
        const char *semicolon = memchr(list.at, ';', list.length);
        const uint32_t length = semicolon == NULL ? list.length : (uint32_t)(semicolon - list.at);
        if (self->out->mule_count == MULES_MOST) {
            return refuse(self, "more mules than can be kept", err);
        }
        if (length > 0) {
            self->out->mules[self->out->mule_count++] =
                hash_text128((jaga_span){ list.at, length });
        }
        const uint32_t used = length + (semicolon != NULL);
        list = (jaga_span){ list.at + used, list.length - used };
    }
    return JAGA_OK;
}

static jaga_status note_kind(const truth_reader *self, jaga_span kind, jaga_error *err)
{
    truth_kinds *kinds = self->kinds;

    for (size_t i = 0; i < kinds->count; i++) {
        if (is_text(kind, kinds->name[i])) {
            return JAGA_OK;
        }
    }
    if (kind.length >= TRUTH_KIND_BYTES || memchr(kind.at, ',', kind.length) != NULL) {
        return refuse(self, "attack_kind is too long, or has a comma in it", err);
    }
    if (kinds->count == TRUTH_KINDS_MOST) {
        return refuse(self, "more kinds of theft than can be kept", err);
    }
    memcpy(kinds->name[kinds->count], kind.at, kind.length);
    kinds->name[kinds->count++][kind.length] = '\0';
    return JAGA_OK;
}

static jaga_status take_theft(truth_reader *self, jaga_span kind, jaga_error *err)
{
    truth_theft theft = { .account = hash_text128(field_of(self, COLUMN_ACCOUNT)),
                          .is_left_out = is_listed(self->leave_out, kind) };

    JAGA_TRY(note_kind(self, kind, err));
    if (when_parse(field_of(self, COLUMN_START), &theft.from_us) != NULL) {
        return refuse(self, "t_start is no time", err);
    }
    if (when_parse(field_of(self, COLUMN_END), &theft.until_us) != NULL) {
        return refuse(self, "t_end is no time", err);
    }
    if (theft.until_us < theft.from_us) {
        return refuse(self, "t_end is before t_start", err);
    }
    theft.until_us += grace_us;
    if (self->out->theft_count == THEFTS_MOST) {
        return refuse(self, "more thefts than can be kept", err);
    }
    self->out->thefts[self->out->theft_count++] = theft;
    return JAGA_OK;
}

static jaga_status take_row(truth_reader *self, jaga_error *err)
{
    const jaga_span kind = field_of(self, COLUMN_KIND);

    if (kind.length == 0 || field_of(self, COLUMN_ACCOUNT).length == 0) {
        return refuse(self, "account or attack_kind is empty", err);
    }
    JAGA_TRY(take_mules(self, err));
    return begins(kind, "benign:") || is_text(kind, "mule_ring") ? JAGA_OK
                                                                 : take_theft(self, kind, err);
}

static jaga_status read_all(truth_reader *self, jaga_error *err)
{
    jaga_status status = JAGA_OK;

    while (status == JAGA_OK) {
        status = table_file_next(self->table, err);
        if (status == JAGA_OK) {
            status = take_row(self, err);
        }
    }
    return status == JAGA_END ? JAGA_OK : status;
}

static int by_hash(const void *a, const void *b)
{
    const hash128 *x = a, *y = b;

    if (x->low != y->low) {
        return x->low < y->low ? -1 : 1;
    }
    return x->high < y->high ? -1 : x->high > y->high;
}

static int by_account(const void *a, const void *b)
{
    const truth_theft *x = a, *y = b;
    const int order = by_hash(&x->account, &y->account);

    return order != 0 ? order : x->from_us < y->from_us ? -1 : x->from_us > y->from_us;
}

static size_t first_theft_of(const truth *self, hash128 account)
{
    size_t from = 0, to = self->theft_count;

    while (from < to) {
        const size_t middle = from + (to - from) / 2;
        if (by_hash(&self->thefts[middle].account, &account) < 0) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    return from;
}

jaga_status truth_read(truth *out, const char *path, const char *leave_out, truth_kinds *kinds,
                       arena *memory, jaga_error *err)
{
    truth_reader self = { .out = out,
                          .leave_out = leave_out,
                          .kinds = kinds,
                          .table = arena_take(memory, sizeof *self.table) };

    *out = (truth){ .thefts = arena_take(memory, THEFTS_MOST * sizeof *out->thefts),
                    .mules = arena_take(memory, MULES_MOST * sizeof *out->mules) };
    if (self.table == NULL || out->thefts == NULL || out->mules == NULL) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "no room for the truth about the logs");
    }
    jaga_status status = table_file_open(self.table, path, columns, COLUMNS, err);
    if (status == JAGA_OK) {
        status = read_all(&self, err);
    }
    table_file_close(self.table);
    qsort(out->thefts, out->theft_count, sizeof *out->thefts, by_account);
    qsort(out->mules, out->mule_count, sizeof *out->mules, by_hash);
    return status;
}

jaga_status truth_check_left_out(const truth_kinds *kinds, const char *leave_out, jaga_error *err)
{
    char list[256] = "";

    for (size_t i = 0; i < kinds->count; i++) {
        const size_t used = strlen(list);
        (void)snprintf(list + used, sizeof list - used, "%s%s", i > 0 ? ", " : "", kinds->name[i]);
    }
    while (*leave_out != '\0') {
        const jaga_span word = { leave_out, (uint32_t)strcspn(leave_out, ",") };
        size_t i = 0;
        while (i < kinds->count && !is_text(word, kinds->name[i])) {
            i++;
        }
        if (i == kinds->count) {
            return jaga_fail(err, JAGA_ERR_USAGE, "no theft is of the kind '%.*s'; there are: %s",
                             (int)word.length, word.at, list);
        }
        leave_out += word.length + (leave_out[word.length] == ',');
    }
    return JAGA_OK;
}

truth_word truth_about(const truth *self, hash128 account, int64_t ts_us, size_t *theft)
{
    truth_word word = TRUTH_HONEST;
    size_t i = first_theft_of(self, account);

    for (; i < self->theft_count && by_hash(&self->thefts[i].account, &account) == 0; i++) {
        const truth_theft *at = &self->thefts[i];
        if (ts_us >= at->from_us && ts_us <= at->until_us) {
            *theft = i;
            return TRUTH_THEFT;
        }
        if (ts_us > at->until_us && ts_us <= at->until_us + unknown_after_us) {
            word = TRUTH_UNKNOWN;
        }
    }
    /* A victim whose account then served to pass money on is a victim. */
    const bool is_victim = i > 0 && by_hash(&self->thefts[i - 1].account, &account) == 0;
    const bool is_mule =
        bsearch(&account, self->mules, self->mule_count, sizeof account, by_hash) != NULL;
    return is_mule && !is_victim ? TRUTH_UNKNOWN : word;
}
