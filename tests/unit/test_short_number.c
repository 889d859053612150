#include "store/short_number.h"
#include "unit.h"

/* From ISO/IEC 7812-1 as quoted everywhere, and the test card numbers of the card schemes. */
START_TEST(published_numbers_pass)
{
    ck_assert(short_number_is_valid("79927398713"));
    ck_assert(short_number_is_valid("17893729974"));
    ck_assert(short_number_is_valid("49927398716"));
    ck_assert(short_number_is_valid("4111111111111111"));
    ck_assert(short_number_is_valid("5555555555554444"));
    ck_assert(short_number_is_valid("378282246310005"));
}
END_TEST

START_TEST(published_wrong_numbers_fail)
{
    ck_assert(!short_number_is_valid("49927398717"));
    ck_assert(!short_number_is_valid("1234567812345678"));
    ck_assert(short_number_is_valid("1234567812345670"));
}
END_TEST

START_TEST(a_running_number_gets_its_digit)
{
    char text[SHORT_NUMBER_BYTES];

    short_number_format(1, text);
    ck_assert_str_eq(text, "00000018");
    short_number_format(2, text);
    ck_assert_str_eq(text, "00000026");
    short_number_format(1234567, text);
    ck_assert_str_eq(text, "12345674");
    short_number_format(7992739871, text);
    ck_assert_str_eq(text, "79927398713");
    short_number_format(UINT64_MAX, text);
    ck_assert(short_number_is_valid(text));
}
END_TEST

START_TEST(what_is_no_number_fails)
{
    ck_assert(!short_number_is_valid(""));
    ck_assert(!short_number_is_valid("18"));
    ck_assert(!short_number_is_valid("0000001x"));
    ck_assert(!short_number_is_valid("0000 0018"));
}
END_TEST

START_TEST(one_misheard_digit_is_noticed)
{
    char text[SHORT_NUMBER_BYTES];

    for (uint64_t number = 1; number < 2000; number += 7) {
        for (int place = 0; place < 8; place++) {
            for (char digit = '0'; digit <= '9'; digit++) {
                short_number_format(number, text);
                const bool is_same = text[place] == digit;
                text[place] = digit;
                ck_assert(short_number_is_valid(text) == is_same);
            }
        }
    }
}
END_TEST

UNIT_MAIN("short_number", published_numbers_pass, published_wrong_numbers_fail,
          a_running_number_gets_its_digit, what_is_no_number_fails, one_misheard_digit_is_noticed)
