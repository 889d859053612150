#include "story_habits.h"

/* How new a login is, against the raw log: sums of logarithms over counts taken anew. */

static bool is_counted_login(int k)
{
    return event_at(k)->type == JAGA_TYPE_LOGIN && is_ok(k) && !list[k].is_held;
}

static uint64_t network_at(int k)
{
    return list[k].record.identity.network;
}

static uint64_t device_at(int k)
{
    return list[k].record.identity.device;
}

/* Everybody's logins before i that name such a thing; those with that of i alone, or all. */
static double logins_before(int i, uint64_t (*thing_at)(int k), bool is_of_i)
{
    double count = 0.0;

    for (int k = 0; k < i; k++) {
        const bool is_meant = is_of_i ? thing_at(k) == thing_at(i) : thing_at(k) != 0;
        count += is_counted_login(k) && is_meant ? 1.0 : 0.0;
    }
    return count;
}

static double accounts_seen(int i)
{
    double count = 0.0;

    for (int k = 0; k <= i; k++) {
        bool is_first = true;
        for (int j = 0; j < k; j++) {
            is_first = is_first && !is_same(j, k);
        }
        count += is_first ? 1.0 : 0.0;
    }
    return count;
}

/* Of everybody's logins, and one more that has everything. */
static double everybodys(int i, uint64_t (*thing_at)(int k))
{
    return (logins_before(i, thing_at, true) + 1.0) / (logins_before(i, thing_at, false) + 1.0);
}

/* One of M known things takes what is left of n visits, n of n + M; a new one gets one of n + M,
 * and never more than a quarter of what it is with everybody. */
static double own(const habits *all, uint64_t id, double with_everybody)
{
    const double n = habit_visits(all), m = (double)all->count;

    return habit_share(all, id) > 0.0 ? habit_share(all, id) * n / (n + m)
                                      : fmin(1.0 / (n + m), 0.25 * with_everybody);
}

/* log2 p(x) / p(x | account), with a part of p(x | account) taken from a coarser level. */
static double bits(double with_everybody, double with_account, double level, double coarser)
{
    return log2(with_everybody) -
           log2(level * with_account + (1.0 - level) * coarser * with_everybody);
}

typedef struct seen {
    int logins, known, unseen, abroad, at_quarter;
} seen;
static seen met; /* what the logs had in them */

static double network_bits(int i, const habits *all)
{
    const habits countries = habits_before(i, 4, country_used);
    const bool is_abroad = country_at(i) != 0 && habit_of(&countries, country_at(i)) == NULL;
    const double p = everybodys(i, network_at);

    met.abroad += is_abroad;
    return bits(p, own(all, network_at(i), p), 0.9, is_abroad ? 0.02 : 1.0);
}

static double device_bits(int i, const habits *all)
{
    const double p = everybodys(i, device_at), m = (double)all->count;
    const bool is_new = habit_of(all, device_at(i)) == NULL;

    met.known += !is_new;
    met.unseen += is_new;
    met.at_quarter += is_new && 0.25 * p < 1.0 / (habit_visits(all) + m);
    return bits(p, own(all, device_at(i), p), 0.95, m / (habit_visits(all) + m));
}

static void check(int i, const jaga_features *f)
{
    const habits networks = habits_before(i, 4, network_used);
    const habits devices = habits_before(i, 4, device_used);
    const bool is_login = event_at(i)->type == JAGA_TYPE_LOGIN;
    const bool has_network = is_login && network_at(i) != 0 && networks.count > 0;
    const bool has_device = is_login && device_at(i) != 0 && devices.count > 0;
    double sum = 0.0;

    sum += has_network ? network_bits(i, &networks) : 0.0;
    sum += has_device ? device_bits(i, &devices) : 0.0;
    if (has_network || has_device) {
        /* A thief takes any account alike; its owner comes as often as the account is visited. */
        const double all = logins_before(i, has_device ? device_at : network_at, false) + 1.0;
        sum += log2(1.0 / accounts_seen(i)) -
               log2(habit_visits(has_device ? &devices : &networks) / all);
        met.logins++;
    }
    ck_assert_near(f->login_novelty_bits, sum, 1e-6);
}

/* Logs in which a case is never met would prove nothing of it. */
static void check_logs(int late_percent)
{
    met = (seen){ 0 };
    walk_logs(late_percent, check);
    ck_assert_int_gt(met.logins, 300);
    ck_assert_int_gt(met.known, 100);
    ck_assert_int_gt(met.unseen, 20);
    ck_assert_int_gt(met.abroad, 20);
    ck_assert_int_gt(met.at_quarter, 5);
}

START_TEST(novelty_is_that_of_the_raw_logins_in_order)
{
    check_logs(0);
}
END_TEST

START_TEST(novelty_is_that_of_the_raw_logins_when_some_come_late)
{
    check_logs(25);
}
END_TEST

UNIT_MAIN("novelty_brute", novelty_is_that_of_the_raw_logins_in_order,
          novelty_is_that_of_the_raw_logins_when_some_come_late)
