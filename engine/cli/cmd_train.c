/* jaga train: grows a model from logs and from what was found out about them afterwards. */
#include "cli/commands.h"
#include "cli/progress.h"
#include "jaga/train.h"

#include <jansson.h>
#include <string.h>

enum {
    LABELS,
    MAP,
    GEOIP,
    FROM,
    TO,
    LABEL_DELAY,
    REVIEWED,
    EXPLORED,
    WITHOUT,
    BEGIN_WITH,
    OUT,
    SCORES,
    JSON
};

static const option options[] = {
    [LABELS] = { "labels", OPTION_TEXT, "FILE.csv", NULL, 0, 0,
                 "who acted: account,from,to,outcome,known_at[,event_id][,source]" },
    [MAP] = { "map", OPTION_TEXT, "NAME|FILE", NULL, 0, 0, "how to read a foreign export" },
    [GEOIP] = { "geoip", OPTION_TEXT, "A.mmdb,B.mmdb", NULL, 0, 0,
                "look countries and networks of addresses up where the log names none" },
    [FROM] = { "from", OPTION_TEXT, "TIME", NULL, 0, 0, "learn from events from then on" },
    [TO] = { "to", OPTION_TEXT, "TIME", NULL, 0, 0,
             "as of then: only what was known by this time" },
    [LABEL_DELAY] = { "label-delay", OPTION_TEXT, "TIME", "7d", 0, 0,
                      "how long a label takes where it does not say when it was known" },
    [REVIEWED] = { "reviewed-percent", OPTION_NUMBER, "N", "100", 1, 1000,
                   "what a label of source reviewed counts, in percent of a reported one" },
    [EXPLORED] = { "explored-percent", OPTION_NUMBER, "N", "100", 1, 100,
                   "share of alarms let through by lot: labels of source explored count for all" },
    [WITHOUT] = { "without", OPTION_TEXT, "NAME,...", NULL, 0, 0,
                  "numbers that the model must not read, by name or its first words" },
    [BEGIN_WITH] = { "begin-with", OPTION_TEXT, "NAME|FILE", NULL, 0, 0,
                     "a model to go on from, if that is better than from nothing; else wallet, or "
                     "none" },
    [OUT] = { "out", OPTION_TEXT, "NAME.json", NULL, 0, 0,
              "the model; a better one that is there already stays" },
    [SCORES] = { "scores", OPTION_TEXT, "FILE.csv", NULL, 0, 0,
                 "write event_id,score of every event from --to on, to judge the model by" },
    [JSON] = { "json", OPTION_FLAG, NULL, NULL, 0, 0,
               "on standard output only one JSON object: what was learned from, and how well" },
};

