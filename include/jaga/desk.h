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

#endif
