#include "story.h"

#include "signal/signals.h"

static const jaga_features a_stranger = { .events_seen = 50.0,
                                          .has_payee = true,
                                          .payees_known = 5.0 };

static double to(jaga_party_kind kind, jaga_event_type type, const jaga_features *features)
{
    jaga_event event = story_transfer("A", STORY_START, 1000, 0, "P", "D");
    event.counterparty_kind = (uint8_t)kind;
    event.type = (uint8_t)type;
    return signal_new_payee.eval(&event, features);
}

START_TEST(a_strangers_wallet_fires)
{
    ck_assert_double_gt(to(JAGA_PARTY_WALLET, JAGA_TYPE_TRANSFER, &a_stranger), 0.9);
    ck_assert_double_gt(to(JAGA_PARTY_CRYPTO, JAGA_TYPE_TRANSFER, &a_stranger), 0.9);
}
END_TEST

START_TEST(a_known_payee_is_quiet)
{
    jaga_features landlord = a_stranger;
    landlord.payee_is_known = true;
    ck_assert_double_eq(to(JAGA_PARTY_WALLET, JAGA_TYPE_TRANSFER, &landlord), 0.0);
}
END_TEST

START_TEST(shops_and_the_owners_own_bank_count_little)
{
    ck_assert_double_lt(to(JAGA_PARTY_MERCHANT, JAGA_TYPE_PAYMENT, &a_stranger), 0.2);
    ck_assert_double_lt(to(JAGA_PARTY_BILLER, JAGA_TYPE_PAYMENT, &a_stranger), 0.2);
    ck_assert_double_lt(to(JAGA_PARTY_CASH, JAGA_TYPE_WITHDRAW, &a_stranger), 0.2);
    ck_assert_double_lt(to(JAGA_PARTY_BANK, JAGA_TYPE_WITHDRAW, &a_stranger),
                        to(JAGA_PARTY_BANK, JAGA_TYPE_TRANSFER, &a_stranger));
}
END_TEST

START_TEST(a_payee_of_unknown_kind_whom_many_pay_counts_as_a_shop)
{
    jaga_features shop = a_stranger;
    shop.payee_payments = 100.0;
    ck_assert_double_lt(to(JAGA_PARTY_UNKNOWN, JAGA_TYPE_TRANSFER, &shop), 0.1);
    ck_assert_double_gt(to(JAGA_PARTY_UNKNOWN, JAGA_TYPE_TRANSFER, &a_stranger), 0.9);
}
END_TEST

START_TEST(from_the_owners_own_device_it_says_less)
{
    jaga_features own = a_stranger;
    own.has_device = own.device_is_known = true;
    own.device_age_s = 1e6;
    ck_assert_double_lt(to(JAGA_PARTY_WALLET, JAGA_TYPE_TRANSFER, &own),
                        to(JAGA_PARTY_WALLET, JAGA_TYPE_TRANSFER, &a_stranger));
}
END_TEST

START_TEST(first_sight_is_quiet)
{
    const jaga_features nothing = { .has_payee = true };
    ck_assert_double_eq(to(JAGA_PARTY_WALLET, JAGA_TYPE_TRANSFER, &nothing), 0.0);
}
END_TEST

UNIT_MAIN("new_payee", a_strangers_wallet_fires, a_known_payee_is_quiet,
          shops_and_the_owners_own_bank_count_little,
          a_payee_of_unknown_kind_whom_many_pay_counts_as_a_shop,
          from_the_owners_own_device_it_says_less, first_sight_is_quiet)
