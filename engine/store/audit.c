#include "store/audit.h"

#include "base/when.h"
#include "store/sql.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

_Static_assert(AUDIT_HASH_BYTES == crypto_hash_sha256_BYTES, "SHA-256");

enum { LEAF_END = 0x00, NAME_END = 0x1F, CHAIN_BEGIN = 0x01, RECORD_BEGIN = 0x02 };

static const char *const names[AUDIT_FIELDS] = {
    "seq", "ts", "actor", "action", "subject", "detail"
};

static void add_byte(crypto_hash_sha256_state *to, unsigned char byte)
{
    (void)crypto_hash_sha256_update(to, &byte, 1);
}

static void add(crypto_hash_sha256_state *to, const void *at, size_t length)
{
    (void)crypto_hash_sha256_update(to, at, length);
}

audit_hash audit_leaf(int field, jaga_span value, const unsigned char salt[AUDIT_SALT_BYTES])
{
    crypto_hash_sha256_state state;
    audit_hash out;

    (void)crypto_hash_sha256_init(&state);
    add(&state, salt, AUDIT_SALT_BYTES);
    add_byte(&state, LEAF_END);
    add(&state, names[field], strlen(names[field]));
    add_byte(&state, NAME_END);
    add(&state, value.at, value.length);
    (void)crypto_hash_sha256_final(&state, out.at);
    return out;
}

audit_hash audit_record(const audit_hash leaf[AUDIT_FIELDS])
{
    crypto_hash_sha256_state state;
    audit_hash out;

    (void)crypto_hash_sha256_init(&state);
    add_byte(&state, RECORD_BEGIN);
    for (int i = 0; i < AUDIT_FIELDS; i++) {
        add(&state, leaf[i].at, sizeof leaf[i].at);
    }
    (void)crypto_hash_sha256_final(&state, out.at);
    return out;
}

audit_hash audit_chain(const audit_hash *before, const audit_hash *record)
{
    crypto_hash_sha256_state state;
    audit_hash out;

    (void)crypto_hash_sha256_init(&state);
    add_byte(&state, CHAIN_BEGIN);
    add(&state, before->at, sizeof before->at);
    add(&state, record->at, sizeof record->at);
    (void)crypto_hash_sha256_final(&state, out.at);
    return out;
}

enum { FIRST_OWN = AUDIT_FIELDS - AUDIT_OWN_FIELDS };

bool audit_is_emptied(audit_secrets secrets)
{
    return secrets.own.length == AUDIT_LEAVES_BYTES;
}

bool audit_is_whole(const audit_row *row, audit_secrets secrets)
{
    const bool is_empty =
        row->field[FIRST_OWN].length == 0 && row->field[FIRST_OWN + 1].length == 0;

    return secrets.all.length == AUDIT_SECRET_BYTES &&
           (secrets.own.length == AUDIT_SECRET_BYTES || (audit_is_emptied(secrets) && is_empty));
}

void audit_salt_of(int64_t seq, int field, audit_secrets secrets,
                   unsigned char salt[AUDIT_SALT_BYTES])
{
    const char *secret = field < FIRST_OWN ? secrets.all.at : secrets.own.at;
    char place[32];
    const int length = snprintf(place, sizeof place, "%" PRId64 ".%d", seq, field);

    (void)crypto_generichash(salt, AUDIT_SALT_BYTES, (const unsigned char *)place,
                             (unsigned long long)length, (const unsigned char *)secret,
                             AUDIT_SECRET_BYTES);
}

static audit_hash leaf_of(const audit_row *row, int field, int64_t seq, audit_secrets secrets)
{
    unsigned char salt[AUDIT_SALT_BYTES];

    audit_salt_of(seq, field, secrets, salt);
    return audit_leaf(field, row->field[field], salt);
}

audit_hash audit_record_of(const audit_row *row, int64_t seq, audit_secrets secrets)
{
    audit_hash leaf[AUDIT_FIELDS];

    for (int i = 0; i < FIRST_OWN; i++) {
        leaf[i] = leaf_of(row, i, seq, secrets);
    }
    for (int i = FIRST_OWN; i < AUDIT_FIELDS; i++) {
        if (audit_is_emptied(secrets)) {
            memcpy(leaf[i].at, secrets.own.at + (i - FIRST_OWN) * AUDIT_HASH_BYTES,
                   AUDIT_HASH_BYTES);
        } else {
            leaf[i] = leaf_of(row, i, seq, secrets);
        }
    }
    return audit_record(leaf);
}

void audit_empty(const audit_row *row, int64_t seq, audit_secrets secrets,
                 unsigned char leaves[AUDIT_LEAVES_BYTES])
{
    for (int i = FIRST_OWN; i < AUDIT_FIELDS; i++) {
        const audit_hash leaf = leaf_of(row, i, seq, secrets);
        memcpy(leaves + (i - FIRST_OWN) * AUDIT_HASH_BYTES, leaf.at, sizeof leaf.at);
    }
}

