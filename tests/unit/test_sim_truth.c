#include "simulated.h"

static bool is_attack_kind(const char *name)
{
    for (size_t i = 0; jaga_simulation_kind(i) != NULL; i++) {
        if (strcmp(jaga_simulation_kind(i), name) == 0) {
            return true;
        }
    }
    return false;
}

static uint64_t check_mules(purses *all, const char *list)
{
    char copy[1024];
    uint64_t mules = 0;
    ck_assert_int_lt(snprintf(copy, sizeof copy, "%s", list), (int)sizeof copy);
    char *rest = copy;
    for (char *mule = strsep(&rest, ";"); mule != NULL && *mule != '\0';
         mule = strsep(&rest, ";")) {
        ck_assert_ptr_nonnull(find_purse(all, mule));
        mules++;
    }
    return mules;
}

START_TEST(the_answer_key_names_accounts_of_the_log)
{
    static const char *const skills[] = { "naive", "careful", "targeted" };
    world w;
    purses all;
    open_world(&w, 6);
    collect(&w, &all);
    uint64_t mules = 0, attacks = 0, twins = 0, rings = 0;
    for (size_t i = 0; i < w.truth.count; i++) {
        const row *r = &w.truth.rows[i];
        const bool is_attack = is_attack_kind(r->field[1]);
        const bool is_twin = strncmp(r->field[1], "benign:", 7) == 0;
        const bool is_ring = strcmp(r->field[1], "mule_ring") == 0;
        ck_assert_int_eq(is_attack + is_twin + is_ring, 1);
        ck_assert_int_eq(is_one_of(r->field[6], skills, 3), is_attack);
        ck_assert_ptr_nonnull(find_purse(&all, r->field[2]));
        ck_assert_int_le(time_of(r->field[3]), time_of(r->field[4]));
        mules += check_mules(&all, r->field[5]);
        attacks += is_attack;
        twins += is_twin;
        rings += is_ring;
    }
    ck_assert_uint_gt(mules, 0);
    ck_assert_uint_gt(rings, 0);
    ck_assert_uint_eq(attacks, w.summary.attacks);
    ck_assert_uint_eq(twins, w.summary.twins);
    ck_assert_uint_gt(w.summary.twins, w.summary.attacks);
    ck_assert_uint_gt(w.summary.robbed, w.summary.attacks / 2);
    close_world(&w);
}
END_TEST

START_TEST(only_the_attacks_asked_for_happen)
{
    jaga_simulation plan = busy_plan(9);
    jaga_simulation_summary summary;
    char directory[PATH_BYTES];
    plan.kinds = "slow_drip,sleeper";
    scratch(directory, "kinds");
    run(&plan, directory, &summary);
    table truth = read_table(directory, "truth.csv");
    drop_files(directory);
    uint64_t drips = 0, sleepers = 0;
    for (size_t i = 0; i < truth.count; i++) {
        drips += strcmp(truth.rows[i].field[1], "slow_drip") == 0;
        sleepers += strcmp(truth.rows[i].field[1], "sleeper") == 0;
    }
    ck_assert_uint_gt(drips, 0);
    ck_assert_uint_gt(sleepers, 0);
    ck_assert_uint_eq(drips + sleepers, summary.attacks);
    drop_table(&truth);
}
END_TEST

/* A pending row has one outcome, of the same account and amount, within the quarter of an hour in
 * which an attempt counts; the end of the log may cut it off. */
START_TEST(what_is_pending_comes_to_an_end)
{
    world w;
    open_world(&w, 5);
    sort_events(&w);
    uint64_t begun = 0, ended = 0;
    for (size_t i = 0; i < w.events.count; i++) {
        const row *r = &w.events.rows[i];
        const bool is_again = i > 0 && strcmp(r->field[ID], r[-1].field[ID]) == 0;
        begun += !is_again && strcmp(r->field[STATUS], "pending") == 0;
        const row *first = r->field[REF][0] != '\0' ? find_event(&w, r->field[REF]) : NULL;
        if (is_again || first == NULL || strcmp(first->field[STATUS], "pending") != 0) {
            continue;
        }
        ended++;
        ck_assert_str_ne(r->field[STATUS], "pending");
        ck_assert_str_eq(r->field[TYPE], first->field[TYPE]);
        ck_assert_str_eq(r->field[ACCOUNT], first->field[ACCOUNT]);
        ck_assert_str_eq(r->field[AMOUNT], first->field[AMOUNT]);
        ck_assert_int_ge(r->ts_us, first->ts_us);
        ck_assert_int_le(r->ts_us - first->ts_us, INT64_C(900) * 1000000);
    }
    ck_assert_uint_gt(begun, 100);
    ck_assert_uint_le(ended, begun);
    ck_assert_uint_ge(ended + 3, begun);
    close_world(&w);
}
END_TEST

