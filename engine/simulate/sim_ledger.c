/* Where plans meet the balance. Owners and thieves hit the same limits, step-ups and failures here,
 * and try again the way people do. */
#include "simulate/sim_run.h"

#include "simulate/sim_log.h"
#include "simulate/sim_truth.h"

/* Rupiah: nobody pays less, and no thief troubles about less. */
enum { LEAST = 1000, LEAST_LOOT = 10000 };

/* What the law lets a wallet hold. */
enum { MOST_HELD = 20000000 };

static bool happens(const sim_run *run, const sim_intent *it, uint32_t which, uint32_t per_million)
{
    const uint64_t h = sim_hash(run->world.key, SIM_FOR_OUTCOME, it->nonce, which);
    return (h >> 32) % SIM_MILLION < per_million;
}

/* Writes the row and tells the answer key. */
static uint64_t write(sim_run *run, const sim_intent *it, int64_t balance)
{
    const uint64_t number = sim_log_write(run->log, it, balance);
    sim_truth_note(run, it, number);
    return number;
}

static void fail(sim_run *run, const sim_intent *it, sim_reason reason)
{
    sim_intent failed = *it;
    failed.status = JAGA_STATUS_FAILED;
    failed.reason = (uint8_t)reason;
    (void)write(run, &failed, run->persons[it->account].balance);
}

/* The same once more in some seconds; `add` are flags, at least one of those that end repetition.
 */
static void again(sim_run *run, const sim_intent *it, int64_t amount, unsigned add)
{
    sim_intent next = *it;
    const uint64_t h = sim_hash(run->world.key, SIM_FOR_OUTCOME, it->nonce, 1000 + add);
    next.ts_us += (int64_t)(5000 + h % 110000) * 1000;
    next.nonce = (uint32_t)(h >> 32);
    next.amount = amount;
    next.flags = (uint16_t)((next.flags | add) & ~(unsigned)SIM_SHARE);
    sim_push(run, &next);
}

static int64_t rounded(const sim_intent *it, int64_t amount)
{
    const int64_t grain = it->grain > 1 ? (int64_t)it->grain : 1;
    return amount >= grain ? amount - amount % grain : amount;
}

/* The owner is short of money: some see it too late, most bring money first. */
static void short_of_money(sim_run *run, const sim_intent *it)
{
    sim_person *p = &run->persons[it->account];
    const bool is_retry = (it->flags & SIM_RETRIED) != 0;
    if (it->flags & SIM_BY_THIEF) {
        fail(run, it, SIM_REASON_FUNDS);
        const int64_t rest = p->balance * (600 + it->nonce % 380) / 1000;
        if (!is_retry) {
            again(run, it, rounded(it, rest), SIM_RETRIED);
        }
        return;
    }
    if (is_retry || happens(run, it, 1, 180000)) {
        fail(run, it, SIM_REASON_FUNDS);
        if (is_retry || happens(run, it, 2, 400000)) {
            return;
        }
    }
    const int64_t missing = it->amount - p->balance;
    const sim_payee bank = sim_person_bank(run, it->account);
    if (sim_outage_at(run, bank, it->ts_us)) {
        fail(run, it, SIM_REASON_FUNDS);
        return;
    }
    sim_intent topup = *it;
    topup.type = JAGA_TYPE_TOPUP;
    topup.auth = JAGA_AUTH_NONE;
    topup.grain = 1;
    topup.payee = bank.number;
    topup.payee_kind = bank.kind;
    topup.amount = ((missing + p->usual_amount * (int64_t)(1 + it->nonce % 8)) / 10000 + 1) * 10000;
    p->balance += topup.amount;
    (void)write(run, &topup, p->balance);
    again(run, it, it->amount, SIM_RETRIED);
}

/* Goods go back, and the shop returns the money. */
static void refund_later(sim_run *run, const sim_intent *it, uint64_t number)
{
    if (it->payee_kind != SIM_PAYEE_MERCHANT || !happens(run, it, 7, run->world.refunds)) {
        return;
    }
    const uint64_t h = sim_hash(run->world.key, SIM_FOR_OUTCOME, it->nonce, 8);
    const sim_intent refund = {
        .ts_us = it->ts_us + (int64_t)(h % 400000 + 60) * SIM_SECOND + (int64_t)(h >> 54) * 1000,
        .account = it->account,
        .payee = it->payee,
        .payee_kind = it->payee_kind,
        .amount = it->amount,
        .grain = 1,
        .ref = number,
        .nonce = (uint32_t)(h >> 32),
        .type = JAGA_TYPE_REFUND,
        .net = SIM_NO_NET,
    };
    sim_push(run, &refund);
}

