#ifndef JAGA_UNCONFIRMED_H
#define JAGA_UNCONFIRMED_H

#include <stdint.h>

/* When a command that stops an account is raised for the desk because the ledger does not confirm
 * it, and whose accounts a gateway shall refuse by itself meanwhile. */
typedef struct jaga_unconfirmed {
    int64_t after_s;       /* wall clock since the command; 0: 60 */
    int64_t from_whole;    /* exposed money, in whole units of its currency, from which an account
                              goes to the deny list; what nobody knows counts as much */
    const char *deny_list; /* the list's file; NULL: there is none */
} jaga_unconfirmed;

#endif