static jaga_status read_lessons(const arguments *given, jaga_lessons *out, jaga_error *err)
{
    const char *delay = given->text[LABEL_DELAY];
    int64_t seconds = 0;

    const char *begin = given->text[BEGIN_WITH];

    if (begin == NULL) {
        begin = given->text[WITHOUT] == NULL ? "wallet" : "none";
    }
    *out =
        (jaga_lessons){ .logs = given->words,
                        .log_count = given->word_count,
                        .labels = given->text[LABELS],
                        .from_us = INT64_MIN,
                        .until_us = INT64_MAX,
                        .counts = { [JAGA_LABEL_REPORTED] = 1.0f,
                                    [JAGA_LABEL_REVIEWED] = (float)given->number[REVIEWED] / 100.0f,
                                    [JAGA_LABEL_EXPLORED] =
                                        100.0f / (float)given->number[EXPLORED] },
                        .without = given->text[WITHOUT],
                        .begin_with = strcmp(begin, "none") == 0 ? NULL : begin,
                        .out = given->text[OUT],
                        .scores = given->text[SCORES] };
    if (out->labels == NULL || out->out == NULL) {
        return jaga_fail(err, JAGA_ERR_USAGE, "--labels FILE.csv and --out NAME.json are needed");
    }
    for (size_t i = 0; i < given->word_count; i++) {
        if (strcmp(given->words[i], "-") == 0) {
            return jaga_fail(err, JAGA_ERR_USAGE,
                             "training reads its logs more than once: no pipe");
        }
    }
    if (out->begin_with != NULL && out->without != NULL) {
        return jaga_fail(err, JAGA_ERR_USAGE,
                         "--without and --begin-with: what a model reads that is there already "
                         "cannot be left out");
    }
    if (given->is_given[FROM]) {
        JAGA_TRY(options_time(&options[FROM], given->text[FROM], &out->from_us, err));
    }
    if (given->is_given[TO]) {
        JAGA_TRY(options_time(&options[TO], given->text[TO], &out->until_us, err));
    }
    if (out->until_us <= out->from_us) {
        return jaga_fail(err, JAGA_ERR_USAGE, "--to is not after --from");
    }
    if (!jaga_duration_parse((jaga_span){ delay, (uint32_t)strlen(delay) }, &seconds) ||
        seconds > 366 * 86400) {
        return jaga_fail(err, JAGA_ERR_USAGE,
                         "--label-delay %s: write 7d or 12h, and at most a year", delay);
    }
    out->label_delay_us = seconds * 1000000;
    return JAGA_OK;
}

static void print_figure(const char *what, jaga_figure about)
{
    (void)printf("  %-44s %.3f   (%.3f to %.3f)\n", what, about.value, about.low, about.high);
}

static void print_beginning(const jaga_trained *about, const jaga_lessons *lessons)
{
    if (lessons->begin_with == NULL) {
        return;
    }
    (void)printf("\n  %s %s%s\n",
                 about->is_begun || about->is_begun_below ? "goes on from"
                 : about->is_beginning_known              ? "from nothing:"
                                             : "from nothing, which is better than from",
                 lessons->begin_with,
                 about->is_beginning_known ? " was grown on one of these logs" : "");
}

static void print_trained(const jaga_trained *about, const jaga_lessons *lessons)
{
    (void)printf("\n  %lld events; learned from %lld rows, which stand for %lld without a label\n"
                 "  %lld labels; %lld thefts, of which the last %lld are judged on\n",
                 (long long)about->events, (long long)about->rows,
                 (long long)about->rows_without_label, (long long)about->labels,
                 (long long)about->thefts, (long long)about->later_thefts);
    if (about->labels_unmet > 0) {
        (void)printf("  %lld labels speak of no event of these logs\n",
                     (long long)about->labels_unmet);
    }
    if (about->labels_early > 0) {
        (void)printf("  %lld labels arrived before the event they speak of, and were not used\n",
                     (long long)about->labels_early);
    }
    if (about->labels_late > 0) {
        (void)printf("  %lld rows are labelled, but not yet by the time the model is of\n",
                     (long long)about->labels_late);
    }
    (void)printf("\n  on later events (95 %% interval, accounts drawn anew)\n");
    print_figure("average precision", about->ap);
    print_figure("area under the ROC curve", about->auc);
    print_figure("found at one false event in a thousand", about->recall_at_0_1);
    if (about->ap_before >= 0.0) {
        (void)printf("  %-44s %.3f\n", "average precision of the model before", about->ap_before);
    }
    for (int i = 0; i < about->suspects; i++) {
        (void)printf("  too good to be true: %s alone finds %.0f%% of the thefts' events. If it is "
                     "known only\n"
                     "  after a theft, the figures are worthless: --without %s\n",
                     about->suspect[i].name, about->suspect[i].found * 100.0,
                     about->suspect[i].name);
    }
    print_beginning(about, lessons);
    (void)printf("\n  %d trees; the first %d forward %.2f%% of the events and keep %.2f%% of the "
                 "top ones\n  written to %s\n",
                 about->rounds, about->stage_trees, about->forwarded * 100.0, about->kept * 100.0,
                 lessons->out);
}

