/* The way out: how much, in how many steps, how fast and to whom. Skill and patience differ from
 * thief to thief, and so do mistakes: amounts above the limit or the balance fail as they would
 * for anybody (see sim_ledger.c). */
#include "simulate/sim_drain.h"

typedef enum sim_greed {
    GREED_ALL,   /* everything at once */
    GREED_MOST,  /* most of it, so that something is left to look at */
    GREED_PARTS, /* piece by piece */
    GREED_SMALL  /* sums that the owner might have paid */
} sim_greed;

typedef enum way_out {
    OUT_WALLET,
    OUT_BANK,
    OUT_CASH,
    OUT_VOUCHER,
    OUT_CRYPTO,
    OUT_SHOP,
    OUT_WAYS
} way_out;

/* The careful like what shops and exchanges sell: it leaves no wallet behind that could be held. */
static way_out way_of(sim_scene *s, sim_thief thief)
{
    uint16_t weights[OUT_WAYS];
    for (uint32_t i = 0; i < OUT_WAYS; i++) {
        const bool is_goods = i == OUT_VOUCHER || i == OUT_CRYPTO || i == OUT_SHOP;
        weights[i] = (uint16_t)(s->run->world.drain_weights[i] *
                                (is_goods ? 1u + (uint32_t)thief.skill : 2u));
    }
    return (way_out)sim_weighted(s->random, weights, OUT_WAYS);
}

sim_payee sim_drain_receiver(sim_scene *s, sim_thief thief)
{
    const sim_run *run = s->run;
    const sim_world *w = &run->world;
    sim_random *r = s->random;
    uint32_t mule = 0;
    switch (way_of(s, thief)) {
    case OUT_WALLET:
        if (sim_world_mule(w, thief.crew, r, &mule)) {
            return (sim_payee){ .number = mule, .kind = SIM_PAYEE_WALLET };
        }
        break;
    case OUT_CASH:
        return (sim_payee){ .number = sim_favourite(r, w->agents), .kind = SIM_PAYEE_CASH };
    case OUT_VOUCHER:
        return (sim_payee){ .number = sim_favourite(r, w->voucher_shops),
                            .kind = SIM_PAYEE_VOUCHER };
    case OUT_CRYPTO:
        return (sim_payee){ .number = sim_favourite(r, w->exchanges), .kind = SIM_PAYEE_CRYPTO };
    case OUT_SHOP: return sim_person_shop(run, s->draft.account, 1000 + sim_below(r, 100000));
    case OUT_BANK:
    case OUT_WAYS: break;
    }
    /* A bank account that a mule lends for some weeks is the bank account of somebody ordinary. */
    const uint64_t which =
        sim_hash(w->key, SIM_FOR_CREW, thief.crew * 8u + sim_below(r, 8), run->day / 14);
    const sim_payee bank = sim_person_bank(run, (uint32_t)(which % w->accounts));
    return sim_below(r, 5) ? bank
                           : (sim_payee){ .number = bank.number, .kind = SIM_PAYEE_OTHER_WALLET };
}

static uint32_t grain_of(sim_random *r, sim_payee to)
{
    static const uint32_t shop[4] = { 1, 100, 500, 1000 };
    switch ((sim_payee_kind)to.kind) {
    case SIM_PAYEE_CASH: return 50000;
    case SIM_PAYEE_VOUCHER: return 10000;
    case SIM_PAYEE_MERCHANT: return shop[sim_below(r, 4)];
    case SIM_PAYEE_NONE:
    case SIM_PAYEE_WALLET:
    case SIM_PAYEE_OTHER_WALLET:
    case SIM_PAYEE_BANK:
    case SIM_PAYEE_BILLER:
    case SIM_PAYEE_CRYPTO: break;
    }
    return sim_below(r, 4) ? sim_scene_grain(r) : 1;
}

static void part(sim_scene *s, sim_greed greed, sim_payee to)
{
    sim_random *r = s->random;
    const sim_person *p = &s->run->persons[s->draft.account];
    const bool is_withdrawal = to.kind == SIM_PAYEE_BANK && sim_below(r, 4) == 0;
    const uint32_t grain = grain_of(r, to);
    int64_t share = 0;
    switch (greed) {
    case GREED_ALL: share = sim_between(r, 930000, 1000000); break;
    case GREED_MOST: share = sim_between(r, 450000, 930000); break;
    case GREED_PARTS: share = sim_between(r, 200000, 600000); break;
    case GREED_SMALL: break;
    }
    if (share != 0 && sim_below(r, 100) < 85) {
        sim_scene_pay(s, to, share, grain, SIM_SHARE, is_withdrawal);
        return;
    }
    /* Does not look at the balance first, or stays near what the owner pays. */
    const int64_t middle = greed == GREED_SMALL ? p->usual_amount * 4ll : p->usual_amount * 15ll;
    sim_scene_pay(s, to, sim_log_normal(r, middle, 2), grain, 0, is_withdrawal);
}

/* A payee who is a person gets added first, where the wallet wants that. */
static void introduce(sim_scene *s, sim_payee to)
{
    if (to.kind <= SIM_PAYEE_BANK) {
        sim_scene_add_payee(s, to);
    }
}

