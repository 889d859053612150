#ifndef JAGA_DESK_H
#define JAGA_DESK_H

#include "jaga/query.h"
#include "jaga/signal.h"
#include "jaga/status.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* The hotline desk beside a running engine: taking a call, proving who is on the line, deciding
 * with the customer, releasing money with a second person. For the command line and the web page
 * alike.
 *
 * Each act is one short transaction on a connection of its own, durable when the call returns.
 * Whatever a state machine, a guard or a role does not allow is refused with JAGA_ERR_USAGE and a
 * text that says why; nothing is changed then. JAGA_ERR_BUSY: somebody else was faster, look again.
 *
 * `number` is a case as spoken on the phone, or its key. Times are microseconds UTC. */
typedef struct jaga_desk jaga_desk;

typedef struct jaga_desk_login {
    const char *db;
    const char *agent;   /* who acts; NULL: nobody yet, for jaga_desk_add_agent of the first one and
                            for what a timer does */
    const char *session; /* the terminal or browser session that they act from */
    jaga_lang lang;      /* of what they read */
    int64_t (*now_us)(void *ctx); /* the desk's clock: wall time in service */
    void *clock_ctx;
} jaga_desk_login;

/* JAGA_ERR_USAGE: no such agent, or no database. */
JAGA_USE_RESULT jaga_status jaga_desk_open(const jaga_desk_login *login, jaga_desk **out,
                                           jaga_error *err);
void jaga_desk_close(jaga_desk *desk); /* accepts NULL */

/* --- who works here --- */

/* role: "agent", "supervisor" or "legal"; languages: "en,id". The first one must be a supervisor;
 * afterwards only a supervisor adds. account: their own wallet, whose cases they may not take;
 * NULL: none. */
JAGA_USE_RESULT jaga_status jaga_desk_add_agent(jaga_desk *desk, const char *id, const char *role,
                                                const char *languages, const char *account,
                                                jaga_error *err);
JAGA_USE_RESULT jaga_status jaga_desk_list_agents(jaga_desk *desk, jaga_format format, FILE *out,
                                                  jaga_error *err);

/* The directory of accounts (account,lang,tz,tier,opened_at,contacts) takes the place of the one
 * before. A file with a number that could be dialled is refused as a whole. */
JAGA_USE_RESULT jaga_status jaga_desk_load_directory(jaga_desk *desk, const char *path,
                                                     int64_t *accounts, jaga_error *err);

/* An account is taken out of the database for good: its name, where it could be reached, what was
 * written about it. One supervisor asks, with a reason; another one, in another session, does it,
 * while no engine runs. JAGA_ERR_USAGE: a case, hold, message, request, dispute, recall or watch of
 * it is open. docs/evidence.md says what is left and where. */
JAGA_USE_RESULT jaga_status jaga_desk_erase(jaga_desk *desk, const char *account,
                                            const char *reason, jaga_error *err);
JAGA_USE_RESULT jaga_status jaga_desk_approve_erase(jaga_desk *desk, const char *account,
                                                    jaga_error *err);

/* --- taking a call --- */

/* What a task is about, after an act. */
typedef struct jaga_desk_task {
    char number[24]; /* as spoken */
    char account[65];
    char case_state[20], task_state[20];
    int priority, band; /* as of now */
    int64_t due_us;     /* first dial */
    int64_t row_ver;    /* for jaga_desk_expect */
} jaga_desk_task;

/* The customer says that somebody else is at their account: money out is held before anybody asks
 * who calls. Opens a case with its call, or joins the open one; the engine gets the report by its
 * inbox and takes case and hold as they are. While the hold of a report stands, another one is only
 * noted. *number: of the case. JAGA_ERR_USAGE: an account that nobody knows, a closed one, your
 * own, or the fourth hold for reports within a day. */
JAGA_USE_RESULT jaga_status jaga_desk_report(jaga_desk *desk, const char *account, char number[24],
                                             jaga_error *err);

/* Takes the most urgent call that this agent may take: in a language they speak, in its calling
 * window, without conflict. The one they have already, if any. JAGA_END: nothing to do. */
JAGA_USE_RESULT jaga_status jaga_desk_next(jaga_desk *desk, jaga_desk_task *out, jaga_error *err);
/* Where a case and its call are. */
JAGA_USE_RESULT jaga_status jaga_desk_look_up(jaga_desk *desk, const char *number,
                                              jaga_desk_task *out, jaga_error *err);

/* All that an agent sees of a case, and what may be done next; it is noted that they saw it. Tables
 * are in the language of the login. */
JAGA_USE_RESULT jaga_status jaga_desk_show(jaga_desk *desk, const char *number, jaga_format format,
                                           FILE *out, jaga_error *err);

/* The next act is refused with JAGA_ERR_BUSY when the case or its task has changed since row_ver.
 */
void jaga_desk_expect(jaga_desk *desk, int64_t row_ver);

