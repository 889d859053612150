#include "base/money.h"
#include "decode_fixture.h"

#include "jaga/event.h"

#include <inttypes.h>

static const money_style plain = { .decimal = '.' }, indonesian = { .decimal = ',', .group = '.' };

static int64_t parse(const char *text, money_style style, int exponent)
{
    int64_t minor = -1;
    const char *wrong = money_parse(span_of(text), style, exponent, 1, &minor);

    ck_assert_msg(wrong == NULL, "%s: %s", text, wrong);
    return minor;
}

static void refused(const char *text, money_style style, int exponent, const char *want)
{
    int64_t minor = 77;
    const char *wrong = money_parse(span_of(text), style, exponent, 0, &minor);

    ck_assert_msg(wrong != NULL, "'%s' was taken as %lld", text, (long long)minor);
    ck_assert_msg(strcmp(wrong, want) == 0, "'%s': %s", text, wrong);
    ck_assert_int_eq(minor, 77);
}

/* The same value by shifting digits in text: minor units are the digits of the number without its
 * point, filled up with zeros to the exponent. */
static int64_t by_text(uint64_t whole, const char *decimals, int exponent)
{
    char digits[64];

    (void)snprintf(digits, sizeof digits, "%" PRIu64 "%.*s", whole, exponent, decimals);
    for (int n = (int)strlen(decimals); n < exponent; n++) {
        strcat(digits, "0");
    }
    return (int64_t)strtoll(digits, NULL, 10);
}

START_TEST(currencies_have_their_exponents)
{
    ck_assert_int_eq(money_digits(span_of("IDR")), 2);
    ck_assert_int_eq(money_digits(span_of("USD")), 2);
    ck_assert_int_eq(money_digits(span_of("JPY")), 0);
    ck_assert_int_eq(money_digits(span_of("BIF")), 0);
    ck_assert_int_eq(money_digits(span_of("XPF")), 0);
    ck_assert_int_eq(money_digits(span_of("KWD")), 3);
    ck_assert_int_eq(money_digits(span_of("BHD")), 3);
    ck_assert_int_eq(money_digits(span_of("TND")), 3);
}
END_TEST

START_TEST(what_is_no_currency_has_no_exponent)
{
    static const char *const texts[] = {
        "", "ID", "IDRX", "idr", "I R", "12A", "Rp.", "\xC3\xA9R"
    };

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        ck_assert_int_eq(money_digits(span_of(texts[i])), -1);
    }
    ck_assert_int_eq(money_digits((jaga_span){ NULL, 0 }), -1);
}
END_TEST

START_TEST(every_whole_amount_with_every_number_of_decimals_comes_out)
{
    static const int exponents[] = { 0, 2, 3 };
    uint64_t seed = 1;
    char text[64], decimals[8];

    for (int i = 0; i < 60000; i++) {
        const uint64_t whole = i < 20000 ? (uint64_t)i : below(&seed, UINT64_C(1000000000000000));
        const int exponent = exponents[below(&seed, 3)];
        const int count = (int)below(&seed, (uint64_t)exponent + 1);
        for (int d = 0; d < count; d++) {
            decimals[d] = (char)('0' + below(&seed, 10));
        }
        decimals[count] = '\0';
        (void)snprintf(text, sizeof text, "%" PRIu64 "%s%s", whole, count > 0 ? "." : "", decimals);
        int64_t minor = -1;
        const char *wrong = money_parse(span_of(text), plain, exponent, 0, &minor);
        if (wrong != NULL || minor != by_text(whole, decimals, exponent)) {
            ck_abort_msg("%s with %d decimals: %s %lld", text, exponent, wrong, (long long)minor);
        }
    }
}
END_TEST

START_TEST(hand_computed_amounts_come_out)
{
    ck_assert_int_eq(parse("150000", plain, 2), 15000000);
    ck_assert_int_eq(parse("150000.5", plain, 2), 15000050);
    ck_assert_int_eq(parse("0.01", plain, 2), 1);
    ck_assert_int_eq(parse("000.10", plain, 2), 10);
    ck_assert_int_eq(parse("1.234", plain, 3), 1234);
    ck_assert_int_eq(parse("1200", plain, 0), 1200);
    ck_assert_int_eq(parse("999999999999999.99", plain, 2), INT64_C(99999999999999999));
}
END_TEST

