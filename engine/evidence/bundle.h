#ifndef JAGA_EVIDENCE_BUNDLE_H
#define JAGA_EVIDENCE_BUNDLE_H

#include "jaga/status.h"
#include "query/database.h"
#include "store/audit.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* What the writer and the checker of a bundle share. */
enum { BUNDLE_PATH_BYTES = 4096, BUNDLE_HEX_BYTES = 2 * AUDIT_HASH_BYTES + 1 };

#define BUNDLE_AUDIT  "audit.csv"
#define BUNDLE_ANCHOR "anchor.txt"
#define BUNDLE_SUMS   "SHA256SUMS"

/* The columns of audit.csv: three of the row, then of each field its proof (the salt, or the leaf
 * where the value is taken out) and its value. */
#define BUNDLE_COLUMNS                                                                             \
    "row,record,chain,seq_proof,seq,ts_proof,ts,actor_proof,actor,action_proof,action,"            \
    "subject_proof,subject,detail_proof,detail"
enum { BUNDLE_COLUMN_COUNT = 3 + 2 * AUDIT_FIELDS };

JAGA_USE_RESULT jaga_status bundle_path(const char *folder, const char *name,
                                        char path[BUNDLE_PATH_BYTES], jaga_error *err);

/* SHA-256 of a whole file. */
JAGA_USE_RESULT jaga_status bundle_hash(const char *path, audit_hash *out, jaga_error *err);

/* Writes the rows of audit.csv; `anchor` becomes the last row's, "SEQ:HASH". JAGA_ERR_USAGE: no
 * such case. */
JAGA_USE_RESULT jaga_status bundle_put_audit(const database *from, const char *what,
                                             bool is_for_customer, FILE *out, char anchor[96],
                                             jaga_error *err);

#endif
