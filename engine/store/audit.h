#ifndef JAGA_STORE_AUDIT_H
#define JAGA_STORE_AUDIT_H

#include "jaga/span.h"
#include "jaga/status.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The chain behind the table `audit`: each row's hash goes into the next one's, so that a changed,
 * missing, added or swapped row shows in every row after it.
 *
 *   leaf   = SHA-256(salt, 0x00, name of the field, 0x1F, value)
 *   record = SHA-256(0x02, the leaves in the order of the fields)
 *   chain  = SHA-256(0x01, chain of the row before, record); before the first row 32 zero bytes
 *
 * Leaves are salted, so that a row may be shown with a value replaced by its leaf and still be
 * checked, without the value being guessed from it. Salts come from a secret of the database's own
 * (BLAKE2b), so a run that is interrupted and repeated makes the same rows. */
enum { AUDIT_FIELDS = 6, AUDIT_SALT_BYTES = 16, AUDIT_HASH_BYTES = 32, AUDIT_SECRET_BYTES = 32 };

typedef struct audit_hash {
    unsigned char at[AUDIT_HASH_BYTES];
} audit_hash;

/* One row's values as texts: seq, ts, actor, action, subject, detail. */
typedef struct audit_row {
    jaga_span field[AUDIT_FIELDS];
} audit_row;

audit_hash audit_leaf(int field, jaga_span value, const unsigned char salt[AUDIT_SALT_BYTES]);
audit_hash audit_record(const audit_hash leaf[AUDIT_FIELDS]);
audit_hash audit_chain(const audit_hash *before, const audit_hash *record);

/* The salt of one field of a row. */
void audit_salt(int64_t seq, int field, const unsigned char secret[AUDIT_SECRET_BYTES],
                unsigned char salt[AUDIT_SALT_BYTES]);

/* Of a row whose salts come from the secret. */
audit_hash audit_record_of(const audit_row *row, int64_t seq,
                           const unsigned char secret[AUDIT_SECRET_BYTES]);

/* False: not the hexadecimal digits, in lower case, of so many bytes. */
bool audit_read_hex(jaga_span hex, unsigned char *at, size_t bytes);
/* "SEQ:HASH", the number of a row and its chain. False: it is none. */
bool audit_read_anchor(const char *text, int64_t *seq, audit_hash *chain);

/* Gives a connection the functions that the triggers of schema_audit.sql call; without them nothing
 * that is audited can be written. */
JAGA_USE_RESULT jaga_status audit_register(sqlite3 *db, const char *db_path, jaga_error *err);

#endif
