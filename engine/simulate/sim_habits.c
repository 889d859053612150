/* An ordinary day: sessions at the usual hours with the usual payees, salary and bills, and the
 * rare changes of phone, SIM and password that make honest people look odd. */
#include "simulate/sim_scene.h"

typedef enum sim_spend {
    SPEND_SHOP,
    SPEND_FRIEND,
    SPEND_CASH,
    SPEND_VOUCHER,
    SPEND_CRYPTO,
    SPEND_TOP_UP,
    SPEND_OWN_BANK,
    SPEND_BILL,
    SPEND_COUNT
} sim_spend;

static void pay_shop(sim_scene *s, const sim_person *p)
{
    static const uint32_t grains[4] = { 1, 100, 500, 1000 };
    const bool is_usual = sim_below(s->random, 100) < 84;
    const uint32_t rank =
        is_usual ? sim_favourite(s->random, p->shops) : 1000 + sim_below(s->random, 100000);
    const int64_t amount = sim_log_normal(s->random, p->usual_amount, 2);
    const uint32_t grain = grains[sim_below(s->random, 4)];
    sim_scene_pay(s, sim_person_shop(s->run, s->draft.account, rank), amount, grain, 0, false);
}

static void pay_friend(sim_scene *s, sim_person *p)
{
    uint32_t rank = sim_favourite(s->random, p->friends);
    const bool is_new = sim_chance(s->random, s->run->world.new_payee);
    if (is_new) {
        rank = p->friends;
        p->friends = p->friends < 60 ? (uint16_t)(p->friends + 1) : 40;
    }
    const sim_payee friend = sim_person_friend(s->run, s->draft.account, rank);
    if (is_new) {
        sim_scene_add_payee(s, friend);
    }
    if (sim_below(s->random, 40) == 0) { /* lends or pays back nearly all there is */
        const int64_t share = sim_between(s->random, 500000, 1000000);
        sim_scene_pay(s, friend, share, sim_scene_grain(s->random), SIM_SHARE, false);
        return;
    }
    const int64_t amount = sim_log_normal(s->random, (int64_t)p->usual_amount * 3, 3);
    sim_scene_pay(s, friend, amount, sim_scene_grain(s->random), 0, false);
}

static void pay_number(sim_scene *s, sim_payee_kind kind, uint32_t count, int64_t amount,
                       uint32_t grain)
{
    const sim_payee payee = { .number = sim_favourite(s->random, count), .kind = (uint8_t)kind };
    sim_scene_pay(s, payee, amount > (int64_t)grain ? amount : (int64_t)grain, grain, 0, false);
}

static void top_up(sim_scene *s, const sim_person *p)
{
    const sim_world *w = &s->run->world;
    sim_payee from = sim_person_bank(s->run, s->draft.account);
    if (sim_chance(s->random, w->wants_cash_in)) {
        from = (sim_payee){ .number = sim_favourite(s->random, w->agents), .kind = SIM_PAYEE_CASH };
    }
    const int64_t amount = sim_log_normal(s->random, (int64_t)p->usual_amount * 5, 2);
    const int64_t tens = (amount / 10000 + 1) * 10000;
    const uint32_t card = sim_person_card(s->run, s->draft.account, 0);
    if (card % SIM_MILLION < w->own_card && from.kind == SIM_PAYEE_BANK) {
        (void)(sim_scene_charge_card(s, card, tens, 50000) ||
               sim_scene_charge_card(s, card, tens, 200000));
        return;
    }
    sim_scene_take_in(s, JAGA_TYPE_TOPUP, from, tens);
}

/* The wallet as a way from money to money: in by card or at a till, out by another door. */
static void pass_through(sim_scene *s, sim_person *p)
{
    sim_random *r = s->random;
    top_up(s, p);
    sim_scene_wait(s, 40, 3000);
    const uint32_t where = sim_below(r, 10);
    const sim_payee till = { .number = sim_favourite(r, s->run->world.agents),
                             .kind = SIM_PAYEE_CASH };
    const sim_payee to = where < 4   ? sim_person_bank(s->run, s->draft.account)
                         : where < 7 ? sim_person_friend(s->run, s->draft.account, where)
                                     : till;
    const uint32_t grain = to.kind == SIM_PAYEE_CASH ? 50000 : sim_scene_grain(r);
    sim_scene_pay(s, to, sim_between(r, 600000, 1000000), grain, SIM_SHARE, where < 4);
}

static void empty_to_bank(sim_scene *s)
{
    const sim_payee bank = sim_person_bank(s->run, s->draft.account);
    const bool is_all = sim_below(s->random, 3) == 0;
    const int64_t share = is_all ? SIM_MILLION : sim_between(s->random, 200000, 950000);
    const uint32_t grain = is_all ? 1 : sim_scene_grain(s->random);
    sim_scene_pay(s, bank, share, grain, SIM_SHARE, true);
}

