/* Why a model said it, and what would have kept a decision from being made. */
#include "base/exponent.h"
#include "query/story.h"
#include "store/sql.h"

#include <math.h>
#include <string.h>

#define STORY_SQL "engine/query/story.sql"

static jaga_status read_reason(const story *self, const subject *about, sqlite3_stmt *columns,
                               story_reason *out, jaga_error *err)
{
    story_evidence said;

    *out = (story_reason){ .signal = "", .bits = sqlite3_column_double(columns, 3) };
    out->ground = story_text(self, sql_column_span(columns, 6));
    if (sqlite3_column_type(columns, 0) != SQLITE_NULL) {
        JAGA_TRY(story_read_evidence(self, about, columns, &said, err));
        out->signal = said.signal;
        out->says = said.says;
        return JAGA_OK;
    }
    const jaga_ground ground = jaga_ground_find(out->ground);
    /* What this program no longer knows still has its name. */
    out->says = ground < JAGA_GROUND_COUNT ? jaga_ground_says(ground, self->lang) : out->ground;
    return JAGA_OK;
}

static jaga_status read_reasons_of(const story *self, const subject *about, int64_t record,
                                   double scale, story_reasons *out, jaga_error *err)
{
    sql_row row = { 0 };
    jaga_status status = JAGA_OK;

    JAGA_TRY(sql_prepare(self->from->db, STORY_SQL, "get_reasons", &row.statement, self->from->path,
                         err));
    sql_integer(&row, record);
    while (out->count < JAGA_REASONS_MOST &&
           (status = database_step(self->from, row.statement, err)) == JAGA_OK) {
        story_reason *at = &out->at[out->count++];
        status = read_reason(self, about, row.statement, at, err);
        if (status != JAGA_OK) {
            break;
        }
        at->bits *= scale;
    }
    (void)sqlite3_finalize(row.statement);
    return status == JAGA_END ? JAGA_OK : status;
}

jaga_status story_read_reasons(const story *self, const subject *about, story_reasons *out,
                               jaga_error *err)
{
    sql_row row = { 0 };
    int64_t record = 0;
    double scale = 0.0;

    out->count = 0;
    out->has_origin = false;
    JAGA_TRY(read_reasons_of(self, about, about->record, 1.0, out, err));
    if (out->count > 0) {
        return JAGA_OK;
    }
    JAGA_TRY(sql_prepare(self->from->db, STORY_SQL, "get_reasons_origin", &row.statement,
                         self->from->path, err));
    sql_text(&row, about->account);
    sql_integer(&row, about->record);
    const jaga_status status = database_step(self->from, row.statement, err);
    if (status == JAGA_OK) {
        record = sqlite3_column_int64(row.statement, 0);
        out->since_us = sqlite3_column_int64(row.statement, 1);
        scale = sqlite3_column_double(row.statement, 3) / sqlite3_column_double(row.statement, 2);
        /* It only fades: what is more now was said of another event. */
        out->has_origin = scale > 0.0 && scale < 1.01;
    }
    (void)sqlite3_finalize(row.statement);
    if (status != JAGA_OK && status != JAGA_END) {
        return status;
    }
    return out->has_origin ? read_reasons_of(self, about, record, scale, out, err) : JAGA_OK;
}

/* ---- what would have been without it --------------------------------------------------------- */

static void put_in(story_without *list, const char *name, const char *says, double bits)
{
    size_t at = list->count;

    if (bits <= 0.0 || list->count == STORY_WITHOUT_MOST) {
        return;
    }
    while (at > 0 && list->at[at - 1].bits < bits) {
        list->at[at] = list->at[at - 1];
        at--;
    }
    list->at[at].name = name;
    list->at[at].says = says;
    list->at[at].bits = bits;
    list->count++;
}

