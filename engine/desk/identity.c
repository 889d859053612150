#include "desk/identity.h"

#include "base/when.h"
#include "jaga/status.h"

#include <string.h>

static const struct {
    const char *name;
    int points;
} evidence_of[IDENTITY_EVIDENCE_COUNT] = {
    [IDENTITY_K] = { "K", 1 },   [IDENTITY_H] = { "H", 1 }, [IDENTITY_C1] = { "C1", 2 },
    [IDENTITY_C2] = { "C2", 2 }, [IDENTITY_D] = { "D", 3 }, [IDENTITY_B] = { "B", 4 },
    [IDENTITY_V] = { "V", 5 },
};

#define BIT_K  IDENTITY_BIT(IDENTITY_K)
#define BIT_H  IDENTITY_BIT(IDENTITY_H)
#define BIT_C1 IDENTITY_BIT(IDENTITY_C1)
#define BIT_C2 IDENTITY_BIT(IDENTITY_C2)
#define BIT_D  IDENTITY_BIT(IDENTITY_D)
#define BIT_B  IDENTITY_BIT(IDENTITY_B)
#define BIT_V  IDENTITY_BIT(IDENTITY_V)

/* Less than `span_s` ago; a time ahead of the clock is recent too. */
static bool is_recent(int64_t then_us, int64_t now_us, int64_t span_s)
{
    return then_us > now_us - span_s * US_PER_SECOND;
}

bool identity_is_trusted(int64_t verified_us, int64_t incident_start_us)
{
    return verified_us <= incident_start_us - IDENTITY_TRUST_AGE_S * US_PER_SECOND;
}

unsigned identity_valid(unsigned evidence, const identity_context *context)
{
    const int64_t start = context->incident_start_us;
    unsigned spoilt = 0;

    if (context->history_from_us > start) {
        spoilt |= BIT_H;
    }
    if (!identity_is_trusted(context->phone_verified_us, start) ||
        is_recent(context->sim_changed_us, context->now_us, IDENTITY_SIM_AGE_S)) {
        spoilt |= BIT_C1;
    }
    if (!identity_is_trusted(context->channel_verified_us, start) ||
        context->is_channel_the_phone) {
        spoilt |= BIT_C2;
    }
    if (!identity_is_trusted(context->device_bound_us, start) || context->is_device_tampered) {
        spoilt |= BIT_D;
    }
    if (context->is_face_doubtful) {
        spoilt |= BIT_B;
    }
    if (is_recent(context->locked_us, context->now_us, IDENTITY_LOCK_S)) {
        spoilt |= BIT_K | BIT_H | BIT_C1 | BIT_C2 | BIT_D;
    }
    return evidence & ~spoilt;
}

int identity_points(unsigned valid)
{
    int sum = 0;

    for (int i = 0; i < IDENTITY_EVIDENCE_COUNT; i++) {
        sum += (valid >> i & 1u) != 0 ? evidence_of[i].points : 0;
    }
    return sum;
}

static bool has_both(unsigned valid, unsigned pair)
{
    return (valid & pair) == pair;
}

bool identity_allows(unsigned valid, identity_purpose purpose)
{
    const int points = identity_points(valid);

    switch (purpose) {
    case IDENTITY_ASK: return true;
    case IDENTITY_DISCUSS: return points >= 2 && (valid & (BIT_C1 | BIT_D | BIT_B | BIT_V)) != 0;
    case IDENTITY_DECIDE:
        return points >= 4 &&
               ((valid & (BIT_D | BIT_B | BIT_V)) != 0 || has_both(valid, BIT_C1 | BIT_C2));
    case IDENTITY_RESTORE:
        return points >= 5 && ((valid & (BIT_B | BIT_V)) != 0 || has_both(valid, BIT_D | BIT_C2));
    case IDENTITY_PURPOSE_COUNT: break;
    }
    JAGA_CHECK(purpose < IDENTITY_PURPOSE_COUNT);
    return false;
}

bool identity_locks(const int64_t *failures_us, size_t count, int64_t now_us)
{
    int within = 1;

    for (size_t i = 0; i < count; i++) {
        within += is_recent(failures_us[i], now_us, IDENTITY_FAILURE_SPAN_S);
    }
    return within >= IDENTITY_FAILURES_MAX;
}

const char *const *identity_forbidden(void)
{
    static const char *const keys[] = { "never.pin",       "never.password", "never.otp",
                                        "never.cvv",       "never.card",     "never.recovery",
                                        "never.seed",      "never.selfie",   "never.remote",
                                        "never.safe_move", "never.fee",      NULL };

    return keys;
}

const char *identity_evidence_name(identity_evidence evidence)
{
    JAGA_CHECK(evidence < IDENTITY_EVIDENCE_COUNT);
    return evidence_of[evidence].name;
}

int identity_evidence_find(const char *name)
{
    for (int i = 0; i < IDENTITY_EVIDENCE_COUNT; i++) {
        if (strcmp(evidence_of[i].name, name) == 0) {
            return i;
        }
    }
    return -1;
}
