/* jaga fit: fits the signals' weights to labelled logs, and says how good they are. */
#include "cli/commands.h"
#include "jaga/fit.h"

#include <errno.h>
#include <jansson.h>
#include <string.h>

enum { OUT, LEAVE_OUT, JSON };
enum { LESSONS_MOST = 64 };

static const option options[] = {
    [OUT] = { "out", OPTION_TEXT, "FILE", NULL, 0, 0, "write the weights to FILE" },
    [LEAVE_OUT] = { "leave-out", OPTION_TEXT, "KINDS", "", 0, 0,
                    "kinds of theft to judge by and not to learn from, with commas between" },
    [JSON] = { "json", OPTION_FLAG, NULL, NULL, 0, 0,
               "on standard output only one JSON object: what was found, and each signal" },
};

static void print_share(double share)
{
    if (share < 0.0) {
        (void)printf("%8s", "-");
    } else {
        (void)printf("%7.1f%%", share * 100.0);
    }
}

static void print_found(const char *what, const double found[JAGA_FIT_RATES])
{
    (void)printf("  %-34s", what);
    for (int i = 0; i < JAGA_FIT_RATES; i++) {
        print_share(found[i]);
    }
    (void)putchar('\n');
}

static void print_card(const jaga_fitting *about)
{
    (void)printf("\n  %lld events, %.0f account-months; %lld thefts learned from, %lld left out\n\n"
                 "  thefts found at false days per 10,000 account-months\n  %-34s",
                 (long long)about->events, about->account_months, (long long)about->thefts,
                 (long long)about->left_out, "");
    for (int i = 0; i < JAGA_FIT_RATES; i++) {
        (void)printf("%8d", jaga_fit_rates[i]);
    }
    (void)putchar('\n');
    print_found("by hand, kinds learned from", about->found_by_hand[0]);
    print_found("fitted, kinds learned from", about->found[0]);
    print_found("by hand, kinds left out", about->found_by_hand[1]);
    print_found("fitted, kinds left out", about->found[1]);
    (void)printf("\n  thefts found at 30 with every signal, all kinds: %.1f%%\n\n"
                 "  signal              by hand  fitted  in thefts  in honest  at 30 without it\n",
                 about->with_all * 100.0);
    for (size_t i = 0; i < jaga_signal_count(); i++) {
        (void)printf("  %-18s  %7.1f  %6.2f  %9.3f  %9.4f  ", jaga_signal_at(i)->name,
                     about->by_hand[i], about->fitted[i], about->in_thefts[i], about->in_honest[i]);
        print_share(about->without[i]);
        (void)putchar('\n');
    }
}

static json_t *json_of_found(const double found[JAGA_FIT_RATES])
{
    json_t *object = json_object();
    char rate[16];

    for (int i = 0; i < JAGA_FIT_RATES; i++) {
        (void)snprintf(rate, sizeof rate, "%d", jaga_fit_rates[i]);
        (void)json_object_set_new(object, rate, found[i] < 0.0 ? json_null() : json_real(found[i]));
    }
    return object;
}

static json_t *json_of_signals(const jaga_fitting *about)
{
    json_t *list = json_array();

    for (size_t i = 0; i < jaga_signal_count(); i++) {
        json_t *object = json_pack("{s:s, s:f, s:f, s:f, s:f, s:f}", "signal",
                                   jaga_signal_at(i)->name, "by_hand", about->by_hand[i], "fitted",
                                   about->fitted[i], "in_thefts", about->in_thefts[i], "in_honest",
                                   about->in_honest[i], "found_at_30_without", about->without[i]);
        (void)json_array_append_new(list, object);
    }
    return list;
}

