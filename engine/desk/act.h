#ifndef JAGA_DESK_ACT_H
#define JAGA_DESK_ACT_H

#include "desk/case_machine.h"
#include "desk/session.h"
#include "desk/task_machine.h"

/* What an act works on, and how it is written down. Everything here happens between desk_begin and
 * desk_finish. */

enum { DESK_ID_BYTES = 65 };

/* A case and its latest call, as they are now. */
typedef struct desk_file {
    char case_id[32], task_id[32], number[24];
    char account[DESK_ID_BYTES], currency[4], language[4], disposition[24];
    char contact[DESK_ID_BYTES], call_code[8];
    uint8_t case_state, task_state;
    int64_t row_ver; /* of whichever changed last */
    int64_t opened_us, incident_start_us, exposed_minor;
    int64_t case_changed_us, contained_us, closed_us, failed_us; /* INT64_MIN: not yet */
    int64_t created_us, due_us, code_until_us, dialled_us;
    int64_t owner, attempts, busies, bounces, notes, fails, band;
    int64_t zone_s;
    bool is_code_compared, is_coerced, is_vulnerable, is_unconfirmed, has_remote_access;
    bool is_escalated;
} desk_file;

/* By spoken number or key, and as the caller expects it. JAGA_ERR_USAGE: no such case;
 * JAGA_ERR_BUSY: it has changed. */
JAGA_USE_RESULT jaga_status desk_find(jaga_desk *desk, const char *number, desk_file *out,
                                      jaga_error *err);
/* The same for where a timer points at. */
JAGA_USE_RESULT jaga_status desk_find_task(jaga_desk *desk, const char *task_id, desk_file *out,
                                           jaga_error *err);

/* One row of desk_event. Texts are borrowed; NULL becomes NULL. */
typedef struct desk_act {
    const char *kind, *ref, *from, *to, *text;
    const int64_t *number, *until_us; /* NULL: none */
    machine_actor actor;
    bool is_about_case; /* and not about the task */
} desk_act;
JAGA_USE_RESULT jaga_status desk_append(jaga_desk *desk, const desk_file *about,
                                        const desk_act *act, jaga_error *err);

/* One step of a machine: refused, or written down and applied to *about. Of a supervisor who acts,
 * what an agent may do is done as an agent. until_us: when the clock of the new state runs out;
 * INT64_MIN: it has none. desk_try_step writes nothing; *actor: in what capacity it would be taken.
 */
typedef struct desk_step_wish {
    uint8_t event;
    machine_actor actor; /* 0: the person who is logged in */
    uint32_t guards;
    int64_t until_us;
    const int64_t *number;
    const char *text;
} desk_step_wish;
machine_step_result desk_try_step(const jaga_desk *desk, const machine *table, uint8_t state,
                                  const desk_step_wish *wish, machine_actor *actor);
JAGA_USE_RESULT jaga_status desk_step_case(jaga_desk *desk, desk_file *about,
                                           const desk_step_wish *wish, jaga_error *err);
JAGA_USE_RESULT jaga_status desk_step_task(jaga_desk *desk, desk_file *about,
                                           const desk_step_wish *wish, jaga_error *err);

/* Whether the account has no open case but this one. */
JAGA_USE_RESULT jaga_status desk_has_no_other(jaga_desk *desk, const desk_file *about, bool *out,
                                              jaga_error *err);

/* Refuses what may not be written down: card and identity numbers, secrets. */
JAGA_USE_RESULT jaga_status desk_check_text(const char *text, jaga_error *err);

/* A decimal in the currency's units, without a sign. */
JAGA_USE_RESULT jaga_status desk_read_amount(const char *amount, const char *currency,
                                             int64_t *minor, jaga_error *err);

/* In what capacity the person acts by default. */
machine_actor desk_actor(const jaga_desk *desk);

#endif
