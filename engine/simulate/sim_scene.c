/* The verbs with which owners and thieves act. */
#include "simulate/sim_scene.h"

/* When people pay, by hour: early risers, evening people, night people, those who work at
 * night. */
static const uint16_t hours[4][24] = {
    { 2, 1, 1, 2, 8, 22, 42, 55, 58, 55, 50, 52, 60, 48, 42, 42, 46, 50, 48, 42, 30, 18, 9, 4 },
    { 5, 2, 1, 1, 2, 6, 16, 28, 38, 45, 48, 54, 62, 50, 46, 48, 54, 64, 72, 74, 66, 50, 30, 14 },
    { 24, 15, 9, 5, 3, 3, 6, 12, 22, 32, 40, 48, 58, 50, 46, 46, 48, 54, 62, 68, 70, 68, 58, 40 },
    { 52, 48, 44, 40, 38, 34, 30, 22, 14, 8, 6, 5, 5, 8, 14, 20, 26, 34, 40, 44, 46, 50, 54, 56 },
};

int64_t sim_scene_hour(const sim_run *run, sim_random *random, uint32_t rhythm)
{
    uint32_t hour = sim_weighted(random, hours[rhythm], 24);
    if (run->weekday >= 5 && hour < 22 && sim_below(random, 2) == 0) {
        hour += 1; /* people sleep in */
    }
    return run->day_us + hour * SIM_HOUR + sim_between(random, 0, 3599999) * 1000;
}

void sim_scene_connect(sim_scene *scene, uint8_t net, uint8_t city, uint64_t token)
{
    scene->draft.net = net;
    scene->draft.city = city;
    scene->draft.address = sim_world_address(&scene->run->world, net, city, token);
}

/* Home, phone network, the office, or abroad through a VPN. */
static void connect_owner(sim_scene *scene, const sim_person *p)
{
    const sim_run *run = scene->run;
    const sim_world *w = &run->world;
    sim_random *r = scene->random;
    const int64_t ts = scene->draft.ts_us;
    const int64_t hour = (ts - run->day_us) / SIM_HOUR;
    const uint32_t account = scene->draft.account;

    if (ts < p->travel_until_us && p->travel_city >= SIM_CITIES_HOME) {
        const uint8_t net = (uint8_t)(w->abroad_net + p->travel_city - SIM_CITIES_HOME);
        sim_scene_connect(scene, net, p->travel_city, sim_random_next(r));
    } else if (ts < p->travel_until_us) {
        sim_scene_connect(scene, p->mobile_net, p->travel_city, sim_random_next(r));
    } else if (p->has_vpn ? sim_chance(r, 200000) : sim_chance(r, w->vpn)) {
        const uint32_t country = sim_below(r, w->net_count - w->abroad_net);
        sim_scene_connect(scene, (uint8_t)(w->abroad_net + country), p->city, sim_random_next(r));
    } else if (p->has_place ? run->weekday < 5 && hour >= 8 && hour < 17 && sim_below(r, 2) == 0
                            : sim_chance(r, w->place)) {
        const uint64_t place =
            sim_hash(w->key, SIM_FOR_PLACE, account, p->has_place ? 0 : sim_below(r, 50));
        sim_scene_connect(scene, w->place_net, p->city, place % w->places);
    } else if (sim_below(r, 100) < 42) {
        const uint64_t lease = (run->day + account % 28) / 28;
        sim_scene_connect(scene, p->home_net, p->city,
                          sim_hash(w->key, SIM_FOR_PLACE, account, lease));
    } else {
        sim_scene_connect(scene, p->mobile_net, p->city, sim_random_next(r));
    }
}

sim_scene sim_scene_owner(sim_run *run, sim_random *random, uint32_t account, int64_t ts_us)
{
    const sim_person *p = &run->persons[account];
    sim_scene scene = { .run = run, .random = random, .has_finger = true };
    scene.draft = (sim_intent){
        .ts_us = ts_us,
        .account = account,
        .session = p->session,
        .flags = SIM_BY_OWNER | SIM_OWN_PHONE,
        .channel = JAGA_CHANNEL_APP,
    };
    if (p->has_keypad) {
        scene.draft.channel = JAGA_CHANNEL_USSD;
        scene.draft.net = SIM_NO_NET;
        scene.has_finger = false;
        return scene;
    }
    if (p->device[1] != 0 && sim_below(random, 4) == 0) {
        scene.draft.slot = 1;
    } else if (sim_chance(random, run->world.web)) {
        scene.draft.channel = JAGA_CHANNEL_WEB;
    }
    if (sim_chance(random, run->world.at_counter)) {
        /* Somebody behind a counter does it, on a device that serves many accounts. */
        const uint64_t agent =
            sim_hash(run->world.key, SIM_FOR_PLACE, account, 100) % run->world.agents;
        scene.draft.channel = JAGA_CHANNEL_AGENT;
        scene.draft.flags = SIM_BY_OWNER;
        scene.draft.device = sim_world_device(&run->world, UINT32_MAX + agent, 0);
        sim_scene_connect(&scene, run->world.place_net, p->city, agent % run->world.places);
        return scene;
    }
    connect_owner(&scene, p);
    return scene;
}

