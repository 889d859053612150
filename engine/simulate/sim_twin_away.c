/* Honest people far from where, or when, their account expects them. */
#include "simulate/sim_honest.h"

void sim_twin_travel(sim_scene *s)
{
    sim_random *r = s->random;
    sim_run *run = s->run;
    const sim_world *w = &run->world;
    sim_person *p = &run->persons[s->draft.account];
    p->travel_city = (uint8_t)sim_below(r, sim_below(r, 3) ? SIM_CITIES_HOME : SIM_CITIES);
    p->travel_until_us = s->draft.ts_us + sim_scale_free(r, 1, 12) * SIM_DAY;
    uint32_t net = sim_below(r, w->mobile_nets);
    if (p->travel_city >= SIM_CITIES_HOME) {
        net = w->abroad_net + p->travel_city - (uint32_t)SIM_CITIES_HOME;
    }
    sim_scene_connect(s, (uint8_t)net, p->travel_city, sim_random_next(r));
    if (sim_below(r, 3) == 0) {
        sim_scene_fail(s, JAGA_TYPE_LOGIN, SIM_REASON_BAD_PASSWORD, JAGA_AUTH_NONE);
        sim_scene_wait(s, 5, 40);
    }
    (void)sim_scene_otp(s, 150000);
    sim_honest_login(s);
    for (uint32_t i = 1 + sim_below(r, 4); i > 0; i--) {
        sim_honest_shop(s, 2, 8);
        sim_scene_wait(s, 300, 20000);
    }
    if (sim_below(r, 3) == 0) {
        const sim_payee till = { .number = sim_favourite(r, w->agents), .kind = SIM_PAYEE_CASH };
        sim_honest_large(s, till, 300000, 900000, false);
    }
    if (sim_below(r, 3) == 0) {
        const sim_payee host = sim_honest_stranger(s);
        sim_scene_add_payee(s, host);
        sim_honest_large(s, host, 200000, 800000, false);
    }
}

/* Weeks later the owner needs the wallet again: often another phone, always another habit. */
void sim_twin_dormant_return(sim_scene *s)
{
    sim_random *r = s->random;
    sim_person *p = &s->run->persons[s->draft.account];
    const bool is_other = sim_below(r, 100) < 55;
    if (is_other) {
        sim_honest_other_phone(s);
    }
    for (uint32_t tries = sim_below(r, 3); tries > 0; tries--) {
        sim_scene_fail(s, JAGA_TYPE_LOGIN, SIM_REASON_BAD_PASSWORD, JAGA_AUTH_NONE);
        sim_scene_wait(s, 5, 90);
    }
    if (sim_below(r, 100) < 65) {
        sim_honest_settle(s, 60000);
        sim_scene_say(s, sim_below(r, 3) ? JAGA_TYPE_PASSWORD_RESET : JAGA_TYPE_PIN_RESET,
                      JAGA_AUTH_OTP_SMS);
        sim_scene_wait(s, 10, 200);
    }
    s->draft.flags |= is_other ? SIM_NEW_PHONE : 0;
    sim_honest_login(s);
    p->sleeps_until = p->sleeps_from; /* awake again */
    if (sim_below(r, 4) == 0) {
        sim_scene_change(s, JAGA_TYPE_CONTACT_CHANGE, JAGA_AUTH_OTP_SMS,
                         sim_below(r, 2) ? SIM_NOTE_EMAIL : SIM_NOTE_PHONE);
    }
    if (sim_below(r, 2) == 0) {
        sim_honest_top_up(s, p->usual_amount * 8ll);
    }
    const bool is_own = sim_below(r, 100) < 40;
    const sim_payee other = sim_honest_stranger(s);
    const sim_payee to = is_own ? sim_person_bank(s->run, s->draft.account) : other;
    if (!is_own) {
        sim_scene_add_payee(s, to);
    }
    sim_honest_large(s, to, 400000, 1000000, is_own);
    sim_honest_shop(s, 1, 4);
}
