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
    int64_t rows;                   /* of the audit, all good when JAGA_OK */
    int64_t bad_seq;                /* the first row that is not; 0: none */
    char why[160];                  /* what is wrong with it */
    char anchor[JAGA_ANCHOR_BYTES]; /* of the last good row; "" when there is none */
} jaga_verified;

/* anchor: as this prints one, or NULL. JAGA_OK also when the audit is bad: then bad_seq is set.
 * JAGA_ERR_USAGE: the anchor is none. Others: the database cannot be read. */
JAGA_USE_RESULT jaga_status jaga_verify(const char *db, const char *anchor, jaga_verified *out,
                                        jaga_error *err);

#endif
