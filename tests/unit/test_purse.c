/* The four rules of which coins leave a wallet first, where following ends, what may be held. */
#include "unit.h"

#include "trace/trace.h"

#include <stdio.h>
#include <string.h>

#define MINUTE_US INT64_C(60000000)

static jaga_span span(const char *text)
{
    return (jaga_span){ text, (uint32_t)strlen(text) };
}

static jaga_event a_row(const char *id, int minute, const char *from, const char *to, int64_t minor)
{
    return (jaga_event){ .event_id = span(id),
                         .ts_us = minute * MINUTE_US,
                         .account = span(from),
                         .counterparty = span(to),
                         .amount_minor = minor,
                         .balance_minor = JAGA_UNKNOWN_MINOR,
                         .fee_minor = JAGA_UNKNOWN_MINOR,
                         .currency = "IDR",
                         .type = JAGA_TYPE_TRANSFER,
                         .counterparty_kind = JAGA_PARTY_WALLET };
}

/* Everything V pays is stolen. */
static trace *a_trace(purse_rule rule)
{
    const trace_theft theft = { span("V"), 0, INT64_C(100000) * MINUTE_US };
    trace *made = NULL;
    ck_assert_int_eq(trace_open(&theft, 1, rule, &made, NULL), JAGA_OK);
    return made;
}

static void take(trace *of, jaga_event event)
{
    ck_assert_int_eq(trace_take(of, &event, NULL), JAGA_OK);
}

/* Rp 2 000 000 reach a wallet with Rp 15 000; Rp 1 500 000 go on to a bank for a fee of Rp 2 500,
 * and Rp 512 500 are left. Figures of the textbook case, in cents. */
static const struct {
    purse_rule rule;
    int64_t to_bank, rests, holdable;
} textbook[] = {
    { PURSE_LIFO, 150000000, 50000000, 50000000 },
    { PURSE_FIFO, 148750000, 51250000, 51250000 },
    { PURSE_PRORATA, 149068322, 50931678, 50931678 },
    { PURSE_POISON, 150000000, 51250000, 51250000 },
};

static void check_textbook(size_t i)
{
    trace *of = a_trace(textbook[i].rule);
    take(of, a_row("T503", 1, "V", "A7777", 200000000));
    jaga_event receipt = a_row("T504", 1, "A7777", "V", 200000000);
    receipt.type = JAGA_TYPE_RECEIVE;
    receipt.ref = span("T503");
    receipt.balance_minor = 201500000;
    take(of, receipt);
    jaga_event out = a_row("T506", 3, "A7777", "0081", 150000000);
    out.type = JAGA_TYPE_WITHDRAW;
    out.counterparty_kind = JAGA_PARTY_BANK;
    out.fee_minor = 250000;
    out.balance_minor = 51250000;
    take(of, out);

    trace_sum sum;
    trace_sums(of, &sum);
    ck_assert_int_eq(sum.stolen_minor, 200000000);
    ck_assert_int_eq(sum.left_minor, textbook[i].to_bank);
    ck_assert_int_eq(sum.at_rest_minor, textbook[i].rests);
    ck_assert_int_eq(trace_holdable(of, 0), textbook[i].holdable);
    ck_assert_int_eq(trace_holdable(of, 1), 0);
    ck_assert_int_eq(sum.spoiled_minor, textbook[i].rule == PURSE_POISON ? 1500000 : 0);
    trace_close(of);
}

START_TEST(the_textbook_case_comes_out_to_the_cent)
{
    for (size_t i = 0; i < sizeof textbook / sizeof textbook[0]; i++) {
        check_textbook(i);
    }
}
END_TEST

START_TEST(the_last_payment_takes_what_rounding_left)
{
    trace *of = a_trace(PURSE_PRORATA);
    take(of, a_row("e1", 1, "V", "M", 100000001));
    jaga_event first = a_row("e2", 2, "M", "A", 150000000);
    first.balance_minor = 150000000; /* 3 000 000.00 before: a third and a hundred-millionth */
    take(of, first);
    jaga_event last = a_row("e3", 3, "M", "B", 150000000);
    last.balance_minor = 0;
    take(of, last);
    ck_assert_int_eq(trace_hop_at(of, 1)->traced_minor, 50000000);
    ck_assert_int_eq(trace_hop_at(of, 2)->traced_minor, 50000001);
    trace_close(of);
}
END_TEST

