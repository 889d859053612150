#include "unit.h"

/* The program's own files are in no library, so the parser is read in here. */
#include "../../engine/cli/options.c"

enum { DB, COUNT_OPTION, FLAG };

static const option table[] = {
    [DB] = { "db", OPTION_TEXT, "X.db", "jaga.db", 0, 0, "the database" },
    [COUNT_OPTION] = { "count", OPTION_NUMBER, "N", "7", 1, 100, "how many" },
    [FLAG] = { "act", OPTION_FLAG, NULL, NULL, 0, 0, "do it" },
};

static const command made = { .name = "made",
                              .usage = "FILE...",
                              .help = "a command",
                              .examples = "jaga made x",
                              .options = table,
                              .option_count = 3,
                              .least_words = 1,
                              .most_words = 3 };

/* Parses up to five words; NULL ends them. */
static jaga_status parse(const char *const words[5], arguments *out, jaga_error *err)
{
    static char room[5][64];
    static char *argv[5];
    int argc = 0;
    for (; argc < 5 && words[argc] != NULL; argc++) {
        (void)snprintf(room[argc], sizeof room[argc], "%s", words[argc]);
        argv[argc] = room[argc];
    }
    return options_parse(&made, argc, argv, out, err);
}
#define PARSE(...) parse((const char *const[5]){ __VA_ARGS__ }, &given, &err)

START_TEST(defaults_hold_until_given)
{
    arguments given;
    jaga_error err;
    ck_assert_int_eq(PARSE("file"), JAGA_OK);
    ck_assert_str_eq(given.text[DB], "jaga.db");
    ck_assert_int_eq(given.number[COUNT_OPTION], 7);
    ck_assert(!given.is_given[FLAG]);
    ck_assert_uint_eq(given.word_count, 1);
}
END_TEST

START_TEST(options_and_words_mix)
{
    arguments given;
    jaga_error err;
    ck_assert_int_eq(PARSE("a", "--db=x.db", "b", "--act", "--count=12"), JAGA_OK);
    ck_assert_str_eq(given.text[DB], "x.db");
    ck_assert_int_eq(given.number[COUNT_OPTION], 12);
    ck_assert(given.is_given[FLAG]);
    ck_assert_uint_eq(given.word_count, 2);
    ck_assert_str_eq(given.words[1], "b");
}
END_TEST

START_TEST(a_value_may_follow_apart)
{
    arguments given;
    jaga_error err;
    ck_assert_int_eq(PARSE("--db", "--strange", "a"), JAGA_OK);
    ck_assert_str_eq(given.text[DB], "--strange");
}
END_TEST

START_TEST(two_dashes_end_options)
{
    arguments given;
    jaga_error err;
    ck_assert_int_eq(PARSE("--", "--db", "-"), JAGA_OK);
    ck_assert_uint_eq(given.word_count, 2);
    ck_assert_str_eq(given.words[0], "--db");
}
END_TEST

START_TEST(a_dash_is_a_word)
{
    arguments given;
    jaga_error err;
    ck_assert_int_eq(PARSE("-"), JAGA_OK);
    ck_assert_str_eq(given.words[0], "-");
}
END_TEST

START_TEST(an_unknown_option_names_the_nearest)
{
    arguments given;
    jaga_error err;
    ck_assert_int_eq(PARSE("a", "--cuont=3"), JAGA_ERR_USAGE);
    ck_assert_ptr_nonnull(strstr(err.text, "did you mean --count?"));
    ck_assert_int_eq(PARSE("a", "--entirely"), JAGA_ERR_USAGE);
    ck_assert_ptr_nonnull(strstr(err.text, "jaga made --help"));
}
END_TEST

START_TEST(wrong_values_are_refused)
{
    arguments given;
    jaga_error err;
    ck_assert_int_eq(PARSE("a", "--count=0"), JAGA_ERR_USAGE);
    ck_assert_ptr_nonnull(strstr(err.text, "from 1 to 100"));
    ck_assert_int_eq(PARSE("a", "--count=1x"), JAGA_ERR_USAGE);
    ck_assert_int_eq(PARSE("a", "--count="), JAGA_ERR_USAGE);
    ck_assert_int_eq(PARSE("a", "--act=yes"), JAGA_ERR_USAGE);
    ck_assert_int_eq(PARSE("a", "--db"), JAGA_ERR_USAGE);
    ck_assert_int_eq(PARSE("a", "-x"), JAGA_ERR_USAGE);
}
END_TEST

START_TEST(the_number_of_words_is_checked)
{
    arguments given;
    jaga_error err;
    ck_assert_int_eq(PARSE("--act"), JAGA_ERR_USAGE);
    ck_assert_int_eq(PARSE("a", "b", "c", "d"), JAGA_ERR_USAGE);
}
END_TEST

START_TEST(help_wins_over_everything_after_it)
{
    arguments given;
    jaga_error err;
    ck_assert_int_eq(PARSE("--help", "--nonsense"), JAGA_OK);
    ck_assert(given.wants_help);
}
END_TEST

START_TEST(help_shows_every_option)
{
    char text[4096] = "";
    FILE *out = fmemopen(text, sizeof text, "w");
    options_print_help(&made, out);
    (void)fclose(out);
    ck_assert_ptr_nonnull(strstr(text, "Usage: jaga made FILE... [options]"));
    ck_assert_ptr_nonnull(strstr(text, "--db X.db"));
    ck_assert_ptr_nonnull(strstr(text, "(default: jaga.db)"));
    ck_assert_ptr_nonnull(strstr(text, "Exit status: 0"));
}
END_TEST

START_TEST(nearest_is_silent_about_strangers)
{
    const char *const names[] = { "holds", "tasks" };
    ck_assert_str_eq(nearest_name("hlods", names, 2), "holds");
    ck_assert_str_eq(nearest_name("task", names, 2), "tasks");
    ck_assert_ptr_null(nearest_name("everything", names, 2));
}
END_TEST

UNIT_MAIN("options", defaults_hold_until_given, options_and_words_mix, a_value_may_follow_apart,
          two_dashes_end_options, a_dash_is_a_word, an_unknown_option_names_the_nearest,
          wrong_values_are_refused, the_number_of_words_is_checked,
          help_wins_over_everything_after_it, help_shows_every_option,
          nearest_is_silent_about_strangers)