START_TEST(zeros_beyond_the_exponent_are_fine)
{
    ck_assert_int_eq(parse("1200.00", plain, 0), 1200);
    ck_assert_int_eq(parse("1.5000", plain, 2), 150);
    refused("1200.50", plain, 0, "more decimals than the currency has");
    refused("1.005", plain, 2, "more decimals than the currency has");
    refused("1.0001", plain, 3, "more decimals than the currency has");
}
END_TEST

START_TEST(a_fifth_decimal_is_refused_even_when_zero)
{
    refused("1.00000", plain, 2, "more than four decimals");
    refused("1.12345", plain, 3, "more decimals than the currency has");
}
END_TEST

START_TEST(a_sign_is_for_balances_only)
{
    refused("-5", plain, 2, "the amount has a sign");
    refused("-0", plain, 2, "the amount has a sign");
    ck_assert_int_eq(parse("-5", plain, 2), -500);
    ck_assert_int_eq(parse("-0", plain, 2), 0);
    ck_assert_int_eq(parse("-0.01", plain, 2), -1);
}
END_TEST

START_TEST(what_is_no_plain_number_is_refused)
{
    static const char *const texts[] = { "1e5", "1E5",  "+5",  ".5",  "5 000", " 5",   "5 ", "1,5",
                                         "Rp5", "0x10", "NaN", "inf", "1.5.2", "1.-5", "'5", "." };

    refused("", plain, 2, "no number");
    refused("1.", plain, 2, "a decimal separator without digits");
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        refused(texts[i], plain, 2, "not a plain decimal number");
    }
    int64_t minor = 77;
    ck_assert_ptr_nonnull(money_parse(span_of("-"), plain, 2, 1, &minor));
    ck_assert_ptr_nonnull(money_parse(span_of("--5"), plain, 2, 1, &minor));
    ck_assert_ptr_nonnull(money_parse(span_of("-+5"), plain, 2, 1, &minor));
}
END_TEST

START_TEST(an_amount_too_large_is_refused_and_never_wraps)
{
    char text[64];

    refused("1000000000000000000000000000000", plain, 2, "the amount is too large");
    refused("9223372036854775807", plain, 0, "the amount is too large");
    refused("9223372036854775808", plain, 3, "the amount is too large");
    refused("18446744073709551617", plain, 0, "the amount is too large");
    const money_style rounded = { .decimal = '.', .is_rounded = true };
    int64_t most = 0;
    ck_assert_ptr_null(money_parse(span_of("1000000000000009.4"), rounded, 0, 0, &most));
    ck_assert_int_eq(most, INT64_C(1000000000000009));
    refused("1000000000000009.9", rounded, 0, "the amount is too large");
    for (int zeros = 0; zeros < 40; zeros++) {
        int64_t minor = 0;
        (void)snprintf(text, sizeof text, "9%0*d.999", zeros + 1, 0);
        if (money_parse(span_of(text), plain, 3, 0, &minor) == NULL) {
            ck_assert_int_gt(minor, 0);
            ck_assert_int_eq(minor % 1000, 999);
        }
    }
}
END_TEST

START_TEST(a_declared_group_separator_is_read)
{
    ck_assert_int_eq(parse("150.000", indonesian, 2), 15000000);
    ck_assert_int_eq(parse("1.250.000,50", indonesian, 2), 125000050);
    ck_assert_int_eq(parse("150", indonesian, 2), 15000);
    ck_assert_int_eq(parse("1500000,5", indonesian, 2), 150000050);
    ck_assert_int_eq(parse("-1.000", indonesian, 2), -100000);
}
END_TEST

START_TEST(the_separator_is_declared_and_never_guessed)
{
    ck_assert_int_eq(parse("150.000", plain, 2), 15000);
    ck_assert_int_eq(parse("150.000", indonesian, 2), 15000000);
}
END_TEST

START_TEST(a_misplaced_group_separator_is_refused)
{
    static const char *const texts[] = { "15.00",  "1.50",   "1500.000", ".150",   "1.000.00",
                                         "1..000", "1.0000", "150.",     "1.00,5", "150.,5" };

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        refused(texts[i], indonesian, 2, "misplaced group separator");
    }
}
END_TEST

