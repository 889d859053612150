#include "desk/restore.h"
#include "unit.h"

static const restore_rules all = { RESTORE_ALL };

START_TEST(each_item_is_needed)
{
    for (int i = 0; i < RESTORE_ITEM_COUNT; i++) {
        ck_assert_uint_eq(restore_open(RESTORE_ALL & ~RESTORE_BIT(i), &all), RESTORE_BIT(i));
        ck_assert_int_eq(restore_item_find(restore_item_key((restore_item)i)), i);
        ck_assert_str_ne(restore_item_text((restore_item)i), "");
    }
    ck_assert_int_eq(RESTORE_ITEM_COUNT, 6);
    ck_assert_uint_eq(restore_open(RESTORE_ALL, &all), 0);
    ck_assert_int_eq(restore_item_find("everything"), -1);
}
END_TEST

START_TEST(an_operator_may_ask_for_less)
{
    const restore_rules rules = { RESTORE_ALL & ~RESTORE_BIT(RESTORE_SECOND_FACTOR) };

    ck_assert_uint_eq(restore_open(RESTORE_ALL & ~RESTORE_BIT(RESTORE_SECOND_FACTOR), &rules), 0);
}
END_TEST

START_TEST(what_was_done_before_the_account_was_contained_does_not_count)
{
    const int64_t done[RESTORE_ITEM_COUNT] = { 99, 100, 101, INT64_MIN, 200, 300 };

    ck_assert_uint_eq(restore_done(done, 100), RESTORE_BIT(RESTORE_DEVICES) |
                                                   RESTORE_BIT(RESTORE_LINKED) |
                                                   RESTORE_BIT(RESTORE_PAYEES));
}
END_TEST

START_TEST(what_is_open_is_listed)
{
    jaga_error err;

    ck_assert_int_eq(restore_refuse(0, &err), JAGA_OK);
    ck_assert_int_eq(
        restore_refuse(RESTORE_BIT(RESTORE_SECOND_FACTOR) | RESTORE_BIT(RESTORE_PAYEES), &err),
        JAGA_ERR_USAGE);
    ck_assert_str_eq(err.text, "not restored yet: second factor on; payees and scheduled payments "
                               "reviewed");
    ck_assert_int_eq(restore_refuse(RESTORE_ALL, &err), JAGA_ERR_USAGE);
}
END_TEST

START_TEST(credentials_are_set_on_a_trusted_device_on_a_plain_line)
{
    ck_assert(restore_may_reset(&(restore_reset){ .is_device_trusted = true }));
    ck_assert(!restore_may_reset(&(restore_reset){ .is_device_trusted = false }));
    ck_assert(!restore_may_reset(
        &(restore_reset){ .is_device_trusted = true, .has_remote_access = true }));
    ck_assert(
        !restore_may_reset(&(restore_reset){ .is_device_trusted = true, .is_behind_proxy = true }));
}
END_TEST

UNIT_MAIN("restore", each_item_is_needed, an_operator_may_ask_for_less,
          what_was_done_before_the_account_was_contained_does_not_count, what_is_open_is_listed,
          credentials_are_set_on_a_trusted_device_on_a_plain_line)
