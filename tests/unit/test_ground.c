#include "jaga/ground.h"

#include "decode_fixture.h"
#include "jaga/feature.h"

#include <ctype.h>

/* The lists of ground.def stand in the order of the tables that they speak of. */
static const char *const numbers[] = {
#define GROUND(id, name, en, indonesian, zh)
#define NUMBER(name, ground) name,
#define SEEN_BY(name, ground)
#include "model/ground.def"
#undef NUMBER
#undef SEEN_BY
};
static const char *const signals[] = {
#define NUMBER(name, ground)
#define SEEN_BY(name, ground) name,
#include "model/ground.def"
#undef GROUND
#undef NUMBER
#undef SEEN_BY
};

START_TEST(every_number_and_every_signal_has_a_ground)
{
    ck_assert_uint_eq(sizeof numbers / sizeof numbers[0], jaga_feature_count());
    for (size_t i = 0; i < jaga_feature_count(); i++) {
        ck_assert_str_eq(numbers[i], jaga_feature_at(i)->name);
        ck_assert_uint_lt(jaga_ground_of_feature(i), JAGA_GROUND_COUNT);
    }
    ck_assert_uint_eq(sizeof signals / sizeof signals[0], jaga_signal_count());
    for (size_t i = 0; i < jaga_signal_count(); i++) {
        ck_assert_str_eq(signals[i], jaga_signal_at(i)->name);
        ck_assert_uint_lt(jaga_ground_of_signal(i), JAGA_GROUND_COUNT);
    }
}
END_TEST

START_TEST(every_ground_has_numbers_and_words_of_its_own)
{
    for (jaga_ground ground = 0; ground < JAGA_GROUND_COUNT; ground++) {
        size_t found = 0;
        for (size_t i = 0; i < jaga_feature_count(); i++) {
            found += jaga_ground_of_feature(i) == ground;
        }
        ck_assert_uint_gt(found, 0);
        ck_assert_uint_eq(jaga_ground_find(jaga_ground_name(ground)), ground);
        for (jaga_lang lang = 0; lang < JAGA_LANG_COUNT; lang++) {
            ck_assert_uint_gt(strlen(jaga_ground_says(ground, lang)), 8);
            for (jaga_ground other = 0; other < ground; other++) {
                ck_assert_str_ne(jaga_ground_says(ground, lang), jaga_ground_says(other, lang));
            }
        }
        ck_assert_int_eq(isascii(jaga_ground_says(ground, JAGA_LANG_EN)[0]), 1);
        ck_assert_int_eq(isascii(jaga_ground_says(ground, JAGA_LANG_ZH)[0]), 0);
    }
    ck_assert_uint_eq(jaga_ground_find("no such ground"), JAGA_GROUND_COUNT);
}
END_TEST

UNIT_MAIN("ground", every_number_and_every_signal_has_a_ground,
          every_ground_has_numbers_and_words_of_its_own)
