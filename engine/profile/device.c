/* Devices: which ones an account uses, and who else uses them. */
#include "base/exponent.h"
#include "profile/aspect.h"

static const double day_s = 86400.0;
enum { OUT_UNIT = 16 };

static int find(const jaga_account_cold *cold, uint32_t fingerprint)
{
    for (int i = 0; i < JAGA_DEVICES_KEPT; i++) {
        if (cold->devices[i].fingerprint == fingerprint) {
            return i;
        }
    }
    return -1;
}

static const jaga_known_device *latest_of(const jaga_account_cold *cold)
{
    const jaga_known_device *latest = &cold->devices[0];

    for (int i = 1; i < JAGA_DEVICES_KEPT; i++) {
        latest = cold->devices[i].last_s > latest->last_s ? &cold->devices[i] : latest;
    }
    return latest;
}

static double outs_at(const jaga_known_device *known, int64_t now_us)
{
    return known->outs_1d == 0 ? 0.0
                               : (double)known->outs_1d / OUT_UNIT *
                                     decay((double)now_us / 1e6 - (double)known->last_s, day_s);
}

/* Who was there last, and how often that changed lately. */
static void measure_others(const look *at, uint32_t fingerprint, jaga_features *out)
{
    const jaga_account_cold *cold = at->cold;
    const int64_t now_us = at->event->ts_us;
    uint32_t other_s = 0;

    for (int i = 0; i < JAGA_DEVICES_KEPT; i++) {
        const jaga_known_device *known = &cold->devices[i];
        if (known->fingerprint != fingerprint && known->last_s > other_s) {
            other_s = known->last_s;
        }
    }
    out->other_device_age_s = age_of(other_s, now_us);
    if (cold->switches_1d > 0.0f) {
        const double since_s = (double)now_us / 1e6 - (double)latest_of(cold)->last_s;
        out->device_switches_1d = (double)cold->switches_1d * decay(since_s, day_s);
    }
}

static void measure_shared(const look *at, jaga_features *out)
{
    const entity_view *view = &at->account->device;
    const jaga_entity *entity = view->entity;

    if (entity == NULL) {
        return;
    }
    const int64_t now_us = at->event->ts_us;
    out->device_newcomers = entity_uses(view);
    out->device_shared_s = age_of(entity->first_s, now_us);
    out->device_accounts =
        entity_accounts(entity, ENTITY_DEVICE, at->record->identity.account_low, now_us);
}

void measure_device(const look *at, jaga_features *out)
{
    out->has_device = at->record->identity.device != 0;
    out->other_device_age_s = JAGA_NEVER_S;
    for (int i = 0; i < JAGA_DEVICES_KEPT; i++) {
        out->devices_known += at->cold->devices[i].fingerprint != 0;
    }
    if (!out->has_device) {
        return;
    }
    const int place = find(at->cold, fingerprint_of(at->record->identity.device));
    if (place >= 0) {
        const jaga_known_device *known = &at->cold->devices[place];
        out->device_is_known = true;
        out->device_age_s = age_of(known->first_s, at->event->ts_us);
        out->device_is_first = known->first_s < at->hot->first_s + 86400;
        out->device_outs_1d = outs_at(known, at->event->ts_us);
    }
    measure_others(at, fingerprint_of(at->record->identity.device), out);
    measure_shared(at, out);
}

/* Before the use: a change from the device used last, and what is left of those before. */
static void learn_switch(jaga_account_cold *cold, uint32_t fingerprint, uint32_t now_s)
{
    const jaga_known_device *latest = latest_of(cold);
    const bool is_change = latest->fingerprint != 0 && latest->fingerprint != fingerprint;

    if (latest->fingerprint != 0 && now_s >= latest->last_s &&
        (is_change || cold->switches_1d > 0.0f)) {
        cold->switches_1d =
            (float)((double)cold->switches_1d * decay((double)(now_s - latest->last_s), day_s) +
                    (is_change ? 1.0 : 0.0));
    }
}

static void use_again(jaga_known_device *known, uint32_t now_s)
{
    known->visits += visit_after(known->last_s, now_s, known->visits);
    if (now_s > known->last_s) {
        if (known->outs_1d != 0) {
            known->outs_1d =
                (uint16_t)((double)known->outs_1d * decay((double)(now_s - known->last_s), day_s));
        }
        known->last_s = now_s;
    }
    known->first_s = now_s < known->first_s ? now_s : known->first_s;
}

/* Whether the account had not used it, or had forgotten it. */
static bool use(jaga_account_cold *cold, uint32_t fingerprint, uint32_t now_s)
{
    jaga_known_device *oldest = &cold->devices[0];

    for (int i = 0; i < JAGA_DEVICES_KEPT; i++) {
        jaga_known_device *known = &cold->devices[i];
        if (known->fingerprint == fingerprint) {
            use_again(known, now_s);
            return false;
        }
        if (known->last_s < oldest->last_s) {
            oldest = known;
        }
    }
    *oldest = (jaga_known_device){ fingerprint, now_s, now_s, .visits = 1 };
    return true;
}

jaga_status learn_device(const lesson *from, jaga_error *err)
{
    const uint64_t device = from->record->identity.device;

    if (from->event->status != JAGA_STATUS_OK || device == 0 || from->is_held) {
        return JAGA_OK;
    }
    const uint32_t now_s = seconds_of(from->event->ts_us), fingerprint = fingerprint_of(device);
    learn_switch(from->cold, fingerprint, now_s);
    const bool is_new = use(from->cold, fingerprint, now_s);
    jaga_known_device *used = &from->cold->devices[find(from->cold, fingerprint)];
    if (from->features->is_attempt && used->outs_1d < UINT16_MAX - OUT_UNIT) {
        used->outs_1d += OUT_UNIT;
    }
    const entity_message message = { .kind = ENTITY_DEVICE,
                                     .id = device,
                                     .account = from->record->identity.account_low,
                                     .ts_us = from->event->ts_us,
                                     .uses = is_new ? 1.0 : 0.0,
                                     .is_fresh = is_new };
    return entity_tell(&from->tables->entities, &from->account->device, &message, err);
}
