/* The new card of an honest owner: mistyped, declined, tried with a small sum, then used. */
#include "simulate/sim_honest.h"

static int64_t round_amount(sim_random *r, int64_t middle)
{
    const int64_t amount = sim_log_normal(r, middle, 1);
    return (amount / 10000 + 1) * 10000;
}

void sim_twin_new_card(sim_scene *s)
{
    sim_random *r = s->random;
    const sim_person *p = &s->run->persons[s->draft.account];
    if (sim_below(r, 4) == 0) {
        sim_honest_other_phone(s);
        sim_honest_settle(s, 80000);
    }
    sim_honest_login(s);
    uint32_t card = sim_person_card(s->run, s->draft.account, 1 + sim_below(r, 1000));
    for (uint32_t tries = 1 + sim_below(r, 4); tries > 0; tries--) {
        if (sim_scene_link_card(s, card, 400000) &&
            sim_scene_charge_card(s, card, round_amount(r, 10000), 300000)) {
            break;
        }
        if (sim_below(r, 2) == 0) {
            card = sim_person_card(s->run, s->draft.account, 1 + sim_below(r, 1000));
        }
    }
    for (uint32_t i = 1 + sim_below(r, 3); i > 0; i--) {
        sim_scene_wait(s, 60, 15000);
        (void)sim_scene_charge_card(s, card, round_amount(r, p->usual_amount * 12ll), 100000);
    }
    /* Some bring money by card because the wallet is a cheap way to cash, or to a seller. */
    const uint32_t where = sim_below(r, 100);
    sim_scene_wait(s, 60, 9000);
    if (where < 35) {
        const sim_payee to = sim_honest_stranger(s);
        sim_scene_add_payee(s, to);
        sim_honest_large(s, to, 500000, 1000000, false);
    } else if (where < 60) {
        sim_honest_large(s, sim_person_bank(s->run, s->draft.account), 600000, 1000000, true);
    } else if (where < 75) {
        const sim_payee till = { .number = sim_favourite(r, s->run->world.agents),
                                 .kind = SIM_PAYEE_CASH };
        sim_honest_large(s, till, 500000, 1000000, false);
    }
    sim_honest_shop(s, 2, 10);
}
