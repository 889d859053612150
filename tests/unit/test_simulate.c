#include "simulated.h"

START_TEST(equal_plans_give_equal_bytes)
{
    static const char *const names[] = { "events.csv", "truth.csv", "thefts.csv" };
    const jaga_simulation plan = busy_plan(11);
    char first[PATH_BYTES], second[PATH_BYTES];
    scratch(first, "first");
    scratch(second, "second");
    run(&plan, first, NULL);
    run(&plan, second, NULL);
    for (size_t i = 0; i < 3; i++) {
        size_t a_length = 0, b_length = 0;
        char *a = slurp(first, names[i], &a_length), *b = slurp(second, names[i], &b_length);
        ck_assert_uint_eq(a_length, b_length);
        ck_assert_mem_eq(a, b, a_length);
        free(a);
        free(b);
    }
    drop_files(first);
    drop_files(second);
}
END_TEST

/* FNV-1a over the three files. A change of the simulator changes the number; a compiler, an
 * optimisation level or a machine must not. */
START_TEST(the_bytes_are_the_same_on_every_machine)
{
    static const char *const names[] = { "events.csv", "truth.csv", "thefts.csv" };
    const jaga_simulation plan = busy_plan(12);
    char directory[PATH_BYTES];
    uint64_t sum = UINT64_C(0xcbf29ce484222325);
    scratch(directory, "pinned");
    run(&plan, directory, NULL);
    for (size_t i = 0; i < 3; i++) {
        size_t length = 0;
        char *text = slurp(directory, names[i], &length);
        for (size_t j = 0; j < length; j++) {
            sum = (sum ^ (unsigned char)text[j]) * UINT64_C(0x100000001b3);
        }
        free(text);
    }
    drop_files(directory);
    ck_assert_msg(sum == UINT64_C(0xd6d8b01050494ce3), "0x%016llx", (unsigned long long)sum);
}
END_TEST

START_TEST(another_seed_is_another_wallet)
{
    world a, b;
    open_world(&a, 1);
    open_world(&b, 2);
    ck_assert_uint_ne(a.summary.rows, b.summary.rows);
    ck_assert_str_ne(a.events.rows[0].field[ACCOUNT], b.events.rows[0].field[ACCOUNT]);
    close_world(&a);
    close_world(&b);
}
END_TEST

START_TEST(rows_come_in_order_of_time_or_a_little_late)
{
    world w;
    open_world(&w, 3);
    int64_t latest = w.events.rows[0].ts_us;
    uint64_t behind = 0;
    for (size_t i = 0; i < w.events.count; i++) {
        const int64_t ts = w.events.rows[i].ts_us;
        ck_assert_int_le(latest - ts, JAGA_SIMULATION_LATE_MAX_US);
        behind += ts < latest;
        latest = ts > latest ? ts : latest;
    }
    ck_assert_uint_gt(w.summary.late, 0);
    ck_assert_uint_ge(behind, w.summary.late);
    ck_assert_uint_lt(behind * 50, w.events.count);
    close_world(&w);
}
END_TEST

START_TEST(a_row_that_comes_again_is_the_same_row)
{
    world w;
    open_world(&w, 4);
    sort_events(&w);
    uint64_t again = 0;
    for (size_t i = 1; i < w.events.count; i++) {
        const row *a = &w.events.rows[i - 1], *b = &w.events.rows[i];
        const bool is_same = strcmp(a->field[ID], b->field[ID]) == 0;
        for (int j = 0; is_same && j < FIELDS; j++) {
            ck_assert_str_eq(a->field[j], b->field[j]);
        }
        ck_assert(is_same || a->ts_us <= b->ts_us);
        again += is_same;
    }
    ck_assert_uint_gt(again, 0);
    ck_assert_uint_eq(again, w.summary.duplicates);
    ck_assert_uint_eq(w.events.count, w.summary.rows);
    close_world(&w);
}
END_TEST

START_TEST(every_theft_is_a_row_of_the_robbed_account)
{
    world w;
    open_world(&w, 5);
    sort_events(&w);
    ck_assert_uint_gt(w.thefts.count, 10);
    ck_assert_uint_eq(w.thefts.count, w.summary.thefts);
    for (size_t i = 0; i < w.thefts.count; i++) {
        const row *theft = &w.thefts.rows[i];
        const row *event = find_event(&w, theft->field[0]);
        ck_assert_ptr_nonnull(event);
        ck_assert_str_eq(event->field[AMOUNT], theft->field[2]);
        ck_assert_str_eq(event->field[STATUS], theft->field[3]);
        const row *episode = w.truth.rows;
        while (strcmp(episode->field[0], theft->field[1]) != 0) {
            episode++;
            ck_assert_ptr_ne(episode, w.truth.rows + w.truth.count);
        }
        ck_assert_str_eq(event->field[ACCOUNT], episode->field[2]);
        ck_assert_int_ge(event->ts_us, time_of(episode->field[3]));
        ck_assert_int_le(event->ts_us, time_of(episode->field[4]));
    }
    close_world(&w);
}
END_TEST