static jaga_status print_json(const jaga_fitting *about, jaga_error *err)
{
    json_t *object =
        json_pack("{s:I, s:I, s:f, s:I, s:I, s:f, s:{s:o, s:o}, s:{s:o, s:o}, s:f, s:o}", "events",
                  (json_int_t)about->events, "rows", (json_int_t)about->rows, "account_months",
                  about->account_months, "thefts", (json_int_t)about->thefts, "left_out",
                  (json_int_t)about->left_out, "base_bits", about->base_bits, "found_by_hand",
                  "learned_from", json_of_found(about->found_by_hand[0]), "left_out",
                  json_of_found(about->found_by_hand[1]), "found", "learned_from",
                  json_of_found(about->found[0]), "left_out", json_of_found(about->found[1]),
                  "found_at_30", about->with_all, "signals", json_of_signals(about));
    const int failed =
        object == NULL || json_dumpf(object, stdout, JSON_COMPACT | JSON_REAL_PRECISION(6));

    json_decref(object);
    if (failed) {
        return jaga_fail(err, JAGA_ERR_IO, "writing what was learned as JSON failed");
    }
    (void)putchar('\n');
    return JAGA_OK;
}

static jaga_status write_weights(const jaga_fitting *about, const char *path, const char *leave_out,
                                 jaga_error *err)
{
    FILE *file = fopen(path, "we");

    if (file == NULL) {
        return jaga_fail(err, JAGA_ERR_IO, "%s: %s", path, strerror(errno));
    }
    (void)fprintf(file,
                  "# What full strength of a signal is worth, in bits. Fitted by `jaga fit` to "
                  "%lld thefts in %.0f\n# account-months; kinds left out: %s.\nsignal,bits\n",
                  (long long)about->thefts, about->account_months,
                  leave_out[0] == '\0' ? "none" : leave_out);
    for (size_t i = 0; i < jaga_signal_count(); i++) {
        (void)fprintf(file, "%s,%.2f\n", jaga_signal_at(i)->name, about->fitted[i]);
    }
    const bool is_bad = ferror(file) != 0;
    if (fclose(file) != 0 || is_bad) {
        return jaga_fail(err, JAGA_ERR_IO, "writing %s: %s", path, strerror(errno));
    }
    return JAGA_OK;
}

static int run(const arguments *given)
{
    jaga_lesson lessons[LESSONS_MOST];
    jaga_fitting about;
    jaga_error err;
    const size_t count = given->word_count / 2;
    const char *out = given->text[OUT], *leave_out = given->text[LEAVE_OUT];

    if (given->word_count % 2 != 0) {
        (void)jaga_fail(&err, JAGA_ERR_USAGE, "each database wants its truth: DB TRUTH [DB TRUTH]");
        return command_failed("fit", &err);
    }
    for (size_t i = 0; i < count; i++) {
        lessons[i] = (jaga_lesson){ given->words[2 * i], given->words[2 * i + 1] };
    }
    jaga_status status = jaga_fit(lessons, count, leave_out, &about, &err);
    if (status == JAGA_OK && out != NULL) {
        status = write_weights(&about, out, leave_out, &err);
    }
    if (status == JAGA_OK && given->is_given[JSON]) {
        status = print_json(&about, &err);
    } else if (status == JAGA_OK) {
        print_card(&about);
    }
    return status == JAGA_OK ? EXIT_DONE : command_failed("fit", &err);
}

const command command_fit = {
    .name = "fit",
    .usage = "DB TRUTH [DB TRUTH]...",
    .help = "fit the signals' weights to labelled logs",
    .about =
        "Each database is one that `jaga scan` made; its history is run through the engine once\n"
        "more. TRUTH is a CSV file with the columns account, t_start, t_end and attack_kind, as\n"
        "`jaga gen` writes it. Kinds that begin with benign: are honest. Thefts count once, so do\n"
        "an account's honest days; accounts of mules are set aside, and so are the two weeks\n"
        "after a theft.",
    .examples = "jaga fit a.db a/truth.csv b.db b/truth.csv --out weights.csv\n"
                "jaga fit a.db a/truth.csv --leave-out sleeper,card_testing --json | jq .found",
    .options = options,
    .option_count = COUNT(options),
    .least_words = 2,
    .most_words = 2 * LESSONS_MOST,
    .run = run,
};