static void spend(sim_scene *s, sim_person *p)
{
    static const int64_t vouchers[6] = { 10000, 20000, 50000, 100000, 250000, 500000 };
    const sim_world *w = &s->run->world;
    sim_random *r = s->random;
    const sim_spend what = (sim_spend)sim_weighted(r, w->spend_weights, SPEND_COUNT);
    switch (what) {
    case SPEND_FRIEND: pay_friend(s, p); return;
    case SPEND_TOP_UP: top_up(s, p); return;
    case SPEND_OWN_BANK: empty_to_bank(s); return;
    case SPEND_CASH:
        pay_number(s, SIM_PAYEE_CASH, w->agents, sim_log_normal(r, p->usual_amount * 8ll, 2),
                   50000);
        return;
    case SPEND_BILL:
        pay_number(s, SIM_PAYEE_BILLER, w->billers, sim_log_normal(r, p->usual_amount * 3ll, 2), 1);
        return;
    case SPEND_VOUCHER:
        if (p->uses_vouchers) {
            pay_number(s, SIM_PAYEE_VOUCHER, w->voucher_shops, vouchers[sim_favourite(r, 6)],
                       10000);
            return;
        }
        break;
    case SPEND_CRYPTO:
        if (p->uses_crypto) {
            const int64_t amount = sim_log_normal(r, p->usual_amount * 8ll, 3);
            pay_number(s, SIM_PAYEE_CRYPTO, w->exchanges, amount, 10000);
            return;
        }
        break;
    case SPEND_SHOP:
    case SPEND_COUNT: break;
    }
    pay_shop(s, p);
}

static void log_in(sim_scene *s)
{
    const sim_world *w = &s->run->world;
    while (sim_chance(s->random, w->bad_password)) {
        sim_scene_fail(s, JAGA_TYPE_LOGIN, SIM_REASON_BAD_PASSWORD, JAGA_AUTH_NONE);
        sim_scene_wait(s, 4, 60);
    }
    if (sim_chance(s->random, w->otp_at_login)) {
        (void)(sim_scene_otp(s, 60000) || sim_scene_otp(s, 60000));
        sim_scene_login(s, JAGA_AUTH_OTP_SMS);
        return;
    }
    const bool is_finger =
        s->draft.channel == JAGA_CHANNEL_APP && sim_chance(s->random, w->biometric);
    sim_scene_login(s, is_finger                 ? JAGA_AUTH_BIOMETRIC
                       : sim_below(s->random, 2) ? JAGA_AUTH_PASSWORD
                                                 : JAGA_AUTH_PIN);
}

static void session(sim_run *run, sim_random *r, uint32_t account, int64_t ts_us)
{
    sim_person *p = &run->persons[account];
    sim_scene s = sim_scene_owner(run, r, account, ts_us);
    if (account % 40 == 7 && sim_chance(r, run->world.style.says_remote / 4)) {
        s.draft.note = SIM_NOTE_REMOTE; /* a shared screen, an aid for weak eyes */
    }
    if (sim_chance(r, run->world.login)) {
        log_in(&s);
    }
    if (sim_below(r, 100) < 8) {
        return; /* only looks at the balance */
    }
    if (p->balance > (int64_t)p->income * 2 + p->usual_amount * 10ll && sim_below(r, 3) == 0) {
        empty_to_bank(&s); /* more than a wallet is for */
        return;
    }
    if (p->is_passer && sim_below(r, 6) == 0) {
        pass_through(&s, p);
        return;
    }
    for (int i = 0; i < 6 && (i == 0 || sim_below(r, 100) < 24); i++) {
        spend(&s, p);
    }
    if (sim_below(r, 100) < 4) {
        sim_scene_say(&s, JAGA_TYPE_LOGOUT, JAGA_AUTH_NONE);
    }
}

