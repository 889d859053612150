#include "story_entities.h"
#include "story_known.h"

#include "profile/entity.h"

/* Where accounts are, against the raw log. */

static bool is_act_at(int k)
{
    const jaga_event *event = event_at(k);
    const bool is_passive = event->type == JAGA_TYPE_RECEIVE || event->type == JAGA_TYPE_REFUND ||
                            event->type == JAGA_TYPE_FEE || event->type == JAGA_TYPE_CLOSED;

    return event->actor == JAGA_ACTOR_CUSTOMER && !is_passive && is_ok(k) && !list[k].is_held;
}

static bool says_place(int k)
{
    return !isnan(event_at(k)->lat) && !isnan(event_at(k)->lon);
}

/* Spherical law of cosines. */
static double distance_km(const jaga_event *a, const jaga_event *b)
{
    const double degree = acos(-1.0) / 180.0;
    const double c = sin(a->lat * degree) * sin(b->lat * degree) +
                     cos(a->lat * degree) * cos(b->lat * degree) * cos((a->lon - b->lon) * degree);
    return 6371.0 * acos(c > 1.0 ? 1.0 : c < -1.0 ? -1.0 : c);
}

static void check_travel(int i, const jaga_features *f)
{
    int latest = -1;

    for (int k = 0; k < i; k++) {
        const bool is_later =
            latest < 0 || whole_s(event_at(k)->ts_us) >= whole_s(event_at(latest)->ts_us);
        latest = is_same(k, i) && is_act_at(k) && says_place(k) && is_later ? k : latest;
    }
    const bool is_known = latest >= 0 && says_place(i);
    ck_assert_int_eq(f->has_place, is_known);
    if (!is_known) {
        ck_assert_double_eq(f->travel_km + f->travel_s, 0.0);
        return;
    }
    const double away_s =
        log_seconds(event_at(i)->ts_us) - (double)whole_s(event_at(latest)->ts_us);
    ck_assert_near(f->travel_s, fabs(away_s), 1e-12);
    /* Places are kept in steps of 0.3 km of latitude and at most 0.6 km of longitude: half of it.
     */
    ck_assert_double_eq_tol(f->travel_km, distance_km(event_at(latest), event_at(i)), 0.35);
}

static uint64_t country_at(int k)
{
    return (uint64_t)event_at(k)->country[0] * 1000 + (uint64_t)event_at(k)->country[1];
}

/* The autonomous system if named, else the first three parts of the address. */
static uint64_t network_at(int k)
{
    const jaga_event *event = event_at(k);
    char text[64] = "";

    if (event->detail.length > 0 && strstr(event->detail.at, "asn=") != NULL) {
        (void)snprintf(text, sizeof text, "%s", strstr(event->detail.at, "asn=") + 4);
        text[strcspn(text, ";")] = '\0';
    } else if (event->ip.length > 0) {
        (void)snprintf(text, sizeof text, "%s", event->ip.at);
        *(strrchr(text, '.') + 1) = '\0';
    }
    uint64_t id = 0;
    for (const char *c = text; *c != '\0'; c++) {
        id = id * 257 + (unsigned char)*c;
    }
    return id;
}

static void check_known(int i, const jaga_features *f)
{
    known countries = { .count = 0 }, networks = { .count = 0 };

    for (int k = 0; k < i; k++) {
        const int64_t then_s = whole_s(event_at(k)->ts_us);
        if (is_same(k, i) && is_act_at(k) && country_at(k) != 0) {
            known_use_id(&countries, 4, country_at(k), then_s);
        }
        if (is_same(k, i) && is_act_at(k) && network_at(k) != 0) {
            known_use_id(&networks, 4, network_at(k), then_s);
        }
    }
    ck_assert_int_eq(f->has_country, country_at(i) != 0);
    ck_assert_double_eq(f->countries_known, countries.count);
    ck_assert_int_eq(f->country_is_known,
                     f->has_country && known_has_id(&countries, country_at(i)));
    ck_assert_int_eq(f->has_network, network_at(i) != 0);
    ck_assert_double_eq(f->networks_known, networks.count);
    ck_assert_int_eq(f->network_is_known, f->has_network && known_has_id(&networks, network_at(i)));
}

static bool is_arrival(int k)
{
    return event_at(k)->ip.length > 0 &&
           (is_class(k, JAGA_CLASS_ACCESS) || is_class(k, JAGA_CLASS_CREDENTIAL));
}

static bool is_refused(int k)
{
    const jaga_span reason = event_at(k)->reason;
    const bool is_proof = event_at(k)->type == JAGA_TYPE_LOGIN ||
                          event_at(k)->type == JAGA_TYPE_OTP_VERIFY ||
                          event_at(k)->type == JAGA_TYPE_STEP_UP_ANSWER;

    return event_at(k)->status == JAGA_STATUS_FAILED &&
           (reason.length == 0 ? is_proof : strncmp(reason.at, "bad_", 4) == 0);
}

static void check_address(int i, const jaga_features *f)
{
    const jaga_identity *identity = &list[i].record.identity;
    const int64_t now_us = event_at(i)->ts_us;
    const log_entity e = entity_of(ENTITY_ADDRESS, identity->address, now_us, 3600.0);

    if (!is_arrival(i) || !e.is_there) {
        ck_assert_double_eq(f->address_accounts + f->address_fails_1h, 0.0);
        ck_assert_double_eq(f->address_newcomers, 0.0);
        ck_assert_double_eq(f->address_age_s, JAGA_NEVER_S);
        return;
    }
    ck_assert_near(f->address_accounts,
                   accounts_of(ENTITY_ADDRESS, identity->address, now_us, 30 * STORY_MINUTE,
                               identity->account_low),
                   1e-12);
    ck_assert_near(f->address_fails_1h, e.in, 1e-5);
    ck_assert_near(f->address_newcomers, e.fresh, 1e-5);
    ck_assert_near(f->address_age_s, since(e.first_s, now_us), 1e-12);
}

static void check(int i, const jaga_features *f)
{
    told_count = i == 0 ? 0 : told_count;
    check_travel(i, f);
    check_known(i, f);
    check_address(i, f);
    if (is_arrival(i)) {
        note_told((log_message){ .kind = ENTITY_ADDRESS,
                                 .id = list[i].record.identity.address,
                                 .account = list[i].record.identity.account_low,
                                 .ts_us = event_at(i)->ts_us,
                                 .in = is_refused(i) ? 1.0 : 0.0,
                                 .is_fresh = !f->network_is_known });
    }
}

START_TEST(places_are_those_of_the_raw_events_in_order)
{
    walk_logs(0, check);
}
END_TEST

START_TEST(places_are_those_of_the_raw_events_when_some_come_late)
{
    walk_logs(25, check);
}
END_TEST

UNIT_MAIN("place", places_are_those_of_the_raw_events_in_order,
          places_are_those_of_the_raw_events_when_some_come_late)
