#include "unit.h"

#include "history/history.h"
#include "trace/purse.h"
#include "trace/trace.h"

#include <stdio.h>
#include <string.h>

static jaga_span span(const char *text)
{
    return (jaga_span){ text, (uint32_t)strlen(text) };
}

/* A successful transfer between wallets; tests change what they are about. Times are minutes. */
static jaga_event a_row(const char *id, int minute, const char *from, const char *to, int64_t minor)
{
    return (jaga_event){ .event_id = span(id),
                         .ts_us = (int64_t)minute * 60000000,
                         .account = span(from),
                         .counterparty = span(to),
                         .amount_minor = minor,
                         .balance_minor = JAGA_UNKNOWN_MINOR,
                         .fee_minor = JAGA_UNKNOWN_MINOR,
                         .currency = "USD",
                         .type = JAGA_TYPE_TRANSFER,
                         .counterparty_kind = JAGA_PARTY_WALLET };
}

static jaga_event a_cash_out(const char *id, int minute, const char *from, int64_t minor)
{
    jaga_event event = a_row(id, minute, from, "", minor);
    event.type = JAGA_TYPE_WITHDRAW;
    event.counterparty_kind = JAGA_PARTY_CASH;
    return event;
}

static jaga_event a_topup(const char *id, int minute, const char *to, int64_t minor)
{
    jaga_event event = a_row(id, minute, to, "BANK", minor);
    event.type = JAGA_TYPE_TOPUP;
    event.counterparty_kind = JAGA_PARTY_BANK;
    return event;
}

static jaga_event a_receipt(const char *id, int minute, const jaga_event *of, int64_t balance)
{
    jaga_event event = *of;
    event.event_id = span(id);
    event.ts_us = (int64_t)minute * 60000000;
    event.account = of->counterparty;
    event.counterparty = of->account;
    event.ref = of->event_id;
    event.type = JAGA_TYPE_RECEIVE;
    event.balance_minor = balance;
    return event;
}

/* Everything V pays from minute 0 to minute 100 is stolen. */
static trace *a_trace(void)
{
    const trace_theft theft = { span("V"), 0, INT64_C(100) * 60000000 };
    trace *made = NULL;
    ck_assert_int_eq(trace_open(&theft, 1, PURSE_FIFO, &made, NULL), JAGA_OK);
    return made;
}

static void take(trace *of, jaga_event event)
{
    ck_assert_int_eq(trace_take(of, &event, NULL), JAGA_OK);
}

static trace_sum total_of(const trace *of)
{
    trace_sum sum;
    trace_sums(of, &sum);
    return sum;
}

/* Nothing is lost and nothing is made, neither in the whole nor at any hop. */
static void check_conserved(const trace *of)
{
    const trace_sum sum = total_of(of);
    ck_assert_int_eq(sum.stolen_minor, sum.at_rest_minor + sum.left_minor + sum.scattered_minor);
    for (size_t i = 0; i < trace_hop_count(of); i++) {
        const trace_hop *hop = trace_hop_at(of, i);
        int64_t rest = hop->at_rest_minor + hop->left_minor + hop->scattered_minor;
        for (size_t k = i + 1; k < trace_hop_count(of); k++) {
            rest += trace_hop_at(of, k)->parent == i ? trace_hop_at(of, k)->traced_minor : 0;
        }
        ck_assert_int_eq(hop->traced_minor, rest);
        ck_assert_int_ge(hop->at_rest_minor, 0);
    }
}

START_TEST(stolen_money_is_followed_to_cash)
{
    trace *of = a_trace();
    take(of, a_row("e1", 1, "V", "M", 6609));
    take(of, a_cash_out("e2", 2, "M", 6609));

    ck_assert_uint_eq(trace_hop_count(of), 2);
    const trace_hop *last = trace_hop_at(of, 1);
    ck_assert_uint_eq(last->parent, 0);
    ck_assert_uint_eq(last->depth, 2);
    ck_assert_int_eq(last->left_minor, 6609);
    ck_assert_int_eq(total_of(of).left_minor, 6609);
    ck_assert_str_eq(total_of(of).currency, "USD");
    check_conserved(of);
    trace_close(of);
}
END_TEST

