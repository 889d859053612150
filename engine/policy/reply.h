#ifndef JAGA_POLICY_REPLY_H
#define JAGA_POLICY_REPLY_H

#include "jaga/event.h"
#include "jaga/features.h"
#include "jaga/profile.h"
#include "jaga/reply.h"
#include "policy/policy.h"

#include <stdbool.h>
#include <stddef.h>

/* Answers to what we did: what they say, and what they change in the account's block. */

/* Why a row is no answer that can be used; both static texts. */
typedef struct reply_fault {
    const char *reason; /* "bad-answer", "bad-label" */
    const char *cause;
} reply_fault;

/* Reads a row of the response types. False: *fault says why not. */
bool reply_read(const jaga_event *event, jaga_reply *out, reply_fault *fault);

/* What the account's blocks know a hold by; never all of its id. */
uint32_t reply_hold_name(jaga_span hold_id);

/* Takes the answer in. Only the latest hold's answers move anything:
 *   held        its life runs from the acknowledgement, the first one
 *   refused     no hold stands; what comes next may hold again
 *   expired     no hold stands; with its case open that means step-ups
 *   released    no hold stands, and the alarm is cleared
 *   label       of the latest case, or naming none and reaching into the current incident, and no
 *               earlier revision than what was said before. false_alarm, verified: the alarm is
 *               cleared and the case is over; the hold stays until a person releases it. theft:
 *               nothing is set aside any longer. Other labels change nothing here. */
void reply_apply(const policy *self, jaga_account_hot *hot, jaga_account_cold *cold,
                 const jaga_event *event, const jaga_reply *reply);

/* Whether a passed challenge was passed by the owner: a selfie, or a biometric or authenticator
 * code on a device that the account had long before the incident began. Codes by SMS and e-mail,
 * PINs and passwords are what a thief has. */
bool reply_proves_owner(const policy *self, const jaga_account_hot *hot, const jaga_event *event,
                        const jaga_features *features);

/* Sets the evidence behind the alarm aside: what is remembered is forgotten, and for
 * policy.cool_off_s its kinds alone place no medium hold. */
void reply_clear_alarm(const policy *self, jaga_account_hot *hot, jaga_account_cold *cold,
                       int64_t ts_us);

#endif
