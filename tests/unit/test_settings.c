#include "unit.h"

#include "jaga/settings.h"

#include <stdio.h>
#include <string.h>

static jaga_configuration made;
static jaga_error why;

static jaga_span span(const char *text)
{
    return (jaga_span){ text, (uint32_t)strlen(text) };
}

static const char *file_of(const char *text)
{
    static char path[512];
    (void)snprintf(path, sizeof path, "%s/c.yaml", getenv("TMPDIR"));
    FILE *out = fopen(path, "w");
    ck_assert(out != NULL);
    (void)fputs(text, out);
    (void)fclose(out);
    return path;
}

static jaga_status load(const char *text)
{
    jaga_configuration_default(&made);
    return jaga_configuration_read(&made, file_of(text), &why);
}

/* The error must name the line and hold every word of `words`. */
static void refused(const char *text, const char *line, const char *words)
{
    ck_assert_msg(load(text) != JAGA_OK, "read: %s", text);
    ck_assert_msg(strstr(why.text, line) != NULL && strstr(why.text, words) != NULL,
                  "wanted %s and %s, got %s", line, words, why.text);
}

START_TEST(defaults_are_spelled_as_they_print)
{
    char text[JAGA_SETTING_BYTES];
    jaga_settings settings;

    jaga_settings_default(&settings);
    for (size_t id = 0; id < JAGA_SETTINGS; id++) {
        jaga_setting_format(id, settings.value[id], text);
        ck_assert_str_eq(text, jaga_setting_at(id)->initial);
        ck_assert_uint_eq(jaga_setting_find(span(jaga_setting_at(id)->name)), id);
    }
    ck_assert_uint_eq(jaga_setting_find(span("no-such")), JAGA_SETTINGS);
}
END_TEST

START_TEST(values_are_read_by_their_kind)
{
    static const struct {
        jaga_setting_id id;
        const char *text, *spelled; /* spelled NULL: refused */
        int64_t value;
    } rows[] = {
        { JAGA_SETTING_ID_HOLD_BELIEF, "0.65", "0.65", 650000 },
        { JAGA_SETTING_ID_HOLD_BELIEF, "0.650000", "0.65", 650000 },
        { JAGA_SETTING_ID_HOLD_BELIEF, "0.000001", "0.000001", 1 },
        { JAGA_SETTING_ID_HOLD_BELIEF, "0.6500001", NULL, 0 },
        { JAGA_SETTING_ID_HOLD_BELIEF, "1", NULL, 0 },
        { JAGA_SETTING_ID_HOLD_BELIEF, "0", NULL, 0 },
        { JAGA_SETTING_ID_HOLD_BELIEF, ".5", NULL, 0 },
        { JAGA_SETTING_ID_HOLD_BELIEF, "0,5", NULL, 0 },
        { JAGA_SETTING_ID_HOLD_BELIEF, "-0.5", NULL, 0 },
        { JAGA_SETTING_ID_HOLD_BELIEF, "0.5 ", NULL, 0 },
        { JAGA_SETTING_ID_HOLD_BELIEF, "", NULL, 0 },
        { JAGA_SETTING_ID_LATENESS, "90s", "90 s", 90 },
        { JAGA_SETTING_ID_LATENESS, "120 min", "2 h", 7200 },
        { JAGA_SETTING_ID_LATENESS, "0 d", "0 s", 0 },
        { JAGA_SETTING_ID_LATENESS, "7 d", "7 d", 604800 },
        { JAGA_SETTING_ID_LATENESS, "8 d", NULL, 0 },
        { JAGA_SETTING_ID_LATENESS, "10", NULL, 0 },
        { JAGA_SETTING_ID_LATENESS, "10 minutes", NULL, 0 },
        { JAGA_SETTING_ID_LATENESS, "10  min", NULL, 0 },
        { JAGA_SETTING_ID_LATENESS, "-1 s", NULL, 0 },
        { JAGA_SETTING_ID_LATENESS, "99999999999999999999 s", NULL, 0 },
        { JAGA_SETTING_ID_LATENESS, "999999999999999 d", NULL, 0 },
        { JAGA_SETTING_ID_MOST_ACCOUNTS, "1000", "1000", 1000 },
        { JAGA_SETTING_ID_MOST_ACCOUNTS, "0", NULL, 0 },
        { JAGA_SETTING_ID_MOST_ACCOUNTS, "1e6", NULL, 0 },
        { JAGA_SETTING_ID_HOTLINE_OFFSET, "-03:30", "-03:30", -12600 },
        { JAGA_SETTING_ID_HOTLINE_OFFSET, "+14:00", "+14:00", 50400 },
        { JAGA_SETTING_ID_HOTLINE_OFFSET, "+14:01", NULL, 0 },
        { JAGA_SETTING_ID_HOTLINE_OFFSET, "+07:60", NULL, 0 },
        { JAGA_SETTING_ID_HOTLINE_OFFSET, "7", NULL, 0 },
        { JAGA_SETTING_ID_DEFAULT_CURRENCY, "JPY", "JPY", 0x4a5059 },
        { JAGA_SETTING_ID_DEFAULT_CURRENCY, "jpy", NULL, 0 },
        { JAGA_SETTING_ID_DEFAULT_CURRENCY, "RUPIAH", NULL, 0 },
    };
    char text[JAGA_SETTING_BYTES];

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int64_t value = -77;
        const jaga_status status = jaga_setting_parse(rows[i].id, span(rows[i].text), &value, &why);
        if (rows[i].spelled == NULL) {
            ck_assert_msg(status == JAGA_ERR_USAGE && value == -77, "taken: %s", rows[i].text);
            continue;
        }
        ck_assert_msg(status == JAGA_OK && value == rows[i].value, "%s: %s", rows[i].text,
                      why.text);
        jaga_setting_format(rows[i].id, value, text);
        ck_assert_str_eq(text, rows[i].spelled);
    }
}
END_TEST

