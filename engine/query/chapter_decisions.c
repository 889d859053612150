/* All that was decided about an account, the latest last. */
#include "base/column_text.h"
#include "base/names.h"
#include "query/story.h"
#include "store/sql.h"

#include <string.h>

enum { SHOWN = 20, TYPE_COLUMNS = 14, MONEY_COLUMNS = 17 };

static void put_decision(const story *self, sqlite3_stmt *columns)
{
    const int type = names_find(NAMES_TYPE, sql_column_span(columns, 1));
    const char *name = type < 0 ? "" : story_type(self, (uint8_t)type);
    const char *currency = story_text(self, sql_column_span(columns, 3));
    const char *money = sqlite3_column_type(columns, 2) == SQLITE_NULL
                            ? ""
                            : story_money(self, sqlite3_column_int64(columns, 2), currency);
    const jaga_span outcome = sql_column_span(columns, 4);
    const char *share = story_share(self, sqlite3_column_double(columns, 5));

    (void)fprintf(self->out, "  %s ", story_time(self, sqlite3_column_int64(columns, 0)));
    text_put_left(self->out, text_span(name), TYPE_COLUMNS);
    (void)fputc(' ', self->out);
    text_put_right(self->out, text_span(money), MONEY_COLUMNS);
    (void)fputs("  ", self->out);
    text_put_left(self->out, sql_column_span(columns, 6), 24);
    (void)fprintf(self->out, "  %s\n",
                  outcome.at[0] == 'h'   ? SAY(self, NOTE_HOLD, share)
                  : outcome.at[0] == 's' ? SAY(self, NOTE_STEP_UP, share)
                                         : SAY(self, NOTE_ALERT, share));
}

jaga_status chapter_decisions(const story *self, const subject *about, jaga_error *err)
{
    sql_row row = { 0 };
    jaga_status status;

    story_chapter(self, WORD_DECISIONS);
    if (about->decisions > SHOWN) {
        (void)fputs("  ", self->out);
        text_put(self->out,
                 text_span(SAY(self, DECISIONS_MORE, story_count(self, about->decisions - SHOWN),
                               story_text(self, about->account))));
        (void)fputc('\n', self->out);
    }
    JAGA_TRY(sql_prepare(self->from->db, "engine/query/story.sql", "list_decisions", &row.statement,
                         self->from->path, err));
    sql_text(&row, about->account);
    sql_integer(&row, SHOWN);
    while ((status = database_step(self->from, row.statement, err)) == JAGA_OK) {
        put_decision(self, row.statement);
    }
    (void)sqlite3_finalize(row.statement);
    return status == JAGA_END ? JAGA_OK : status;
}