bool audit_read_hex(jaga_span hex, unsigned char *at, size_t bytes)
{
    size_t made = 0;

    for (uint32_t i = 0; i < hex.length; i++) {
        if (hex.at[i] >= 'A' && hex.at[i] <= 'F') {
            return false;
        }
    }
    return hex.length == 2 * bytes &&
           sodium_hex2bin(at, bytes, hex.at, hex.length, NULL, &made, NULL) == 0 && made == bytes;
}

bool audit_read_anchor(const char *text, int64_t *seq, audit_hash *chain)
{
    char *rest = NULL;

    *seq = strtoll(text, &rest, 10);
    return *seq > 0 && *rest == ':' &&
           audit_read_hex((jaga_span){ rest + 1, (uint32_t)strlen(rest + 1) }, chain->at,
                          sizeof chain->at);
}

/* ---- for the triggers ---- */

static jaga_span value_span(sqlite3_value *value)
{
    const void *at = sqlite3_value_blob(value);
    return (jaga_span){ at, (uint32_t)sqlite3_value_bytes(value) };
}

/* audit_record(secret, own secret, seq, at_us, actor, action, subject, detail) */
static void record_function(sqlite3_context *out, int count, sqlite3_value **values)
{
    const int64_t seq = sqlite3_value_int64(values[2]);
    const audit_secrets secrets = { value_span(values[0]), value_span(values[1]) };
    char number[32], ts[WHEN_TEXT_BYTES];
    audit_row row;

    (void)snprintf(number, sizeof number, "%" PRId64, seq);
    when_format(sqlite3_value_int64(values[3]), ts);
    row.field[0] = (jaga_span){ number, (uint32_t)strlen(number) };
    row.field[1] = (jaga_span){ ts, (uint32_t)strlen(ts) };
    for (int i = 2; i < AUDIT_FIELDS; i++) {
        row.field[i] = value_span(values[i + 2]);
    }
    if (count != AUDIT_FIELDS + 2 || !audit_is_whole(&row, secrets)) {
        sqlite3_result_error(out, "the secret of the audit is gone", -1);
        return;
    }
    const audit_hash hash = audit_record_of(&row, seq, secrets);
    sqlite3_result_blob(out, hash.at, sizeof hash.at, SQLITE_TRANSIENT);
}

/* audit_chain(chain of the row before, record) */
static void chain_function(sqlite3_context *out, int count, sqlite3_value **values)
{
    audit_hash before, record;

    if (count != 2 || sqlite3_value_bytes(values[0]) != AUDIT_HASH_BYTES ||
        sqlite3_value_bytes(values[1]) != AUDIT_HASH_BYTES) {
        sqlite3_result_error(out, "the audit chain wants two hashes", -1);
        return;
    }
    memcpy(before.at, sqlite3_value_blob(values[0]), sizeof before.at);
    memcpy(record.at, sqlite3_value_blob(values[1]), sizeof record.at);
    const audit_hash hash = audit_chain(&before, &record);
    sqlite3_result_blob(out, hash.at, sizeof hash.at, SQLITE_TRANSIENT);
}

static void add_escaped(sqlite3_str *to, const char *at, int length)
{
    for (int i = 0; i < length; i++) {
        if (at[i] == '%' || at[i] == ';' || at[i] == '=') {
            sqlite3_str_appendf(to, "%%%02X", (unsigned)(unsigned char)at[i]);
        } else {
            sqlite3_str_append(to, &at[i], 1);
        }
    }
}

/* audit_detail(name, value, name, value, ...): what is NULL is left out. */
static void detail_function(sqlite3_context *out, int count, sqlite3_value **values)
{
    sqlite3_str *text = sqlite3_str_new(sqlite3_context_db_handle(out));

    for (int i = 0; i + 1 < count; i += 2) {
        if (sqlite3_value_type(values[i + 1]) == SQLITE_NULL) {
            continue;
        }
        if (sqlite3_str_length(text) > 0) {
            sqlite3_str_append(text, ";", 1);
        }
        sqlite3_str_appendall(text, (const char *)sqlite3_value_text(values[i]));
        sqlite3_str_append(text, "=", 1);
        const char *value = (const char *)sqlite3_value_text(values[i + 1]);
        add_escaped(text, value, sqlite3_value_bytes(values[i + 1]));
    }
    const int length = sqlite3_str_length(text);
    char *made = sqlite3_str_finish(text);
    sqlite3_result_text(out, made != NULL ? made : "", length, SQLITE_TRANSIENT);
    sqlite3_free(made);
}

jaga_status audit_register(sqlite3 *db, const char *db_path, jaga_error *err)
{
    const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    int code = sqlite3_create_function_v2(db, "audit_record", AUDIT_FIELDS + 2, flags, NULL,
                                          record_function, NULL, NULL, NULL);

    if (code == SQLITE_OK) {
        code = sqlite3_create_function_v2(db, "audit_chain", 2, flags, NULL, chain_function, NULL,
                                          NULL, NULL);
    }
    if (code == SQLITE_OK) {
        code = sqlite3_create_function_v2(db, "audit_detail", -1, flags, NULL, detail_function,
                                          NULL, NULL, NULL);
    }
    return code == SQLITE_OK ? JAGA_OK : sql_fail(db, code, db_path, err);
}