static json_t *json_of_figure(jaga_figure about)
{
    return json_pack("{s:f, s:f, s:f}", "value", about.value, "low", about.low, "high", about.high);
}

static json_t *json_of_suspects(const jaga_trained *about)
{
    json_t *list = json_array();

    for (int i = 0; i < about->suspects; i++) {
        (void)json_array_append_new(list, json_string(about->suspect[i].name));
    }
    return list;
}

static jaga_status print_json(const jaga_trained *about, jaga_error *err)
{
    json_t *object = json_pack(
        "{s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:o, s:o, s:o, s:o, s:i, s:f, s:f}",
        "events", (json_int_t)about->events, "rows", (json_int_t)about->rows, "rows_without_label",
        (json_int_t)about->rows_without_label, "labels", (json_int_t)about->labels, "labels_unmet",
        (json_int_t)about->labels_unmet, "labels_early", (json_int_t)about->labels_early,
        "labels_late", (json_int_t)about->labels_late, "thefts", (json_int_t)about->thefts,
        "later_thefts", (json_int_t)about->later_thefts, "average_precision",
        json_of_figure(about->ap), "auc", json_of_figure(about->auc), "recall_at_0_1_percent",
        json_of_figure(about->recall_at_0_1), "too_good_to_be_true", json_of_suspects(about),
        "trees", about->rounds, "forwarded", about->forwarded, "kept", about->kept);
    const int failed =
        object == NULL || json_dumpf(object, stdout, JSON_COMPACT | JSON_REAL_PRECISION(6)) != 0;

    json_decref(object);
    if (failed) {
        return jaga_fail(err, JAGA_ERR_IO, "writing what was learned as JSON failed");
    }
    (void)putchar('\n');
    return JAGA_OK;
}

static int run(const arguments *given)
{
    jaga_run plan = { .map = given->text[MAP], .geoip = given->text[GEOIP] };
    jaga_configuration configuration;
    jaga_lessons lessons;
    jaga_trained about;
    jaga_error err;

    plan.configuration = &configuration;
    if (read_lessons(given, &lessons, &err) != JAGA_OK ||
        options_configure(given, &configuration, &err) != JAGA_OK) {
        return command_failed("train", &err);
    }
    progress_catch_signals();
    progress_hook(&plan);
    jaga_status status = jaga_train(&plan, &lessons, &about, &err);
    progress_end();
    if (status == JAGA_OK && given->is_given[JSON]) {
        status = print_json(&about, &err);
    } else if (status == JAGA_OK) {
        print_trained(&about, &lessons);
    }
    return status == JAGA_OK ? EXIT_DONE : command_failed("train", &err);
}

const command command_train = {
    .name = "train",
    .usage = "LOG...",
    .help = "grow a model from logs and from what was found out about them",
    .about =
        "A label says who acted: outcome is theft, false_alarm, or one that is neither (scam,\n"
        "first_party, inconclusive, unclear). With event_id it speaks of that event; without, of\n"
        "the span from..to, in which the thief was there and the owner perhaps too. It is used\n"
        "from known_at on; where that is empty, --label-delay after the span. source is reported,\n"
        "reviewed (there was an alarm) or explored (the alarm was let through by lot).\n"
        "\n"
        "The model is of the time --to: labels that came later are not used, nor are the events\n"
        "of the last --label-delay, whose labels may be on their way. A model card with what was\n"
        "learned from and how good it is on later events stands in the file.",
    .examples =
        "jaga train june.csv july.csv --labels labels.csv --out models/july.json\n"
        "jaga train log.csv --labels labels.csv --to 2026-07-01 --out a.json --scores a.csv",
    .options = options,
    .option_count = COUNT(options),
    .has_settings = true,
    .least_words = 1,
    .most_words = 64,
    .run = run,
};