START_TEST(a_refused_value_says_what_would_be_right)
{
    int64_t value;
    ck_assert(jaga_setting_parse(JAGA_SETTING_ID_LATENESS, span("10"), &value, &why) != JAGA_OK);
    ck_assert_str_eq(why.text, "lateness is \"10\"; it takes 0 s to 7 d, in s, min, h or d");
    ck_assert(jaga_setting_parse(JAGA_SETTING_ID_DEFAULT_CURRENCY, span("x"), &value, &why) !=
              JAGA_OK);
    ck_assert_str_eq(why.text, "default-currency is \"x\"; it takes three capital letters");
}
END_TEST

START_TEST(a_file_beats_the_default_and_a_flag_the_file)
{
    ck_assert_int_eq(load("# a comment\nhold-belief: 0.7\n\nlateness: 20 min # fine\n"), JAGA_OK);
    ck_assert_int_eq(made.settings.value[JAGA_SETTING_ID_HOLD_BELIEF], 700000);
    ck_assert_int_eq(made.origin[JAGA_SETTING_ID_HOLD_BELIEF].kind, JAGA_FROM_FILE);
    ck_assert_uint_eq(made.origin[JAGA_SETTING_ID_HOLD_BELIEF].line, 2);
    ck_assert_uint_eq(made.origin[JAGA_SETTING_ID_LATENESS].line, 4);
    ck_assert_int_eq(made.origin[JAGA_SETTING_ID_CASE_LIFE].kind, JAGA_FROM_DEFAULT);
    ck_assert_int_eq(jaga_configuration_flag(&made, JAGA_SETTING_ID_HOLD_BELIEF, "0.8", &why),
                     JAGA_OK);
    ck_assert_int_eq(made.settings.value[JAGA_SETTING_ID_HOLD_BELIEF], 800000);
    ck_assert_int_eq(made.origin[JAGA_SETTING_ID_HOLD_BELIEF].kind, JAGA_FROM_FLAG);
    ck_assert_int_eq(jaga_configuration_flag(&made, JAGA_SETTING_ID_HOLD_BELIEF, "8", &why),
                     JAGA_ERR_USAGE);
    ck_assert(strncmp(why.text, "--hold-belief is \"8\"", 20) == 0);
}
END_TEST

START_TEST(files_without_settings_change_nothing)
{
    static const char *const empty[] = { "", "\n", "# only a comment\n", "---\n", "{}\n" };
    for (size_t i = 0; i < sizeof empty / sizeof empty[0]; i++) {
        ck_assert_msg(load(empty[i]) == JAGA_OK, "%s: %s", empty[i], why.text);
        ck_assert_int_eq(made.settings.value[JAGA_SETTING_ID_HOLD_BELIEF], 650000);
    }
}
END_TEST