START_TEST(a_split_leaves_a_hop_for_each_part)
{
    trace *of = a_trace();
    take(of, a_row("e1", 1, "V", "M", 1000));
    take(of, a_row("e2", 2, "M", "A", 600));
    take(of, a_row("e3", 3, "M", "B", 300));

    ck_assert_uint_eq(trace_hop_count(of), 3);
    ck_assert_int_eq(trace_hop_at(of, 0)->at_rest_minor, 100);
    ck_assert_int_eq(trace_hop_at(of, 1)->at_rest_minor, 600);
    ck_assert_int_eq(trace_hop_at(of, 2)->at_rest_minor, 300);
    check_conserved(of);
    trace_close(of);
}
END_TEST

START_TEST(a_merge_keeps_both_ways_apart)
{
    trace *of = a_trace();
    take(of, a_row("e1", 1, "V", "A", 400));
    take(of, a_row("e2", 2, "V", "B", 600));
    take(of, a_row("e3", 3, "A", "C", 400));
    take(of, a_row("e4", 4, "B", "C", 600));
    take(of, a_cash_out("e5", 5, "C", 700));

    /* 400 by way of A came first, so it left first, then 300 of B's 600. */
    ck_assert_uint_eq(trace_hop_count(of), 6);
    ck_assert_uint_eq(trace_hop_at(of, 4)->parent, 2);
    ck_assert_int_eq(trace_hop_at(of, 4)->left_minor, 400);
    ck_assert_uint_eq(trace_hop_at(of, 5)->parent, 3);
    ck_assert_int_eq(trace_hop_at(of, 5)->left_minor, 300);
    ck_assert_int_eq(trace_hop_at(of, 3)->at_rest_minor, 300);
    ck_assert_int_eq(trace_hop_at(of, 5)->amount_minor, 700);
    check_conserved(of);
    trace_close(of);
}
END_TEST

START_TEST(money_that_was_there_before_leaves_first)
{
    trace *of = a_trace();
    take(of, a_row("e1", 1, "V", "M", 1000));
    jaga_event out = a_cash_out("e2", 2, "M", 700);
    out.balance_minor = 800; /* so M had 1500 before: 500 of its own */
    take(of, out);

    ck_assert_int_eq(trace_hop_at(of, 1)->traced_minor, 200);
    ck_assert_int_eq(trace_hop_at(of, 1)->amount_minor, 700);
    ck_assert_int_eq(trace_hop_at(of, 0)->at_rest_minor, 800);
    check_conserved(of);
    trace_close(of);
}
END_TEST

START_TEST(money_that_comes_later_leaves_later)
{
    trace *of = a_trace();
    take(of, a_row("e1", 1, "V", "M", 1000));
    take(of, a_topup("e2", 2, "M", 500));
    take(of, a_row("e3", 3, "V", "M", 200));
    take(of, a_cash_out("e4", 4, "M", 1600)); /* 1000 stolen, 500 clean, 100 stolen */

    ck_assert_uint_eq(trace_hop_count(of), 4);
    ck_assert_int_eq(trace_hop_at(of, 2)->traced_minor, 1000);
    ck_assert_int_eq(trace_hop_at(of, 3)->traced_minor, 100);
    ck_assert_int_eq(total_of(of).at_rest_minor, 100);
    check_conserved(of);
    trace_close(of);
}
END_TEST

START_TEST(a_loop_is_not_stolen_twice)
{
    trace *of = a_trace();
    take(of, a_row("e1", 1, "V", "M", 1000));
    take(of, a_row("e2", 2, "M", "V", 1000));
    take(of, a_row("e3", 3, "V", "N", 1500)); /* the 1000 again, and 500 more */

    ck_assert_int_eq(total_of(of).stolen_minor, 1500);
    ck_assert_int_eq(total_of(of).at_rest_minor, 1500);
    ck_assert_uint_eq(trace_hop_count(of), 4);
    ck_assert_uint_eq(trace_hop_at(of, 2)->depth, 3);
    ck_assert_uint_eq(trace_hop_at(of, 3)->depth, 1);
    check_conserved(of);
    trace_close(of);
}
END_TEST

