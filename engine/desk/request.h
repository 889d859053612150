#ifndef JAGA_DESK_REQUEST_H
#define JAGA_DESK_REQUEST_H

#include "desk/playbook.h"

/* The inside of jaga/request.h. A request is read whole from the desk's arena; the history comes
 * before the lock on the database, for reading it takes a while. */

/* Who the account is and where it stands, at desk->now_us; *out is zeroed first. `account` is one
 * of the caller's. */
JAGA_USE_RESULT jaga_status request_read_account(request_file *out, jaga_error *err);

/* JAGA_ERR_USAGE: nobody is logged in, it is their own account, or no name of one. */
JAGA_USE_RESULT jaga_status request_check_account(const jaga_desk *desk, const char *account,
                                                  jaga_error *err);
/* Between desk_begin and desk_finish, the history being read: request_read_account, unless neither
 * the log nor the directory knows the account, or it is closed (a playbook may take that).
 * JAGA_ERR_USAGE then. */
JAGA_USE_RESULT jaga_status request_check_known(request_file *self, jaga_error *err);

/* A statement of request.sql. */
JAGA_USE_RESULT jaga_status request_prepare(const jaga_desk *desk, const char *name, sql_row *out,
                                            jaga_error *err);

/* The request by number, the history not yet read. JAGA_ERR_USAGE: there is none, or it is about
 * the own account of whoever is logged in. */
JAGA_USE_RESULT jaga_status request_find(jaga_desk *desk, int64_t number, request_file **out,
                                         jaga_error *err);

/* What the log says of the account and for the playbook: outside an act. */
JAGA_USE_RESULT jaga_status request_read_log(request_file *self, jaga_error *err);

/* request_find, the history, desk_begin and everything else. After a failure nothing is begun. */
JAGA_USE_RESULT jaga_status request_begin(jaga_desk *desk, int64_t number, request_file **out,
                                          jaga_error *err);

/* Records, proof of identity and the account, anew. */
JAGA_USE_RESULT jaga_status request_refresh(request_file *self, jaga_error *err);

/* One row of request_event. Texts are borrowed; NULL becomes NULL. */
typedef struct request_act {
    const char *kind, *ref, *from, *to, *text;
    int64_t due_us, answer_us; /* INT64_MIN: none */
    machine_actor actor;
    bool is_open;
} request_act;
JAGA_USE_RESULT jaga_status request_append(request_file *self, const request_act *act,
                                           jaga_error *err);

/* A step of whoever is logged in: refused, or written down and applied to *self. As whom they may
 * take it: in their own capacity first, then for the customer, whose words they type in. */
JAGA_USE_RESULT jaga_status request_step(request_file *self, int event, const char *text,
                                         jaga_error *err);
/* "ask-papers" is the event ASK_PAPERS. JAGA_ERR_USAGE: the playbook has none of that name. */
JAGA_USE_RESULT jaga_status request_find_event(const playbook *book, const char *name, int *out,
                                               jaga_error *err);
/* All that follows by itself, as of now; adds how many steps. */
JAGA_USE_RESULT jaga_status request_advance(request_file *self, int64_t *steps, jaga_error *err);

/* What is to be said in the request's state, or NULL; filled in, from the desk's arena. */
const char *request_words(const request_file *self, int language, const char *key);
/* The playbook's texts of a state, one call each; NULL behind the last. */
const playbook_text *request_text(const request_file *self, size_t i);
enum { REQUEST_KEY_BYTES = 64 };
void request_text_key(const request_file *self, const playbook_text *text,
                      char key[REQUEST_KEY_BYTES]);

/* The set of holds of an account, and what follows from it. */
JAGA_USE_RESULT jaga_status protection_read(jaga_desk *desk, const char *account,
                                            protection_view *view, account_life *life,
                                            jaga_error *err);

#endif