/* Counts the top-ups refused between a bank's word that it is away and the next word of any. */
static uint64_t refused_topups(const world *w, const char *bank, size_t from)
{
    uint64_t refused = 0;
    for (size_t i = from; i < w->events.count; i++) {
        const row *r = &w->events.rows[i];
        if (strcmp(r->field[TYPE], "partner_status") == 0 &&
            strcmp(r->field[ID], w->events.rows[from].field[ID]) != 0) {
            break;
        }
        if (strcmp(r->field[TYPE], "topup") == 0 && strcmp(r->field[INSTITUTION], bank) == 0) {
            ck_assert_msg(strcmp(r->field[STATUS], "failed") == 0, "%s", r->field[ID]);
            refused++;
        }
    }
    return refused;
}

START_TEST(a_bank_that_is_away_sends_no_money)
{
    uint64_t refused = 0;
    for (uint64_t seed = 1; seed <= 10; seed++) {
        world w;
        open_world(&w, seed);
        sort_events(&w);
        for (size_t i = 0; i < w.events.count; i++) {
            const row *r = &w.events.rows[i];
            char bank[16];
            if (strcmp(r->field[TYPE], "partner_status") == 0 &&
                strstr(r->field[DETAIL], "state=up") == NULL) {
                ck_assert_int_eq(sscanf(r->field[DETAIL], "partner=%15[a-z0-9]", bank), 1);
                refused += refused_topups(&w, bank, i);
            }
        }
        close_world(&w);
    }
    ck_assert_uint_gt(refused, 0);
}
END_TEST

static bool is_member(const world *w, const char *account)
{
    const size_t length = strlen(account);
    for (size_t i = 0; i < w->truth.count; i++) {
        const bool is_ring = strcmp(w->truth.rows[i].field[1], "mule_ring") == 0;
        const char *at = is_ring ? w->truth.rows[i].field[5] : "";
        while ((at = strstr(at, account)) != NULL && length > 0) {
            if (at[length] == ';' || at[length] == '\0') {
                return true;
            }
            at++;
        }
    }
    return false;
}

START_TEST(stolen_money_goes_through_more_than_one_wallet)
{
    world w;
    open_world(&w, 6);
    uint64_t layers = 0;
    for (size_t i = 0; i < w.events.count; i++) {
        const row *r = &w.events.rows[i];
        layers += strcmp(r->field[TYPE], "transfer") == 0 && strcmp(r->field[STATUS], "ok") == 0 &&
                  is_member(&w, r->field[ACCOUNT]) && is_member(&w, r->field[COUNTERPARTY]);
    }
    ck_assert_uint_gt(layers, 2);
    close_world(&w);
}
END_TEST

/* Nothing happens on an account after it was closed, except that its owner may complain. */
START_TEST(a_closed_account_stays_closed)
{
    static const char *const service[] = { "customer_report", "complaint" };
    const char *closed[ACCOUNTS];
    size_t count = 0;
    world w;
    open_world(&w, 10);
    sort_events(&w);
    for (size_t i = 0; i < w.events.count; i++) {
        const row *r = &w.events.rows[i];
        const bool is_again = i > 0 && strcmp(r->field[ID], r[-1].field[ID]) == 0;
        if (!is_again && is_one_of(r->field[ACCOUNT], closed, count)) {
            ck_assert_msg(is_one_of(r->field[TYPE], service, 2), "event %s", r->field[ID]);
        } else if (!is_again && strcmp(r->field[TYPE], "closed") == 0) {
            closed[count++] = r->field[ACCOUNT];
        }
    }
    ck_assert_uint_gt(count, 0);
    close_world(&w);
}
END_TEST

UNIT_MAIN("sim_truth", the_answer_key_names_accounts_of_the_log, only_the_attacks_asked_for_happen,
          what_is_pending_comes_to_an_end, a_bank_that_is_away_sends_no_money,
          stolen_money_goes_through_more_than_one_wallet, a_closed_account_stays_closed)
