#include "desk/mule.h"
#include "unit.h"

#include "base/when.h"

/* A week-old-less-a-second account that passed on exactly four fifths. */
static mule_facts rushed(void)
{
    return (mule_facts){ .victims = 1,
                         .opened_us = US_PER_DAY,
                         .first_us = 8 * US_PER_DAY - US_PER_SECOND,
                         .came_minor = 1000,
                         .rushed_minor = 800 };
}

START_TEST(one_victim_is_a_seller_two_are_a_mule)
{
    mule_facts facts = { .victims = 1, .opened_us = INT64_MIN, .came_minor = 5 };
    ck_assert_uint_eq(mule_judge(&facts), 0);
    facts.victims = 2;
    ck_assert_uint_eq(mule_judge(&facts), MULE_VICTIMS);
}
END_TEST

START_TEST(a_young_account_that_passes_on)
{
    mule_facts facts = rushed();
    ck_assert_uint_eq(mule_judge(&facts), MULE_RUSHED);
    facts.rushed_minor = 799;
    ck_assert_uint_eq(mule_judge(&facts), 0);
    facts = rushed();
    facts.first_us = 8 * US_PER_DAY;
    ck_assert_uint_eq(mule_judge(&facts), 0);
    facts = rushed();
    facts.opened_us = INT64_MIN; /* nobody said how old it is */
    ck_assert_uint_eq(mule_judge(&facts), 0);
    facts = rushed();
    facts.came_minor = INT64_MAX;
    facts.rushed_minor = INT64_MAX / 100 * 81;
    ck_assert_uint_eq(mule_judge(&facts), MULE_RUSHED);
}
END_TEST

START_TEST(nothing_came_nothing_rushed)
{
    mule_facts facts = rushed();
    facts.came_minor = 0;
    facts.rushed_minor = 0;
    ck_assert_uint_eq(mule_judge(&facts), 0);
}
END_TEST

UNIT_MAIN("mule", one_victim_is_a_seller_two_are_a_mule, a_young_account_that_passes_on,
          nothing_came_nothing_rushed)
