#ifndef JAGA_VERIFY_H
#define JAGA_VERIFY_H

#include "jaga/status.h"

#include <stdbool.h>
#include <stdint.h>

/* Whether a database's audit still is what was written: every row's hash is made anew, and so is
 * the chain through all of them (store/audit.h). A chain cannot know that its own end is missing:
 * for that somebody else must have kept an anchor, which is a row's number and its chain. */
enum { JAGA_ANCHOR_BYTES = 96 }; /* "123:" and 64 hexadecimal digits */

typedef struct jaga_verified {
    int64_t rows;    /* of the audit, all good when JAGA_OK */
    int64_t emptied; /* of them, of accounts that were erased; their chain alone speaks */
    int64_t bad_seq; /* the first row that is not; 0: none */
    char why[160];   /* what is wrong with it */
    char anchor[JAGA_ANCHOR_BYTES]; /* of the last good row; "" when there is none */
    bool is_signed;                 /* a file of a case, and its signature is by the public key */
} jaga_verified;

/* What was kept elsewhere, to compare with: an anchor or a file of signed ones (jaga/anchor.h), or
 * neither. */
typedef struct jaga_kept {
    const char *anchor;     /* as this prints one; NULL: none */
    const char *anchors;    /* path; NULL: none */
    const char *public_key; /* of the file's key, 64 hexadecimal digits; with a file, or alone to
                             * ask whether the file of a case is signed */
} jaga_kept;

/* JAGA_OK also when the audit is bad: then bad_seq is set. JAGA_ERR_USAGE: the anchor or the public
 * key is none; JAGA_ERR_FORMAT: a line of the file is none, or not by this key. Others: the
 * database or the file cannot be read. */
JAGA_USE_RESULT jaga_status jaga_verify(const char *db, const jaga_kept *kept, jaga_verified *out,
                                        jaga_error *err);

#endif