/* Salary, or what people without one bring each week; then the bills of the following days. */
static void monthly(sim_run *run, sim_random *r, uint32_t account)
{
    const sim_person *p = &run->persons[account];
    const bool has_enough = p->payday == 0 && p->balance > (int64_t)p->income;
    if (p->payday == run->day_of_month ||
        (p->payday == 0 && run->weekday == account % 7 && !has_enough)) {
        const int64_t income = p->payday != 0 ? p->income : p->income / 4;
        const int64_t amount = income * sim_between(r, 850, 1150) / 1000;
        sim_scene s = { .run = run, .random = r };
        s.draft = (sim_intent){ .ts_us = run->day_us + sim_between(r, 18000000, 64800000) * 1000,
                                .account = account,
                                .net = SIM_NO_NET };
        const bool is_wage = p->payday != 0 && account % 2 == 0;
        sim_scene_take_in(
            &s, is_wage ? JAGA_TYPE_RECEIVE : JAGA_TYPE_TOPUP,
            is_wage ? (sim_payee){ .number = account % 97 * 7919u, .kind = SIM_PAYEE_BANK }
                    : sim_person_bank(run, account),
            is_wage ? amount : (amount / 10000 + 1) * 10000);
    }
    for (uint32_t i = 0; i < p->bills; i++) {
        const uint64_t h = sim_hash(run->seed, SIM_FOR_BILL, account, i);
        if ((p->payday + 1 + h % 7) % 28 + 1 == run->day_of_month) {
            sim_scene s = sim_scene_owner(run, r, account, sim_scene_hour(run, r, p->rhythm));
            const sim_payee biller = { .number = (uint32_t)(h >> 32) % run->world.billers,
                                       .kind = SIM_PAYEE_BILLER };
            const int64_t fixed =
                p->usual_amount * (2 + (int64_t)(h >> 20 & 7)) + (int64_t)(h & 1023);
            sim_scene_pay(&s, biller, fixed * sim_between(r, 960, 1040) / 1000, 1, 0, false);
        }
    }
}

/* A new phone, SIM or password without any incident. */
static void rarely(sim_run *run, sim_random *r, uint32_t account)
{
    const sim_world *w = &run->world;
    sim_person *p = &run->persons[account];
    const bool is_phone = sim_chance_rare(r, w->new_phone_rare);
    const bool is_sim =
        sim_chance_rare(r, w->sim_change_rare) || (is_phone && sim_below(r, 12) == 0);
    const bool is_reset =
        sim_chance_rare(r, w->own_reset_rare) || (is_phone && sim_below(r, 6) == 0);
    if (!is_phone && !is_sim && !is_reset && !sim_chance_rare(r, w->complaint_rare)) {
        return;
    }
    sim_scene s = sim_scene_owner(run, r, account, sim_scene_hour(run, r, p->rhythm));
    if (!is_phone && !is_sim && !is_reset) {
        sim_scene_say(&s, sim_below(r, 6) ? JAGA_TYPE_COMPLAINT : JAGA_TYPE_CUSTOMER_REPORT,
                      JAGA_AUTH_NONE);
        return;
    }
    if (is_sim) {
        sim_scene_sim_change(&s, 0);
        sim_scene_wait(&s, 300, 14400);
    }
    if (is_phone) {
        s.draft.flags = SIM_BY_OWNER;
        s.draft.device = sim_world_device(w, account, sim_random_next(r));
    }
    if (is_reset) {
        sim_scene_fail(&s, JAGA_TYPE_LOGIN, SIM_REASON_BAD_PASSWORD, JAGA_AUTH_NONE);
        sim_scene_wait(&s, 5, 60);
    }
    if ((is_phone || is_reset) && sim_scene_otp(&s, 50000) && is_reset) {
        static const jaga_event_type resets[4] = { JAGA_TYPE_PASSWORD_RESET, JAGA_TYPE_PIN_RESET,
                                                   JAGA_TYPE_PASSWORD_CHANGE,
                                                   JAGA_TYPE_PIN_CHANGE };
        sim_scene_say(&s, resets[sim_favourite(r, 4)], JAGA_AUTH_OTP_SMS);
        sim_scene_wait(&s, 5, 90);
    }
    if (is_phone) {
        s.draft.flags |= SIM_NEW_PHONE;
        sim_scene_say(&s, sim_chance(r, w->bind_on_new) ? JAGA_TYPE_DEVICE_BIND : JAGA_TYPE_LOGIN,
                      JAGA_AUTH_OTP_SMS);
        sim_scene_wait(&s, 3, 30);
    }
    sim_scene_login(&s, sim_below(r, 2) ? JAGA_AUTH_PASSWORD : JAGA_AUTH_OTP_SMS);
}

/* What thieves do and owners do more often, on the phone that they always had: an app installed
 * anew binds it again, a secret is forgotten, a number or an address changes. A stream of its own,
 * so that nothing else of the day depends on it. */