START_TEST(money_that_came_after_the_lowest_balance_is_not_held)
{
    trace *of = a_trace(PURSE_POISON);
    take(of, a_row("e1", 1, "V", "M", 500000000));
    jaga_event out = a_row("e2", 2, "M", "A", 400000000);
    out.balance_minor = 100000000;
    take(of, out);
    jaga_event wage = a_row("e3", 3, "M", "BANK", 900000000);
    wage.type = JAGA_TYPE_TOPUP;
    wage.counterparty_kind = JAGA_PARTY_BANK;
    take(of, wage);
    ck_assert_int_eq(trace_hop_at(of, 0)->at_rest_minor, 1000000000); /* all of it is spoiled */
    ck_assert_int_eq(trace_holdable(of, 0), 100000000);
    trace_close(of);
}
END_TEST

START_TEST(a_ledger_that_has_less_than_the_coins_say_is_believed)
{
    trace *of = a_trace(PURSE_FIFO);
    take(of, a_row("e1", 1, "V", "M", 500000000));
    jaga_event out = a_row("e2", 2, "M", "A", 100000000);
    out.balance_minor = 30000000; /* something left that the log does not tell */
    take(of, out);
    ck_assert_int_eq(trace_holdable(of, 0), 30000000);
    trace_close(of);
}
END_TEST

START_TEST(rupiah_are_followed_from_ten_thousand_on)
{
    trace *of = a_trace(PURSE_FIFO);
    take(of, a_row("e1", 1, "V", "M", 900000000));
    take(of, a_row("e2", 2, "M", "A", 999999));
    take(of, a_row("e3", 3, "M", "B", 1000000));
    ck_assert_uint_eq(trace_hop_count(of), 2);
    ck_assert_int_eq(trace_hop_at(of, 0)->scattered_minor, 999999);
    ck_assert_int_eq(trace_hop_at(of, 1)->at_rest_minor, 1000000);
    trace_close(of);
}
END_TEST

START_TEST(the_way_ends_three_days_after_the_theft)
{
    const int end = 1 + TRACE_AGE_H * 60;
    trace *of = a_trace(PURSE_FIFO);
    take(of, a_row("e1", 1, "V", "M", 900000000));
    take(of, a_row("e2", end, "M", "A", 100000000));
    take(of, a_row("e3", end + 1, "M", "B", 100000000));
    take(of, a_row("e4", end + 1, "A", "C", 100000000));
    ck_assert_uint_eq(trace_hop_count(of), 2);
    ck_assert_int_eq(trace_hop_at(of, 0)->scattered_minor, 100000000);
    ck_assert_int_eq(trace_hop_at(of, 1)->scattered_minor, 100000000);
    trace_close(of);
}
END_TEST

static void check_hub(jaga_party_kind kind, size_t hops, int64_t scattered)
{
    trace *of = a_trace(PURSE_FIFO);
    jaga_event theft = a_row("e1", 1, "V", "H", 900000000);
    theft.counterparty_kind = (uint8_t)kind;
    take(of, theft);
    for (int i = 0; i < TRACE_HUB_PER_DAY; i++) {
        char id[16], from[16];
        (void)snprintf(id, sizeof id, "p%d", i);
        (void)snprintf(from, sizeof from, "C%d", i);
        jaga_event paid = a_row(id, 2, from, "H", 2000000);
        paid.counterparty_kind = theft.counterparty_kind;
        take(of, paid);
    }
    take(of, a_row("e2", 3, "H", "A", 100000000));
    ck_assert_uint_eq(trace_hop_count(of), hops);
    ck_assert_int_eq(trace_hop_at(of, 0)->scattered_minor, scattered);
    trace_close(of);
}

START_TEST(the_way_ends_at_a_hub_that_is_nobodys_wallet)
{
    check_hub(JAGA_PARTY_UNKNOWN, 1, 100000000);
    check_hub(JAGA_PARTY_WALLET, 2, 0);
}
END_TEST

START_TEST(an_undone_payment_spoils_nobody)
{
    trace *of = a_trace(PURSE_POISON);
    take(of, a_row("e1", 1, "V", "M", 100000000));
    jaga_event receipt = a_row("r1", 1, "M", "V", 100000000);
    receipt.type = JAGA_TYPE_RECEIVE;
    receipt.ref = span("e1");
    receipt.balance_minor = 130000000;
    take(of, receipt);
    ck_assert_int_eq(trace_hop_at(of, 0)->spoiled_minor, 30000000);
    jaga_event undone = a_row("e2", 2, "V", "M", 100000000);
    undone.status = JAGA_STATUS_REVERSED;
    undone.ref = span("e1");
    take(of, undone);
    trace_sum sum;
    trace_sums(of, &sum);
    ck_assert_int_eq(sum.stolen_minor, 0);
    ck_assert_int_eq(sum.spoiled_minor, 0);
    ck_assert_int_eq(sum.at_rest_minor, 0);
    ck_assert_int_eq(trace_holdable(of, 0), 0);
    trace_close(of);
}
END_TEST

/* The same by counting: a wallet is a list of single coins, each with its origin. Written without a
 * look at the purse: nothing is summed up before the end. */