JAGA_USE_RESULT jaga_status jaga_desk_note(jaga_desk *desk, const char *number, const char *text,
                                           jaga_error *err);
/* "vulnerable", "coerced", "remote-access": seen, or no longer. */
JAGA_USE_RESULT jaga_status jaga_desk_flag(jaga_desk *desk, const char *number, const char *flag,
                                           bool is_set, jaga_error *err);

/* --- the call --- */

/* What an agent does with the telephone: "dial" (detail: a contact point's token, or NULL: the next
 * trusted one), "answered", "inbound" (the customer calls in), "code" (the call code was compared;
 * detail: the reason to do without), "hangs-up" (to call back); or how the call ended: "no-answer",
 * "busy", "duress-suspected" and so on. */
JAGA_USE_RESULT jaga_status jaga_desk_call(jaga_desk *desk, const char *number, const char *what,
                                           const char *detail, jaga_error *err);

/* Evidence of identity: "K", "H", "C1", "C2", "D", "B" or "V" (desk/identity.h), passed or failed.
 * What makes enough points ends the verifying; the third failure within a day locks. */
JAGA_USE_RESULT jaga_status jaga_desk_verify(jaga_desk *desk, const char *number,
                                             const char *evidence, bool is_passed, jaga_error *err);

/* What the customer says of a payment: "mine", "not-mine", "unsure". event_id "rest": of all that
 * have no mark yet. */
JAGA_USE_RESULT jaga_status jaga_desk_mark(jaga_desk *desk, const char *number,
                                           const char *event_id, const char *mark, jaga_error *err);

/* --- what it was, and what follows --- */

/* In the agent's words; NULL: none. Card numbers and secrets are refused. */
typedef struct jaga_desk_words {
    const char *reason, *note;
} jaga_desk_words;

/* Decides with the customer: "theft" (locks the account, opens a dispute for each payment that was
 * not theirs), "false-alarm" (release follows), "scam", "first-party", "presumed" (theft without a
 * talk, a supervisor's). With a note the call is complete. The engine gets a label. */
JAGA_USE_RESULT jaga_status jaga_desk_outcome(jaga_desk *desk, const char *number,
                                              const char *outcome, const jaga_desk_words *words,
                                              jaga_error *err);

/* --- what time does --- */

/* What came due: calls that may be made again, calls taken back from who did not dial, calls whose
 * first dial is late, calls that were tried often enough (their cases wait for a supervisor), holds
 * that the ledger has not confirmed within a minute; holds that would end while their case is open,
 * made longer, or alarmed about where a person has to decide; and priorities made anew, which keeps
 * jaga_desk_next quick. */
typedef struct jaga_desk_ticked {
    int64_t queued, taken_back, late, given_up, unconfirmed, extended, alarmed, reviews, ranked;
} jaga_desk_ticked;

/* To be called every minute; nobody has to be logged in. Each batch is a transaction, so that one
 * cut short goes on the next time. */
JAGA_USE_RESULT jaga_status jaga_desk_tick(jaga_desk *desk, jaga_desk_ticked *out, jaga_error *err);

/* A supervisor's: every hold of the case that has an end stands five business days from now, and
 * thirty days in all at most. */
JAGA_USE_RESULT jaga_status jaga_desk_extend(jaga_desk *desk, const char *number,
                                             const char *reason, jaga_error *err);

/* --- lifting holds: easy to hold, hard to release --- */

/* Asks the ledger to lift the case's holds, or, where a second person has to agree, notes the wish
 * (*needs_approval). Refused while anything stands against it: every item is named. */
JAGA_USE_RESULT jaga_status jaga_desk_release(jaga_desk *desk, const char *number,
                                              const char *reason, bool *needs_approval,
                                              jaga_error *err);
/* A supervisor who neither asked nor verified, in another session, within 15 minutes, after a look
 * at the case. */
JAGA_USE_RESULT jaga_status jaga_desk_approve(jaga_desk *desk, const char *number,
                                              const char *reason, jaga_error *err);

/* --- after a theft --- */

/* Every receiver has answered: the money's way is final. */
JAGA_USE_RESULT jaga_status jaga_desk_recovered(jaga_desk *desk, const char *number,
                                                const char *reason, jaga_error *err);
/* "credentials", "second-factor", "devices", "contacts", "linked", "payees" put right. */
JAGA_USE_RESULT jaga_status jaga_desk_restore(jaga_desk *desk, const char *number, const char *item,
                                              jaga_error *err);
/* With everything put right, identity proven and no hold active; the account is watched for 90
 * days. reason: for cases that nobody could decide; else NULL. */
JAGA_USE_RESULT jaga_status jaga_desk_close_case(jaga_desk *desk, const char *number,
                                                 const char *reason, jaga_error *err);
/* Within 180 days, for a new fact: money is stopped again and the customer called. */
JAGA_USE_RESULT jaga_status jaga_desk_reopen(jaga_desk *desk, const char *number,
                                             const char *reason, jaga_error *err);

#endif