static void errands(sim_run *run, uint32_t account)
{
    sim_random random = sim_random_open(run->seed, SIM_FOR_ERRAND, account, run->day);
    const sim_world *w = &run->world;
    const sim_person *p = &run->persons[account];
    const bool binds = sim_chance_rare(&random, w->rebind_rare);
    const bool forgets = sim_chance_rare(&random, w->forgets_rare);
    const bool moves = sim_chance_rare(&random, w->moves_rare);

    if (!binds && !forgets && !moves) {
        return;
    }
    sim_scene s = sim_scene_owner(run, &random, account, sim_scene_hour(run, &random, p->rhythm));
    const jaga_event_type reset =
        sim_below(&random, 3) ? JAGA_TYPE_PASSWORD_RESET : JAGA_TYPE_PIN_RESET;
    const sim_note what = sim_below(&random, 2) ? SIM_NOTE_PHONE : SIM_NOTE_EMAIL;
    if (!binds && sim_below(&random, 3) == 0) { /* asks the hotline to do it */
        sim_scene_by_staff(&s, forgets ? reset : JAGA_TYPE_CONTACT_CHANGE,
                           forgets ? SIM_NOTE_NONE : what);
        return;
    }
    if (forgets) {
        sim_scene_fail(&s, JAGA_TYPE_LOGIN, SIM_REASON_BAD_PASSWORD, JAGA_AUTH_NONE);
        sim_scene_wait(&s, 5, 60);
    }
    if ((binds || forgets) && !sim_scene_otp(&s, 50000)) {
        return;
    }
    if (forgets) {
        sim_scene_say(&s, reset, JAGA_AUTH_OTP_SMS);
        sim_scene_wait(&s, 5, 90);
    }
    if (binds) {
        sim_scene_say(&s, JAGA_TYPE_DEVICE_BIND, JAGA_AUTH_OTP_SMS);
        sim_scene_wait(&s, 3, 30);
    }
    log_in(&s);
    if (moves) {
        sim_scene_change(&s, JAGA_TYPE_CONTACT_CHANGE,
                         sim_below(&random, 2) ? JAGA_AUTH_OTP_SMS : JAGA_AUTH_PIN, what);
    }
}

/* Settings that people change without being in any trouble. */
static void upkeep(sim_run *run, sim_random *r, uint32_t account)
{
    static const jaga_event_type types[8] = {
        JAGA_TYPE_LIMIT_CHANGE,      JAGA_TYPE_CONTACT_CHANGE, JAGA_TYPE_KYC_UPDATE,
        JAGA_TYPE_MFA_ENABLE,        JAGA_TYPE_MFA_DISABLE,    JAGA_TYPE_INSTRUMENT_LINK,
        JAGA_TYPE_INSTRUMENT_UNLINK, JAGA_TYPE_SESSION_REVOKE
    };
    const sim_person *p = &run->persons[account];
    sim_scene s = sim_scene_owner(run, r, account, sim_scene_hour(run, r, p->rhythm));
    const jaga_event_type type = types[sim_below(r, 8)];
    if (sim_below(r, 12) == 0) { /* asked the hotline to do it */
        sim_scene_by_staff(&s, type == JAGA_TYPE_LIMIT_CHANGE ? type : JAGA_TYPE_PIN_RESET,
                           SIM_NOTE_NONE);
        return;
    }
    if (sim_below(r, 2) == 0) {
        log_in(&s);
    }
    if (type == JAGA_TYPE_INSTRUMENT_LINK || type == JAGA_TYPE_INSTRUMENT_UNLINK) {
        const uint32_t card = sim_person_card(run, account, 0);
        const bool is_linked = sim_scene_link_card(&s, card, 120000);
        if (is_linked && type == JAGA_TYPE_INSTRUMENT_UNLINK) {
            s.draft.instrument = card;
            sim_scene_say(&s, type, JAGA_AUTH_PIN);
        }
        return;
    }
    const bool is_contact = type == JAGA_TYPE_CONTACT_CHANGE;
    const bool is_phone = sim_below(r, 2) == 0;
    const jaga_auth auth = sim_below(r, 2) ? JAGA_AUTH_OTP_SMS : JAGA_AUTH_PIN;
    sim_scene_change(&s, type, auth,
                     !is_contact ? SIM_NOTE_NONE
                     : is_phone  ? SIM_NOTE_PHONE
                                 : SIM_NOTE_EMAIL);
}

void sim_plan_habits(sim_run *run, uint32_t account)
{
    sim_random random = sim_random_open(run->seed, SIM_FOR_DAY, account, run->day);
    const sim_person *p = &run->persons[account];
    const uint32_t busy = run->weekday >= 5 ? p->sessions_per_day / 8 * 9 : p->sessions_per_day;

    if (p->is_closed || sim_person_sleeps(p, run->day)) {
        return;
    }
    monthly(run, &random, account);
    rarely(run, &random, account);
    errands(run, account);
    if (sim_chance_rare(&random, run->world.upkeep_rare * 8)) {
        upkeep(run, &random, account);
    }
    for (int i = 0; i < 8; i++) { /* eight chances make nearly a Poisson number of sessions */
        if (sim_chance(&random, busy / 8)) {
            session(run, &random, account, sim_scene_hour(run, &random, p->rhythm));
        }
    }
}
