/* Where the money went, as a tree, and what was sent to stop it. */
#include "base/column_text.h"
#include "query/owned.h"
#include "query/story.h"
#include "query/way.h"
#include "store/sql.h"
#include "trace/trace.h"

#include <string.h>

#define STORY_SQL "engine/query/story.sql"

enum { LINES_MAX = 40 };

/* A tree being drawn. */
typedef struct drawing {
    const story *told;
    const trace *money;
    way_list hops;
    const char *currency;
    bool goes_on[TRACE_HOPS_MAX + 2]; /* by depth: more branches follow below */
    size_t lines;
    int64_t not_drawn;
} drawing;

static const char *amount(const drawing *self, int64_t minor)
{
    return story_money(self->told, minor, self->currency);
}

/* Begins a line of the tree; false: there are enough of them. */
static bool put_branch(drawing *self, size_t depth, bool is_last)
{
    if (self->lines == LINES_MAX) {
        self->not_drawn++;
        return false;
    }
    self->lines++;
    (void)fputs("  ", self->told->out);
    for (size_t i = 0; i < depth; i++) {
        (void)fputs(self->goes_on[i] ? "│  " : "   ", self->told->out);
    }
    (void)fputs(is_last ? "└─ " : "├─ ", self->told->out);
    return true;
}

static void put_hop(drawing *self, const trace_hop *hop)
{
    const story *told = self->told;
    const char *kind = story_party(told, hop->to_kind);

    (void)fprintf(told->out, "%s  %s  %s", amount(self, hop->traced_minor),
                  story_time(told, hop->ts_us), story_type(told, hop->type));
    if (hop->amount_minor != hop->traced_minor) {
        (void)fprintf(told->out, " (%s)", amount(self, hop->amount_minor));
    }
    (void)fputs(hop->to.length > 0 || kind[0] != '\0' ? " → " : "", told->out);
    text_put(told->out, hop->to);
    (void)fprintf(told->out, "%s%s", hop->to.length > 0 && kind[0] != '\0' ? " " : "", kind);
    (void)fputs(hop->institution.length > 0 ? ", " : "", told->out);
    text_put(told->out, hop->institution);
    (void)fputc('\n', told->out);
}

/* The next hop that carries on the money of `parent`, after `after`. */
static uint32_t next_child(const drawing *self, uint32_t parent, uint32_t after)
{
    uint32_t i = after == TRACE_NONE ? self->hops.first[0] : self->hops.next[after];

    while (i != TRACE_NONE && (trace_hop_at(self->money, i)->parent != parent ||
                               trace_hop_at(self->money, i)->traced_minor == 0)) {
        i = self->hops.next[i];
    }
    return i;
}

static void put_rest(drawing *self, const trace_hop *hop, size_t depth)
{
    const bool is_scattered = hop->scattered_minor > 0;

    if (hop->at_rest_minor > 0 && put_branch(self, depth, !is_scattered)) {
        (void)fprintf(self->told->out, "%s\n",
                      SAY(self->told, RESTS, amount(self, hop->at_rest_minor)));
    }
    if (is_scattered && put_branch(self, depth, true)) {
        (void)fprintf(self->told->out, "%s\n",
                      SAY(self->told, SCATTERED, amount(self, hop->scattered_minor)));
    }
}

/* Recursion is as deep as money is followed: TRACE_HOPS_MAX. */
static void put_tree(drawing *self, uint32_t parent, size_t depth)
{
    const trace_hop *from = parent == TRACE_NONE ? NULL : trace_hop_at(self->money, parent);
    const bool has_rest = from != NULL && (from->at_rest_minor > 0 || from->scattered_minor > 0);
    uint32_t next = next_child(self, parent, TRACE_NONE);

    while (next != TRACE_NONE) {
        const uint32_t child = next;
        next = next_child(self, parent, child);
        self->goes_on[depth] = has_rest || next != TRACE_NONE;
        if (put_branch(self, depth, !self->goes_on[depth])) {
            put_hop(self, trace_hop_at(self->money, child));
        }
        put_tree(self, child, depth + 1);
    }
    if (has_rest) {
        put_rest(self, from, depth);
    }
}

