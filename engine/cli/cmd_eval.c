/* jaga eval: how good the decisions about a log are, when it is known who was robbed. */
#include "cli/commands.h"
#include "cli/evaluation.h"
#include "cli/progress.h"
#include "jaga/evaluate.h"

#include <errno.h>
#include <string.h>

enum { TRUTH, THEFTS, MAP, GEOIP, WEIGHTS, MODEL, AGAINST, HTML, JSON };

static const option options[] = {
    [TRUTH] = { "truth", OPTION_TEXT, "TRUTH.csv", NULL, 0, 0,
                "who was robbed when: episode_id, attack_kind, account, t_start, t_end" },
    [THEFTS] = { "thefts", OPTION_TEXT, "THEFTS.csv", NULL, 0, 0,
                 "what was stolen: event_id, episode_id, amount" },
    [MAP] = { "map", OPTION_TEXT, "NAME|FILE", NULL, 0, 0, "how to read a foreign export" },
    [GEOIP] = { "geoip", OPTION_TEXT, "A.mmdb,B.mmdb", NULL, 0, 0,
                "look countries and networks of addresses up where the log names none" },
    [WEIGHTS] = { "weights", OPTION_TEXT, "FILE.csv", NULL, 0, 0,
                  "what the signals are worth, as `jaga train` writes it; else the shipped file" },
    [MODEL] = { "model", OPTION_TEXT, "NAME|FILE", NULL, 0, 0,
                "the trained model that decides: wallet is shipped; without one, or none, signals "
                "do" },
    [AGAINST] = { "against", OPTION_TEXT, "FILE.json", NULL, 0, 0,
                  "another model, the challenger: decides about the same log apart, and is "
                  "compared" },
    [HTML] = { "html", OPTION_TEXT, "REPORT.html", NULL, 0, 0,
               "write a page with curves; it needs nothing from outside" },
    [JSON] = { "json", OPTION_FLAG, NULL, NULL, 0, 0, "on standard output only one JSON object" },
};

static jaga_status write_html(const jaga_evaluation *about, const char *path, jaga_error *err)
{
    FILE *file = fopen(path, "we");

    if (file == NULL) {
        return jaga_fail(err, JAGA_ERR_IO, "%s: %s", path, strerror(errno));
    }
    const jaga_status status = jaga_evaluation_html(about, file, err);
    if (fclose(file) != 0 && status == JAGA_OK) {
        return jaga_fail(err, JAGA_ERR_IO, "writing %s: %s", path, strerror(errno));
    }
    return status;
}

/* The challenger works in the shadow: an evaluation acts on nobody. */
static jaga_status challenge(const arguments *given, const jaga_run *champion_plan,
                             const jaga_answer *answer, const jaga_evaluation *champion,
                             jaga_error *err)
{
    jaga_run plan = *champion_plan;
    jaga_evaluation challenger;

    plan.model = given->text[AGAINST];
    plan.weights = NULL;
    JAGA_TRY(jaga_evaluate(&plan, given->words, given->word_count, answer, &challenger, err));
    progress_end();
    if (!given->is_given[JSON]) {
        evaluation_compare(champion, &challenger, stdout);
        return JAGA_OK;
    }
    (void)fputs("{\"champion\":", stdout);
    JAGA_TRY(evaluation_print_json(champion, stdout, err));
    (void)fputs(",\"challenger\":", stdout);
    JAGA_TRY(evaluation_print_json(&challenger, stdout, err));
    (void)puts("}");
    return JAGA_OK;
}

static jaga_status check_usage(const arguments *given, jaga_error *err)
{
    if (given->text[TRUTH] == NULL) {
        return jaga_fail(err, JAGA_ERR_USAGE, "--truth TRUTH.csv is needed: who was robbed when");
    }
    return given->text[AGAINST] == NULL || given->text[HTML] == NULL
               ? JAGA_OK
               : jaga_fail(err, JAGA_ERR_USAGE, "--html draws one model: not with --against");
}

static int run(const arguments *given)
{
    const jaga_answer answer = { given->text[TRUTH], given->text[THEFTS] };
    jaga_run plan = { .map = given->text[MAP],
                      .geoip = given->text[GEOIP],
                      .weights = given->text[WEIGHTS] };
    jaga_configuration configuration;
    jaga_evaluation about;
    jaga_error err;

    plan.configuration = &configuration;
    if (check_usage(given, &err) != JAGA_OK ||
        options_configure(given, &configuration, &err) != JAGA_OK ||
        options_model(given->text[MODEL], &configuration, &plan.model, &err) != JAGA_OK) {
        return command_failed("eval", &err);
    }
    progress_catch_signals();
    progress_hook(&plan);
    jaga_status status =
        jaga_evaluate(&plan, given->words, given->word_count, &answer, &about, &err);
    progress_end();
    if (status == JAGA_OK && given->text[HTML] != NULL) {
        status = write_html(&about, given->text[HTML], &err);
    }
    if (status == JAGA_OK && given->text[AGAINST] != NULL) {
        status = challenge(given, &plan, &answer, &about, &err);
    } else if (status == JAGA_OK && given->is_given[JSON]) {
        status = evaluation_print_json(&about, stdout, &err);
    } else if (status == JAGA_OK) {
        evaluation_print(&about, stdout);
    }
    return status == JAGA_OK ? EXIT_DONE : command_failed("eval", &err);
}

const command command_eval = {
    .name = "eval",
    .usage = "FILE... --truth TRUTH.csv",
    .help = "judge the decisions about a log against what is known of it",
    .about =
        "Files are read and decided on as by scan, in one pass and without a database; nothing of\n"
        "the truth reaches the engine. A theft is found when its account is held between t_start\n"
        "and an hour after t_end. Kinds that begin with benign: are honest look-alikes; columns\n"
        "mule_accounts and skill are read when there. Every rule stands in docs/method.md.",
    .examples =
        "jaga eval log/events.csv --truth log/truth.csv --thefts log/thefts.csv\n"
        "jaga eval log/events.csv --truth log/truth.csv --html report.html\n"
        "jaga eval log/events.csv --truth log/truth.csv --model june.json --against july.json\n"
        "jaga eval log/events.csv --truth log/truth.csv --hold-belief 0.9 --json | jq .hold",
    .options = options,
    .option_count = COUNT(options),
    .has_settings = true,
    .least_words = 1,
    .most_words = 64,
    .run = run,
};
