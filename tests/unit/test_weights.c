#include "model/weights.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

static weights got;
static jaga_error why;

static jaga_status read_text(const char *text)
{
    return weights_read(&got, (jaga_span){ text, (uint32_t)strlen(text) }, "w.csv", &why);
}

static void refused(const char *text, const char *complaint)
{
    ck_assert_msg(read_text(text) == JAGA_ERR_FORMAT, "'%s' was taken", text);
    ck_assert_str_eq(why.text, complaint);
}

static size_t place_of(const char *name)
{
    size_t i = 0;

    while (strcmp(jaga_signal_at(i)->name, name) != 0) {
        i++;
    }
    return i;
}

static double bits_of(const char *name)
{
    return got.bits[place_of(name)];
}

START_TEST(a_row_goes_before_the_authors_word)
{
    const double by_hand = jaga_signal_at(place_of("drain"))->bits;

    ck_assert_int_eq(read_text("signal,bits\nnew-device,1.25\n"), JAGA_OK);
    ck_assert_double_eq(bits_of("new-device"), 1.25);
    ck_assert_double_eq(bits_of("drain"), by_hand);
}
END_TEST

START_TEST(comments_blank_lines_and_other_line_ends_are_passed_over)
{
    ck_assert_int_eq(
        read_text("# fitted\r\n\r\n#\r\nsignal,bits\r\n# here too\r\ndrain,0\r\n\r\nburst,20"),
        JAGA_OK);
    ck_assert_double_eq(bits_of("drain"), 0.0);
    ck_assert_double_eq(bits_of("burst"), 20.0);
}
END_TEST

START_TEST(the_header_comes_first)
{
    static const char no_header[] = "w.csv: line 1: the header `signal,bits` is missing";

    refused("", no_header);
    refused("#\n#\n", "w.csv: line 2: the header `signal,bits` is missing");
    refused("drain,1\n", "w.csv: line 1: not the header `signal,bits`");
    refused("# x\nbits,signal\n", "w.csv: line 2: not the header `signal,bits`");
    refused("signal,bits,more\n", "w.csv: line 1: not the header `signal,bits`");
}
END_TEST

START_TEST(what_no_signal_is_called_is_refused)
{
    static const char unknown[] = "w.csv: line 3: no such signal; `jaga signals` lists them";

    refused("#\nsignal,bits\nno-such,1\n", unknown);
    refused("#\nsignal,bits\n,1\n", unknown);
    refused("#\nsignal,bits\ndrai,1\n", unknown);
    refused("#\nsignal,bits\ndrains,1\n", unknown);
    refused("#\nsignal,bits\n drain,1\n", unknown);
    refused("#\nsignal,bits\nDRAIN,1\n", unknown);
    refused("#\nsignal,bits\ndrain\n", "w.csv: line 3: not a signal and its bits");
}
END_TEST

START_TEST(a_name_with_a_zero_byte_is_not_the_name_before_it)
{
    static const char text[] = "signal,bits\ndrain\0x,1\n";

    ck_assert_int_eq(
        weights_read(&got, (jaga_span){ text, (uint32_t)sizeof text - 1 }, "w.csv", &why),
        JAGA_ERR_FORMAT);
}
END_TEST

START_TEST(a_signal_has_one_row)
{
    refused("signal,bits\ndrain,1\nburst,1\ndrain,1\n",
            "w.csv: line 4: this signal has a row already");
}
END_TEST

START_TEST(bits_are_a_plain_number_from_0_to_20)
{
    static const char *const wrong[] = { "",      ".",   "x",   "-1",   "+1",  "1e1",
                                         "20.01", "21",  "1,5", "1 ",   " 1",  "1.2.3",
                                         "nan",   "inf", "0x1", "1.5,", "999", "0.000000000001" };
    char text[80];

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        (void)snprintf(text, sizeof text, "signal,bits\ndrain,%s\n", wrong[i]);
        refused(text, "w.csv: line 2: bits are a number from 0 to 20");
    }
    ck_assert_int_eq(read_text("signal,bits\ndrain,.5\nburst,7.\nprobing,20.00\n"), JAGA_OK);
    ck_assert_double_eq(bits_of("drain"), 0.5);
    ck_assert_double_eq(bits_of("burst"), 7.0);
    ck_assert_double_eq(bits_of("probing"), 20.0);
}
END_TEST

START_TEST(the_shipped_ones_name_every_signal)
{
    weights shipped, nothing;
    jaga_error err = { .text = "" };

    ck_assert_msg(weights_shipped(&shipped, &err) == JAGA_OK, "%s", err.text);
    weights_by_hand(&nothing);
    for (size_t i = 0; i < jaga_signal_count(); i++) {
        ck_assert_double_eq(nothing.bits[i], jaga_signal_at(i)->bits);
        ck_assert_double_ge(shipped.bits[i], 0.0);
    }
    ck_assert_double_eq(shipped.bits[place_of("customer-report")], 20.0);
}
END_TEST

UNIT_MAIN("weights", a_row_goes_before_the_authors_word,
          comments_blank_lines_and_other_line_ends_are_passed_over, the_header_comes_first,
          what_no_signal_is_called_is_refused, a_name_with_a_zero_byte_is_not_the_name_before_it,
          a_signal_has_one_row, bits_are_a_plain_number_from_0_to_20,
          the_shipped_ones_name_every_signal)
