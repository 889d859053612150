#include "story.h"

#include "profile/entity.h"

/* Counting distinct accounts in 64 bits, panes of time, and numbers beyond what floats count. */

static entity_table self;
static uint64_t hand, evictions;

static void open_table(void)
{
    OK(entity_open(&self, 64, (room){ &hand, &evictions }, &why));
}

static void tell(entity_kind kind, uint64_t id, uint64_t account, int64_t ts_us)
{
    const entity_message message = {
        .kind = kind, .id = id, .account = account, .ts_us = ts_us, .uses = 1.0
    };
    OK(entity_tell(&self, NULL, &message, &why));
}

static double accounts(entity_kind kind, uint64_t id, int64_t now_us)
{
    return entity_accounts(entity_find(&self, kind, id), kind, 0, now_us);
}

/* Whang, Vander-Zanden and Taylor 1990, with a map of m = 64 bits and a load of t = n / m:
 * bias (e^t - t - 1) / 2, standard error sqrt(m (e^t - t - 1)). */
START_TEST(distinct_accounts_are_counted_with_the_published_error)
{
    static const int counts[] = { 1, 2, 5, 10, 20, 40, 64, 100, 128 };
    enum { TRIALS = 400 };
    uint64_t random = 4;

    open_table();
    for (size_t c = 0; c < sizeof counts / sizeof counts[0]; c++) {
        const double n = counts[c], t = n / 64.0, g = exp(t) - t - 1.0;
        double sum = 0.0, squares = 0.0;
        for (int trial = 0; trial < TRIALS; trial++) {
            /* Each trial two panes after the one before it, which is then forgotten. */
            const int64_t ts_us = STORY_START + (int64_t)trial * 30 * STORY_DAY;
            for (int i = 0; i < counts[c]; i++) {
                const uint64_t account = story_random(&random);
                tell(ENTITY_DEVICE, c + 1, account, ts_us);
                tell(ENTITY_DEVICE, c + 1, account, ts_us); /* twice is once */
            }
            const double got = accounts(ENTITY_DEVICE, c + 1, ts_us);
            sum += got - n;
            squares += (got - n) * (got - n);
        }
        const double error = sqrt(64.0 * g);
        ck_assert_double_eq_tol(sum / TRIALS, g / 2.0, 4.0 * error / sqrt(TRIALS) + 0.02 * n);
        ck_assert_double_le(sqrt(squares / TRIALS), 1.25 * error + 0.02 * n);
        if (counts[c] >= 20) { /* the formula is that of many; one account has no spread at all */
            ck_assert_double_ge(sqrt(squares / TRIALS), 0.75 * error);
        }
    }
    entity_close(&self);
}
END_TEST

START_TEST(more_accounts_than_it_can_tell_apart_are_many)
{
    open_table();
    for (uint64_t i = 0; i < 5000; i++) {
        tell(ENTITY_ADDRESS, 1, i, STORY_START);
    }
    ck_assert_double_eq_tol(accounts(ENTITY_ADDRESS, 1, STORY_START), 64.0 * log(128.0), 1e-9);
    entity_close(&self);
}
END_TEST

static const struct {
    entity_kind kind;
    int64_t pane_us;
} panes[] = { { ENTITY_DEVICE, 15 * STORY_DAY },
              { ENTITY_PAYEE, 12 * STORY_HOUR },
              { ENTITY_ADDRESS, 30 * STORY_MINUTE } };

/* One account alone, by linear counting. */
#define ONE (64.0 * log(64.0 / 63.0))

START_TEST(an_account_is_forgotten_after_one_to_two_panes)
{
    open_table();
    for (size_t i = 0; i < sizeof panes / sizeof panes[0]; i++) {
        const int64_t start_us = STORY_START / panes[i].pane_us * panes[i].pane_us;
        tell(panes[i].kind, 1, 7, start_us + STORY_SECOND);
        ck_assert_near(accounts(panes[i].kind, 1, start_us + panes[i].pane_us), ONE, 1e-12);
        ck_assert_near(accounts(panes[i].kind, 1, start_us + 2 * panes[i].pane_us - 1), ONE, 1e-12);
        ck_assert_double_eq(accounts(panes[i].kind, 1, start_us + 2 * panes[i].pane_us), 0.0);
    }
    entity_close(&self);
}
END_TEST

