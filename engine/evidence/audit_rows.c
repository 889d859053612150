/* The audit of a case as CSV with what proves it. */
#include "base/when.h"
#include "evidence/bundle.h"
#include "query/filter.h"
#include "store/sql.h"

#include <inttypes.h>
#include <sodium.h>
#include <string.h>

#define ROWS_SQL "engine/evidence/audit_rows.sql"

enum { SECRET = 8, IS_SHOWN, TAKEN_OUT, OWN }; /* columns behind the audit's own */

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

static void put_fields(sqlite3_stmt *row, FILE *out)
{
    const int64_t seq = sqlite3_column_int64(row, 0);
    const int64_t taken_out = sqlite3_column_int64(row, TAKEN_OUT);
    const audit_secrets secrets = { sql_column_span(row, SECRET), sql_column_span(row, OWN) };
    char number[32], ts[WHEN_TEXT_BYTES];

    (void)snprintf(number, sizeof number, "%" PRId64, seq);
    when_format(sqlite3_column_int64(row, 1), ts);
    for (int i = 0; i < AUDIT_FIELDS; i++) {
        unsigned char salt[AUDIT_SALT_BYTES];
        const jaga_span value = i == 0   ? (jaga_span){ number, (uint32_t)strlen(number) }
                                : i == 1 ? (jaga_span){ ts, (uint32_t)strlen(ts) }
                                         : sql_column_span(row, i);
        audit_salt_of(seq, i, secrets, salt);
        (void)fputc(',', out);
        if ((taken_out >> i & 1) != 0) {
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

static void put_row(sqlite3_stmt *row, bool is_first, FILE *out)
{
    const jaga_span record = sql_column_span(row, 6), chain = sql_column_span(row, 7);
    const bool is_shown = sqlite3_column_int64(row, IS_SHOWN) != 0;

    (void)fprintf(out, "%lld,", (long long)sqlite3_column_int64(row, 0));
    if (!is_first) {
        put_hex(out, (const unsigned char *)record.at, record.length);
    }
    (void)fputc(',', out);
    put_hex(out, (const unsigned char *)chain.at, chain.length);
    if (is_shown) {
        put_fields(row, out);
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
           sql_column_span(row, SECRET).length == AUDIT_SECRET_BYTES &&
           sql_column_span(row, OWN).length >= AUDIT_SECRET_BYTES;
}

/* Before the audit's own first row stands nothing: a line of zeros takes the place of its chain. */
static void put_beginning(FILE *out)
{
    const audit_hash zero = { { 0 } };

    (void)fputs("0,,", out);
    put_hex(out, zero.at, sizeof zero.at);
    (void)fputs(",,,,,,,,,,,,\n", out);
}

static void put_one(bundle *self, sqlite3_stmt *row, int64_t rows, FILE *out)
{
    const bool is_shown = sqlite3_column_int64(row, IS_SHOWN) != 0;
    const int64_t seq = sqlite3_column_int64(row, 0);

    /* The row before the case's first one gives the chain; the audit's first has none before it. */
    if (rows == 0 && seq == 1) {
        put_beginning(out);
    }
    put_row(row, rows == 0 && seq != 1, out);
    self->first_seq = self->first_seq == 0 && (rows > 0 || seq == 1) ? seq : self->first_seq;
    self->last_seq = seq;
    self->shown += is_shown;
}

static void keep_anchor(bundle *self, sqlite3_stmt *row)
{
    char hex[BUNDLE_HEX_BYTES];

    (void)sodium_bin2hex(hex, sizeof hex, sqlite3_column_blob(row, 7), AUDIT_HASH_BYTES);
    (void)snprintf(self->anchor, sizeof self->anchor, "%" PRId64 ":%s", self->last_seq, hex);
}

jaga_status bundle_put_audit(bundle *self, FILE *out, jaga_error *err)
{
    const jaga_filter filter = { .about = bundle_audience(self),
                                 .case_number = self->case_id,
                                 .account = self->reader->partner };
    sqlite3_stmt *row = NULL;
    int64_t rows = 0;
    jaga_status status;

    JAGA_TRY(database_prepare(self->from, ROWS_SQL, &row, err));
    filter_bind(&filter, row);
    (void)fputs(BUNDLE_COLUMNS "\n", out);
    while ((status = database_step(self->from, row, err)) == JAGA_OK) {
        if (!is_whole(row)) {
            status = jaga_fail(err, JAGA_ERR_IO, "%s: its audit is damaged; jaga verify says where",
                               self->from->path);
            break;
        }
        put_one(self, row, rows++, out);
        keep_anchor(self, row);
    }
    (void)sqlite3_finalize(row);
    return status == JAGA_END ? JAGA_OK : status;
}
