#include "decode/ndjson_number.h"

#include "decode_fixture.h"

static void becomes(const char *number, const char *plain)
{
    char to[NDJSON_NUMBER_BYTES];
    const uint32_t length = ndjson_number_plain(span_of(number), to);

    ck_assert_msg(span_is((jaga_span){ to, length }, plain), "%s becomes %.*s", number, (int)length,
                  to);
}

START_TEST(exponents_are_written_out)
{
    becomes("1.25e1", "12.5");
    becomes("1.250E+1", "12.5");
    becomes("1e0", "1");
    becomes("1e5", "100000");
    becomes("150e3", "150000");
    becomes("1250e-2", "12.5");
    becomes("100e-2", "1");
    becomes("1e-2", "0.01");
    becomes("0.001e1", "0.01");
    becomes("0.00125e5", "125");
    becomes("-62e-1", "-6.2");
    becomes("100.5e1", "1005");
    becomes("1769878800e3", "1769878800000");
    becomes("1.769878800e9", "1769878800");
}
END_TEST

START_TEST(nothing_is_nothing_at_any_exponent)
{
    becomes("0e0", "0");
    becomes("0.000e999999999999", "0");
    becomes("-0e-7", "-0");
}
END_TEST

START_TEST(no_digit_is_lost)
{
    becomes("9007199254740993e0", "9007199254740993"); /* a double would make it ...992 */
    becomes("0.1000000000000000055511151231257827e0", "0.1000000000000000055511151231257827");
    becomes("123456789012345678901234567890e-10", "12345678901234567890.123456789");
}
END_TEST

START_TEST(what_would_be_too_long_is_refused)
{
    becomes("1e44", "100000000000000000000000000000000000000000000");
    becomes("1e46", "");
    becomes("1e-46", "");
    becomes("1e999999999999999999999", "");
    becomes("1e-999999999999999999999", "");
    becomes("1234567890123456789012345678901234567890123456789012345e-54", "");
}
END_TEST

/* Held to long division: the digits with the point moved, both written out and without zeros at the
 * ends. */
START_TEST(random_numbers_keep_their_value)
{
    uint64_t seed = 3;

    for (int i = 0; i < 100000; i++) {
        const uint64_t value = next_random(&seed) % UINT64_C(1000000000000);
        const int decimals = (int)below(&seed, 13), moved = (int)below(&seed, 25) - 12;
        char number[64], want[64];
        uint64_t unit = 1;
        for (int d = 0; d < decimals; d++) {
            unit *= 10;
        }
        (void)snprintf(number, sizeof number, "%llu%s%.*llue%d", (unsigned long long)(value / unit),
                       decimals > 0 ? "." : "", decimals, (unsigned long long)(value % unit),
                       moved);
        if (decimals == 0) {
            (void)snprintf(number, sizeof number, "%llue%d", (unsigned long long)value, moved);
        }
        /* The same in units of 10^-24: value has at most 36 digits there. */
        const int zeros = 24 - decimals + moved;
        (void)snprintf(want, sizeof want, "%llu%0*d", (unsigned long long)value, zeros, 0);
        if (zeros == 0) {
            want[strlen(want) - 1] = '\0';
        }
        char to[NDJSON_NUMBER_BYTES], got[128];
        const uint32_t length = ndjson_number_plain(span_of(number), to);
        ck_assert_uint_gt(length, 0);
        const char *point = memchr(to, '.', length);
        const int whole = point == NULL ? (int)length : (int)(point - to);
        const int behind = point == NULL ? 0 : (int)length - whole - 1;
        (void)snprintf(got, sizeof got, "%.*s%.*s%0*d", whole, to, behind, to + length - behind,
                       25 - behind, 0);
        got[strlen(got) - 1] = '\0';
        ck_assert_str_eq(got + strspn(got, "0"), want + strspn(want, "0"));
        ck_assert(point == NULL || to[length - 1] != '0');
    }
}
END_TEST

UNIT_MAIN("ndjson_number", exponents_are_written_out, nothing_is_nothing_at_any_exponent,
          no_digit_is_lost, what_would_be_too_long_is_refused, random_numbers_keep_their_value)
