#include "story.h"

#include "base/detail.h"

static void check(const char *detail, const char *key, const char *want)
{
    const jaga_span got = detail_value(story_span(detail), key);

    if (want == NULL) {
        ck_assert_msg(got.at == NULL && got.length == 0, "%s in %s", key, detail);
        return;
    }
    ck_assert_ptr_nonnull(got.at);
    ck_assert_msg(got.length == strlen(want) && memcmp(got.at, want, got.length) == 0,
                  "%s in %s is %.*s", key, detail, (int)got.length, got.at);
}

START_TEST(a_key_is_found_at_the_beginning_in_the_middle_and_at_the_end)
{
    check("asn=AS1;os=ios;app=2.1", "asn", "AS1");
    check("asn=AS1;os=ios;app=2.1", "os", "ios");
    check("asn=AS1;os=ios;app=2.1", "app", "2.1");
    check("asn=AS1", "asn", "AS1");
}
END_TEST

START_TEST(a_key_is_a_whole_word_and_the_first_of_several_wins)
{
    check("basn=1;asnx=2;asn=3;asn=4", "asn", "3");
    check("asn", "asn", NULL);
    check("x=asn=5", "asn", NULL);
    check("a=1;asn;b=2", "asn", NULL);
    check("ASN=1", "asn", NULL);
}
END_TEST

START_TEST(empty_texts_and_stray_semicolons_harm_nothing)
{
    const jaga_span none = { NULL, 0 };

    ck_assert_ptr_null(detail_value(none, "asn").at);
    check("", "asn", NULL);
    check(";;;", "asn", NULL);
    check(";;asn=7;;", "asn", "7");
    check("asn=", "asn", "");
    check("asn=;os=x", "asn", "");
    check("a=b=c", "a", "b=c");
}
END_TEST

/* No byte behind the span is read: the text goes on, the span does not. */
START_TEST(nothing_behind_the_text_is_read)
{
    const jaga_span cut = { "os=ios;asn=AS1", 9 };

    ck_assert_ptr_null(detail_value(cut, "asn").at);
    ck_assert_uint_eq(detail_value(cut, "os").length, 3);
}
END_TEST

UNIT_MAIN("detail", a_key_is_found_at_the_beginning_in_the_middle_and_at_the_end,
          a_key_is_a_whole_word_and_the_first_of_several_wins,
          empty_texts_and_stray_semicolons_harm_nothing, nothing_behind_the_text_is_read)
