#ifndef JAGA_EVIDENCE_H
#define JAGA_EVIDENCE_H

#include "jaga/signal.h"
#include "jaga/status.h"
#include "jaga/verify.h"

#include <stdint.h>

/* The file of a case for somebody outside: a folder that can be proved without the database.
 *
 *   audit.csv    the audit from the case's first row to its end (its first line: the chain before).
 *                Of the rows that the reader may see each field with its salt, or its leaf where
 * the value is taken out; of others the record's hash alone anchor.txt   the number and chain of
 * its last row README.txt   how to prove it without jaga index.html   all that the reader may know,
 * as a page that loads nothing from elsewhere events.csv   the account's events, 90 days before the
 * case to its end; not for a partner case.txt, money.json, money.svg   the story and the way of the
 * money; not for customer, partner SHA256SUMS   of all of them but audit.csv, which the chain
 * proves
 *
 * A field may be taken out of audit.csv: its value is emptied and its leaf put in the salt's place;
 * the bundle is still proved. The same case of an unchanged database makes the same bytes. */
typedef enum jaga_audience {
    JAGA_FOR_REGULATOR, /* all, but addresses on the internet by their network alone */
    JAGA_FOR_CUSTOMER,  /* without who of the staff acted, their words, what an alarm weighs, and
                         * other people's accounts */
    JAGA_FOR_PARTNER,   /* an institution that money went to: what is asked back from it, no more */
    JAGA_FOR_POLICE     /* all, on a request */
} jaga_audience;

typedef struct jaga_reader {
    jaga_audience audience;
    jaga_lang lang;      /* of index.html and case.txt */
    const char *partner; /* PARTNER: institution, or payee, as the recalls of the case name it */
    const char *request; /* POLICE: what the request is known by; stands on the page */
    const char *by;      /* who asks for it, for the register */
    int64_t now_us;      /* wall clock, likewise */
    const char *key;     /* file of jaga_anchor_make_key() to sign with; NULL: not signed */
} jaga_reader;

/* `what`: a case's spoken number or its key. `folder` must not exist and is made 0750; after a
 * failure it is gone again. A row of the table `bundle` says who got it, before it can be proved.
 * JAGA_ERR_USAGE: no such case, nothing asked back from such a partner,
 * a partner or request that is missing or not this reader's, or no key; JAGA_ERR_IO: the folder or
 * a file of it cannot be written, or there is no input log to follow the money through. */
JAGA_USE_RESULT jaga_status jaga_evidence_write(const char *db, const char *what,
                                                const jaga_reader *reader, const char *folder,
                                                jaga_error *err);

/* JAGA_OK also when the bundle is bad: then `why` is set, with bad_seq when it is a row. Of what
 * was kept at least one anchor has to be of a row of the bundle. Errors as of jaga_verify();
 * JAGA_ERR_IO also: no bundle there. */
JAGA_USE_RESULT jaga_status jaga_evidence_verify(const char *folder, const jaga_kept *kept,
                                                 jaga_verified *out, jaga_error *err);

#endif
