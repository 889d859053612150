/* Honest people on phones that their account never saw, or that they could not unlock. */
#include "simulate/sim_honest.h"

static void forget_password(sim_scene *s, uint32_t most)
{
    for (uint32_t tries = sim_favourite(s->random, most + 1); tries > 0; tries--) {
        sim_scene_fail(s, JAGA_TYPE_LOGIN, SIM_REASON_BAD_PASSWORD, JAGA_AUTH_NONE);
        sim_scene_wait(s, 5, 90);
    }
}

static void become_mine(sim_scene *s)
{
    s->draft.flags |= SIM_NEW_PHONE; /* from the next row on */
}

/* The phone is new, the password forgotten: everything a thief does after a swapped SIM. */
void sim_twin_forgotten_password_new_phone(sim_scene *s)
{
    sim_random *r = s->random;
    if (sim_below(r, 4) == 0) {
        sim_scene_sim_change(s, 0);
        sim_scene_wait(s, 600, 30000);
    }
    sim_honest_other_phone(s);
    sim_scene_fail(s, JAGA_TYPE_LOGIN, SIM_REASON_BAD_PASSWORD, JAGA_AUTH_NONE);
    sim_scene_wait(s, 5, 90);
    forget_password(s, 3);
    sim_honest_settle(s, 60000);
    sim_scene_say(s, sim_below(r, 5) ? JAGA_TYPE_PASSWORD_RESET : JAGA_TYPE_PIN_RESET,
                  JAGA_AUTH_OTP_SMS);
    sim_scene_wait(s, 10, 200);
    become_mine(s);
    sim_honest_login(s);
    sim_scene_wait(s, 60, 14400);
    if (sim_below(r, 100) < 40) {
        const bool is_friend = sim_below(r, 3) != 0;
        const sim_payee to = is_friend ? sim_honest_friend(s) : sim_honest_stranger(s);
        sim_scene_add_payee(s, to);
        sim_honest_large(s, to, 300000, 900000, false);
    }
    sim_honest_shop(s, 1, 3);
}

/* Battery empty, so in through the phone of a friend or the computer of a copy shop. */
void sim_twin_borrowed_phone(sim_scene *s)
{
    sim_random *r = s->random;
    sim_honest_other_phone(s);
    forget_password(s, 3);
    if (sim_below(r, 100) < 60) {
        sim_scene_otp_patiently(s, 150000);
    }
    sim_scene_login(s, JAGA_AUTH_PASSWORD);
    if (sim_below(r, 100) < 15) {
        return; /* only looks whether the money came */
    }
    sim_scene_wait(s, 20, 3000);
    for (uint32_t i = 1 + sim_favourite(r, 3); i > 0; i--) {
        const bool is_friend = sim_below(r, 100) < 60;
        const sim_payee to = is_friend ? sim_honest_friend(s) : sim_honest_stranger(s);
        sim_scene_add_payee(s, to);
        sim_honest_large(s, to, 250000, 1000000, false);
        sim_scene_wait(s, 30, 2400);
    }
    if (sim_below(r, 4) == 0) {
        sim_scene_say(s, JAGA_TYPE_LOGOUT, JAGA_AUTH_NONE);
    }
}

/* Another number: SIM, contact, password, and the limit while at it. */
void sim_twin_new_number(sim_scene *s)
{
    sim_random *r = s->random;
    if (sim_below(r, 100) < 80) {
        sim_scene_sim_change(s, 0);
        sim_scene_wait(s, 300, 90000);
    }
    if (sim_below(r, 3) == 0) {
        sim_honest_other_phone(s);
        sim_honest_settle(s, 60000);
        become_mine(s);
    } else {
        sim_scene_otp_patiently(s, 60000);
    }
    sim_honest_login(s);
    sim_scene_change(s, JAGA_TYPE_CONTACT_CHANGE, JAGA_AUTH_OTP_SMS, SIM_NOTE_PHONE);
    if (sim_below(r, 3) == 0) {
        sim_scene_say(s, sim_below(r, 2) ? JAGA_TYPE_PIN_RESET : JAGA_TYPE_PASSWORD_RESET,
                      JAGA_AUTH_OTP_SMS);
        sim_scene_wait(s, 10, 200);
    }
    if (sim_below(r, 3) == 0) {
        sim_scene_change(s, JAGA_TYPE_LIMIT_CHANGE, JAGA_AUTH_PIN, SIM_NOTE_NONE);
    }
    if (sim_below(r, 2) == 0) {
        sim_scene_wait(s, 30, 7200);
        const sim_payee to = sim_honest_stranger(s);
        sim_scene_add_payee(s, to);
        sim_honest_large(s, to, 300000, 1000000, false);
    }
}

