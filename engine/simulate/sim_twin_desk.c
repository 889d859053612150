/* Honest people whom others help, and one who leaves. */
#include "simulate/sim_honest.h"

/* A son on the phone controls the screen and pays what has to be paid. */
void sim_twin_helped_from_afar(sim_scene *s)
{
    const sim_world *w = &s->run->world;
    sim_random *r = s->random;
    if (sim_chance(r, w->style.says_remote)) {
        s->draft.note = SIM_NOTE_REMOTE;
    }
    s->draft.channel = JAGA_CHANNEL_APP;
    const bool is_finger = sim_chance(r, w->biometric);
    sim_scene_login(s, is_finger ? JAGA_AUTH_BIOMETRIC : JAGA_AUTH_PIN);
    if (sim_below(r, 4) == 0) {
        sim_scene_say(s, JAGA_TYPE_LIMIT_CHANGE, JAGA_AUTH_PIN);
        sim_scene_wait(s, 10, 120);
    }
    for (uint32_t i = 1 + sim_below(r, 3); i > 0; i--) {
        const sim_payee to = sim_honest_stranger(s);
        sim_scene_add_payee(s, to);
        sim_honest_large(s, to, 200000, 980000, false);
        sim_scene_wait(s, 30, 1800);
    }
}

/* Locked out, called the hotline, and was helped. */
void sim_twin_reset_by_staff(sim_scene *s)
{
    sim_random *r = s->random;
    const bool is_other = sim_below(r, 100) < 60;
    if (is_other) {
        sim_honest_other_phone(s);
    }
    if (sim_below(r, 2) == 0) {
        sim_scene_fail(s, JAGA_TYPE_LOGIN, SIM_REASON_BAD_PASSWORD, JAGA_AUTH_NONE);
        sim_scene_wait(s, 300, 20000);
    }
    if (sim_below(r, 2) == 0) {
        sim_scene_by_staff(s, JAGA_TYPE_CONTACT_CHANGE, SIM_NOTE_PHONE);
    }
    sim_scene_by_staff(s, sim_below(r, 3) ? JAGA_TYPE_PASSWORD_RESET : JAGA_TYPE_PIN_RESET,
                       SIM_NOTE_NONE);
    if (sim_below(r, 4) == 0) {
        sim_scene_by_staff(s, JAGA_TYPE_LIMIT_CHANGE, SIM_NOTE_NONE);
    }
    sim_scene_wait(s, 60, 7200);
    if (is_other) {
        sim_honest_settle(s, 40000);
        s->draft.flags |= SIM_NEW_PHONE;
    }
    sim_scene_login(s, JAGA_AUTH_PASSWORD);
    if (sim_below(r, 100) < 60) {
        const sim_payee to = sim_honest_stranger(s);
        sim_scene_add_payee(s, to);
        sim_honest_large(s, to, 300000, 1000000, false);
    }
    sim_honest_shop(s, 1, 5);
}

/* Everything to the own bank, or to the wallet of a competitor, and good-bye. */
void sim_twin_closes_account(sim_scene *s)
{
    sim_random *r = s->random;
    sim_honest_login(s);
    if (sim_below(r, 4) == 0) {
        sim_scene_change(s, JAGA_TYPE_CONTACT_CHANGE, JAGA_AUTH_OTP_SMS,
                         sim_below(r, 3) ? SIM_NOTE_EMAIL : SIM_NOTE_PHONE);
    }
    const bool is_bank = sim_below(r, 100) < 60;
    const sim_payee other = sim_honest_stranger(s);
    const sim_payee to = is_bank ? sim_person_bank(s->run, s->draft.account) : other;
    if (!is_bank) {
        sim_scene_add_payee(s, to);
    }
    for (uint32_t i = 1 + sim_below(r, 2); i > 0; i--) {
        sim_scene_pay(s, to, SIM_MILLION, 1, SIM_SHARE, is_bank);
        sim_scene_wait(s, 30, 3600);
    }
    (void)sim_scene_otp(s, 60000);
    sim_scene_say(s, JAGA_TYPE_CLOSE_REQUEST, JAGA_AUTH_OTP_SMS);
    sim_scene_close(s);
}