/* Everything that could be taken away, heaviest first. */
static jaga_status list_all(const story *self, const subject *about, story_without *out,
                            jaga_error *err)
{
    story_reasons reasons;
    sql_row row = { 0 };
    jaga_status status;

    JAGA_TRY(story_read_reasons(self, about, &reasons, err));
    for (size_t i = 0; i < reasons.count; i++) {
        const story_reason *reason = &reasons.at[i];
        put_in(out, reason->signal[0] != '\0' ? reason->signal : reason->ground, reason->says,
               reason->bits);
    }
    JAGA_TRY(sql_prepare(self->from->db, STORY_SQL, "get_evidence", &row.statement,
                         self->from->path, err));
    sql_integer(&row, about->record);
    while ((status = database_step(self->from, row.statement, err)) == JAGA_OK) {
        story_evidence said;
        status = story_read_evidence(self, about, row.statement, &said, err);
        if (status != JAGA_OK) {
            break;
        }
        if (reasons.count == 0 || strcmp(said.signal, "model") != 0) {
            put_in(out, said.signal, said.says, said.bits);
        }
    }
    (void)sqlite3_finalize(row.statement);
    return status == JAGA_END ? JAGA_OK : status;
}

static jaga_status find_threshold(const story *self, const subject *about, story_without *out,
                                  jaga_error *err)
{
    sql_row row = { 0 };

    JAGA_TRY(sql_prepare(self->from->db, STORY_SQL, "get_threshold", &row.statement,
                         self->from->path, err));
    sql_integer(&row, about->record);
    sql_text(&row, about->outcome);
    const jaga_status status = database_step(self->from, row.statement, err);
    if (status == JAGA_OK) {
        out->has_threshold = true;
        out->threshold = sqlite3_column_double(row.statement, 0);
    }
    (void)sqlite3_finalize(row.statement);
    return status == JAGA_END ? JAGA_OK : status;
}

/* What all evidence sums to: belief is that, up to its ceiling. */
static jaga_status sum_of(const story *self, const subject *about, double *bits, jaga_error *err)
{
    sql_row row = { 0 };
    jaga_status status;
    double listed = JAGA_BELIEF_BASE_BITS;

    JAGA_TRY(sql_prepare(self->from->db, STORY_SQL, "get_evidence", &row.statement,
                         self->from->path, err));
    sql_integer(&row, about->record);
    while ((status = database_step(self->from, row.statement, err)) == JAGA_OK) {
        listed += sqlite3_column_double(row.statement, 3);
    }
    (void)sqlite3_finalize(row.statement);
    *bits = listed > about->belief_bits ? listed : about->belief_bits;
    return status == JAGA_END ? JAGA_OK : status;
}

static bool is_text(jaga_span text, const char *name)
{
    return text.length == strlen(name) && memcmp(text.at, name, text.length) == 0;
}

/* The owner's word and the third failed proof hold whatever belief says. */
static bool is_told_to(const subject *about)
{
    return is_text(about->type, jaga_event_type_name(JAGA_TYPE_CUSTOMER_REPORT)) ||
           is_text(about->type, jaga_event_type_name(JAGA_TYPE_SAFE_MODE)) ||
           is_text(about->note, jaga_note_name(JAGA_NOTE_FAILED_STEP_UPS));
}

jaga_status story_find_without(const story *self, const subject *about, story_without *out,
                               jaga_error *err)
{
    double bits = 0.0;
    size_t taken = 0;

    memset(out, 0, sizeof *out);
    JAGA_TRY(find_threshold(self, about, out, err));
    out->by_belief = out->has_threshold && about->belief >= out->threshold && !is_told_to(about);
    if (!out->by_belief) {
        return JAGA_OK;
    }
    JAGA_TRY(list_all(self, about, out, err));
    JAGA_TRY(sum_of(self, about, &bits, err));
    const double least = log2(out->threshold / (1.0 - out->threshold));
    while (taken < out->count && bits >= least) {
        bits -= out->at[taken++].bits;
    }
    out->count = taken;
    out->belief = 1.0 / (1.0 + exp2_exact(-bits));
    return JAGA_OK;
}