/* A tablet beside the phone: the right password, the right code, a stranger of a device, and the
 * old phone goes on. */
void sim_twin_second_device(sim_scene *s)
{
    sim_random *r = s->random;
    sim_honest_other_phone(s);
    sim_scene_login(s, JAGA_AUTH_PASSWORD);
    sim_honest_settle(s, 80000);
    if (sim_below(r, 4) == 0) {
        sim_scene_say(s, JAGA_TYPE_SESSION_REVOKE, JAGA_AUTH_OTP_SMS);
        sim_scene_wait(s, 5, 60);
    }
    if (sim_below(r, 5) == 0) {
        sim_scene_say(s, JAGA_TYPE_PIN_CHANGE, JAGA_AUTH_OTP_SMS);
        sim_scene_wait(s, 5, 100);
    }
    if (sim_below(r, 3) == 0) {
        sim_scene_change(s, JAGA_TYPE_LIMIT_CHANGE, JAGA_AUTH_OTP_SMS, SIM_NOTE_NONE);
    }
    sim_scene_wait(s, 20, 5400);
    if (sim_below(r, 2) == 0) {
        const bool is_friend = sim_below(r, 100) < 50;
        const sim_payee to = is_friend ? sim_honest_friend(s) : sim_honest_stranger(s);
        sim_scene_add_payee(s, to);
        sim_honest_large(s, to, 200000, 950000, false);
    }
    for (uint32_t i = 1 + sim_below(r, 3); i > 0; i--) {
        sim_honest_shop(s, 2, 12);
        sim_scene_wait(s, 60, 4000);
    }
}

/* Own phone, PIN forgotten, and then something dear: a night out, a repair, a deposit. */
void sim_twin_forgotten_pin(sim_scene *s)
{
    sim_random *r = s->random;
    s->draft.channel = JAGA_CHANNEL_APP;
    forget_password(s, 4);
    sim_scene_otp_patiently(s, 60000);
    sim_scene_say(s, JAGA_TYPE_PIN_RESET, JAGA_AUTH_OTP_SMS);
    sim_scene_wait(s, 10, 300);
    if (sim_below(r, 2) == 0) {
        sim_scene_login(s, JAGA_AUTH_PIN);
    }
    for (uint32_t i = 1 + sim_below(r, 3); i > 0; i--) {
        const sim_payee to = sim_honest_stranger(s);
        sim_scene_add_payee(s, to);
        sim_honest_large(s, to, 200000, 1000000, false);
        sim_scene_wait(s, 40, 5000);
    }
}

/* Set up on the old phone of a sister, used weeks later on a journey: what a sleeper looks like. */
void sim_twin_spare_phone(sim_scene *s)
{
    sim_random *r = s->random;
    const uint8_t rhythm = s->run->persons[s->draft.account].rhythm;
    sim_honest_other_phone(s);
    sim_honest_settle(s, 100000);
    sim_scene_login(s, JAGA_AUTH_PASSWORD);
    sim_scene_rest(s, 2 + sim_below(r, 20), rhythm);
    for (uint32_t looks = sim_below(r, 3); looks > 0; looks--) {
        sim_scene_login(s, s->has_finger ? JAGA_AUTH_BIOMETRIC : JAGA_AUTH_PIN);
        sim_scene_rest(s, 1 + sim_below(r, 5), rhythm);
    }
    sim_scene_login(s, JAGA_AUTH_PIN);
    const sim_payee to = sim_honest_stranger(s);
    sim_scene_add_payee(s, to);
    sim_honest_large(s, to, 400000, 1000000, false);
    sim_honest_shop(s, 2, 8);
}