/* Money that leaves the wallet may take a while: first a pending row, then its outcome. */
static bool begins_pending(sim_run *run, const sim_intent *it)
{
    const bool is_outside =
        it->payee_kind == SIM_PAYEE_BANK || it->payee_kind == SIM_PAYEE_CRYPTO ||
        it->payee_kind == SIM_PAYEE_OTHER_WALLET || it->payee_kind == SIM_PAYEE_BILLER;
    if (!is_outside || !happens(run, it, 10, run->world.style.pends)) {
        return false;
    }
    sim_intent pending = *it;
    pending.status = JAGA_STATUS_PENDING;
    const uint64_t h = sim_hash(run->world.key, SIM_FOR_OUTCOME, it->nonce, 11);
    sim_intent outcome = *it;
    outcome.ref = write(run, &pending, run->persons[it->account].balance);
    outcome.ts_us +=
        (int64_t)(h % 10 ? 800 + (h >> 20) % 20000 : 20000 + (h >> 20) % 600000) * 1000;
    outcome.flags |= SIM_SETTLES;
    sim_push(run, &outcome);
    return true;
}

static void book(sim_run *run, const sim_intent *it);

static void settle(sim_run *run, const sim_intent *it)
{
    sim_intent outcome = *it;
    if (it->amount > run->persons[it->account].balance) {
        fail(run, it, SIM_REASON_FUNDS);
    } else if (happens(run, it, 12, 12000)) {
        outcome.status = JAGA_STATUS_REVERSED;
        (void)write(run, &outcome, run->persons[it->account].balance);
    } else if (happens(run, it, 13, 25000)) {
        fail(run, it, SIM_REASON_DECLINED);
    } else {
        book(run, it);
    }
}

/* What the wallet asks before it pays. true: it asked, and the payment comes later or never. */
static bool is_challenged(sim_run *run, const sim_intent *it)
{
    const sim_world *w = &run->world;
    if ((it->flags & (SIM_PASSED | SIM_RETRIED)) || it->amount < w->step_up_from ||
        !happens(run, it, 3, w->step_up)) {
        return false;
    }
    const bool is_thief = (it->flags & SIM_BY_THIEF) != 0;
    sim_intent asked = *it;
    asked.type = JAGA_TYPE_STEP_UP_ANSWER;
    asked.amount = 0;
    asked.payee_kind = SIM_PAYEE_NONE;
    asked.auth = JAGA_AUTH_OTP_SMS;
    if (happens(run, it, 4, is_thief ? w->thief_step_up_fails : w->step_up_fails)) {
        asked.status = JAGA_STATUS_FAILED;
        asked.reason = SIM_REASON_BAD_OTP;
        asked.auth = JAGA_AUTH_NONE;
        (void)write(run, &asked, -1);
        fail(run, it, SIM_REASON_DECLINED);
        return true;
    }
    (void)write(run, &asked, -1);
    again(run, it, it->amount, SIM_PASSED);
    return true;
}

/* Money for a wallet of this world: at once, or by a row of the receiver's own. */
static void deliver(sim_run *run, const sim_intent *it, uint64_t number)
{
    if (it->payee_kind != SIM_PAYEE_WALLET) {
        return;
    }
    const bool is_stolen = (it->flags & (SIM_BY_THIEF | SIM_TAINTED)) != 0;
    sim_intent receipt = {
        .ts_us = it->ts_us + (int64_t)(40 + it->nonce % 1500) * 1000,
        .account = it->payee,
        .payee = it->account,
        .payee_kind = SIM_PAYEE_WALLET,
        .amount = it->amount,
        .grain = 1,
        .ref = number,
        .nonce = it->nonce ^ 0x5bd1e995u,
        .type = JAGA_TYPE_RECEIVE,
        .net = SIM_NO_NET,
        .hops = (uint8_t)(it->hops + 1),
        .flags = (uint16_t)(is_stolen ? SIM_TAINTED : 0),
        .episode = is_stolen ? it->episode : 0,
    };
    if (run->world.style.is_mirrored) {
        sim_push(run, &receipt);
        return;
    }
    run->persons[it->payee].balance += it->amount;
    sim_sequel_of_receipt(run, &receipt);
}

