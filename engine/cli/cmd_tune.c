/* jaga tune: the thresholds under which a log has few enough false holds and calls. */
#include "cli/commands.h"
#include "cli/progress.h"
#include "jaga/evaluate.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

enum { FALSE_HOLDS, CALLBACKS, TRUTH, OUT, MAP, GEOIP, WEIGHTS, MODEL };

static const option options[] = {
    [FALSE_HOLDS] = { "false-holds", OPTION_NUMBER, "N", "10", 0, 1000000,
                      "at most so many false holds per 10,000 account-months" },
    [CALLBACKS] = { "callbacks", OPTION_TEXT, "N/day", NULL, 0, 0,
                    "at most so many new cases on the hotline's busiest day" },
    [TRUTH] = { "truth", OPTION_TEXT, "TRUTH.csv", NULL, 0, 0,
                "who was robbed when, as eval takes it; without it customers' reports say so" },
    [OUT] = { "out", OPTION_TEXT, "SETTINGS.yaml", NULL, 0, 0,
              "write the settings to this file, for --config" },
    [MAP] = { "map", OPTION_TEXT, "NAME|FILE", NULL, 0, 0, "how to read a foreign export" },
    [GEOIP] = { "geoip", OPTION_TEXT, "A.mmdb,B.mmdb", NULL, 0, 0,
                "look countries and networks of addresses up where the log names none" },
    [WEIGHTS] = { "weights", OPTION_TEXT, "FILE.csv", NULL, 0, 0,
                  "what the signals are worth, as `jaga train` writes it; else the shipped file" },
    [MODEL] = { "model", OPTION_TEXT, "NAME|FILE", NULL, 0, 0,
                "the trained model to find thresholds for; else the configuration's, else wallet" },
};
static const size_t thresholds[] = { JAGA_SETTING_ID_ALERT_BELIEF, JAGA_SETTING_ID_STEP_UP_BELIEF,
                                     JAGA_SETTING_ID_HOLD_BELIEF, JAGA_SETTING_ID_STRONG_BELIEF };

static jaga_status read_calls(const char *text, int64_t *calls, jaga_error *err)
{
    int64_t value = 0;
    size_t length = 0;

    *calls = INT64_MAX;
    if (text == NULL) {
        return JAGA_OK;
    }
    while (length < 9 && text[length] >= '0' && text[length] <= '9') {
        value = value * 10 + (text[length++] - '0');
    }
    if (length == 0 || (text[length] != '\0' && strcmp(text + length, "/day") != 0)) {
        return jaga_fail(err, JAGA_ERR_USAGE,
                         "--callbacks takes a whole number a day, as in 50/day");
    }
    *calls = value;
    return JAGA_OK;
}

static bool is_threshold(size_t id)
{
    for (size_t i = 0; i < COUNT(thresholds); i++) {
        if (thresholds[i] == id) {
            return true;
        }
    }
    return false;
}

/* In single quotes, in which YAML doubles a quote and takes all else as it stands. */
static void print_model(const char *name, FILE *out)
{
    (void)fputs("model: '", out);
    for (; *name != '\0'; name++) {
        (void)fprintf(out, *name == '\'' ? "''" : "%c", *name);
    }
    (void)fputs("'\n", out);
}

/* The thresholds, the model that they are for, and what the run was given that is no default. */
static void print_settings(const jaga_tuning *about, const jaga_tuning_wish *wish,
                           const jaga_configuration *given, FILE *out)
{
    const jaga_tuning_trial *chosen = &about->trial[about->chosen];
    char value[JAGA_SETTING_BYTES];

    (void)fprintf(out,
                  "# Settings of jaga, for --config: thresholds found by `jaga tune`.\n"
                  "# Log: %" PRId64 " accounts, %" PRId64 " days. %s: %.2f per 10,000 "
                  "account-months, at most %g wanted.\n"
                  "# New cases: %.1f a day, %" PRId64 " on the busiest.\n",
                  about->accounts, about->days,
                  wish->truth != NULL ? "False holds" : "False holds, estimated",
                  chosen->false_rate, wish->false_rate, chosen->calls_mean_day,
                  chosen->calls_busiest_day);
    print_model(given->model, out);
    for (size_t id = 0; id < JAGA_SETTINGS; id++) {
        if (!is_threshold(id) && given->origin[id].kind == JAGA_FROM_DEFAULT) {
            continue;
        }
        const char *quote = jaga_setting_at(id)->kind == JAGA_SETTING_OFFSET ? "\"" : "";
        jaga_setting_format(id, chosen->settings.value[id], value);
        (void)fprintf(out, "%s: %s%s%s\n", jaga_setting_at(id)->name, quote, value, quote);
    }
}