START_TEST(a_mirrored_row_moves_nothing)
{
    trace *of = a_trace();
    const jaga_event out = a_row("e1", 1, "V", "M", 1000);
    take(of, out);
    take(of, a_receipt("r1", 1, &out, 1300)); /* M had 300 */
    take(of, a_receipt("r1", 1, &out, 1300)); /* and a repetition of it */
    take(of, out);
    take(of, a_cash_out("e2", 2, "M", 1000));

    ck_assert_int_eq(total_of(of).stolen_minor, 1000);
    ck_assert_int_eq(trace_hop_at(of, 1)->traced_minor, 700);
    check_conserved(of);
    trace_close(of);
}
END_TEST

START_TEST(a_mirrored_row_may_come_first)
{
    trace *of = a_trace();
    const jaga_event late = a_row("e2", 2, "V", "M", 400);
    take(of, a_row("e1", 1, "V", "M", 1000));
    take(of, a_receipt("r2", 2, &late, 1400));
    take(of, late);

    ck_assert_int_eq(total_of(of).stolen_minor, 1400);
    ck_assert_int_eq(total_of(of).at_rest_minor, 1400);
    take(of, a_cash_out("e3", 3, "M", 1400));
    ck_assert_int_eq(total_of(of).left_minor, 1400);
    check_conserved(of);
    trace_close(of);
}
END_TEST

START_TEST(failed_and_pending_rows_move_nothing)
{
    trace *of = a_trace();
    jaga_event failed = a_row("e1", 1, "V", "M", 1000);
    failed.status = JAGA_STATUS_FAILED;
    take(of, failed);
    jaga_event pending = a_row("e2", 1, "V", "M", 1000);
    pending.status = JAGA_STATUS_PENDING;
    take(of, pending);
    take(of, a_row("e3", 101, "V", "M", 1000)); /* behind the window */

    ck_assert_uint_eq(trace_hop_count(of), 0);
    ck_assert_int_eq(total_of(of).stolen_minor, 0);
    trace_close(of);
}
END_TEST

/* A status change is a row of its own that names the first one, and so do the receiver's row and
 * the reversal: in every order one movement. */
START_TEST(a_booked_pending_row_is_one_movement)
{
    for (int order = 0; order < 4; order++) {
        trace *of = a_trace();
        jaga_event pending = a_row("p", 1, "V", "M", 500);
        jaga_event booked = a_row("q", 2, "V", "M", 500);
        jaga_event receipt = a_receipt("r", 2, &booked, JAGA_UNKNOWN_MINOR);
        pending.status = JAGA_STATUS_PENDING;
        booked.ref = span("p");
        receipt.ref = order % 2 == 0 ? span("p") : span("q");
        take(of, pending);
        ck_assert_int_eq(total_of(of).stolen_minor, 0);
        take(of, order < 2 ? booked : receipt);
        take(of, order < 2 ? receipt : booked);
        jaga_event again = booked; /* told once more, under another name */
        again.event_id = span("s");
        take(of, again);
        ck_assert_int_eq(total_of(of).stolen_minor, 500);
        ck_assert_int_eq(total_of(of).at_rest_minor, 500);
        take(of, a_cash_out("c", 4, "M", 300)); /* nothing clean is there to leave first */
        ck_assert_int_eq(total_of(of).left_minor, 300);
        check_conserved(of);
        trace_close(of);
    }
}
END_TEST

START_TEST(a_reversal_may_name_the_pending_row)
{
    for (int names_first = 0; names_first <= 1; names_first++) {
        trace *of = a_trace();
        jaga_event pending = a_row("p", 1, "V", "M", 500);
        jaga_event booked = a_row("q", 2, "V", "M", 500);
        jaga_event reversed = a_row("x", 3, "V", "M", 500);
        pending.status = JAGA_STATUS_PENDING;
        booked.ref = span("p");
        reversed.status = JAGA_STATUS_REVERSED;
        reversed.ref = names_first ? span("p") : span("q");
        take(of, pending);
        take(of, booked);
        take(of, reversed);
        ck_assert_int_eq(total_of(of).stolen_minor, 0);
        check_conserved(of);
        trace_close(of);
    }
}
END_TEST

