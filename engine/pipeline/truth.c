#include "pipeline/truth.h"

#include "base/when.h"
#include "decode/csv_row.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_MOST = 65536, THEFTS_MOST = 1 << 20, MULES_MOST = 1 << 20 };
enum { COLUMN_ACCOUNT, COLUMN_START, COLUMN_END, COLUMN_KIND, COLUMN_MULES, COLUMNS };

static const char *const column_names[COLUMNS] = { "account", "t_start", "t_end", "attack_kind",
                                                   "mule_accounts" };
/* A thief's last event may come a little after what the truth calls the end. */
static const int64_t grace_us = INT64_C(3600) * 1000000;
static const int64_t unknown_after_us = INT64_C(14) * 86400 * 1000000;

typedef struct truth_reader {
    truth *out;
    const char *path, *leave_out;
    FILE *file;
    unsigned line;
    csv_row row;
    size_t column[COLUMNS];
    char text[LINE_MOST], fields[LINE_MOST];
} truth_reader;

static jaga_status refuse(const truth_reader *self, const char *cause, jaga_error *err)
{
    return jaga_fail(err, JAGA_ERR_FORMAT, "%s: line %u: %s", self->path, self->line, cause);
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

/* JAGA_END: no more lines. */
static jaga_status next_row(truth_reader *self, jaga_error *err)
{
    if (fgets(self->text, sizeof self->text, self->file) == NULL) {
        return ferror(self->file) != 0
                   ? jaga_fail(err, JAGA_ERR_IO, "%s: %s", self->path, strerror(errno))
                   : JAGA_END;
    }
    self->line++;
    size_t length = strcspn(self->text, "\r\n");
    if (length + 1 == sizeof self->text) {
        return refuse(self, "the line is too long", err);
    }
    const char *wrong =
        csv_row_parse(&self->row, (jaga_span){ self->text, (uint32_t)length }, self->fields);
    return wrong == NULL ? JAGA_OK : refuse(self, wrong, err);
}

static jaga_status read_header(truth_reader *self, jaga_error *err)
{
    const jaga_status status = next_row(self, err);

    if (status == JAGA_END) {
        return refuse(self, "the file is empty", err);
    }
    JAGA_TRY(status);
    for (int c = 0; c < COLUMNS; c++) {
        self->column[c] = 0;
        while (self->column[c] < self->row.count && self->column[c] < CSV_COLUMNS_MAX &&
               !is_text(self->row.fields[self->column[c]], column_names[c])) {
            self->column[c]++;
        }
        if (self->column[c] == self->row.count && c != COLUMN_MULES) {
            return jaga_fail(err, JAGA_ERR_FORMAT, "%s: line 1: there is no column %s", self->path,
                             column_names[c]);
        }
    }
    return JAGA_OK;
}

static jaga_span field_of(const truth_reader *self, int column)
{
    const size_t at = self->column[column];
    return at < self->row.count ? self->row.fields[at] : (jaga_span){ NULL, 0 };
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

static jaga_status take_row(truth_reader *self, jaga_error *err)
{
    const jaga_span kind = field_of(self, COLUMN_KIND);
    truth_theft theft = { .account = hash_text128(field_of(self, COLUMN_ACCOUNT)),
                          .is_left_out = is_listed(self->leave_out, kind) };

    JAGA_TRY(take_mules(self, err));
    if (begins(kind, "benign:") || is_text(kind, "mule_ring")) {
        return JAGA_OK;
    }
    if (when_parse(field_of(self, COLUMN_START), &theft.from_us) != NULL ||
        when_parse(field_of(self, COLUMN_END), &theft.until_us) != NULL) {
        return refuse(self, "t_start or t_end is no time", err);
    }
    theft.until_us += grace_us;
    if (self->out->theft_count == THEFTS_MOST) {
        return refuse(self, "more thefts than can be kept", err);
    }
    self->out->thefts[self->out->theft_count++] = theft;
    return JAGA_OK;
}

static jaga_status read_all(truth_reader *self, jaga_error *err)
{
    jaga_status status = read_header(self, err);

    while (status == JAGA_OK) {
        status = next_row(self, err);
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

jaga_status truth_read(truth *out, const char *path, const char *leave_out, arena *memory,
                       jaga_error *err)
{
    truth_reader *self = arena_take(memory, sizeof *self);

    *out = (truth){ .thefts = arena_take(memory, THEFTS_MOST * sizeof *out->thefts),
                    .mules = arena_take(memory, MULES_MOST * sizeof *out->mules) };
    if (self == NULL || out->thefts == NULL || out->mules == NULL) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "no room for the truth about the logs");
    }
    self->out = out;
    self->path = path;
    self->leave_out = leave_out;
    self->file = fopen(path, "re");
    if (self->file == NULL) {
        return jaga_fail(err, JAGA_ERR_IO, "%s: %s", path, strerror(errno));
    }
    jaga_status status = csv_row_open(&self->row, ',', err);
    if (status == JAGA_OK) {
        status = read_all(self, err);
        csv_row_close(&self->row);
    }
    (void)fclose(self->file);
    qsort(out->thefts, out->theft_count, sizeof *out->thefts, by_account);
    qsort(out->mules, out->mule_count, sizeof *out->mules, by_hash);
    return status;
}

truth_word truth_about(const truth *self, hash128 account, int64_t ts_us, size_t *theft)
{
    truth_word word = TRUTH_HONEST;

    if (bsearch(&account, self->mules, self->mule_count, sizeof account, by_hash) != NULL) {
        return TRUTH_UNKNOWN;
    }
    for (size_t i = first_theft_of(self, account);
         i < self->theft_count && by_hash(&self->thefts[i].account, &account) == 0; i++) {
        const truth_theft *at = &self->thefts[i];
        if (ts_us >= at->from_us && ts_us <= at->until_us) {
            *theft = i;
            return TRUTH_THEFT;
        }
        if (ts_us > at->until_us && ts_us <= at->until_us + unknown_after_us) {
            word = TRUTH_UNKNOWN;
        }
    }
    return word;
}
