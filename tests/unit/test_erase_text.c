#include "desk/erase_text.h"

#include "unit.h"

#include <string.h>

/* An account's name in texts, as people, JSON and the audit write it. */

static jaga_span span_of(const char *text)
{
    return (jaga_span){ text, (uint32_t)strlen(text) };
}

/* How many characters stand before the name; -1: it is not there. */
static int place(const char *account, const char *text)
{
    const erase_name name = { span_of(account), span_of("X") };
    uint32_t length = 0;
    const uint32_t at = erase_find(&name, span_of(text), 0, &length);

    return at == strlen(text) ? -1 : (int)at;
}

START_TEST(a_name_is_found_where_it_stands_alone)
{
    ck_assert_int_eq(place("w1", "w1"), 0);
    ck_assert_int_eq(place("w1", "of w1, and"), 3);
    ck_assert_int_eq(place("w1", "it was w1."), 7);
    ck_assert_int_eq(place("w1", "(w1)"), 1);
    ck_assert_int_eq(place("w1", "{\"account\":\"w1\"}"), 12);
    ck_assert_int_eq(place("w1", "account=w1;kind=x"), 8);
    ck_assert_int_eq(place("w1", "w10 w1"), 4);
}
END_TEST

START_TEST(a_part_of_another_name_is_none)
{
    static const char *const others[] = { "",     "w",    "w10",     "0w1", "w1-2",       "x_w1",
                                          "w1.2", "a.w1", "w1@bank", "W1",  "w1\xC3\xA9", "+w1" };

    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        ck_assert_msg(place("w1", others[i]) == -1, "%s", others[i]);
    }
}
END_TEST

START_TEST(a_name_is_found_as_it_is_written_for_others)
{
    ck_assert_int_eq(place("a;b", "key=a%3Bb;x=1"), 4);
    ck_assert_int_eq(place("a\"b", "{\"account\":\"a\\\"b\"}"), 12);
    ck_assert_int_eq(place("w1", "text=she%3Bw1%3D7"), 11);
    ck_assert_int_eq(place("a;b", "a;bc"), -1);
}
END_TEST

UNIT_MAIN("erase_text", a_name_is_found_where_it_stands_alone, a_part_of_another_name_is_none,
          a_name_is_found_as_it_is_written_for_others)
