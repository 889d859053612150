#include "desk/release_guard.h"

#include "base/when.h"
#include "desk/identity.h"

#include <stdio.h>
#include <string.h>

release_limits release_limits_default(void)
{
    return (release_limits){ .agent_rupiah = 500000,
                             .two_rupiah = 2000000,
                             .contact_age_s = 72 * 3600,
                             .device_age_s = 12 * 3600,
                             .approval_s = 15 * 60,
                             .sampled_percent = 10 };
}

static release_approval approval_for(const release_request *request, const release_limits *limits)
{
    const int64_t stake = request->balance_rupiah > request->traced_loss_rupiah
                              ? request->balance_rupiah
                              : request->traced_loss_rupiah;

    if (request->is_legal) {
        return RELEASE_BY_LEGAL;
    }
    if (stake > limits->two_rupiah || request->holds_in_30_days > 1 || request->is_full ||
        request->is_staff_account) {
        return RELEASE_BY_TWO;
    }
    return stake > limits->agent_rupiah ? RELEASE_BY_AGENT_SAMPLED : RELEASE_BY_AGENT;
}

/* "One strong" is read as one piece of evidence that is strong by itself. */
static bool is_proven(unsigned identity, release_approval approval)
{
    const unsigned strong =
        IDENTITY_BIT(IDENTITY_D) | IDENTITY_BIT(IDENTITY_B) | IDENTITY_BIT(IDENTITY_V);

    switch (approval) {
    case RELEASE_BY_AGENT: return identity_points(identity) >= 4;
    case RELEASE_BY_AGENT_SAMPLED:
        return identity_points(identity) >= 4 && (identity & strong) != 0;
    case RELEASE_BY_TWO: return identity_allows(identity, IDENTITY_RESTORE);
    case RELEASE_BY_LEGAL: break;
    }
    return true; /* an order is lifted, whoever the customer is */
}

static bool is_recent(int64_t then_us, int64_t now_us, int64_t span_s)
{
    return then_us > now_us - span_s * US_PER_SECOND;
}

/* The approver is neither who asked, nor who verified, nor who opened. The one who verified may
 * ask: four eyes, not six. */
static unsigned four_eyes(const release_request *request, const release_limits *limits)
{
    const int64_t waited = request->approved_us - request->requested_us;
    unsigned blocks = 0;

    if (request->approver == 0) {
        return RELEASE_BLOCK(NEEDS_APPROVAL);
    }
    if (request->approver == request->requester || request->approver == request->verifier ||
        request->approver == request->opener) {
        blocks |= RELEASE_BLOCK(SAME_PERSON);
    }
    if (request->approver_session == request->requester_session) {
        blocks |= RELEASE_BLOCK(SAME_SESSION);
    }
    if (!request->is_approver_supervisor) {
        blocks |= RELEASE_BLOCK(NOT_SUPERVISOR);
    }
    if (waited < 0 || waited > limits->approval_s * US_PER_SECOND) {
        blocks |= RELEASE_BLOCK(TOO_LATE);
    }
    if (!request->has_approver_seen) {
        blocks |= RELEASE_BLOCK(UNSEEN);
    }
    return request->has_approver_reason ? blocks : blocks | RELEASE_BLOCK(NO_REASON);
}

release_verdict release_judge(const release_request *request, const release_limits *limits)
{
    release_verdict out = { .approval = approval_for(request, limits) };

    if (!request->has_hold_id) {
        out.blocks |= RELEASE_BLOCK(NO_HOLD_ID);
    }
    if (!is_proven(request->identity, out.approval)) {
        out.blocks |= RELEASE_BLOCK(IDENTITY_TOO_WEAK);
    }
    if (request->has_undisputed) {
        out.blocks |= RELEASE_BLOCK(UNDISPUTED);
    }
    if (request->has_remote_access) {
        out.blocks |= RELEASE_BLOCK(REMOTE_ACCESS);
    }
    if (is_recent(request->contact_changed_us, request->now_us, limits->contact_age_s)) {
        out.blocks |= RELEASE_BLOCK(CONTACT_CHANGED);
    }
    if (is_recent(request->device_bound_us, request->now_us, limits->device_age_s)) {
        out.blocks |= RELEASE_BLOCK(DEVICE_NEW);
    }
    if (out.approval == RELEASE_BY_TWO || out.approval == RELEASE_BY_LEGAL) {
        out.blocks |= four_eyes(request, limits);
    }
    if (out.approval == RELEASE_BY_LEGAL && !request->has_legal_approved) {
        out.blocks |= RELEASE_BLOCK(NEEDS_LEGAL);
    }
    return out;
}

bool release_is_sampled(uint64_t name_hash, const release_limits *limits)
{
    return name_hash % 100 < limits->sampled_percent;
}

const char *release_block_text(unsigned place)
{
#define RELEASE_WORDS(name, words) words,
    static const char *const texts[] = { RELEASE_BLOCKS(RELEASE_WORDS) };
#undef RELEASE_WORDS

    JAGA_CHECK(place < RELEASE_BLOCK_COUNT);
    return texts[place];
}

jaga_status release_refuse(const release_verdict *verdict, jaga_error *err)
{
    char list[360] = "";
    size_t used = 0;

    if (verdict->blocks == 0) {
        return JAGA_OK;
    }
    for (unsigned i = 0; i < RELEASE_BLOCK_COUNT && used < sizeof list; i++) {
        if ((verdict->blocks >> i & 1u) != 0) {
            const int wrote = snprintf(list + used, sizeof list - used, "%s%s",
                                       used == 0 ? "" : "; ", release_block_text(i));
            used += (size_t)wrote;
        }
    }
    return jaga_fail(err, JAGA_ERR_USAGE, "not released: %s", list);
}
