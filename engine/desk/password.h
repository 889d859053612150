#ifndef JAGA_DESK_PASSWORD_H
#define JAGA_DESK_PASSWORD_H

#include "desk/machine.h"

#include <stddef.h>

/* A forgotten password. Agents never see or set one: they start a ticket that the customer finishes
 * in the app. Before any help the account is looked at, for a thief asks for the same thing. */

/* Whether a request goes to the theft desk instead. was_alerted: the engine wrote a decision about
 * the account within the last 72 hours. */
bool password_is_theft(bool has_open_case, bool was_alerted, bool has_remote_access);

/* How the customer has shown who they are: two codes by different ways, or one code and a trusted
 * device, or face or person anew. A code by e-mail alone never does, a code by SMS not within 72 h
 * of a change of SIM (NIST SP 800-63B, recovery at AAL2). */
typedef struct password_proof {
    bool has_mail_code, has_sms_code, has_app_code;
    bool has_trusted_device;
    bool has_face, has_person;
    int64_t sim_changed_us; /* INT64_MIN: never */
} password_proof;
bool password_is_proven(const password_proof *proof, int64_t now_us);
/* At least one of them counts. */
bool password_has_element(const password_proof *proof, int64_t now_us);

/* Sending a code again: after 60, 120, 300 s, at most five in 24 h. NULL when it may be sent now,
 * else why not; *wait_until_us, when it may. */
enum { PASSWORD_SENDS_MAX = 5 };
const char *password_resend_refusal(const int64_t *sent_us, size_t count, int64_t now_us,
                                    int64_t *wait_until_us);

/* A ticket lives for ten minutes and once; three failures lock for an hour; the new password is
 * watched for three days. */
enum { PASSWORD_TICKET_S = 600, PASSWORD_LOCK_S = 3600, PASSWORD_WATCH_S = 72 * 3600 };

/* Guards of the machine. */
enum {
    PASSWORD_IF_THEFT = 1,
    PASSWORD_IF_PROVEN = 2,
    PASSWORD_IF_LEVEL = 4,
    PASSWORD_IF_THIRD = 8,
    PASSWORD_IF_TOLD_OTHER = 16
};
enum { PASSWORD_FAILURES_MAX = 3 };

/* REQUESTED, RISK_GATE, then THEFT or ELEMENT1, ELEMENT2, TICKET, DONE, NOTIFY_ALL, WATCH, ENDED;
 * three failures lock for an hour. */
const machine *password_machine(void);

#endif