enum { PEOPLE = 5, COINS = 4096, ROWS = 24, WAYS = 512, CLEAN = -1 };

typedef struct pile {
    int origin[COINS];
    int count;
} pile;

typedef struct way {
    int parent, depth;
} way;

typedef struct ledger {
    purse_rule rule;
    pile of[PEOPLE]; /* 0 is the victim */
    way ways[WAYS];
    int way_count;
    int64_t stolen, spoiled, left, scattered;
} ledger;

static void drop(pile *from, int at)
{
    from->count--;
    memmove(&from->origin[at], &from->origin[at + 1],
            (size_t)(from->count - at) * sizeof from->origin[0]);
}

static int count_origin(const pile *of, int origin)
{
    int count = 0;
    for (int i = 0; i < of->count; i++) {
        count += of->origin[i] == origin;
    }
    return count;
}

/* Where order does not count, coins of one origin lie side by side. */
static void lay(const ledger *self, pile *to, int origin)
{
    int at = to->count;
    for (int i = 0; i < to->count && self->rule == PURSE_PRORATA; i++) {
        at = to->origin[i] == origin ? i : at;
    }
    memmove(&to->origin[at + 1], &to->origin[at], (size_t)(to->count - at) * sizeof to->origin[0]);
    to->origin[at] = origin;
    to->count++;
}

static bool move_clean(const ledger *self, pile *from, pile *to)
{
    int found = -1;
    for (int i = 0; i < from->count; i++) {
        if (from->origin[i] == CLEAN && (found < 0 || self->rule == PURSE_LIFO)) {
            found = i;
        }
    }
    if (found >= 0) {
        drop(from, found);
        lay(self, to, CLEAN);
    }
    return found >= 0;
}

static void move_one(const ledger *self, pile *from, pile *to)
{
    const int at = self->rule == PURSE_LIFO ? from->count - 1 : 0;
    const int origin = from->origin[at];
    drop(from, at);
    lay(self, to, origin);
}

static void move_coins(const ledger *self, pile *from, int count, pile *to)
{
    if (self->rule == PURSE_PRORATA) {
        const pile before = *from;
        const int asked = count;
        for (int i = 0; i < before.count; i++) {
            const int origin = before.origin[i];
            const bool is_first = i == 0 || before.origin[i - 1] != origin;
            const int share = (int)((int64_t)count_origin(&before, origin) * asked / before.count);
            for (int k = 0; k < share && is_first && origin != CLEAN; k++, count--) {
                int at = 0;
                while (from->origin[at] != origin) {
                    at++;
                }
                drop(from, at);
                lay(self, to, origin);
            }
        }
        while (count > 0 && move_clean(self, from, to)) {
            count--;
        }
    }
    for (; count > 0; count--) {
        move_one(self, from, to);
    }
}

static void spoil(ledger *self, pile *at)
{
    int newest = CLEAN;
    for (int i = 0; i < at->count; i++) {
        newest = at->origin[i] == CLEAN ? newest : at->origin[i];
    }
    for (int i = 0; i < at->count && self->rule == PURSE_POISON && newest != CLEAN; i++) {
        self->spoiled += at->origin[i] == CLEAN;
        at->origin[i] = at->origin[i] == CLEAN ? newest : at->origin[i];
    }
}

/* The new origin of each of the coins under way. */
static void relabel(ledger *self, bool is_theft, pile *coins)
{
    const pile before = *coins;
    const int first = self->way_count;
    const int64_t least = (self->stolen + TRACE_EDGE_PART - 1) / TRACE_EDGE_PART;

    for (int i = 0; i < before.count; i++) {
        const int parent = before.origin[i];
        int child = first;
        if (parent == CLEAN && !is_theft) {
            continue;
        }
        self->stolen += parent == CLEAN;
        if (parent != CLEAN &&
            (self->ways[parent].depth == TRACE_HOPS_MAX || count_origin(&before, parent) < least)) {
            self->scattered++;
            coins->origin[i] = CLEAN;
            continue;
        }
        while (child < self->way_count && self->ways[child].parent != parent) {
            child++;
        }
        if (child == self->way_count) {
            const int depth = parent == CLEAN ? 1 : self->ways[parent].depth + 1;
            ck_assert_int_lt(self->way_count, WAYS);
            self->ways[self->way_count++] = (way){ parent, depth };
        }
        coins->origin[i] = child;
    }
}

