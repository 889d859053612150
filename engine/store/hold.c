#include "store/hold.h"

#include <stddef.h>
#include <string.h>

#define NAME(name) #name,
static const char *const scopes[] = { HOLD_SCOPES(NAME) };
static const char *const issuers[] = { HOLD_ISSUERS(NAME) };
static const char *const reasons[] = { "", HOLD_PLACE_REASONS(NAME) HOLD_RELEASE_REASONS(NAME) };
static const char *const ends[] = { HOLD_ENDS(NAME) };
#undef NAME

const char *hold_scope_name(hold_scope scope)
{
    return scope < HOLD_SCOPE_COUNT ? scopes[scope] : "?";
}

const char *hold_issuer_name(hold_issuer issuer)
{
    return issuer < HOLD_ISSUER_COUNT ? issuers[issuer] : "?";
}

const char *hold_reason_name(hold_reason reason)
{
    return reason < HOLD_REASON_COUNT ? reasons[reason] : "?";
}

const char *hold_end_name(hold_end end)
{
    return end < HOLD_END_COUNT ? ends[end] : "?";
}

static unsigned find(const char *const *names, unsigned count, jaga_span name)
{
    unsigned at = 0;

    while (at < count && (strlen(names[at]) != name.length ||
                          memcmp(names[at], name.at != NULL ? name.at : "", name.length) != 0)) {
        at++;
    }
    return at;
}

hold_scope hold_scope_of(jaga_span name)
{
    return (hold_scope)find(scopes, HOLD_SCOPE_COUNT, name);
}

hold_issuer hold_issuer_of(jaga_span name)
{
    return (hold_issuer)find(issuers, HOLD_ISSUER_COUNT, name);
}

hold_reason hold_reason_of(jaga_span name)
{
    return (hold_reason)find(reasons, HOLD_REASON_COUNT, name);
}

hold_end hold_end_of(jaga_span name)
{
    return (hold_end)find(ends, HOLD_END_COUNT, name);
}

bool hold_reason_places(hold_reason reason)
{
    return reason > HOLD_REASON_NONE && reason <= HOLD_REASON_MANUAL;
}

bool hold_reason_releases(hold_reason reason)
{
    return reason >= HOLD_REASON_VERIFIED_ALL_MINE && reason < HOLD_REASON_COUNT;
}

bool hold_may_release(hold_issuer who, hold_issuer placed_by)
{
    switch (who) {
    case HOLD_ISSUER_ENGINE:
    case HOLD_ISSUER_PARTNER: return who == placed_by;
    case HOLD_ISSUER_AGENT:
    case HOLD_ISSUER_CASE: return placed_by != HOLD_ISSUER_LEGAL;
    case HOLD_ISSUER_LEGAL: return true;
    case HOLD_ISSUER_CUSTOMER:
    case HOLD_ISSUER_COUNT: break;
    }
    return false;
}