START_TEST(a_reversal_gives_back_what_is_still_there)
{
    trace *of = a_trace();
    take(of, a_row("e1", 1, "V", "M", 1000));
    take(of, a_cash_out("e2", 2, "M", 300));
    jaga_event back = a_row("e3", 3, "V", "M", 1000);
    back.status = JAGA_STATUS_REVERSED;
    back.ref = span("e1");
    take(of, back);
    take(of, back);

    ck_assert_int_eq(total_of(of).stolen_minor, 300);
    ck_assert_int_eq(total_of(of).left_minor, 300);
    ck_assert_int_eq(total_of(of).at_rest_minor, 0);
    check_conserved(of);
    trace_close(of);
}
END_TEST

START_TEST(a_reversed_onward_transfer_is_back_at_the_mule)
{
    trace *of = a_trace();
    take(of, a_row("e1", 1, "V", "M", 1000));
    take(of, a_row("e2", 2, "M", "A", 1000));
    jaga_event back = a_row("e3", 3, "M", "A", 1000);
    back.status = JAGA_STATUS_REVERSED;
    back.ref = span("e2");
    take(of, back);
    take(of, a_cash_out("e4", 4, "M", 1000));

    ck_assert_int_eq(trace_hop_at(of, 1)->traced_minor, 0);
    ck_assert_int_eq(trace_hop_at(of, 2)->left_minor, 1000);
    ck_assert_uint_eq(trace_hop_at(of, 2)->parent, 0);
    check_conserved(of);
    trace_close(of);
}
END_TEST

START_TEST(small_pieces_and_fees_are_scattered)
{
    trace *of = a_trace();
    take(of, a_row("e1", 1, "V", "M", 10000));
    take(of, a_row("e2", 2, "M", "A", 99)); /* below 1 % */
    jaga_event out = a_row("e3", 3, "M", "B", 5000);
    out.fee_minor = 50;
    take(of, out);

    ck_assert_uint_eq(trace_hop_count(of), 2);
    ck_assert_int_eq(trace_hop_at(of, 0)->scattered_minor, 149);
    ck_assert_int_eq(trace_hop_at(of, 0)->at_rest_minor, 4851);
    check_conserved(of);
    trace_close(of);
}
END_TEST

START_TEST(the_way_ends_after_six_hops)
{
    static const char *const wallets[] = { "V", "A", "B", "C", "D", "E", "F", "G" };
    trace *of = a_trace();
    char ids[7][16];
    for (int i = 0; i < 7; i++) {
        (void)snprintf(ids[i], sizeof ids[i], "e%d", i);
        take(of, a_row(ids[i], i + 1, wallets[i], wallets[i + 1], 1000));
    }
    ck_assert_uint_eq(trace_hop_count(of), 6);
    ck_assert_int_eq(trace_hop_at(of, 5)->scattered_minor, 1000);
    check_conserved(of);
    trace_close(of);
}
END_TEST

/* What the customer marked as theirs leaves clean money, of whatever is there: also where the row
 * that was marked is the pending one. */
START_TEST(what_the_owner_paid_was_not_stolen)
{
    trace *of = a_trace();
    jaga_event booked = a_row("e4", 4, "V", "C", 50);

    booked.ref = span("e3");
    ck_assert_int_eq(trace_own(of, span("e1"), NULL), JAGA_OK);
    ck_assert_int_eq(trace_own(of, span("e3"), NULL), JAGA_OK);
    ck_assert_int_eq(trace_own(of, span("e1"), NULL), JAGA_OK);
    take(of, a_row("e1", 1, "V", "A", 1000));
    take(of, a_row("e2", 2, "V", "B", 200));
    take(of, booked);
    ck_assert_uint_eq(trace_hop_count(of), 1);
    ck_assert_int_eq(total_of(of).stolen_minor, 200);
    check_conserved(of);
    trace_close(of);
}
END_TEST

