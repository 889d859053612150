#ifndef JAGA_EVIDENCE_H
#define JAGA_EVIDENCE_H

#include "jaga/status.h"
#include "jaga/verify.h"

/* The file of a case for somebody outside: a folder that can be proved without the database.
 *
 *   audit.csv    the audit from the case's first row to its end (its first line: the chain before).
 *                Of the case's rows each field with its salt; of others, which belong to other
 *                people, the record's hash alone
 *   anchor.txt   the number and chain of its last row
 *   README.txt   how to prove it without jaga
 *   case.txt, money.json, money.svg   the story and the way of the money; not for the customer
 *   SHA256SUMS   of all of them but audit.csv, which the chain proves
 *
 * A field may be taken out of audit.csv: its value is emptied and its leaf put in the salt's place;
 * the bundle is still proved. The same case of an unchanged database makes the same bytes. */
typedef enum jaga_audience {
    JAGA_FOR_REGULATOR, /* all; also for the police on a lawful request */
    JAGA_FOR_CUSTOMER /* without who of the staff acted, their words, and other people's accounts */
} jaga_audience;

/* `what`: a case's spoken number or its key. `folder` must not exist and is made 0750; after a
 * failure it is gone again. JAGA_ERR_USAGE: no such case; JAGA_ERR_IO: the folder or a file of it
 * cannot be written, or there is no input log to follow the money through. */
JAGA_USE_RESULT jaga_status jaga_evidence(const char *db, const char *what, jaga_audience audience,
                                          const char *folder, jaga_error *err);

/* JAGA_OK also when the bundle is bad: then `why` is set, with bad_seq when it is a row. anchor: as
 * jaga verify prints one, of a row of the bundle, or NULL. JAGA_ERR_USAGE: it is none; JAGA_ERR_IO:
 * no bundle there. */
JAGA_USE_RESULT jaga_status jaga_evidence_verify(const char *folder, const char *anchor,
                                                 jaga_verified *out, jaga_error *err);

#endif
