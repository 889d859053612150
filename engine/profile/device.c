/* Devices: which ones an account uses, and who else uses them. */
#include "profile/aspect.h"
#include "profile/entity.h"

static const jaga_known_device *find(const jaga_account_cold *cold, uint32_t fingerprint)
{
    for (int i = 0; i < JAGA_DEVICES_KEPT; i++) {
        if (cold->devices[i].fingerprint == fingerprint) {
            return &cold->devices[i];
        }
    }
    return NULL;
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
    for (int i = 0; i < JAGA_DEVICES_KEPT; i++) {
        out->devices_known += at->cold->devices[i].fingerprint != 0;
    }
    if (!out->has_device) {
        return;
    }
    const jaga_known_device *known = find(at->cold, fingerprint_of(at->record->identity.device));
    if (known != NULL) {
        out->device_is_known = true;
        out->device_age_s = age_of(known->first_s, at->event->ts_us);
        out->device_is_first = known->first_s < at->hot->first_s + 86400;
    }
    measure_shared(at, out);
}

/* Whether the account had not used it, or had forgotten it. */
static bool use(jaga_account_cold *cold, uint32_t fingerprint, uint32_t now_s)
{
    jaga_known_device *oldest = &cold->devices[0];

    for (int i = 0; i < JAGA_DEVICES_KEPT; i++) {
        jaga_known_device *known = &cold->devices[i];
        if (known->fingerprint == fingerprint) {
            known->last_s = now_s > known->last_s ? now_s : known->last_s;
            known->first_s = now_s < known->first_s ? now_s : known->first_s;
            return false;
        }
        if (known->last_s < oldest->last_s) {
            oldest = known;
        }
    }
    *oldest = (jaga_known_device){ fingerprint, now_s, now_s };
    return true;
}

jaga_status learn_device(const lesson *from, jaga_error *err)
{
    const uint64_t device = from->record->identity.device;

    if (from->event->status != JAGA_STATUS_OK || device == 0 || from->is_held) {
        return JAGA_OK;
    }
    const bool is_new = use(from->cold, fingerprint_of(device), seconds_of(from->event->ts_us));
    const entity_message message = { .kind = ENTITY_DEVICE,
                                     .id = device,
                                     .account = from->record->identity.account_low,
                                     .ts_us = from->event->ts_us,
                                     .uses = is_new ? 1.0 : 0.0,
                                     .is_fresh = is_new };
    return entity_tell(from->tables, &from->account->device, &message, err);
}
