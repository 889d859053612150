#include "query/filter.h"

#include "jaga/decision.h"
#include "jaga/profile.h"

static int place_of(sqlite3_stmt *statement, const char *name)
{
    return sqlite3_bind_parameter_index(statement, name);
}

/* Binding borrows, so it fails only where there is no such place, which is 0. */
static void bind_text(sqlite3_stmt *statement, const char *name, const char *text)
{
    const int at = place_of(statement, name);
    JAGA_CHECK(at == 0 || sqlite3_bind_text(statement, at, text, -1, SQLITE_STATIC) == SQLITE_OK);
}

static void bind_integer(sqlite3_stmt *statement, const char *name, int64_t number)
{
    const int at = place_of(statement, name);
    JAGA_CHECK(at == 0 || sqlite3_bind_int64(statement, at, number) == SQLITE_OK);
}

/* People write the spoken number as they hear it: "0000 0017". Copied by SQLite. */
static void bind_case(sqlite3_stmt *statement, const char *text)
{
    char tidy[128];
    size_t n = 0;
    const int at = place_of(statement, ":case");

    for (const char *c = text; c != NULL && *c != '\0' && n + 1 < sizeof tidy; c++) {
        if (*c != ' ' && *c != '-') {
            tidy[n++] = *c;
        }
    }
    if (at != 0 && text != NULL) {
        JAGA_CHECK(sqlite3_bind_text(statement, at, tidy, (int)n, SQLITE_TRANSIENT) == SQLITE_OK);
    }
}

void filter_bind(const jaga_filter *filter, sqlite3_stmt *statement)
{
    const int base = place_of(statement, ":base_bits");

    bind_text(statement, ":about", filter->about);
    bind_text(statement, ":account", filter->account);
    bind_case(statement, filter->case_number);
    bind_integer(statement, ":since", filter->since_us);
    bind_integer(statement, ":until", filter->until_us);
    bind_integer(statement, ":limit", filter->limit);
    bind_integer(statement, ":bit_life_s", JAGA_BIT_LIFE_S);
    JAGA_CHECK(base == 0 ||
               sqlite3_bind_double(statement, base, JAGA_BELIEF_BASE_BITS) == SQLITE_OK);
}
