#ifndef JAGA_DESK_ORDERS_H
#define JAGA_DESK_ORDERS_H

#include "desk/past.h"
#include "store/ledger_command.h"

/* What a decision at the desk sets in motion: commands to the ledger, labels to the engine, notices
 * to the customer, disputes. Inside the act's transaction. */

/* A hold of the case. */
typedef struct case_hold {
    char hold_id[32];
    hold_scope scope;
    hold_issuer issuer;
    bool is_asked_to_release; /* and not answered yet */
    bool is_full;             /* or is to become that, which the ledger has not answered yet */
} case_hold;
enum { ORDERS_HOLDS_MAX = 32 };

/* Active holds: wanted or acknowledged, not yet over. */
JAGA_USE_RESULT jaga_status orders_read_holds(jaga_desk *desk, const desk_file *about,
                                              case_hold out[ORDERS_HOLDS_MAX], size_t *count,
                                              jaga_error *err);

/* Money out is to be stopped, whoever asks. */
JAGA_USE_RESULT jaga_status orders_hold(jaga_desk *desk, const desk_file *about, hold_scope scope,
                                        hold_issuer issuer, hold_reason reason, jaga_error *err);
/* The same for the customer's own word, under a name that is given: until it is released. Who is
 * logged in there is logged out. */
JAGA_USE_RESULT jaga_status orders_reported(jaga_desk *desk, const desk_file *about,
                                            const char *hold_id, jaga_error *err);
/* Every active hold of the case becomes a full one, of the case; without one it is placed. */
JAGA_USE_RESULT jaga_status orders_lock(jaga_desk *desk, const desk_file *about, jaga_error *err);
/* One that is to stand longer, as it is. */
typedef struct extended_hold {
    char hold_id[32];
    hold_scope scope;
    hold_issuer issuer;
    hold_reason reason;
    hold_end on_expiry;
    int64_t expires_us;
} extended_hold;
JAGA_USE_RESULT jaga_status orders_extend(jaga_desk *desk, const desk_file *about,
                                          const extended_hold *hold, int64_t life_s,
                                          jaga_error *err);
/* What a thief left running ends: sessions, and cash codes that nobody has redeemed yet. */
JAGA_USE_RESULT jaga_status orders_cut_off(jaga_desk *desk, const desk_file *about,
                                           const past *before, jaga_error *err);
JAGA_USE_RESULT jaga_status orders_release(jaga_desk *desk, const desk_file *about,
                                           const case_hold *hold, hold_reason reason,
                                           jaga_error *err);

/* A label that the engine learns from: outcome as in the log ("theft", "false_alarm"...). With the
 * payments that were not the customer's. */
JAGA_USE_RESULT jaga_status orders_label(jaga_desk *desk, const desk_file *about,
                                         const char *outcome, bool is_verified, jaga_error *err);

JAGA_USE_RESULT jaga_status orders_notice(jaga_desk *desk, const desk_file *about,
                                          const char *text_key, jaga_error *err);

/* One dispute for each payment marked not mine that has none, with the date by which it must be
 * answered. */
JAGA_USE_RESULT jaga_status orders_disputes(jaga_desk *desk, const desk_file *about,
                                            const past *before, jaga_error *err);

/* Fails with what is open of the checklist, when the account is not put right since its theft was
 * contained. */
JAGA_USE_RESULT jaga_status put_right_check(const jaga_desk *desk, const desk_file *about,
                                            jaga_error *err);

#endif