/* to < 0: cash. */
static void pay(ledger *self, int from, int to, int amount, int fee)
{
    pile coins = { .count = 0 }, burnt = { .count = 0 };
    pile *has = &self->of[from];

    while (burnt.count < fee && move_clean(self, has, &burnt)) {
    }
    move_coins(self, has, amount, &coins);
    move_coins(self, has, fee - burnt.count, &burnt);
    self->scattered += burnt.count - count_origin(&burnt, CLEAN);
    relabel(self, from == 0, &coins);
    for (int i = 0; i < coins.count; i++) {
        if (to < 0) {
            self->left += coins.origin[i] != CLEAN;
        } else {
            lay(self, &self->of[to], coins.origin[i]);
        }
    }
    if (to >= 0) {
        spoil(self, &self->of[to]);
    }
}

static uint32_t next_random(uint32_t *state, uint32_t below)
{
    *state = *state * 1664525U + 1013904223U;
    return (*state >> 8) % below;
}

static const char *const people[] = { "V", "A", "B", "C", "D" };

/* One payment on both sides; the rows say every balance. */
static void make_row(ledger *counted, trace *of, int number, uint32_t *random)
{
    char id[16], receipt_id[16];
    const int from = number == 0 ? 0 : (int)next_random(random, PEOPLE);
    const int to = next_random(random, 6) == 0 ? -1 : (from + 1 + (int)next_random(random, 4)) % 5;
    const int has = counted->of[from].count;
    const int fee = has > 20 && next_random(random, 3) == 0 ? (int)next_random(random, 9) : 0;
    const int amount = has - fee <= 0 ? 0 : 1 + (int)next_random(random, (uint32_t)(has - fee));

    if (amount == 0) {
        return;
    }
    (void)snprintf(id, sizeof id, "e%d", number);
    (void)snprintf(receipt_id, sizeof receipt_id, "r%d", number);
    pay(counted, from, to, amount, fee);
    jaga_event row = a_row(id, number, people[from], to < 0 ? "" : people[to], amount);
    memcpy(row.currency, "USD", 4);
    row.fee_minor = fee;
    row.balance_minor = counted->of[from].count;
    row.counterparty_kind = to < 0 ? JAGA_PARTY_CASH : JAGA_PARTY_WALLET;
    row.type = to < 0 ? JAGA_TYPE_WITHDRAW : JAGA_TYPE_TRANSFER;
    take(of, row);
    if (to >= 0) {
        jaga_event receipt = row;
        receipt.event_id = span(receipt_id);
        receipt.account = row.counterparty;
        receipt.counterparty = row.account;
        receipt.ref = row.event_id;
        receipt.type = JAGA_TYPE_RECEIVE;
        receipt.fee_minor = JAGA_UNKNOWN_MINOR;
        receipt.balance_minor = counted->of[to].count;
        take(of, receipt);
    }
}

static void check_random_ledger(purse_rule rule, uint32_t seed)
{
    ledger *counted = calloc(1, sizeof *counted);
    trace *of = a_trace(rule);
    uint32_t random = seed;
    trace_sum sum;

    ck_assert_ptr_nonnull(counted);
    counted->rule = rule;
    for (int i = 0; i < PEOPLE; i++) {
        for (uint32_t k = next_random(&random, 600); k > 0; k--) {
            lay(counted, &counted->of[i], CLEAN);
        }
    }
    for (int row = 0; row < ROWS; row++) {
        int64_t rests = 0;
        make_row(counted, of, row, &random);
        for (int i = 0; i < PEOPLE; i++) {
            rests += counted->of[i].count - count_origin(&counted->of[i], CLEAN);
        }
        trace_sums(of, &sum);
        ck_assert_msg(sum.stolen_minor == counted->stolen && sum.at_rest_minor == rests &&
                          sum.left_minor == counted->left &&
                          sum.scattered_minor == counted->scattered &&
                          sum.spoiled_minor == counted->spoiled,
                      "rule %d, seed %u, row %d", (int)rule, seed, row);
        ck_assert_int_eq(sum.stolen_minor + sum.spoiled_minor,
                         sum.at_rest_minor + sum.left_minor + sum.scattered_minor);
    }
    trace_close(of);
    free(counted);
}

START_TEST(every_coin_goes_where_counting_them_says)
{
    for (uint32_t seed = 1; seed <= 100; seed++) {
        for (int rule = 0; rule < PURSE_RULE_COUNT; rule++) {
            check_random_ledger((purse_rule)rule, seed);
        }
    }
}
END_TEST

UNIT_MAIN("purse", the_textbook_case_comes_out_to_the_cent,
          the_last_payment_takes_what_rounding_left,
          money_that_came_after_the_lowest_balance_is_not_held,
          a_ledger_that_has_less_than_the_coins_say_is_believed,
          rupiah_are_followed_from_ten_thousand_on, the_way_ends_three_days_after_the_theft,
          the_way_ends_at_a_hub_that_is_nobodys_wallet, an_undone_payment_spoils_nobody,
          every_coin_goes_where_counting_them_says)