static sim_greed greed_of(sim_scene *s, sim_thief thief)
{
    static const uint16_t factor[SIM_SKILLS][4] = { { 3, 2, 1, 1 },
                                                    { 1, 2, 3, 2 },
                                                    { 0, 2, 3, 6 } };
    uint16_t weights[4];
    for (int i = 0; i < 4; i++) {
        weights[i] = (uint16_t)(s->run->world.greed_weights[i] * factor[thief.skill][i]);
    }
    return (sim_greed)sim_weighted(s->random, weights, 4);
}

void sim_drain(sim_scene *scene, sim_thief thief)
{
    static const uint32_t parts_most[4] = { 2, 2, 5, 6 };
    sim_random *r = scene->random;
    const sim_person *p = &scene->run->persons[scene->draft.account];
    const sim_greed greed = greed_of(scene, thief);
    const int64_t patience_s = sim_scale_free(r, thief.skill == SIM_NAIVE ? 40 : 120, 10800);
    const uint32_t parts = (greed >= GREED_PARTS ? 2 : 1) + sim_below(r, parts_most[greed]);
    const bool is_loyal = sim_below(r, 100) < 55;
    sim_payee to = sim_drain_receiver(scene, thief);

    sim_intruder_bide(scene, thief);
    sim_scene_wait(scene, 20, patience_s * 2);
    if (sim_below(r, 100) < (thief.skill == SIM_NAIVE ? 8u : 30u)) { /* does it work at all? */
        introduce(scene, to);
        const int64_t little = sim_log_normal(r, p->usual_amount / 2, 1);
        sim_scene_pay(scene, to, little > 10000 ? little : 10000, grain_of(r, to), 0, false);
        sim_scene_wait(scene, 20, patience_s);
    }
    for (uint32_t i = 0; i < parts; i++) {
        if (i > 0 && !is_loyal) {
            to = sim_drain_receiver(scene, thief);
        }
        if (i == 0 || !is_loyal) {
            introduce(scene, to);
        }
        part(scene, greed, to);
        sim_scene_wait(scene, 30, patience_s);
        if (thief.skill == SIM_TARGETED && sim_below(r, 4) == 0) {
            sim_scene_rest(scene, 1, p->rhythm);
        }
    }
}

void sim_drain_all(sim_scene *scene, sim_thief thief)
{
    const sim_payee to = sim_drain_receiver(scene, thief);
    introduce(scene, to);
    part(scene, GREED_ALL, to);
    sim_scene_wait(scene, 30, 1200);
    if (sim_below(scene->random, 2) == 0) {
        part(scene, GREED_ALL, sim_drain_receiver(scene, thief)); /* what the limit left */
        sim_scene_wait(scene, 30, 600);
    }
}

static void take_back(sim_run *run, sim_random *r, uint32_t account, int64_t ts_us, bool lost_phone)
{
    sim_scene s = sim_scene_owner(run, r, account, ts_us);
    s.draft.flags =
        SIM_OWN_PHONE; /* not by the owner alone: the wallet helps, so it comes to pass */
    s.draft.slot = 0;
    if (lost_phone) {
        s.draft.flags = 0;
        s.draft.device = sim_world_device(&run->world, account, sim_random_next(r));
    }
    (void)sim_scene_otp(&s, 30000);
    sim_scene_say(&s, JAGA_TYPE_PASSWORD_RESET, JAGA_AUTH_OTP_SMS);
    sim_scene_wait(&s, 10, 120);
    if (lost_phone) {
        s.draft.flags |= SIM_NEW_PHONE;
        sim_scene_say(&s, JAGA_TYPE_DEVICE_BIND, JAGA_AUTH_OTP_SMS);
        sim_scene_wait(&s, 5, 60);
    }
    sim_scene_login(&s, JAGA_AUTH_PASSWORD);
}

void sim_drain_report(const sim_scene *scene, bool lost_phone)
{
    sim_run *run = scene->run;
    sim_random *r = scene->random;
    int64_t ts_us = scene->draft.ts_us + sim_scale_free(r, 900, 172800) * SIM_SECOND;
    if (sim_chance(r, run->world.report)) {
        sim_scene s = { .run = run, .random = r };
        s.draft =
            (sim_intent){ .ts_us = ts_us,
                          .account = scene->draft.account,
                          .episode = scene->draft.episode,
                          .net = SIM_NO_NET,
                          .channel = sim_below(r, 4) ? JAGA_CHANNEL_HOTLINE : JAGA_CHANNEL_APP,
                          .flags = SIM_AFTERMATH };
        sim_scene_say(&s, JAGA_TYPE_CUSTOMER_REPORT, JAGA_AUTH_NONE);
    } else if (!lost_phone) {
        return; /* never noticed, or never said */
    }
    ts_us +=
        lost_phone ? sim_between(r, 60, 3600) * SIM_MINUTE : sim_between(r, 10, 600) * SIM_MINUTE;
    take_back(run, r, scene->draft.account, ts_us, lost_phone);
}