static jaga_status write_settings(const jaga_tuning *about, const jaga_tuning_wish *wish,
                                  const jaga_configuration *given, const char *path,
                                  jaga_error *err)
{
    FILE *file = fopen(path, "we");

    if (file == NULL) {
        return jaga_fail(err, JAGA_ERR_IO, "%s: %s", path, strerror(errno));
    }
    print_settings(about, wish, given, file);
    const bool is_bad = ferror(file) != 0;
    if (fclose(file) != 0 || is_bad) {
        return jaga_fail(err, JAGA_ERR_IO, "writing %s: %s", path, strerror(errno));
    }
    return JAGA_OK;
}

static void print_trial(const jaga_tuning_trial *trial, bool is_chosen, bool has_truth)
{
    char value[JAGA_SETTING_BYTES];

    (void)putchar(is_chosen ? '>' : ' ');
    for (size_t i = 0; i < COUNT(thresholds); i++) {
        jaga_setting_format(thresholds[i], trial->settings.value[thresholds[i]], value);
        (void)printf(" %9s", value);
    }
    (void)printf("  %8" PRId64 " %9.2f %9.1f %8" PRId64, trial->holds, trial->false_rate,
                 trial->calls_mean_day, trial->calls_busiest_day);
    if (has_truth && trial->found.incidents > 0) {
        const jaga_eval_found *found = &trial->found;
        const double saved = found->stolen_minor == 0
                                 ? 0.0
                                 : (double)found->saved_minor / (double)found->stolen_minor;
        (void)printf("  %6.1f%% %6.1f%%", (double)found->found / (double)found->incidents * 100.0,
                     saved * 100.0);
    }
    (void)putchar('\n');
}

static void print_trials(const jaga_tuning *about, const jaga_tuning_wish *wish)
{
    const bool has_truth = wish->truth != NULL;

    (void)printf("\n  %" PRId64 " accounts, %" PRId64 " days: %.0f account-months\n",
                 about->accounts, about->days, about->account_months);
    if (!has_truth) {
        (void)puts(
            "  without --truth holds with a customer's report within a week after are right, and "
            "as\n"
            "  many of the others as reports of the surest holds say: an estimate, no count");
    }
    (void)printf("\n  %9s %9s %9s %9s  %8s %9s %9s %8s%s\n", "alert", "step-up", "hold", "strong",
                 "holds", "false*", "cases/day", "busiest", has_truth ? "    found   saved" : "");
    for (size_t i = 0; i < about->count; i++) {
        print_trial(&about->trial[i], i == about->chosen, has_truth);
    }
    (void)puts("\n  * per 10,000 account-months. > is the lowest that was tried and is enough.");
}

/* A shipped model's beliefs are right where it was trained, so that it wants thresholds of this
 * log: here it is taken unless something else is asked for. */
static jaga_status choose_model(const arguments *given, jaga_configuration *of, const char **name,
                                jaga_error *err)
{
    const bool is_said = given->text[MODEL] != NULL || of->model_origin.kind != JAGA_FROM_DEFAULT;
    return options_model(is_said ? given->text[MODEL] : "wallet", of, name, err);
}

static int run(const arguments *given)
{
    jaga_tuning_wish wish = { .false_rate = (double)given->number[FALSE_HOLDS],
                              .truth = given->text[TRUTH] };
    jaga_run plan = { .map = given->text[MAP],
                      .geoip = given->text[GEOIP],
                      .weights = given->text[WEIGHTS] };
    jaga_configuration configuration;
    jaga_tuning about;
    jaga_error err;

    plan.configuration = &configuration;
    if (read_calls(given->text[CALLBACKS], &wish.calls_a_day, &err) != JAGA_OK ||
        options_configure(given, &configuration, &err) != JAGA_OK ||
        choose_model(given, &configuration, &plan.model, &err) != JAGA_OK) {
        return command_failed("tune", &err);
    }
    progress_catch_signals();
    progress_hook(&plan);
    jaga_status status = jaga_tune(&plan, given->words, given->word_count, &wish, &about, &err);
    progress_end();
    if (status == JAGA_OK && given->text[OUT] != NULL) {
        status = write_settings(&about, &wish, &configuration, given->text[OUT], &err);
    }
    if (status != JAGA_OK) {
        return command_failed("tune", &err);
    }
    print_trials(&about, &wish);
    if (given->text[OUT] == NULL) {
        (void)putchar('\n');
        print_settings(&about, &wish, &configuration, stdout);
    }
    return EXIT_DONE;
}

const command command_tune = {
    .name = "tune",
    .usage = "FILE...",
    .help = "find thresholds with few enough false holds and calls on a log",
    .about =
        "The four thresholds move together, by equal bits of belief, from those in force; the log\n"
        "is decided on anew for each candidate, a dozen times. Tune on one log and judge on\n"
        "another: what was tuned on flatters.",
    .examples =
        "jaga tune log/events.csv --false-holds 10 --truth log/truth.csv --out settings.yaml\n"
        "jaga tune last-month.csv --false-holds 30 --callbacks 50/day --out settings.yaml\n"
        "jaga scan this-month.csv --config settings.yaml",
    .options = options,
    .option_count = COUNT(options),
    .has_settings = true,
    .least_words = 1,
    .most_words = 64,
    .run = run,
};