void sim_scene_new_session(sim_scene *scene)
{
    scene->draft.session = (uint32_t)(sim_random_next(scene->random) >> 32);
    if (scene->draft.flags & SIM_BY_OWNER) {
        scene->run->persons[scene->draft.account].session = scene->draft.session;
    }
}

void sim_scene_wait(sim_scene *scene, int64_t low_s, int64_t high_s)
{
    const int64_t low = low_s * 1000;
    scene->draft.ts_us += sim_scale_free(scene->random, low < 1 ? 1 : low, high_s * 1000) * 1000;
}

void sim_scene_rest(sim_scene *scene, uint32_t days, uint32_t rhythm)
{
    const sim_run *run = scene->run;
    const int64_t day = (scene->draft.ts_us - run->day_us) / SIM_DAY + days;
    const int64_t hour_us = sim_scene_hour(run, scene->random, rhythm) + day * SIM_DAY;
    scene->draft.ts_us = hour_us > scene->draft.ts_us ? hour_us : scene->draft.ts_us + SIM_HOUR;
}

static void push(sim_scene *scene, jaga_event_type type, jaga_auth auth)
{
    sim_intent intent = scene->draft;
    intent.type = (uint8_t)type;
    intent.auth = (uint8_t)auth;
    intent.nonce = (uint32_t)(sim_random_next(scene->random) >> 32);
    sim_push(scene->run, &intent);
}

void sim_scene_say(sim_scene *scene, jaga_event_type type, jaga_auth auth)
{
    push(scene, type, auth);
}

void sim_scene_fail(sim_scene *scene, jaga_event_type type, sim_reason reason, jaga_auth auth)
{
    const sim_intent kept = scene->draft;
    scene->draft.status = JAGA_STATUS_FAILED;
    scene->draft.reason = (uint8_t)reason;
    push(scene, type, auth);
    scene->draft = kept;
}

bool sim_scene_otp(sim_scene *scene, uint32_t fails_per_million)
{
    sim_scene_say(scene, JAGA_TYPE_OTP_REQUEST, JAGA_AUTH_NONE);
    sim_scene_wait(scene, 6, 70);
    if (sim_chance(scene->random, fails_per_million)) {
        sim_scene_fail(scene, JAGA_TYPE_OTP_VERIFY, SIM_REASON_BAD_OTP, JAGA_AUTH_NONE);
        sim_scene_wait(scene, 4, 40);
        return false;
    }
    sim_scene_say(scene, JAGA_TYPE_OTP_VERIFY, JAGA_AUTH_OTP_SMS);
    sim_scene_wait(scene, 2, 15);
    return true;
}

void sim_scene_otp_patiently(sim_scene *scene, uint32_t fails_per_million)
{
    for (int tries = 0; tries < 4 && !sim_scene_otp(scene, fails_per_million); tries++) {
    }
}

void sim_scene_by_staff(sim_scene *scene, jaga_event_type type, sim_note note)
{
    const sim_intent kept = scene->draft;
    scene->draft.device = 0;
    scene->draft.address = 0;
    scene->draft.session = 0;
    scene->draft.net = SIM_NO_NET;
    scene->draft.channel = JAGA_CHANNEL_HOTLINE;
    scene->draft.actor = JAGA_ACTOR_STAFF;
    scene->draft.note = (uint8_t)note;
    scene->draft.flags &= (uint16_t)~SIM_OWN_PHONE;
    push(scene, type, JAGA_AUTH_NONE);
    scene->draft = kept;
    sim_scene_wait(scene, 20, 600);
}

void sim_scene_change(sim_scene *scene, jaga_event_type type, jaga_auth auth, sim_note note)
{
    const uint8_t kept = scene->draft.note;
    scene->draft.note = (uint8_t)note;
    push(scene, type, auth);
    scene->draft.note = kept;
    sim_scene_wait(scene, 8, 150);
}

void sim_scene_close(sim_scene *scene)
{
    const sim_intent kept = scene->draft;
    sim_scene_wait(scene, 1800, 260000);
    scene->draft.device = 0;
    scene->draft.address = 0;
    scene->draft.session = 0;
    scene->draft.net = SIM_NO_NET;
    scene->draft.channel = JAGA_CHANNEL_UNKNOWN;
    scene->draft.actor = JAGA_ACTOR_SYSTEM;
    scene->draft.flags &= (uint16_t)~SIM_OWN_PHONE;
    push(scene, JAGA_TYPE_CLOSED, JAGA_AUTH_UNKNOWN);
    const int64_t closed_us = scene->draft.ts_us;
    scene->draft = kept;
    scene->draft.ts_us = closed_us;
}

