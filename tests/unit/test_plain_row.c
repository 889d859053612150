#include "decode/csv_row.h"
#include "decode/frame.h"
#include "decode/plain_row.h"
#include "decode/utf8.h"
#include "decode_fixture.h"

/* Rows without quotes at many bytes a step, held to libcsv. */

enum { LINE_MOST = 300, RANDOM_LINES = 40000 };

static csv_row reference;
static char texts[FRAME_LINE_BYTES];
static char line_text[LINE_MOST + PLAIN_ROW_SLACK_BYTES];
static jaga_span fields[CSV_COLUMNS_MAX];

/* A line with the worst thing to read behind it. */
static jaga_span line_of(const char *text, uint32_t length)
{
    memset(line_text, '"', sizeof line_text);
    memcpy(line_text, text, length);
    return (jaga_span){ line_text, length };
}

static bool is_plain(plain_row_split *split, const char *text, char delimiter)
{
    plain_row row = { .fields = fields, .cap = CSV_COLUMNS_MAX };
    const jaga_span line = line_of(text, (uint32_t)strlen(text));
    return split(line, delimiter, line.at, &row);
}

static void open_reference(char delimiter)
{
    ck_assert_int_eq(csv_row_open(&reference, delimiter, NULL), JAGA_OK);
}

/* Whether the way took it for plain; if it did, libcsv must say the same. */
static bool agrees(const plain_row_way *way, jaga_span line, char delimiter)
{
    plain_row row = { .fields = fields, .cap = CSV_COLUMNS_MAX };

    if (!way->split(line, delimiter, line.at, &row)) {
        return false;
    }
    bool is_same = utf8_check(line) == NULL && csv_row_parse(&reference, line, texts) == NULL &&
                   row.count == reference.count;
    for (size_t i = 0; is_same && i < row.count; i++) {
        is_same = fields[i].length == reference.fields[i].length &&
                  memcmp(fields[i].at, reference.fields[i].at, fields[i].length) == 0;
    }
    ck_assert(is_same);
    return true;
}

START_TEST(random_lines_come_out_as_libcsv_gives_them)
{
    static const char common[] = "abc012,,,,. \t";
    static const char rare[] = "\"\r\0\xC3\xA9\xFF;";
    plain_row_way ways[PLAIN_ROW_WAYS];
    uint64_t seed = 1, plain = 0;
    char text[LINE_MOST];

    plain_row_ways(ways);
    open_reference(',');
    for (int round = 0; round < RANDOM_LINES; round++) {
        const uint32_t length = (uint32_t)below(&seed, LINE_MOST);
        const bool is_odd = below(&seed, 4) == 0;
        for (uint32_t i = 0; i < length; i++) {
            text[i] = is_odd && below(&seed, 60) == 0
                          ? rare[below(&seed, sizeof rare - 1)]
                          : common[below(&seed, sizeof common - (below(&seed, 30) ? 3 : 1))];
        }
        const jaga_span line = line_of(text, length);
        const bool want = agrees(&ways[0], line, ',');
        for (size_t i = 1; i < PLAIN_ROW_WAYS; i++) {
            if (ways[i].split != NULL && agrees(&ways[i], line, ',') != want) {
                ck_abort_msg("%s and %s disagree", ways[i].name, ways[0].name);
            }
        }
        plain += want;
    }
    csv_row_close(&reference);
    ck_assert_uint_gt(plain, RANDOM_LINES / 50);
    ck_assert_uint_lt(plain, RANDOM_LINES);
}
END_TEST

/* At every place within and across steps. */
START_TEST(one_byte_that_is_not_plain_is_seen_wherever_it_stands)
{
    static const char odd[] = { '"', '\r', '\0', '\x80', '\xFF' };
    plain_row_way ways[PLAIN_ROW_WAYS];
    char text[LINE_MOST];

    plain_row_ways(ways);
    for (uint32_t at = 0; at < 200; at++) {
        for (size_t o = 0; o < sizeof odd; o++) {
            memset(text, 'x', sizeof text);
            text[at] = odd[o];
            const jaga_span line = line_of(text, 200);
            for (size_t i = 0; i < PLAIN_ROW_WAYS; i++) {
                plain_row row = { .fields = fields, .cap = CSV_COLUMNS_MAX };
                if (ways[i].split != NULL && ways[i].split(line, ',', line.at, &row)) {
                    ck_abort_msg("%s passes over byte %u", ways[i].name, at);
                }
            }
        }
    }
}
END_TEST

START_TEST(what_nearly_every_row_looks_like_is_plain)
{
    plain_row_split *split = plain_row_fastest();

    ck_assert(is_plain(split, "e1,2026-01-31T10:00:00Z,payment,ok,w1,5000,IDR,,,", ','));
    ck_assert(is_plain(split, "e1;a b;c", ';'));
    ck_assert(is_plain(split, "a\tb\tc", '\t'));
    ck_assert(is_plain(split, "toko \xC3\xA9,\xE4\xB8\xAD\xE6\x96\x87", ','));
    ck_assert(is_plain(split, ",", ','));
    ck_assert(is_plain(split, "a", ','));
}
END_TEST

START_TEST(what_libcsv_would_change_or_refuse_is_left_to_it)
{
    plain_row_split *split = plain_row_fastest();

    ck_assert(!is_plain(split, "", ','));
    ck_assert(!is_plain(split, " a,b", ','));
    ck_assert(!is_plain(split, "a ,b", ','));
    ck_assert(!is_plain(split, "a,\tb", ','));
    ck_assert(!is_plain(split, "a,b ", ','));
    ck_assert(!is_plain(split, "a, ,b", ','));
    ck_assert(!is_plain(split, "\"a\",b", ','));
    ck_assert(!is_plain(split, "a,b\"c", ','));
    ck_assert(!is_plain(split, "a,\xC3", ','));
}
END_TEST

START_TEST(more_fields_than_there_is_room_for_are_left_to_libcsv)
{
    plain_row_way ways[PLAIN_ROW_WAYS];
    char text[LINE_MOST];

    memset(text, ',', sizeof text);
    plain_row_ways(ways);
    for (size_t i = 0; i < PLAIN_ROW_WAYS; i++) {
        plain_row row = { .fields = fields, .cap = CSV_COLUMNS_MAX };
        const jaga_span most = line_of(text, CSV_COLUMNS_MAX - 1);
        if (ways[i].split != NULL) {
            ck_assert(ways[i].split(most, ',', most.at, &row));
            ck_assert_uint_eq(row.count, CSV_COLUMNS_MAX);
            const jaga_span over = line_of(text, CSV_COLUMNS_MAX);
            ck_assert(!ways[i].split(over, ',', over.at, &row));
        }
    }
}
END_TEST

START_TEST(plain_c_is_there_on_every_machine)
{
    plain_row_way ways[PLAIN_ROW_WAYS];

    plain_row_ways(ways);
    ck_assert(ways[0].split != NULL);
    ck_assert(plain_row_fastest() != NULL);
}
END_TEST

UNIT_MAIN("plain_row", random_lines_come_out_as_libcsv_gives_them,
          one_byte_that_is_not_plain_is_seen_wherever_it_stands,
          what_nearly_every_row_looks_like_is_plain,
          what_libcsv_would_change_or_refuse_is_left_to_it,
          more_fields_than_there_is_room_for_are_left_to_libcsv, plain_c_is_there_on_every_machine)
