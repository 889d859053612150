#ifndef JAGA_STORE_HOLD_H
#define JAGA_STORE_HOLD_H

#include "jaga/span.h"

#include <stdbool.h>

/* The words of a hold as the ledger's contract, the table `hold` and the desk write them. */

/* What it stops. STEP_UP < OUTBOUND < FULL are levels; the others stand beside them. */
#define HOLD_SCOPES(X)                                                                             \
    X(STEP_UP)      /* proof of ownership before anything risky */                                 \
    X(OUTBOUND)     /* money out */                                                                \
    X(FULL)         /* all but refunds */                                                          \
    X(AMOUNT)       /* a part of the balance */                                                    \
    X(SESSION_KILL) /* nothing that lasts: sessions end */                                         \
    X(INSTRUMENT)   /* one linked card, bank account or cash code */

/* Who wants it: decides who may lift it. */
#define HOLD_ISSUERS(X) X(ENGINE) X(CUSTOMER) X(AGENT) X(CASE) X(LEGAL) X(PARTNER)

/* Why it is placed, then why it is released. */
#define HOLD_PLACE_REASONS(X)                                                                      \
    X(ATO_STRONG)                                                                                  \
    X(ATO_MEDIUM)                                                                                  \
    X(CUST_REPORT)                                                                                 \
    X(SAFE_MODE)                                                                                   \
    X(SIM_SWAP)                                                                                    \
    X(CRED_RESET_DRAIN)                                                                            \
    X(NEWDEV_DRAIN)                                                                                \
    X(VELOCITY)                                                                                    \
    X(MULE_LINK)                                                                                   \
    X(TAINT_HOLD)                                                                                  \
    X(CONFIRMED_THEFT)                                                                             \
    X(LEGAL_ORDER)                                                                                 \
    X(PARTNER_REQUEST)                                                                             \
    X(IASC_REQUEST)                                                                                \
    X(SCAM_COACHING)                                                                               \
    X(CLOSURE_ABUSE)                                                                               \
    X(MANUAL)
#define HOLD_RELEASE_REASONS(X)                                                                    \
    X(VERIFIED_ALL_MINE)                                                                           \
    X(STEPUP_PASS)                                                                                 \
    X(RESTORED)                                                                                    \
    X(TTL_EXPIRE)                                                                                  \
    X(LEGAL_LIFTED)                                                                                \
    X(TAINT_RETURNED)                                                                              \
    X(TAINT_CLEARED)                                                                               \
    X(ERROR_CORRECTION)                                                                            \
    X(SUPERSEDED)

/* What comes when its life is over. */
#define HOLD_ENDS(X) X(STEP_UP) X(RELEASE) X(KEEP_AND_ALARM)

#define HOLD_ENUM(name) HOLD_SCOPE_##name,
typedef enum hold_scope { HOLD_SCOPES(HOLD_ENUM) HOLD_SCOPE_COUNT } hold_scope;
#undef HOLD_ENUM
#define HOLD_ENUM(name) HOLD_ISSUER_##name,
typedef enum hold_issuer { HOLD_ISSUERS(HOLD_ENUM) HOLD_ISSUER_COUNT } hold_issuer;
#undef HOLD_ENUM
#define HOLD_ENUM(name) HOLD_REASON_##name,
typedef enum hold_reason {
    HOLD_REASON_NONE,
    HOLD_PLACE_REASONS(HOLD_ENUM) HOLD_RELEASE_REASONS(HOLD_ENUM) HOLD_REASON_COUNT
} hold_reason;
#undef HOLD_ENUM
#define HOLD_ENUM(name) HOLD_END_##name,
typedef enum hold_end { HOLD_ENDS(HOLD_ENUM) HOLD_END_COUNT } hold_end;
#undef HOLD_ENUM

/* The words themselves, static. */
const char *hold_scope_name(hold_scope scope);
const char *hold_issuer_name(hold_issuer issuer);
const char *hold_reason_name(hold_reason reason);
const char *hold_end_name(hold_end end);

/* The other way round; the COUNT for a word that is none. */
hold_scope hold_scope_of(jaga_span name);
hold_issuer hold_issuer_of(jaga_span name);
hold_reason hold_reason_of(jaga_span name);
hold_end hold_end_of(jaga_span name);

bool hold_reason_places(hold_reason reason);
bool hold_reason_releases(hold_reason reason);

/* Whether one may lift what the other placed. The engine lifts its own only, a partner too; what
 * the law ordered is the legal desk's; a customer asks people. */
bool hold_may_release(hold_issuer who, hold_issuer placed_by);

#endif
