#ifndef JAGA_DESK_RELEASE_GUARD_H
#define JAGA_DESK_RELEASE_GUARD_H

#include "jaga/status.h"

#include <stdbool.h>
#include <stdint.h>

/* Whether a hold may be lifted: easy to hold, hard to release. Pure; the caller collects the facts
 * and applies the answer in one transaction. */

/* What may stand against it; every item is reported, not the first only. */
#define RELEASE_BLOCKS(X)                                                                          \
    X(NO_HOLD_ID, "the hold is not named")                                                         \
    X(IDENTITY_TOO_WEAK, "identity is not proven enough")                                          \
    X(UNDISPUTED, "a payment marked not mine has no dispute")                                      \
    X(REMOTE_ACCESS, "remote access is on")                                                        \
    X(CONTACT_CHANGED, "a contact changed less than 72 hours ago")                                 \
    X(DEVICE_NEW, "a device was bound less than 12 hours ago")                                     \
    X(NEEDS_APPROVAL, "a second person has to approve")                                            \
    X(SAME_PERSON, "the approver requested, verified or opened it")                                \
    X(SAME_SESSION, "approved in the session of the request")                                      \
    X(NOT_SUPERVISOR, "the approver is no supervisor")                                             \
    X(TOO_LATE, "approved more than 15 minutes after the request")                                 \
    X(UNSEEN, "approved without a look at the evidence")                                           \
    X(NO_REASON, "approved without a reason")                                                      \
    X(NEEDS_LEGAL, "the legal desk has to lift it")

#define RELEASE_ENUM(name, words) RELEASE_AT_##name,
enum { RELEASE_BLOCKS(RELEASE_ENUM) RELEASE_BLOCK_COUNT };
#undef RELEASE_ENUM
#define RELEASE_BLOCK(name) (1u << RELEASE_AT_##name)

typedef enum release_approval {
    RELEASE_BY_AGENT,
    RELEASE_BY_AGENT_SAMPLED, /* a share is looked at afterwards */
    RELEASE_BY_TWO,           /* four eyes */
    RELEASE_BY_LEGAL          /* legal desk and supervisor */
} release_approval;

/* Configuration; release_limits_default() is the specification's. */
typedef struct release_limits {
    int64_t agent_rupiah; /* up to here: agent, four points */
    int64_t two_rupiah;   /* above: four eyes, five points */
    int64_t contact_age_s, device_age_s, approval_s;
    unsigned sampled_percent;
} release_limits;

release_limits release_limits_default(void);

/* People and sessions are row numbers; 0: nobody. */
typedef struct release_request {
    int64_t now_us;
    int64_t balance_rupiah, traced_loss_rupiah;
    unsigned identity;                           /* evidence that counts, identity_valid() */
    int64_t contact_changed_us, device_bound_us; /* INT64_MIN: never */
    int64_t requester, requester_session, requested_us;
    int64_t verifier; /* who took the evidence of identity */
    int64_t opener;   /* who placed the hold by hand */
    int64_t approver, approver_session, approved_us;
    unsigned holds_in_30_days; /* this one included */
    bool has_hold_id;
    bool is_full;          /* scope FULL */
    bool is_staff_account; /* or of a vulnerable customer */
    bool is_legal;         /* a mule's hold or a legal order */
    bool has_undisputed;   /* a payment marked not mine without a dispute */
    bool has_remote_access;
    bool is_approver_supervisor, has_approver_seen, has_approver_reason, has_legal_approved;
} release_request;

typedef struct release_verdict {
    unsigned blocks; /* RELEASE_BLOCK bits; 0: may be released */
    release_approval approval;
} release_verdict;

release_verdict release_judge(const release_request *request, const release_limits *limits);

/* Whether this release is among those looked at afterwards: by a hash of its name, so the same on
 * every run. */
bool release_is_sampled(uint64_t name_hash, const release_limits *limits);

/* Text of one block, static. */
const char *release_block_text(unsigned place);

/* JAGA_OK, or JAGA_ERR_USAGE that lists what stands against it. */
jaga_status release_refuse(const release_verdict *verdict, jaga_error *err);

/* What follows a release. */
enum { RELEASE_WATCH_DAYS = 90, RELEASE_CAP_PERCENT = 50, RELEASE_CAP_S = 72 * 3600 };

#endif
