/* Place: where an account is, from which country and network, and who else is at the address. */
#include "base/angle.h"
#include "profile/aspect.h"

#include <math.h>

/* 0.3 km of latitude and at most 0.6 km of longitude: a place, not a doorstep. */
static const double lat_steps = 364.0;
static const double lon_steps = 182.0;

static bool says_place(const jaga_event *event)
{
    return event->lat == event->lat && event->lon == event->lon;
}

static uint32_t country_of(const jaga_event *event)
{
    return (uint32_t)(unsigned char)event->country[0] << 8 | (unsigned char)event->country[1];
}

static void measure_travel(const look *at, jaga_features *out)
{
    const jaga_account_hot *hot = at->hot;

    out->has_place = says_place(at->event) && hot->place_lat != JAGA_NO_PLACE;
    if (out->has_place) {
        const double gap_s = (double)at->event->ts_us / 1e6 - (double)hot->place_s;
        out->travel_s = fabs(gap_s);
        out->travel_km =
            great_circle_km((double)hot->place_lat / lat_steps, (double)hot->place_lon / lon_steps,
                            at->event->lat, at->event->lon);
    }
}

static void measure_address(const look *at, jaga_features *out)
{
    const int64_t now_us = at->event->ts_us;
    const entity_view *view = &at->account->address;
    const jaga_entity *entity = view->entity;

    if (entity != NULL) {
        out->address_accounts =
            entity_accounts(entity, ENTITY_ADDRESS, at->record->identity.account_low, now_us);
        out->address_fails_1h = entity_in(view);
        out->address_newcomers = entity_fresh(view);
        out->address_age_s = age_of(entity->first_s, now_us);
    }
}

void measure_place(const look *at, jaga_features *out)
{
    const jaga_account_cold *cold = at->cold;
    const uint64_t network = at->record->identity.network;

    measure_travel(at, out);
    out->address_age_s = JAGA_NEVER_S;
    out->has_country = at->event->country[0] != '\0';
    out->countries_known = known_count(cold->countries, JAGA_COUNTRIES_KEPT);
    out->country_is_known =
        out->has_country && known_has(cold->countries, JAGA_COUNTRIES_KEPT, country_of(at->event));
    out->has_network = network != 0;
    out->networks_known = known_count(cold->networks, JAGA_NETWORKS_KEPT);
    out->network_is_known =
        out->has_network && known_has(cold->networks, JAGA_NETWORKS_KEPT, fingerprint_of(network));
    if (at->record->identity.address != 0 && is_arrival(at->event)) {
        measure_address(at, out);
    }
}

static jaga_status tell_address(const lesson *from, jaga_error *err)
{
    const bool is_new = !from->features->network_is_known;
    const entity_message message = { .kind = ENTITY_ADDRESS,
                                     .id = from->record->identity.address,
                                     .account = from->record->identity.account_low,
                                     .ts_us = from->event->ts_us,
                                     .uses = is_new ? 1.0 : 0.0,
                                     .in = is_refused_proof(from->event) ? 1.0 : 0.0,
                                     .is_fresh = is_new };
    return entity_tell(&from->tables->entities, &from->account->address, &message, err);
}

static int16_t nearest_step(double degrees, double steps)
{
    return (int16_t)(degrees * steps + (degrees < 0.0 ? -0.5 : 0.5));
}

static void learn_travel(jaga_account_hot *hot, const jaga_event *event)
{
    if (says_place(event) &&
        (hot->place_lat == JAGA_NO_PLACE || seconds_of(event->ts_us) >= hot->place_s)) {
        hot->place_lat = nearest_step(event->lat, lat_steps);
        hot->place_lon = nearest_step(event->lon, lon_steps);
        hot->place_s = seconds_of(event->ts_us);
    }
}

static void learn_network(const lesson *from, uint32_t now_s)
{
    jaga_account_cold *cold = from->cold;
    const uint32_t fingerprint = fingerprint_of(from->record->identity.network);
    const int known = known_at(cold->networks, JAGA_NETWORKS_KEPT, fingerprint);
    const uint32_t last_s = known < 0 ? 0 : cold->networks[known].last_s;
    const int used = known_use(cold->networks, JAGA_NETWORKS_KEPT, fingerprint, now_s);

    if (known < 0) {
        cold->network_visits[used] = 0;
    }
    if (visit_after(last_s, now_s, cold->network_visits[used])) {
        cold->network_visits[used]++;
    }
}

jaga_status learn_place(const lesson *from, jaga_error *err)
{
    const jaga_event *event = from->event;
    const uint32_t now_s = seconds_of(event->ts_us);

    if (is_act(event) && event->status == JAGA_STATUS_OK && !from->is_held) {
        learn_travel(from->hot, event);
        if (from->features->has_country) {
            known_use(from->cold->countries, JAGA_COUNTRIES_KEPT, country_of(event), now_s);
        }
        if (from->features->has_network) {
            learn_network(from, now_s);
        }
    }
    if (from->record->identity.address == 0 || !is_arrival(event)) {
        return JAGA_OK;
    }
    return tell_address(from, err);
}