bool sim_scene_link_card(sim_scene *scene, uint32_t card, uint32_t declines_per_million)
{
    const bool is_declined = sim_chance(scene->random, declines_per_million);
    scene->draft.instrument = card;
    if (is_declined) {
        sim_scene_fail(scene, JAGA_TYPE_INSTRUMENT_LINK, SIM_REASON_DECLINED, JAGA_AUTH_PIN);
    } else {
        push(scene, JAGA_TYPE_INSTRUMENT_LINK, JAGA_AUTH_PIN);
    }
    scene->draft.instrument = 0;
    sim_scene_wait(scene, 15, 200);
    return !is_declined;
}

bool sim_scene_charge_card(sim_scene *scene, uint32_t card, int64_t amount,
                           uint32_t declines_per_million)
{
    const sim_intent kept = scene->draft;
    const bool is_declined = sim_chance(scene->random, declines_per_million);
    scene->draft.instrument = card;
    scene->draft.amount = amount;
    scene->draft.grain = 1;
    if (is_declined) {
        sim_scene_fail(scene, JAGA_TYPE_TOPUP, SIM_REASON_DECLINED, JAGA_AUTH_PIN);
    } else {
        push(scene, JAGA_TYPE_TOPUP, JAGA_AUTH_PIN);
    }
    scene->draft = kept;
    sim_scene_wait(scene, 15, 300);
    return !is_declined;
}

void sim_scene_login(sim_scene *scene, jaga_auth auth)
{
    sim_scene_new_session(scene);
    sim_scene_say(scene, JAGA_TYPE_LOGIN, auth);
    sim_scene_wait(scene, 4, 60);
}

void sim_scene_add_payee(sim_scene *scene, sim_payee payee)
{
    if (!sim_chance(scene->random, scene->run->world.says_payee_add)) {
        return;
    }
    scene->draft.payee = payee.number;
    scene->draft.payee_kind = payee.kind;
    push(scene, JAGA_TYPE_PAYEE_ADD, JAGA_AUTH_PIN);
    scene->draft.payee_kind = SIM_PAYEE_NONE;
    sim_scene_wait(scene, 10, 120);
}

static jaga_event_type type_of(sim_payee payee, bool is_own)
{
    switch ((sim_payee_kind)payee.kind) {
    case SIM_PAYEE_WALLET:
    case SIM_PAYEE_OTHER_WALLET:
    case SIM_PAYEE_BANK: return is_own ? JAGA_TYPE_WITHDRAW : JAGA_TYPE_TRANSFER;
    case SIM_PAYEE_CASH: return JAGA_TYPE_WITHDRAW;
    case SIM_PAYEE_NONE:
    case SIM_PAYEE_MERCHANT:
    case SIM_PAYEE_BILLER:
    case SIM_PAYEE_VOUCHER:
    case SIM_PAYEE_CRYPTO: break;
    }
    return JAGA_TYPE_PAYMENT;
}

void sim_scene_pay(sim_scene *scene, sim_payee payee, int64_t amount, uint32_t grain,
                   unsigned flags, bool is_own)
{
    const sim_intent kept = scene->draft;
    const bool is_finger = scene->has_finger && kept.channel == JAGA_CHANNEL_APP &&
                           sim_chance(scene->random, scene->run->world.biometric);
    scene->draft.payee = payee.number;
    scene->draft.payee_kind = payee.kind;
    scene->draft.amount = amount;
    scene->draft.grain = grain;
    scene->draft.flags |= (uint16_t)flags;
    push(scene, type_of(payee, is_own), is_finger ? JAGA_AUTH_BIOMETRIC : JAGA_AUTH_PIN);
    scene->draft = kept;
    sim_scene_wait(scene, 20, 400);
}

void sim_scene_take_in(sim_scene *scene, jaga_event_type type, sim_payee from, int64_t amount)
{
    const sim_intent kept = scene->draft;
    scene->draft.payee = from.number;
    scene->draft.payee_kind = from.kind;
    scene->draft.amount = amount;
    scene->draft.grain = 1;
    sim_scene_say(scene, type, JAGA_AUTH_NONE);
    scene->draft = kept;
    sim_scene_wait(scene, 20, 200);
}

void sim_scene_sim_change(sim_scene *scene, int64_t silent_us)
{
    const sim_intent kept = scene->draft;
    scene->draft.device = 0;
    scene->draft.address = 0;
    scene->draft.session = 0;
    scene->draft.net = SIM_NO_NET;
    scene->draft.channel = JAGA_CHANNEL_UNKNOWN;
    scene->draft.flags &= (uint16_t)~SIM_OWN_PHONE;
    if (silent_us > 0) {
        scene->draft.flags |= SIM_LOSES_PHONE;
        scene->draft.amount = silent_us;
    }
    push(scene, JAGA_TYPE_SIM_CHANGE, JAGA_AUTH_NONE);
    scene->draft = kept;
}

uint32_t sim_scene_grain(sim_random *random)
{
    static const uint32_t grain[5] = { 1000, 5000, 10000, 50000, 100000 };
    static const uint16_t weights[5] = { 25, 15, 35, 17, 8 };
    return grain[sim_weighted(random, weights, 5)];
}
