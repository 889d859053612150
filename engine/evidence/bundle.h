#ifndef JAGA_EVIDENCE_BUNDLE_H
#define JAGA_EVIDENCE_BUNDLE_H

#include "base/arena.h"
#include "jaga/evidence.h"
#include "query/database.h"
#include "store/audit.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* What the writers and the checker of a bundle share. */
enum { BUNDLE_PATH_BYTES = 4096, BUNDLE_HEX_BYTES = 2 * AUDIT_HASH_BYTES + 1 };

#define BUNDLE_AUDIT   "audit.csv"
#define BUNDLE_ANCHOR  "anchor.txt"
#define BUNDLE_SUMS    "SHA256SUMS"
#define BUNDLE_UNNAMED "SHA256SUMS.part" /* until it is registered */
#define BUNDLE_SIGNED  "SHA256SUMS.sig"
#define BUNDLE_EVENTS  "events.csv"
#define BUNDLE_DRAWING "money.svg"
#define BUNDLE_PAGE    "index.html"

/* The columns of audit.csv: three of the row, then of each field its proof (the salt, or the leaf
 * where the value is taken out) and its value. */
#define BUNDLE_COLUMNS                                                                             \
    "row,record,chain,seq_proof,seq,ts_proof,ts,actor_proof,actor,action_proof,action,"            \
    "subject_proof,subject,detail_proof,detail"
enum { BUNDLE_COLUMN_COUNT = 3 + 2 * AUDIT_FIELDS };

/* A bundle being written. Everything it says out of the database is of one moment. */
typedef struct bundle {
    const database *from;
    const jaga_reader *reader;
    const char *folder;
    const char *case_id; /* lives in memory */
    arena *memory;
    int64_t first_seq, last_seq, shown; /* rows of the audit: written, and of them shown */
    char anchor[JAGA_ANCHOR_BYTES];     /* of the last one */
} bundle;

/* "customer"; static. */
const char *bundle_audience(const bundle *self);

JAGA_USE_RESULT jaga_status bundle_path(const char *folder, const char *name,
                                        char path[BUNDLE_PATH_BYTES], jaga_error *err);

/* The signature of SHA256SUMS. */
JAGA_USE_RESULT jaga_status bundle_sign(const char *folder, const char *key, jaga_error *err);
/* *why: NULL, or what is wrong with it; static. *is_there: false without one, which is not wrong.
 */
JAGA_USE_RESULT jaga_status bundle_check_signature(const char *folder, const char *public_key,
                                                   bool *is_there, const char **why,
                                                   jaga_error *err);

/* SHA-256 of a whole file. */
JAGA_USE_RESULT jaga_status bundle_hash(const char *path, audit_hash *out, jaga_error *err);

/* Writes who was given it down in the database; sums: the hash of SHA256SUMS. */
JAGA_USE_RESULT jaga_status bundle_register(const bundle *self, const char *sums, jaga_error *err);

/* What stands in the files. The audit comes first and the page last: it tells of the others. */
JAGA_USE_RESULT jaga_status bundle_put_audit(bundle *self, FILE *out, jaga_error *err);
JAGA_USE_RESULT jaga_status bundle_put_events(bundle *self, FILE *out, jaga_error *err);
JAGA_USE_RESULT jaga_status bundle_put_page(bundle *self, FILE *out, jaga_error *err);

#endif