/* Panes have numbers of 16 bits. */
START_TEST(an_account_is_still_forgotten_when_the_panes_number_comes_round_again)
{
    static const int64_t behind[] = { 2, 3, 32767, 32768, 40000, 65535, 65536, 65537, 131072 };

    open_table();
    for (size_t k = 0; k < sizeof behind / sizeof behind[0]; k++) {
        /* Until 2106, which is how far seconds go. */
        const int64_t later_us = STORY_START + behind[k] * panes[2].pane_us;
        tell(ENTITY_ADDRESS, k + 1, 7, STORY_START);
        ck_assert_double_eq(accounts(ENTITY_ADDRESS, k + 1, later_us), 0.0);
        tell(ENTITY_ADDRESS, k + 1, 8, later_us);
        ck_assert_near(accounts(ENTITY_ADDRESS, k + 1, later_us), ONE, 1e-12);
    }
    entity_close(&self);
}
END_TEST

START_TEST(a_late_message_counts_in_the_pane_of_its_own_time)
{
    const int64_t pane_us = panes[2].pane_us;

    open_table();
    tell(ENTITY_ADDRESS, 1, 1, STORY_START + 5 * pane_us);
    tell(ENTITY_ADDRESS, 1, 2, STORY_START + 4 * pane_us); /* the pane before */
    tell(ENTITY_ADDRESS, 1, 3, STORY_START + 3 * pane_us); /* too long ago */
    ck_assert_near(accounts(ENTITY_ADDRESS, 1, STORY_START + 5 * pane_us), 64.0 * log(64.0 / 62.0),
                   1e-12);
    ck_assert_near(accounts(ENTITY_ADDRESS, 1, STORY_START + 6 * pane_us), ONE, 1e-12);
    /* A late reader sees what is known by now. */
    ck_assert_near(accounts(ENTITY_ADDRESS, 1, STORY_START), 64.0 * log(64.0 / 62.0), 1e-12);
    ck_assert_uint_eq(entity_find(&self, ENTITY_ADDRESS, 1)->first_s,
                      (uint32_t)((STORY_START + 3 * pane_us) / STORY_SECOND));
    entity_close(&self);
}
END_TEST

START_TEST(the_reader_is_counted_once)
{
    open_table();
    tell(ENTITY_DEVICE, 1, 7, STORY_START);
    const jaga_entity *entity = entity_find(&self, ENTITY_DEVICE, 1);
    ck_assert_near(entity_accounts(entity, ENTITY_DEVICE, 7, STORY_START), ONE, 1e-12);
    ck_assert_near(entity_accounts(entity, ENTITY_DEVICE, 8, STORY_START), 64.0 * log(64.0 / 62.0),
                   1e-12);
    entity_close(&self);
}
END_TEST

START_TEST(a_payee_that_nobody_paid_leaves_no_block_when_it_pays)
{
    const entity_message own = {
        .kind = ENTITY_PAYEE, .id = 5, .ts_us = STORY_START, .out = 100.0, .is_own = true
    };

    open_table();
    OK(entity_tell(&self, NULL, &own, &why));
    ck_assert_ptr_null(entity_find(&self, ENTITY_PAYEE, 5));
    tell(ENTITY_PAYEE, 5, 1, STORY_START);
    OK(entity_tell(&self, NULL, &own, &why));
    const jaga_entity *entity = entity_find(&self, ENTITY_PAYEE, 5);
    entity_view view;
    entity_look(&self, ENTITY_PAYEE, 5, STORY_START, &view);
    ck_assert_double_eq(entity_out(&view), 100.0);
    ck_assert_near(entity_accounts(entity, ENTITY_PAYEE, 0, STORY_START), ONE, 1e-12);
    entity_close(&self);
}
END_TEST

/* What fades between two messages is lost when it is less than a float of n can show, n / 2^24. So
 * a count of n is right within n / 2^24 of itself, and where that is much, it is a great many. */
START_TEST(millions_of_payments_are_counted_within_their_rounding)
{
    const int64_t gap_us = 20000;
    double want = 0.0;

    open_table();
    for (int i = 0; i < 4000000; i++) {
        const int64_t ts_us = STORY_START + i * gap_us;
        tell(ENTITY_PAYEE, 1, 1, ts_us);
        want = want * exp2(-0.02 / 604800.0) + 1.0;
        if (i == 9999 || i == 99999 || i == 999999 || i == 3999999) {
            entity_view view;
            entity_look(&self, ENTITY_PAYEE, 1, ts_us, &view);
            const double got = entity_uses(&view);
            ck_assert_double_eq_tol(got, want, want * (1e-6 + want / 16777216.0));
        }
    }
    entity_close(&self);
}
END_TEST

UNIT_MAIN("entity", distinct_accounts_are_counted_with_the_published_error,
          more_accounts_than_it_can_tell_apart_are_many,
          an_account_is_forgotten_after_one_to_two_panes,
          an_account_is_still_forgotten_when_the_panes_number_comes_round_again,
          a_late_message_counts_in_the_pane_of_its_own_time, the_reader_is_counted_once,
          a_payee_that_nobody_paid_leaves_no_block_when_it_pays,
          millions_of_payments_are_counted_within_their_rounding)