START_TEST(errors_name_the_file_and_the_line)
{
    refused("a: 1\n", "c.yaml:1:", "no setting \"a\"");
    refused("\nhold-beleif: 0.7\n", "c.yaml:2:", "did you mean hold-belief?");
    refused("lateness: 10 min\nhold-belief: 7\n", "c.yaml:2:", "0.000001 to 0.999999");
    refused("hold-belief:\n", "c.yaml:1:", "it takes");
    refused("lateness: 1 h\nlateness: 2 h\n", "c.yaml:2:", "first in line 1");
    refused("hold-belief: [0.7]\n", "c.yaml:1:", "one plain value");
    refused("belief:\n  hold: 0.7\n", "c.yaml:2:", "one plain value");
    refused("- hold-belief\n", "c.yaml:1:", "name: value");
    refused("hold-belief\n", "c.yaml:1:", "name: value");
    refused("lateness: 1 h\n\tx: 2\n", "c.yaml:2:", "no YAML");
    refused("lateness: \"1 h\n", "c.yaml:", "no YAML");
    refused("lateness: &a 1 h\ncase-life: *a\n", "c.yaml:2:", "one plain value");
    refused("lateness: 1 h\n---\nlateness: 2 h\n", "c.yaml:2:", "second document");
    refused("? [x]\n: 1\n", "c.yaml:1:", "name");
    jaga_configuration_default(&made);
    ck_assert_int_eq(jaga_configuration_read(&made, "/nowhere/x.yaml", &why), JAGA_ERR_IO);
    ck_assert(strstr(why.text, "/nowhere/x.yaml") != NULL);
}
END_TEST

START_TEST(thresholds_must_rise)
{
    ck_assert_int_eq(load("alert-belief: 0.5\n"), JAGA_OK);
    ck_assert_int_eq(jaga_configuration_check(&made, &why), JAGA_ERR_USAGE);
    ck_assert(strstr(why.text, "c.yaml:1) must be less than step-up-belief 0.5 (default)") != NULL);
    ck_assert_int_eq(load("alert-belief: 0.49\n"), JAGA_OK);
    ck_assert_int_eq(jaga_configuration_check(&made, &why), JAGA_OK);
}
END_TEST

START_TEST(the_log_keeps_what_decides_and_gives_it_back)
{
    char text[JAGA_SETTINGS_TEXT_BYTES], again[JAGA_SETTINGS_TEXT_BYTES];
    jaga_settings settings, back;

    jaga_settings_default(&settings);
    for (size_t id = 0; id < JAGA_SETTINGS; id++) {
        if (jaga_setting_at(id)->reach != JAGA_REACH_RUN) {
            settings.value[id] = jaga_setting_at(id)->least;
        }
    }
    const size_t length = jaga_settings_write(&settings, text);
    ck_assert_uint_eq(length, strlen(text));
    ck_assert_ptr_null(strstr(text, "default-currency"));
    ck_assert_int_eq(jaga_settings_parse(span(text), &back, &why), JAGA_OK);
    ck_assert_mem_eq(&back, &settings, sizeof back);
    (void)jaga_settings_write(&back, again);
    ck_assert_str_eq(again, text);
}
END_TEST

START_TEST(a_log_of_another_program_is_refused)
{
    jaga_settings back = { .value = { 7 } };
    ck_assert_int_eq(jaga_settings_parse(span("{\"psychic-belief\":\"1\"}"), &back, &why),
                     JAGA_ERR_FORMAT);
    ck_assert(strstr(why.text, "psychic-belief") != NULL);
    ck_assert_int_eq(jaga_settings_parse(span("{\"default-currency\":\"IDR\"}"), &back, &why),
                     JAGA_ERR_FORMAT);
    ck_assert_int_eq(back.value[0], 7);
}
END_TEST

UNIT_MAIN("settings", defaults_are_spelled_as_they_print, values_are_read_by_their_kind,
          a_refused_value_says_what_would_be_right, a_file_beats_the_default_and_a_flag_the_file,
          files_without_settings_change_nothing, errors_name_the_file_and_the_line,
          thresholds_must_rise, the_log_keeps_what_decides_and_gives_it_back,
          a_log_of_another_program_is_refused)
