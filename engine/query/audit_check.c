/* Going through the audit from its first row to its last. */
#include "jaga/verify.h"

#include "base/when.h"
#include "query/database.h"
#include "query/kept_anchors.h"
#include "store/audit.h"
#include "store/sql.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define ROWS_SQL   "engine/query/verify.sql"
#define COUNTS_SQL "engine/query/verify_counts.sql"

static bool is_hash(sqlite3_stmt *row, int column, const audit_hash *wanted)
{
    const jaga_span stored = sql_column_span(row, column);
    return stored.length == AUDIT_HASH_BYTES && memcmp(stored.at, wanted->at, stored.length) == 0;
}

/* What is wrong with the row that stands at place `seq`, or NULL; *chain moves on. */
static const char *judge(sqlite3_stmt *row, int64_t seq, audit_hash *chain)
{
    char number[32], ts[WHEN_TEXT_BYTES];
    audit_row fields;
    const audit_secrets secrets = { sql_column_span(row, 8), sql_column_span(row, 9) };

    if (sqlite3_column_int64(row, 0) != seq) {
        return "a row is missing before it";
    }
    (void)snprintf(number, sizeof number, "%" PRId64, seq);
    when_format(sqlite3_column_int64(row, 1), ts);
    fields.field[0] = (jaga_span){ number, (uint32_t)strlen(number) };
    fields.field[1] = (jaga_span){ ts, (uint32_t)strlen(ts) };
    for (int i = 2; i < AUDIT_FIELDS; i++) {
        fields.field[i] = sql_column_span(row, i);
    }
    if (!audit_is_whole(&fields, secrets)) {
        return "the secret of its salts is gone";
    }
    const audit_hash record = audit_record_of(&fields, seq, secrets);
    *chain = audit_chain(chain, &record);
    if (!is_hash(row, 6, &record)) {
        return "what it says is not what was written";
    }
    if (sqlite3_column_int64(row, 10) == 0) {
        return "it was emptied, and no act of erasure tells of it";
    }
    return is_hash(row, 7, chain) ? NULL : "it does not follow from the row before it";
}

static void found(jaga_verified *out, int64_t seq, const char *why)
{
    out->bad_seq = seq;
    (void)snprintf(out->why, sizeof out->why, "%s", why);
}

static void print_anchor(jaga_verified *out, const audit_hash *chain)
{
    char hex[2 * AUDIT_HASH_BYTES + 1];

    (void)sodium_bin2hex(hex, sizeof hex, chain->at, sizeof chain->at);
    (void)snprintf(out->anchor, sizeof out->anchor, "%" PRId64 ":%s", out->rows, hex);
}

/* Whether the chain up to a row is that of the anchors of the row; *next moves behind them. */
static bool is_as_kept(const kept_anchors *kept, size_t *next, int64_t seq, const audit_hash *chain)
{
    bool is_same = true;

    for (; *next < kept->count && kept->list[*next].seq == seq; (*next)++) {
        is_same = is_same && memcmp(chain->at, kept->list[*next].chain.at, sizeof chain->at) == 0;
    }
    return is_same;
}

static jaga_status read_rows(const database *db, const kept_anchors *kept, jaga_verified *out,
                             jaga_error *err)
{
    sqlite3_stmt *row = NULL;
    audit_hash chain = { { 0 } };
    size_t next = 0;

    JAGA_TRY(database_prepare(db, ROWS_SQL, &row, err));
    jaga_status status = database_step(db, row, err);
    while (status == JAGA_OK && out->bad_seq == 0) {
        const int64_t seq = out->rows + 1;
        const char *why = judge(row, seq, &chain);
        if (why == NULL && !is_as_kept(kept, &next, seq, &chain)) {
            why = "the chain up to it is another one than the anchor's";
        }
        if (why != NULL) {
            found(out, seq, why);
            break;
        }
        out->rows = seq;
        out->emptied += sql_column_span(row, 9).length == AUDIT_LEAVES_BYTES;
        print_anchor(out, &chain);
        status = database_step(db, row, err);
    }
    (void)sqlite3_finalize(row);
    if (status == JAGA_END && next < kept->count) {
        found(out, out->rows + 1, "the audit ends before the anchor: rows are cut off");
    }
    return status == JAGA_END ? JAGA_OK : status;
}

/* A decision, command or act taken out of its own table is still told of in the audit, and one
 * whose row was cut off the audit's end is still in its table. An audit that was emptied has no
 * last row to name, so the row after the end is named. */
static jaga_status compare_counts(const database *db, jaga_verified *out, jaga_error *err)
{
    sqlite3_stmt *row = NULL;
    jaga_status status;

    JAGA_TRY(database_prepare(db, COUNTS_SQL, &row, err));
    while ((status = database_step(db, row, err)) == JAGA_OK && out->bad_seq == 0) {
        const int64_t there = sqlite3_column_int64(row, 1), told = sqlite3_column_int64(row, 2);
        if (there != told) {
            out->bad_seq = out->rows + 1;
            (void)snprintf(out->why, sizeof out->why,
                           "the audit tells of %" PRId64
                           " rows of kind %s, the tables have %" PRId64,
                           told, (const char *)sqlite3_column_text(row, 0), there);
        }
    }
    (void)sqlite3_finalize(row);
    return status == JAGA_END ? JAGA_OK : status;
}

jaga_status jaga_verify(const char *path, const jaga_kept *kept, jaga_verified *out,
                        jaga_error *err)
{
    database db;
    kept_anchors anchors;

    memset(out, 0, sizeof *out);
    if (kept != NULL && kept->public_key != NULL && kept->anchors == NULL) {
        return jaga_fail(err, JAGA_ERR_USAGE, "a public key wants a file of anchors");
    }
    JAGA_TRY(kept_anchors_open(kept, &anchors, err));
    jaga_status status = database_open(path, &db, err);
    if (status == JAGA_OK) {
        status = read_rows(&db, &anchors, out, err);
        if (status == JAGA_OK && out->bad_seq == 0) {
            status = compare_counts(&db, out, err);
        }
        database_close(&db);
    }
    kept_anchors_close(&anchors);
    return status;
}