static bool is_in(const row *r)
{
    static const char *const in[] = { "topup", "receive", "refund" };
    return is_one_of(r->field[TYPE], in, 3);
}

/* Follows every balance by the rows alone; a transfer without a row of the receiver counts there.
 */
static void follow_balances(uint64_t seed, bool is_mirrored)
{
    world w;
    purses all;
    open_world(&w, seed);
    ck_assert_int_eq(w.summary.is_mirrored, is_mirrored);
    ck_assert(w.summary.says_balance);
    sort_events(&w);
    collect(&w, &all);
    for (size_t i = 0; i < w.events.count; i++) {
        const row *r = &w.events.rows[i];
        const bool is_again = i > 0 && strcmp(r->field[ID], r[-1].field[ID]) == 0;
        if (is_again || r->field[AMOUNT][0] == '\0') {
            continue;
        }
        purse *p = find_purse(&all, r->field[ACCOUNT]);
        const long long amount = number(r->field[AMOUNT]), balance = number(r->field[BALANCE]);
        const bool is_ok = strcmp(r->field[STATUS], "ok") == 0;
        const long long change = !is_ok ? 0 : is_in(r) ? amount : -amount;
        ck_assert_int_gt(amount, 0);
        ck_assert_int_ge(balance, 0);
        ck_assert_str_eq(r->field[CURRENCY], "IDR");
        ck_assert_msg(p->balance < 0 || p->balance + change == balance, "event %s", r->field[ID]);
        p->balance = balance;
        purse *other = find_purse(&all, r->field[COUNTERPARTY]);
        if (other != NULL && !is_mirrored && change < 0 && other->balance >= 0) {
            other->balance += amount;
        }
    }
    close_world(&w);
}

START_TEST(balances_follow_from_the_rows_of_both_sides)
{
    follow_balances(5, true);
}
END_TEST

START_TEST(balances_follow_from_the_senders_rows_alone)
{
    follow_balances(10, false);
}
END_TEST

START_TEST(a_world_without_thieves_has_no_thefts)
{
    jaga_simulation plan = busy_plan(7);
    jaga_simulation_summary summary;
    char directory[PATH_BYTES];
    plan.attacks_per_1000_account_months = 0;
    scratch(directory, "peace");
    run(&plan, directory, &summary);
    ck_assert_uint_eq(summary.attacks, 0);
    ck_assert_uint_eq(summary.thefts, 0);
    ck_assert_uint_gt(summary.twins, 0);
    drop_files(directory);
}
END_TEST

START_TEST(location_is_two_more_columns)
{
    jaga_simulation plan = jaga_simulation_default(20, 2, 8);
    char directory[PATH_BYTES];
    size_t length = 0;
    plan.has_location = true;
    scratch(directory, "place");
    run(&plan, directory, NULL);
    char *text = slurp(directory, "events.csv", &length);
    ck_assert_ptr_nonnull(strstr(text, ",country,lat,lon,channel,"));
    size_t commas = 0, lines = 0;
    for (size_t i = 0; i < length; i++) {
        commas += text[i] == ',';
        lines += text[i] == '\n';
    }
    ck_assert_uint_eq(commas, lines * 24);
    free(text);
    drop_files(directory);
}
END_TEST

START_TEST(a_plan_out_of_range_is_refused)
{
    const jaga_simulation good = jaga_simulation_default(100, 10, 1);
    jaga_simulation bad[7] = { good, good, good, good, good, good, good };
    bad[0].accounts = 1;
    bad[1].days = 0;
    bad[2].start_us += 1;
    bad[3].attacks_per_1000_account_months = -1;
    bad[4].twins_per_1000_account_months = 1e300;
    bad[5].kinds = "sleeper,";
    bad[6].kinds = "slow";
    for (size_t i = 0; i < 7; i++) {
        jaga_error err = { .text = "" };
        ck_assert_int_eq(jaga_simulate(&bad[i], "/nonexistent/x", NULL, &err), JAGA_ERR_USAGE);
        ck_assert_str_ne(err.text, "");
    }
}
END_TEST

START_TEST(a_directory_that_cannot_be_made_is_told)
{
    const jaga_simulation plan = jaga_simulation_default(10, 1, 1);
    jaga_error err = { .text = "" };
    ck_assert_int_eq(jaga_simulate(&plan, "/nonexistent/x", NULL, &err), JAGA_ERR_IO);
    ck_assert_ptr_nonnull(strstr(err.text, "/nonexistent/x"));
    ck_assert_int_eq(jaga_simulate(&plan, "/dev/null", NULL, &err), JAGA_ERR_IO);
}
END_TEST

UNIT_MAIN("simulate", equal_plans_give_equal_bytes, the_bytes_are_the_same_on_every_machine,
          another_seed_is_another_wallet, rows_come_in_order_of_time_or_a_little_late,
          a_row_that_comes_again_is_the_same_row, every_theft_is_a_row_of_the_robbed_account,
          balances_follow_from_the_rows_of_both_sides, balances_follow_from_the_senders_rows_alone,
          a_world_without_thieves_has_no_thefts, location_is_two_more_columns,
          a_plan_out_of_range_is_refused, a_directory_that_cannot_be_made_is_told)
