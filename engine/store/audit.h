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
 * checked, without the value being guessed from it. Salts come from a secret (BLAKE2b): those of
 * subject and detail, which are about people, from one of the row's own, the others from one of the
 * database. A row is emptied by destroying its own secret: the two leaves take its place. */
enum { AUDIT_FIELDS = 6, AUDIT_SALT_BYTES = 16, AUDIT_HASH_BYTES = 32, AUDIT_SECRET_BYTES = 32 };
enum { AUDIT_OWN_FIELDS = 2, AUDIT_LEAVES_BYTES = AUDIT_OWN_FIELDS * AUDIT_HASH_BYTES };

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

/* What a row's salts come from. own: AUDIT_SECRET_BYTES, or AUDIT_LEAVES_BYTES of an emptied row.
 */
typedef struct audit_secrets {
    jaga_span all, own;
} audit_secrets;

/* Are they such secrets, and is the row empty where it says so? */
bool audit_is_whole(const audit_row *row, audit_secrets secrets);
bool audit_is_emptied(audit_secrets secrets);

/* The salt of one field of a row that is not emptied. */
void audit_salt_of(int64_t seq, int field, audit_secrets secrets,
                   unsigned char salt[AUDIT_SALT_BYTES]);

/* audit_is_whole() holds. */
audit_hash audit_record_of(const audit_row *row, int64_t seq, audit_secrets secrets);

/* What takes the place of the row's own secret. */
void audit_empty(const audit_row *row, int64_t seq, audit_secrets secrets,
                 unsigned char leaves[AUDIT_LEAVES_BYTES]);

/* False: not the hexadecimal digits, in lower case, of so many bytes. */
bool audit_read_hex(jaga_span hex, unsigned char *at, size_t bytes);
/* "SEQ:HASH", the number of a row and its chain. False: it is none. */
bool audit_read_anchor(const char *text, int64_t *seq, audit_hash *chain);

/* Gives a connection the functions that the triggers of schema_audit.sql call; without them nothing
 * that is audited can be written. */
JAGA_USE_RESULT jaga_status audit_register(sqlite3 *db, const char *db_path, jaga_error *err);

#endif
