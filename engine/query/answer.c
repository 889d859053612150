#include "query/answer.h"

#include "base/money.h"
#include "store/sql.h"

#include <stdarg.h>
#include <string.h>

static cell_kind kind_of(const char *ending, size_t length)
{
    static const char *const names[] = {
        [CELL_TEXT] = "text",   [CELL_COUNT] = "count",       [CELL_TIME] = "time",
        [CELL_MONEY] = "money", [CELL_CURRENCY] = "currency", [CELL_BELIEF] = "belief",
        [CELL_SHARE] = "share", [CELL_BITS] = "bits",
    };

    size_t i = 0;

    while (i < sizeof names / sizeof names[0] &&
           (strlen(names[i]) != length || memcmp(names[i], ending, length) != 0)) {
        i++;
    }
    JAGA_CHECK(i < sizeof names / sizeof names[0]);
    return (cell_kind)i;
}

static jaga_status no_memory(jaga_error *err)
{
    return jaga_fail(err, JAGA_ERR_NOMEM, "the answer is larger than the memory for it");
}

jaga_span answer_keep(arena *memory, jaga_span text)
{
    char *copy = arena_take(memory, text.length + 1U);

    if (copy != NULL && text.length > 0) {
        memcpy(copy, text.at, text.length);
    }
    return (jaga_span){ copy, copy == NULL ? 0 : text.length };
}

/* "name", "name:kind" or "name:kind:hidden". */
static jaga_status read_alias(arena *memory, const char *alias, column *out, jaga_error *err)
{
    const size_t length = strcspn(alias, ":");
    const char *kind = alias[length] == ':' ? alias + length + 1 : "text";
    const size_t kind_length = strcspn(kind, ":");
    const jaga_span name = answer_keep(memory, (jaga_span){ alias, (uint32_t)length });

    out->name = name.at;
    out->kind = kind_of(kind, kind_length);
    out->is_hidden = strcmp(kind + kind_length, ":hidden") == 0;
    return name.at == NULL ? no_memory(err) : JAGA_OK;
}

static jaga_status read_columns(answer *self, sqlite3_stmt *statement, jaga_error *err)
{
    const int count = sqlite3_column_count(statement);

    JAGA_CHECK(count <= ANSWER_COLUMNS_MAX);
    for (int i = 0; i < count; i++) {
        const char *alias = sqlite3_column_name(statement, i);
        if (alias == NULL) {
            return no_memory(err);
        }
        JAGA_TRY(read_alias(self->memory, alias, &self->columns[i], err));
    }
    self->column_count = (size_t)count;
    return JAGA_OK;
}

static jaga_status read_row(answer *self, sqlite3_stmt *statement, jaga_error *err)
{
    answer_row *row = answer_add(self);

    for (int i = 0; row != NULL && i < (int)self->column_count; i++) {
        cell *to = &row->cells[i];
        to->is_said = sqlite3_column_type(statement, i) != SQLITE_NULL;
        switch (self->columns[i].kind) {
        case CELL_TEXT:
        case CELL_CURRENCY:
            to->text = answer_keep(self->memory, sql_column_span(statement, i));
            break;
        case CELL_COUNT:
        case CELL_TIME:
        case CELL_MONEY: to->number = sqlite3_column_int64(statement, i); break;
        case CELL_BELIEF:
        case CELL_SHARE:
        case CELL_BITS: to->share = sqlite3_column_double(statement, i); break;
        }
    }
    return row == NULL ? no_memory(err) : JAGA_OK;
}

jaga_status answer_read(answer *self, arena *memory, const database *from, const char *file,
                        const jaga_filter *filter, jaga_error *err)
{
    sqlite3_stmt *statement = NULL;

    *self = (answer){ .memory = memory };
    JAGA_TRY(database_prepare(from, file, &statement, err));
    filter_bind(filter, statement);
    jaga_status status = read_columns(self, statement, err);
    while (status == JAGA_OK) {
        status = database_step(from, statement, err);
        if (status == JAGA_OK) {
            status = read_row(self, statement, err);
        }
    }
    (void)sqlite3_finalize(statement);
    return status == JAGA_END ? JAGA_OK : status;
}

answer_row *answer_add(answer *self)
{
    answer_row *row =
        arena_take(self->memory, sizeof *row + self->column_count * sizeof row->cells[0]);

    if (row == NULL) {
        return NULL;
    }
    if (self->last == NULL) {
        self->first = row;
    } else {
        self->last->next = row;
    }
    self->last = row;
    self->row_count++;
    return row;
}

size_t answer_column(const answer *self, const char *name)
{
    size_t i = 0;

    while (i < self->column_count && strcmp(self->columns[i].name, name) != 0) {
        i++;
    }
    JAGA_CHECK(i < self->column_count);
    return i;
}

jaga_span answer_format(arena *memory, const char *fmt, ...)
{
    char text[4096];
    va_list args;

    va_start(args, fmt);
    const int length = vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    const size_t kept = length < 0                      ? 0
                        : (size_t)length >= sizeof text ? sizeof text - 1
                                                        : (size_t)length;
    return answer_keep(memory, (jaga_span){ text, (uint32_t)kept });
}

int answer_digits(const answer *self, const answer_row *row)
{
    for (size_t i = 0; i < self->column_count; i++) {
        if (self->columns[i].kind == CELL_CURRENCY) {
            const int digits = money_digits(row->cells[i].text);
            return digits < 0 ? 2 : digits;
        }
    }
    return 2;
}