START_TEST(two_thefts_keep_apart_in_one_mule)
{
    const trace_theft thefts[] = { { span("V"), 0, 60000000 * INT64_C(100) },
                                   { span("W"), 0, 60000000 * INT64_C(100) },
                                   { span("V"), 0, 60000000 * INT64_C(200) } };
    trace_sum sums[3];
    trace *of = NULL;
    ck_assert_int_eq(trace_open(thefts, 3, PURSE_FIFO, &of, NULL), JAGA_OK);
    take(of, a_row("e1", 1, "V", "M", 1000));
    take(of, a_row("e2", 2, "W", "M", 500));
    take(of, a_cash_out("e3", 3, "M", 1200));
    take(of, a_row("e4", 150, "V", "M", 40)); /* only the third window reaches that far */
    trace_sums(of, sums);

    ck_assert_int_eq(sums[0].left_minor, 1000);
    ck_assert_int_eq(sums[1].left_minor, 200);
    ck_assert_int_eq(sums[1].at_rest_minor, 300);
    ck_assert_int_eq(sums[2].stolen_minor, 40);
    trace_close(of);
}
END_TEST

START_TEST(a_wallet_of_another_institution_is_out_of_sight)
{
    trace *of = a_trace();
    jaga_event out = a_row("e1", 1, "V", "M", 1000);
    out.institution = span("wallet1");
    out.rail = span("bifast");
    take(of, out);
    ck_assert_int_eq(trace_hop_at(of, 0)->left_minor, 1000);
    ck_assert_uint_eq(trace_hop_at(of, 0)->institution.length, 7);
    jaga_event inside = a_row("e2", 2, "V", "N", 500);
    inside.institution = span("us");
    inside.rail = span("internal");
    take(of, inside);
    ck_assert_int_eq(trace_hop_at(of, 1)->at_rest_minor, 500);
    check_conserved(of);
    trace_close(of);
}
END_TEST

START_TEST(another_currency_is_another_purse)
{
    trace *of = a_trace();
    take(of, a_row("e1", 1, "V", "M", 1000));
    jaga_event rupiah = a_cash_out("e2", 2, "M", 1000);
    memcpy(rupiah.currency, "IDR", 4);
    take(of, rupiah);

    ck_assert_int_eq(total_of(of).at_rest_minor, 1000);
    trace_close(of);
}
END_TEST

/* Many rows between few wallets, with and without mirrors: whatever happens, the sums hold. */
START_TEST(random_flows_conserve)
{
    static const char *const wallets[] = { "V", "A", "B", "C", "D", "E" };
    uint64_t seed = 42;
    char ids[4000][16], mirrors[4000][16];
    trace *of = a_trace();
    for (int i = 0; i < 4000; i++) {
        seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        const unsigned draw = (unsigned)(seed >> 33);
        const int minute = 1 + i / 40;
        (void)snprintf(ids[i], sizeof ids[i], "e%d", i);
        (void)snprintf(mirrors[i], sizeof mirrors[i], "r%d", i);
        const char *from = wallets[draw % 6], *to = wallets[draw / 6 % 6];
        jaga_event event = draw % 11 == 0  ? a_cash_out(ids[i], minute, from, 1 + draw % 900)
                           : draw % 7 == 0 ? a_topup(ids[i], minute, from, 1 + draw % 500)
                                           : a_row(ids[i], minute, from, to, 1 + draw % 1000);
        if (draw % 13 == 0 && i > 40) {
            event.status = JAGA_STATUS_REVERSED;
            event.ref = span(ids[i - (int)(draw % 40) - 1]);
        }
        event.fee_minor = draw % 3 == 0 ? 5 : JAGA_UNKNOWN_MINOR;
        event.balance_minor = draw % 5 == 0 ? (int64_t)(draw % 3000) : JAGA_UNKNOWN_MINOR;
        const bool is_mirror_first = draw % 17 == 0;
        const bool has_mirror = draw % 2 == 0 && event.type == JAGA_TYPE_TRANSFER;
        if (has_mirror && is_mirror_first) {
            take(of, a_receipt(mirrors[i], minute, &event, 777));
        }
        take(of, event);
        if (has_mirror) {
            take(of, a_receipt(mirrors[i], minute, &event, 777));
        }
    }
    ck_assert_int_gt(total_of(of).stolen_minor, 100000);
    check_conserved(of);
    trace_close(of);
}
END_TEST