START_TEST(grouped_and_plain_texts_say_the_same)
{
    const money_style english = { .decimal = '.', .group = ',' };
    uint64_t seed = 5;
    char text[MONEY_TEXT_BYTES];

    for (int i = 0; i < 20000; i++) {
        const int64_t minor = (int64_t)(below(&seed, UINT64_C(1) << below(&seed, 57)));
        (void)money_format_grouped(minor, 2, text);
        if (parse(text, english, 2) != minor) {
            ck_abort_msg("%lld as %s", (long long)minor, text);
        }
    }
}
END_TEST

START_TEST(what_is_formatted_is_read_back)
{
    static const int exponents[] = { 0, 2, 3 };
    uint64_t seed = 2;
    char text[MONEY_TEXT_BYTES];

    for (int i = 0; i < 20000; i++) {
        const int exponent = exponents[below(&seed, 3)];
        const int64_t size = (int64_t)below(&seed, UINT64_C(1) << below(&seed, 50));
        const int64_t minor = below(&seed, 2) == 0 ? size : -size;
        const size_t length = money_format(minor, exponent, text);
        if (length != strlen(text) || parse(text, plain, exponent) != minor) {
            ck_abort_msg("%lld as %s", (long long)minor, text);
        }
    }
}
END_TEST

START_TEST(amounts_are_written_with_the_currencys_decimals)
{
    char text[MONEY_TEXT_BYTES];

    ck_assert_uint_eq(money_format(15000050, 2, text), 9);
    ck_assert_str_eq(text, "150000.50");
    (void)money_format(5, 3, text);
    ck_assert_str_eq(text, "0.005");
    (void)money_format(-5, 2, text);
    ck_assert_str_eq(text, "-0.05");
    (void)money_format(0, 0, text);
    ck_assert_str_eq(text, "0");
    (void)money_format(INT64_MAX, 2, text);
    ck_assert_str_eq(text, "92233720368547758.07");
}
END_TEST

START_TEST(an_unknown_amount_is_written_as_nothing)
{
    char text[MONEY_TEXT_BYTES] = "x";

    ck_assert_uint_eq(money_format(JAGA_UNKNOWN_MINOR, 2, text), 0);
    ck_assert_str_eq(text, "");
    ck_assert_uint_eq(money_format_grouped(JAGA_UNKNOWN_MINOR, 2, text), 0);
    ck_assert_str_eq(text, "");
}
END_TEST

START_TEST(people_read_groups_and_no_idle_decimals)
{
    char text[MONEY_TEXT_BYTES];

    (void)money_format_grouped(125000000, 2, text);
    ck_assert_str_eq(text, "1,250,000");
    (void)money_format_grouped(1250, 2, text);
    ck_assert_str_eq(text, "12.50");
    (void)money_format_grouped(-99900, 2, text);
    ck_assert_str_eq(text, "-999");
    (void)money_format_grouped(123456789, 3, text);
    ck_assert_str_eq(text, "123,456.789");
    (void)money_format_grouped(1000, 0, text);
    ck_assert_str_eq(text, "1,000");
    (void)money_format_grouped(0, 2, text);
    ck_assert_str_eq(text, "0");
    (void)money_format_grouped(-INT64_MAX, 3, text);
    ck_assert_str_eq(text, "-9,223,372,036,854,775.807");
}
END_TEST

UNIT_MAIN("money", currencies_have_their_exponents, what_is_no_currency_has_no_exponent,
          every_whole_amount_with_every_number_of_decimals_comes_out,
          hand_computed_amounts_come_out, zeros_beyond_the_exponent_are_fine,
          a_fifth_decimal_is_refused_even_when_zero, a_sign_is_for_balances_only,
          what_is_no_plain_number_is_refused, an_amount_too_large_is_refused_and_never_wraps,
          a_declared_group_separator_is_read, the_separator_is_declared_and_never_guessed,
          a_misplaced_group_separator_is_refused, grouped_and_plain_texts_say_the_same,
          what_is_formatted_is_read_back, amounts_are_written_with_the_currencys_decimals,
          an_unknown_amount_is_written_as_nothing, people_read_groups_and_no_idle_decimals)
