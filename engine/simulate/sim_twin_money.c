/* Honest money that moves like stolen money: all at once, little by little, in and out. */
#include "simulate/sim_honest.h"

void sim_twin_rent(sim_scene *s)
{
    sim_random *r = s->random;
    const sim_person *p = &s->run->persons[s->draft.account];
    const bool is_new = sim_below(r, 100) < 45;
    const uint64_t landlord = sim_hash(s->run->seed, SIM_FOR_BILL, s->draft.account, 1000);
    const sim_payee to = { .number = (uint32_t)(is_new ? sim_random_next(r) : landlord),
                           .kind = SIM_PAYEE_BANK };
    sim_honest_login(s);
    if (sim_below(r, 2) == 0) {
        sim_honest_top_up(s, p->income / 2 + p->usual_amount * 8ll);
        sim_scene_wait(s, 60, 20000);
    }
    if (is_new) {
        sim_scene_add_payee(s, to);
    }
    sim_honest_large(s, to, 600000, 1000000, false);
}

void sim_twin_payday(sim_scene *s)
{
    sim_random *r = s->random;
    const sim_person *p = &s->run->persons[s->draft.account];
    const sim_payee payer = sim_honest_stranger(s);
    sim_honest_receive(s, payer, sim_log_normal(r, p->income, 1));
    sim_scene_wait(s, 120, 30000);
    sim_honest_login(s);
    for (uint32_t i = 2 + sim_below(r, 4); i > 0; i--) {
        sim_honest_shop(s, 3, 10);
        sim_scene_wait(s, 30, 9000);
    }
    if (sim_below(r, 100) < 70) {
        const sim_payee home = sim_honest_friend(s);
        sim_honest_large(s, home, 150000, 600000, false);
    }
    if (sim_below(r, 100) < 35) {
        sim_honest_large(s, sim_person_bank(s->run, s->draft.account), 850000, 1000000, true);
    }
}

/* A daughter begins to study, a debt is paid in small parts: a new payee, every day or two. */
void sim_twin_allowance(sim_scene *s)
{
    sim_random *r = s->random;
    const sim_person *p = &s->run->persons[s->draft.account];
    const sim_payee to = sim_honest_stranger(s);
    const int64_t middle = (int64_t)p->usual_amount * (2 + sim_below(r, 4));
    sim_honest_login(s);
    sim_scene_add_payee(s, to);
    for (uint32_t day = 3 + sim_below(r, 18); day > 0; day--) {
        for (uint32_t i = sim_below(r, 3); i > 0; i--) {
            const uint32_t grain = sim_below(r, 3) ? sim_scene_grain(r) : 500;
            sim_scene_pay(s, to, sim_log_normal(r, middle, 1), grain, 0, false);
            sim_scene_wait(s, 60, 20000);
        }
        sim_scene_rest(s, 1 + sim_below(r, 2), p->rhythm);
    }
}

/* From outside: a payer inside the wallet would need a row of an own. */
static sim_payee payer(sim_scene *s)
{
    const bool is_wallet = sim_below(s->random, 3) != 0;
    return (sim_payee){ .number = (uint32_t)(sim_random_next(s->random) >> 32),
                        .kind = is_wallet ? SIM_PAYEE_OTHER_WALLET : SIM_PAYEE_BANK };
}

/* A stall at a fair: many strangers pay within hours, and the takings go to the bank or to whoever
 * supplied the goods. */
void sim_twin_market_day(sim_scene *s)
{
    sim_random *r = s->random;
    const sim_person *p = &s->run->persons[s->draft.account];
    for (uint32_t i = 5 + sim_below(r, 20); i > 0; i--) {
        const sim_payee from = payer(s);
        const int64_t amount = sim_log_normal(r, p->usual_amount * 3ll, 2);
        sim_honest_receive(s, from, amount > 1000 ? amount / 500 * 500 : 1000);
        sim_scene_wait(s, 20, 3600);
    }
    sim_honest_login(s);
    for (uint32_t i = 1 + sim_below(r, 2); i > 0; i--) {
        const bool is_own = sim_below(r, 100) < 55;
        const sim_payee supplier = sim_honest_stranger(s);
        const sim_payee to = is_own ? sim_person_bank(s->run, s->draft.account) : supplier;
        sim_honest_large(s, to, 500000, 1000000, is_own && to.kind == SIM_PAYEE_BANK);
        sim_scene_wait(s, 30, 3600);
    }
}

/* Neighbours pay the same sum each, and this month's winner gets all of it. */
void sim_twin_savings_round(sim_scene *s)
{
    sim_random *r = s->random;
    const sim_person *p = &s->run->persons[s->draft.account];
    const int64_t each = (p->usual_amount * (4ll + sim_below(r, 8)) / 50000 + 1) * 50000;
    const uint32_t members = 5 + sim_below(r, 12);
    for (uint32_t i = 0; i < members; i++) {
        const sim_payee from = payer(s);
        sim_honest_receive(s, from, each);
        sim_scene_wait(s, 30, 7200);
    }
    sim_honest_login(s);
    const sim_payee winner = sim_honest_stranger(s);
    sim_scene_add_payee(s, winner);
    sim_scene_pay(s, winner, each * (members - sim_below(r, 2)), 1000, 0, false);
}