static void pay(sim_run *run, sim_intent *it)
{
    const sim_world *w = &run->world;
    sim_person *p = &run->persons[it->account];
    if (it->flags & SIM_SHARE) {
        it->amount = p->balance * it->amount / SIM_MILLION;
        it->flags &= (uint16_t)~SIM_SHARE;
    }
    it->amount = rounded(it, it->amount);
    if (it->amount < (it->flags & SIM_BY_THIEF ? LEAST_LOOT : LEAST)) {
        return;
    }
    if (it->amount > w->limit) {
        if (!(it->flags & SIM_RETRIED) && happens(run, it, 5, 350000)) {
            fail(run, it, SIM_REASON_LIMIT);
            again(run, it, w->limit, SIM_RETRIED);
            return;
        }
        it->amount = w->limit;
    }
    if (it->amount > p->balance) {
        short_of_money(run, it);
        return;
    }
    if (is_challenged(run, it)) {
        return;
    }
    const sim_payee to = { .number = it->payee, .kind = it->payee_kind };
    const bool is_shut = to.kind == SIM_PAYEE_WALLET && run->persons[to.number].is_closed;
    if (is_shut) {
        fail(run, it, SIM_REASON_DECLINED);
        return;
    }
    if (sim_outage_at(run, to, it->ts_us) || happens(run, it, 6, w->network_failure)) {
        fail(run, it,
             it->payee_kind == SIM_PAYEE_BANK ? SIM_REASON_MAINTENANCE : SIM_REASON_NETWORK);
        if (!(it->flags & SIM_RETRIED)) {
            again(run, it, it->amount, SIM_RETRIED);
        }
        return;
    }
    if (!begins_pending(run, it)) {
        book(run, it);
    }
}

static void book(sim_run *run, const sim_intent *it)
{
    sim_person *p = &run->persons[it->account];
    p->balance -= it->amount;
    const uint64_t number = write(run, it, p->balance);
    deliver(run, it, number);
    refund_later(run, it, number);
}

/* Money in: from a bank that answers, or a card that was not declined. */
static void take_in(sim_run *run, sim_intent *it)
{
    sim_person *p = &run->persons[it->account];
    const sim_payee from = { .number = it->payee, .kind = it->payee_kind };
    if (it->status == JAGA_STATUS_OK && it->type == JAGA_TYPE_TOPUP &&
        (sim_outage_at(run, from, it->ts_us) || happens(run, it, 6, run->world.network_failure))) {
        fail(run, it,
             it->payee_kind == SIM_PAYEE_BANK ? SIM_REASON_MAINTENANCE : SIM_REASON_NETWORK);
        if (!(it->flags & SIM_RETRIED) && happens(run, it, 14, 700000)) {
            again(run, it, it->amount, SIM_RETRIED);
        }
        return;
    }
    if (it->status == JAGA_STATUS_OK && it->type == JAGA_TYPE_TOPUP &&
        p->balance + it->amount > MOST_HELD) {
        fail(run, it, SIM_REASON_LIMIT);
        return;
    }
    if (it->status == JAGA_STATUS_OK) {
        p->balance += it->amount;
    }
    (void)write(run, it, p->balance);
    if (it->status == JAGA_STATUS_OK) {
        sim_sequel_of_receipt(run, it);
    }
}

/* A closed account neither pays nor opens; its owner can still complain. An account is closed only
 * when next to nothing is left. */
static bool is_too_late(sim_person *p, const sim_intent *it)
{
    const jaga_event_class class = jaga_event_class_of((jaga_event_type)it->type);
    const bool closes = it->type == JAGA_TYPE_CLOSED;
    const bool is_refused = p->is_closed ? class != JAGA_CLASS_SERVICE || closes
                                         : closes && p->balance > p->usual_amount;
    p->is_closed = p->is_closed || (closes && !is_refused);
    return is_refused;
}

void sim_ledger_apply(sim_run *run, const sim_intent *intent)
{
    sim_intent it = *intent;
    if (it.account == SIM_NOBODY) {
        (void)write(run, &it, -1);
        return;
    }
    sim_person *p = &run->persons[it.account];
    if (it.flags & SIM_SETTLES) {
        settle(run, &it); /* whoever ordered it */
        return;
    }
    if (is_too_late(p, &it)) {
        return;
    }
    const bool is_closed = it.episode != 0 && run->episodes[it.episode - 1].is_closed;
    if (((it.flags & SIM_BY_OWNER) && it.ts_us < p->quiet_until_us) ||
        ((it.flags & SIM_BY_THIEF) && is_closed)) {
        return;
    }
    if (it.flags & SIM_OWN_PHONE) {
        it.device = p->device[it.slot != 0 && p->device[1] != 0];
    }
    if (it.flags & SIM_NEW_PHONE) {
        p->device[0] = it.device;
        p->quiet_until_us = 0;
    }
    if (it.flags & SIM_LOSES_PHONE) {
        p->quiet_until_us = it.ts_us + it.amount;
    }
    switch (jaga_event_class_of((jaga_event_type)it.type)) {
    case JAGA_CLASS_MONEY_OUT: pay(run, &it); return;
    case JAGA_CLASS_MONEY_IN: take_in(run, &it); return;
    case JAGA_CLASS_MONEY_OTHER:
    case JAGA_CLASS_ACCESS:
    case JAGA_CLASS_CREDENTIAL:
    case JAGA_CLASS_SERVICE:
    case JAGA_CLASS_PLATFORM:
    case JAGA_CLASS_RESPONSE: (void)write(run, &it, -1); return;
    }
}