static jaga_status draw(drawing *self, const subject *about, jaga_error *err)
{
    const story *told = self->told;
    trace_sum sum;

    if (!way_sort(self->money, 1, told->memory, &self->hops)) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "no memory for a story");
    }
    trace_sums(self->money, &sum);
    if (sum.stolen_minor == 0) {
        (void)fprintf(told->out, "  %s\n",
                      SAY(told, MONEY_NONE, story_time(told, about->incident_start_us)));
        return JAGA_OK;
    }
    self->currency = sum.currency;
    (void)fprintf(told->out, "  %s\n\n  ",
                  SAY(told, MONEY_SUM, amount(self, sum.stolen_minor),
                      amount(self, sum.at_rest_minor), amount(self, sum.left_minor),
                      amount(self, sum.scattered_minor)));
    text_put(told->out, about->account);
    (void)fputc('\n', told->out);
    put_tree(self, TRACE_NONE, 0);
    if (self->not_drawn > 0) {
        (void)fprintf(told->out, "  %s\n",
                      SAY(told, MORE_HOPS, story_count(told, self->not_drawn)));
    }
    return JAGA_OK;
}

jaga_status chapter_money(const story *self, const subject *about, jaga_error *err)
{
    const trace_theft theft = { .account = about->account,
                                .from_us = about->incident_start_us,
                                .until_us = about->theft_until_us };
    drawing drawn = { .told = self };
    trace *money = NULL;

    story_chapter(self, WORD_MONEY);
    if (!story_has_history(self)) {
        return JAGA_OK;
    }
    JAGA_TRY(trace_open(&theft, 1, PURSE_FIFO, &money, err));
    jaga_status status = owned_tell(self->from, money, err);
    if (status == JAGA_OK) {
        status = trace_read(money, self->from->history, err);
    }
    if (status == JAGA_OK) {
        drawn.money = money;
        status = draw(&drawn, about, err);
    }
    trace_close(money);
    return status;
}

static const char *delivery_of(const story *self, sqlite3_stmt *columns)
{
    const jaga_span state = sql_column_span(columns, 1);
    const char *time = story_time(self, sqlite3_column_int64(columns, 2));

    return state.at[0] == 's'   ? SAY(self, DELIVERED, time)
           : state.at[0] == 'r' ? SAY(self, REFUSED, time)
                                : story_word(self, WORD_WAITING);
}

static word kind_of(jaga_span kind)
{
    static const struct {
        const char *name;
        word word;
    } kinds[] = { { "hold", WORD_SEND_HOLD },       { "step_up", WORD_SEND_STEP_UP },
                  { "extend", WORD_SEND_EXTEND },   { "upgrade", WORD_SEND_UPGRADE },
                  { "release", WORD_SEND_RELEASE }, { "query", WORD_SEND_QUERY } };

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (kind.length == strlen(kinds[i].name) &&
            memcmp(kind.at, kinds[i].name, kind.length) == 0) {
            return kinds[i].word;
        }
    }
    return WORD_SEND_CALLBACK;
}

jaga_status chapter_sent(const story *self, const subject *about, jaga_error *err)
{
    sql_row row = { 0 };
    size_t count = 0;
    jaga_status status;

    story_chapter(self, WORD_COMMANDS);
    JAGA_TRY(sql_prepare(self->from->db, STORY_SQL, "get_messages", &row.statement,
                         self->from->path, err));
    if (about->has_case) {
        sql_text(&row, about->case_id);
    } else {
        sql_null(&row);
    }
    sql_text(&row, about->account);
    sql_integer(&row, about->ts_us);
    while ((status = database_step(self->from, row.statement, err)) == JAGA_OK) {
        const word kind = kind_of(sql_column_span(row.statement, 0));
        (void)fputs("  ", self->out);
        text_put_left(self->out, text_span(story_word(self, kind)), 14);
        text_put_left(self->out, sql_column_span(row.statement, 3), 32);
        (void)fprintf(self->out, "%s\n", delivery_of(self, row.statement));
        count++;
    }
    (void)sqlite3_finalize(row.statement);
    if (count == 0) {
        (void)fprintf(self->out, "  %s\n", story_word(self, WORD_NO_COMMAND));
    }
    return status == JAGA_END ? JAGA_OK : status;
}
