/* The audit of a case as CSV with what proves it. */
#include "base/when.h"
#include "evidence/bundle.h"
#include "store/sql.h"

#include <inttypes.h>
#include <sodium.h>
#include <string.h>

#define ROWS_SQL "engine/evidence/audit_rows.sql"

enum { ACTOR = 2, ACTION = 3, DETAIL = 5 }; /* fields */

static void put_hex(FILE *out, const unsigned char *at, size_t bytes)
{
    char hex[BUNDLE_HEX_BYTES];

    (void)fputs(sodium_bin2hex(hex, sizeof hex, at, bytes), out);
}

static void put_value(FILE *out, jaga_span value)
{
    (void)fputc('"', out);
    for (uint32_t i = 0; i < value.length; i++) {
        if (value.at[i] == '"') {
            (void)fputc('"', out);
        }
        (void)fputc(value.at[i], out);
    }
    (void)fputc('"', out);
}

/* Who of the staff acted and what they wrote is not the customer's. */
static bool is_masked(int field, jaga_span action, bool is_for_customer)
{
    const bool is_desk = action.length == 4 && memcmp(action.at, "desk", 4) == 0;
    return is_for_customer && is_desk && (field == ACTOR || field == DETAIL);
}

static void put_fields(sqlite3_stmt *row, bool is_for_customer, FILE *out)
{
    const int64_t seq = sqlite3_column_int64(row, 0);
    const jaga_span secret = sql_column_span(row, 8);
    char number[32], ts[WHEN_TEXT_BYTES];

    (void)snprintf(number, sizeof number, "%" PRId64, seq);
    when_format(sqlite3_column_int64(row, 1), ts);
    for (int i = 0; i < AUDIT_FIELDS; i++) {
        unsigned char salt[AUDIT_SALT_BYTES];
        const jaga_span value = i == 0   ? (jaga_span){ number, (uint32_t)strlen(number) }
                                : i == 1 ? (jaga_span){ ts, (uint32_t)strlen(ts) }
                                         : sql_column_span(row, i);
        audit_salt(seq, i, (const unsigned char *)secret.at, salt);
        (void)fputc(',', out);
        if (is_masked(i, sql_column_span(row, ACTION), is_for_customer)) {
            const audit_hash leaf = audit_leaf(i, value, salt);
            put_hex(out, leaf.at, sizeof leaf.at);
            (void)fputc(',', out);
        } else {
            put_hex(out, salt, sizeof salt);
            (void)fputc(',', out);
            put_value(out, value);
        }
    }
}

static void put_row(sqlite3_stmt *row, bool is_first, bool is_for_customer, FILE *out)
{
    const jaga_span record = sql_column_span(row, 6), chain = sql_column_span(row, 7);
    const bool is_own = sqlite3_column_int64(row, 9) != 0;

    (void)fprintf(out, "%lld,", (long long)sqlite3_column_int64(row, 0));
    if (!is_first) {
        put_hex(out, (const unsigned char *)record.at, record.length);
    }
    (void)fputc(',', out);
    put_hex(out, (const unsigned char *)chain.at, chain.length);
    if (is_own) {
        put_fields(row, is_for_customer, out);
    } else {
        for (int i = 0; i < 2 * AUDIT_FIELDS; i++) {
            (void)fputc(',', out);
        }
    }
    (void)fputc('\n', out);
}

static bool is_whole(sqlite3_stmt *row)
{
    return sql_column_span(row, 6).length == AUDIT_HASH_BYTES &&
           sql_column_span(row, 7).length == AUDIT_HASH_BYTES &&
           sql_column_span(row, 8).length == AUDIT_SECRET_BYTES;
}

/* Before the audit's own first row stands nothing: a line of zeros takes the place of its chain. */
static void put_beginning(FILE *out)
{
    const audit_hash zero = { { 0 } };

    (void)fputs("0,,", out);
    put_hex(out, zero.at, sizeof zero.at);
    (void)fputs(",,,,,,,,,,,,\n", out);
}

jaga_status bundle_put_audit(const database *from, const char *what, bool is_for_customer,
                             FILE *out, char anchor[96], jaga_error *err)
{
    sql_row asked = { 0 };
    int64_t rows = 0;
    jaga_status status;

    JAGA_TRY(database_prepare(from, ROWS_SQL, &asked.statement, err));
    sql_name(&asked, what);
    (void)fputs(BUNDLE_COLUMNS "\n", out);
    while ((status = database_step(from, asked.statement, err)) == JAGA_OK) {
        if (!is_whole(asked.statement)) {
            status = jaga_fail(err, JAGA_ERR_IO, "%s: its audit is damaged; jaga verify says where",
                               from->path);
            break;
        }
        const bool is_own = sqlite3_column_int64(asked.statement, 9) != 0;
        if (rows == 0 && is_own) {
            put_beginning(out);
        }
        put_row(asked.statement, rows == 0 && !is_own, is_for_customer, out);
        rows++;
        const int length =
            snprintf(anchor, 96, "%lld:", (long long)sqlite3_column_int64(asked.statement, 0));
        (void)sodium_bin2hex(anchor + length, 96U - (size_t)length,
                             sqlite3_column_blob(asked.statement, 7), AUDIT_HASH_BYTES);
    }
    (void)sqlite3_finalize(asked.statement);
    if (status == JAGA_END && rows == 0) {
        return jaga_fail(err, JAGA_ERR_USAGE, "%s knows no case of that number or key", from->path);
    }
    return status == JAGA_END ? JAGA_OK : status;
}
