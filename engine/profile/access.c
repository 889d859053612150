/* Access, credentials and reach: refused proofs, sessions, and what was changed when. */
#include "base/detail.h"
#include "profile/aspect.h"
#include "profile/decayed.h"

static const double fails_10m_half_life_s = 600.0;
static const double fails_24h_half_life_s = 86400.0;

/* A proof that was wrong. One that a network or a bank cut off says nothing about who tried. */
bool is_refused_proof(const jaga_event *event)
{
    const bool is_proof = event->type == JAGA_TYPE_LOGIN || event->type == JAGA_TYPE_OTP_VERIFY ||
                          event->type == JAGA_TYPE_STEP_UP_ANSWER;
    const bool says_bad = event->reason.length >= 4 && event->reason.at[0] == 'b' &&
                          event->reason.at[1] == 'a' && event->reason.at[2] == 'd' &&
                          event->reason.at[3] == '_';

    return event->status == JAGA_STATUS_FAILED &&
           (says_bad || (is_proof && event->reason.length == 0));
}

static int change_of(const jaga_event *event)
{
    if (event->status != JAGA_STATUS_OK) {
        return JAGA_CHANGES;
    }
    switch ((jaga_event_type)event->type) {
    case JAGA_TYPE_PASSWORD_CHANGE:
    case JAGA_TYPE_PASSWORD_RESET: return JAGA_CHANGE_PASSWORD;
    case JAGA_TYPE_PIN_CHANGE:
    case JAGA_TYPE_PIN_RESET: return JAGA_CHANGE_PIN;
    case JAGA_TYPE_SIM_CHANGE: return JAGA_CHANGE_SIM;
    case JAGA_TYPE_CONTACT_CHANGE: return JAGA_CHANGE_CONTACT;
    case JAGA_TYPE_DEVICE_BIND: return JAGA_CHANGE_DEVICE;
    case JAGA_TYPE_LIMIT_CHANGE: return JAGA_CHANGE_LIMIT;
    case JAGA_TYPE_MFA_DISABLE: return JAGA_CHANGE_FACTOR;
    case JAGA_TYPE_PAYEE_ADD: return JAGA_CHANGE_PAYEE;
    default: return JAGA_CHANGES;
    }
}

/* Hours as a whole number of up to six digits; else not said. */
static double sim_age_of(const jaga_event *event)
{
    const jaga_span text = detail_value(event->detail, "sim_age_h");
    double hours = 0.0;

    if (text.length == 0 || text.length > 6) {
        return JAGA_NEVER_S;
    }
    for (uint32_t i = 0; i < text.length; i++) {
        if (text.at[i] < '0' || text.at[i] > '9') {
            return JAGA_NEVER_S;
        }
        hours = hours * 10.0 + (double)(text.at[i] - '0');
    }
    return hours * 3600.0;
}

static int64_t us_of(uint32_t s)
{
    return (int64_t)s * 1000000;
}

static double chain_of(const jaga_features *f)
{
    double kinds = 0.0;

    for (int i = 0; i < JAGA_CHANGES; i++) {
        kinds += f->change == i || f->change_age_s[i] < 86400.0 ? 1.0 : 0.0;
    }
    return kinds;
}

/* Another device was bound, and one that was there before is refused: its owner may be shut out. */
static bool is_lock_out(const jaga_account_cold *cold, const jaga_record *record,
                        const jaga_account_hot *hot)
{
    const uint32_t bound_s = hot->changed_s[JAGA_CHANGE_DEVICE];
    const uint64_t device = record->identity.device;
    bool is_older = false;

    if (bound_s == 0 || !is_refused_proof(&record->event) ||
        age_of(bound_s, record->event.ts_us) >= 7.0 * 86400.0) {
        return false;
    }
    for (int i = 0; i < JAGA_DEVICES_KEPT && device != 0; i++) {
        const jaga_known_device *known = &cold->devices[i];
        is_older |= known->fingerprint == fingerprint_of(device) && known->first_s + 3600 < bound_s;
    }
    return is_older;
}

void measure_access(const look *at, jaga_features *out)
{
    const jaga_account_hot *hot = at->hot;
    const int64_t now_us = at->event->ts_us;
    const double now = is_refused_proof(at->event) ? 1.0 : 0.0;
    const uint32_t session = fingerprint_of(at->record->identity.session);

    out->fails_10m =
        now + decayed_at(hot->fails_10m, us_of(hot->fails_s), now_us, fails_10m_half_life_s);
    out->fails_24h =
        now + decayed_at(hot->fails_24h, us_of(hot->fails_s), now_us, fails_24h_half_life_s);
    out->fails_run = (double)hot->fails_run;
    out->login_age_s = age_of(hot->login_s, now_us);
    out->has_session = at->record->identity.session != 0;
    out->session_is_latest = out->has_session && session == hot->session;
    out->session_moved = out->session_is_latest && at->record->identity.device != 0 &&
                         hot->session_device != 0 &&
                         hot->session_device != fingerprint_of(at->record->identity.device);
    for (int i = 0; i < JAGA_CHANGES; i++) {
        out->change_age_s[i] = age_of(hot->changed_s[i], now_us);
    }
    out->change = change_of(at->event);
    out->change_chain = chain_of(out);
    out->locked_out_age_s =
        is_lock_out(at->cold, at->record, hot) ? 0.0 : age_of(at->cold->locked_out_s, now_us);
    out->sim_age_s = sim_age_of(at->event);
    const jaga_span remote = detail_value(at->event->detail, "remote_access");
    out->has_remote_access = remote.length == 1 && remote.at[0] == '1';
}

static void learn_fail(jaga_account_hot *hot, int64_t ts_us)
{
    int64_t as_of_us = us_of(hot->fails_s), day_us = as_of_us;
    const int64_t then_us = us_of(seconds_of(ts_us));

    hot->fails_10m =
        (float)decayed_add(hot->fails_10m, &as_of_us, 1.0, then_us, fails_10m_half_life_s);
    hot->fails_24h =
        (float)decayed_add(hot->fails_24h, &day_us, 1.0, then_us, fails_24h_half_life_s);
    hot->fails_s = seconds_of(as_of_us);
    if (seconds_of(ts_us) >= hot->login_s && hot->fails_run < UINT8_MAX) {
        hot->fails_run++;
    }
}

void learn_access(const lesson *from)
{
    jaga_account_hot *hot = from->hot;
    const jaga_event *event = from->event;
    const uint32_t now_s = seconds_of(event->ts_us);
    const uint64_t device = from->record->identity.device;

    if (is_refused_proof(event)) {
        learn_fail(hot, event->ts_us);
    }
    if (is_lock_out(from->cold, from->record, hot) && now_s > from->cold->locked_out_s) {
        from->cold->locked_out_s = now_s;
    }
    if (event->type == JAGA_TYPE_LOGIN && event->status == JAGA_STATUS_OK) {
        if (now_s >= hot->fails_s) { /* else how many came after it is not known */
            hot->fails_run = 0;
        }
        if (now_s >= hot->login_s) {
            hot->login_s = now_s;
            hot->session = fingerprint_of(from->record->identity.session);
            hot->session_device = device == 0 ? 0 : fingerprint_of(device);
        }
    }
    if (from->features->change != JAGA_CHANGES) {
        uint32_t *changed_s = &hot->changed_s[from->features->change];
        *changed_s = now_s > *changed_s ? now_s : *changed_s;
    }
}
