#include "decode/csv_row.h"
#include "decode_fixture.h"

#include "decode/frame.h"

static csv_row row;
static char texts[FRAME_LINE_BYTES];

static void open_row(char delimiter)
{
    ck_assert_int_eq(csv_row_open(&row, delimiter, NULL), JAGA_OK);
}

static const char *parse(const char *line)
{
    return csv_row_parse(&row, span_of(line), texts);
}

/* Parses and gives the fields joined by | */
static const char *fields_of(const char *line)
{
    static char joined[512];
    size_t used = 0;
    const char *wrong = parse(line);

    ck_assert_msg(wrong == NULL, "%s: %s", line, wrong);
    joined[0] = '\0';
    for (size_t i = 0; i < row.count; i++) {
        used += (size_t)snprintf(joined + used, sizeof joined - used, "%s%.*s", i > 0 ? "|" : "",
                                 (int)row.fields[i].length, row.fields[i].at);
    }
    return joined;
}

START_TEST(fields_are_cut_at_the_delimiter)
{
    open_row(',');
    ck_assert_str_eq(fields_of("a,b,c"), "a|b|c");
    ck_assert_str_eq(fields_of("a,,c"), "a||c");
    ck_assert_str_eq(fields_of(",,"), "||");
    ck_assert_str_eq(fields_of("a"), "a");
    csv_row_close(&row);
}
END_TEST

START_TEST(another_delimiter_can_be_declared)
{
    open_row(';');
    ck_assert_str_eq(fields_of("a;1,5;c"), "a|1,5|c");
    csv_row_close(&row);
    open_row('\t');
    ck_assert_str_eq(fields_of("a\tb c\td"), "a|b c|d");
    csv_row_close(&row);
}
END_TEST

START_TEST(quotes_hold_delimiters_and_quotes)
{
    open_row(',');
    ck_assert_str_eq(fields_of("\"a,b\",c"), "a,b|c");
    ck_assert_str_eq(fields_of("\"say \"\"hi\"\"\",x"), "say \"hi\"|x");
    ck_assert_str_eq(fields_of("\"\",\"\""), "|");
    csv_row_close(&row);
}
END_TEST

START_TEST(spaces_around_a_field_are_dropped_and_quoted_ones_kept)
{
    open_row(',');
    ck_assert_str_eq(fields_of(" a , b c ,\" d \""), "a|b c| d ");
    csv_row_close(&row);
}
END_TEST

START_TEST(an_unclosed_quote_is_refused)
{
    open_row(',');
    ck_assert_ptr_nonnull(parse("a,\"b,c"));
    ck_assert_ptr_nonnull(parse("\""));
    ck_assert_ptr_nonnull(parse("a,\"b\"\""));
    csv_row_close(&row);
}
END_TEST

START_TEST(text_behind_a_closing_quote_is_refused)
{
    open_row(',');
    ck_assert_ptr_nonnull(parse("a,\"b\"c,d"));
    ck_assert_ptr_nonnull(parse("a,b\"c,d"));
    csv_row_close(&row);
}
END_TEST

START_TEST(a_refused_line_does_not_reach_into_the_next)
{
    static const char *const bad[] = { "a,\"b", "\"", "a,\"b\"c", "x\"y", "\"a\"\"", "\"\n" };

    open_row(',');
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        ck_assert_ptr_nonnull(parse(bad[i]));
        ck_assert_str_eq(fields_of("d,e"), "d|e");
    }
    csv_row_close(&row);
}
END_TEST

START_TEST(an_empty_line_has_no_fields)
{
    open_row(',');
    ck_assert_ptr_null(parse(""));
    ck_assert_uint_eq(row.count, 0);
    csv_row_close(&row);
}
END_TEST

START_TEST(more_columns_than_fit_are_counted_but_not_kept)
{
    static char line[CSV_COLUMNS_MAX * 4];

    memset(line, ',', CSV_COLUMNS_MAX + 100);
    open_row(',');
    ck_assert_ptr_null(parse(line));
    ck_assert_uint_eq(row.count, CSV_COLUMNS_MAX + 101);
    csv_row_close(&row);
}
END_TEST

START_TEST(the_longest_line_fits_its_room)
{
    static char line[FRAME_LINE_BYTES + 1];

    open_row(',');
    memset(line, 'x', FRAME_LINE_BYTES);
    ck_assert_ptr_null(parse(line));
    ck_assert_uint_eq(row.fields[0].length, FRAME_LINE_BYTES);
    for (size_t i = 1; i < FRAME_LINE_BYTES; i += 300) {
        line[i] = ',';
    }
    ck_assert_ptr_null(parse(line));
    ck_assert_uint_eq(row.count, (FRAME_LINE_BYTES - 2) / 300 + 2);
    csv_row_close(&row);
}
END_TEST

/* libcsv ends a row at a carriage return; two short rows must not pass for one long one. */
START_TEST(a_carriage_return_inside_a_line_does_not_join_two_rows)
{
    open_row(',');
    ck_assert_ptr_nonnull(parse("a,b\rc,d"));
    ck_assert_str_eq(fields_of("e,f"), "e|f");
    csv_row_close(&row);
}
END_TEST

START_TEST(non_ascii_text_is_kept_byte_by_byte)
{
    open_row(',');
    ck_assert_str_eq(fields_of("Caf\xC3\xA9,\xE2\x82\xAC"), "Caf\xC3\xA9|\xE2\x82\xAC");
    csv_row_close(&row);
}
END_TEST

UNIT_MAIN("csv_row", fields_are_cut_at_the_delimiter, another_delimiter_can_be_declared,
          quotes_hold_delimiters_and_quotes, spaces_around_a_field_are_dropped_and_quoted_ones_kept,
          an_unclosed_quote_is_refused, text_behind_a_closing_quote_is_refused,
          a_refused_line_does_not_reach_into_the_next, an_empty_line_has_no_fields,
          more_columns_than_fit_are_counted_but_not_kept, the_longest_line_fits_its_room,
          a_carriage_return_inside_a_line_does_not_join_two_rows,
          non_ascii_text_is_kept_byte_by_byte)
