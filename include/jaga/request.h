#ifndef JAGA_REQUEST_H
#define JAGA_REQUEST_H

#include "jaga/desk.h"

/* What customers ask the hotline for beside theft: to close an account, to get in again after a
 * forgotten password, and so on. One request, one playbook: a state machine whose guards come from
 * the log, the database, and what the agent says and proves. docs/response.md has the rules.
 *
 * Acts are those of a desk (jaga/desk.h): whole or not at all, audited, refused with JAGA_ERR_USAGE
 * and a reason. After each act all steps are taken that follow by themselves. `number` is the
 * receipt that the customer gets: 1, 2, 3... Times are microseconds UTC of the desk's clock. */

typedef struct jaga_request_wish {
    const char *kind; /* of the playbook: jaga_request_kind() */
    const char *account;
    const char *topic; /* why or what about, in the playbook's words; NULL: nothing */
    const char *words; /* the customer's; NULL: none */
} jaga_request_wish;

/* *number 0: it was a report of theft, which jaga_desk_report took. JAGA_ERR_USAGE: an account
 * that nobody knows, a closed one, your own, or a request that is open already. */
JAGA_USE_RESULT jaga_status jaga_request_open(jaga_desk *desk, const jaga_request_wish *wish,
                                              int64_t *number, jaga_error *err);

/* A step of the machine: "cancel", "ask-papers"... text: the words that go with it, or NULL. */
JAGA_USE_RESULT jaga_status jaga_request_step(jaga_desk *desk, int64_t number, const char *event,
                                              const char *text, jaga_error *err);

/* A fact that no log has; jaga_request_show lists those of the playbook. */
JAGA_USE_RESULT jaga_status jaga_request_say(jaga_desk *desk, int64_t number, const char *fact,
                                             const char *value, jaga_error *err);

/* Evidence of identity as jaga_desk_verify takes it. The third failure within a day locks the
 * account's owner out of proof by phone for a week. */
JAGA_USE_RESULT jaga_status jaga_request_prove(jaga_desk *desk, int64_t number,
                                               const char *evidence, bool is_passed,
                                               jaga_error *err);

/* All that an agent sees of a request: where it is, its clocks, what is said and proven, what to
 * say to the customer, what may be done next. Tables are in the language of the login. */
JAGA_USE_RESULT jaga_status jaga_request_show(jaga_desk *desk, int64_t number, jaga_format format,
                                              FILE *out, jaga_error *err);

/* What the clock and the log ask for, of all open requests; *steps: how many were taken. A timer
 * may call it, nobody logged in. */
JAGA_USE_RESULT jaga_status jaga_request_due(jaga_desk *desk, int64_t *steps, jaga_error *err);

/* Kind and description of the i-th playbook; NULL behind the last. */
const char *jaga_request_kind(size_t i, const char **help, const char **topics);

#endif