START_TEST(a_full_purse_gathers_clean_money_only)
{
    piece_pool pool;
    purse from = purse_empty(), to = purse_empty();
    ck_assert_int_eq(piece_pool_open(&pool, PURSE_FIFO, NULL), JAGA_OK);
    for (uint32_t i = 0; i < 40; i++) {
        ck_assert(purse_push(&pool, &from, 10, i % 2 == 0 ? PIECE_CLEAN : i));
    }
    ck_assert_uint_le(from.count, PURSE_PIECES_MAX);
    ck_assert_int_eq(from.total_minor, 400);
    ck_assert_int_eq(from.tainted_minor, 200);
    ck_assert(purse_move(&pool, &from, 1000, &to));
    ck_assert_int_eq(from.total_minor, 0);
    ck_assert_int_eq(to.tainted_minor, 200);
    for (uint32_t i = 1; i < 40; i += 2) {
        ck_assert_int_eq(purse_take_back(&pool, &to, 100, i), 10);
    }
    ck_assert_int_eq(to.total_minor, 200);
    purse_clear(&pool, &to);
    piece_pool_close(&pool);
}
END_TEST

START_TEST(a_history_is_read_in_one_pass)
{
    char path[512];
    history *log = NULL;
    (void)snprintf(path, sizeof path, "%s/history", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
    (void)remove(path);
    ck_assert_int_eq(history_open(path, "0123456789abcdef", &log, NULL), JAGA_OK);
    jaga_record record = { .kind = JAGA_RECORD_EVENT, .event = a_row("e1", 1, "V", "M", 1000) };
    ck_assert_int_eq(history_append(log, &record, NULL), JAGA_OK);
    record.event = a_cash_out("e2", 2, "M", 1000);
    ck_assert_int_eq(history_append(log, &record, NULL), JAGA_OK);
    ck_assert_int_eq(history_flush(log, NULL), JAGA_OK);
    history_close(log);

    trace *of = a_trace();
    ck_assert_int_eq(trace_read(of, path, NULL), JAGA_OK);
    ck_assert_int_eq(total_of(of).left_minor, 1000);
    trace_close(of);
    (void)remove(path);
}
END_TEST

START_TEST(no_history_is_no_money)
{
    trace *of = a_trace();
    ck_assert_int_eq(trace_read(of, "/nonexistent/history", NULL), JAGA_OK);
    ck_assert_uint_eq(trace_hop_count(of), 0);
    trace_close(of);
}
END_TEST

UNIT_MAIN("trace", stolen_money_is_followed_to_cash, a_split_leaves_a_hop_for_each_part,
          a_merge_keeps_both_ways_apart, money_that_was_there_before_leaves_first,
          money_that_comes_later_leaves_later, a_loop_is_not_stolen_twice,
          a_mirrored_row_moves_nothing, a_mirrored_row_may_come_first,
          failed_and_pending_rows_move_nothing, a_booked_pending_row_is_one_movement,
          a_reversal_may_name_the_pending_row, a_reversal_gives_back_what_is_still_there,
          a_reversed_onward_transfer_is_back_at_the_mule, small_pieces_and_fees_are_scattered,
          the_way_ends_after_six_hops, two_thefts_keep_apart_in_one_mule,
          what_the_owner_paid_was_not_stolen, a_wallet_of_another_institution_is_out_of_sight,
          another_currency_is_another_purse, random_flows_conserve,
          a_full_purse_gathers_clean_money_only, a_history_is_read_in_one_pass,
          no_history_is_no_money)
