/* jaga scan: reads files to their end. */
#include "cli/commands.h"
#include "cli/progress.h"
#include "cli/summary.h"
#include "jaga/run.h"

#include <string.h>

enum { DB, MAP, GEOIP, ACT, RESPOND, WEIGHTS, MODEL, NEVER_HOLD, SCORES, REJECTS, JSON };

static const option options[] = {
    [DB] = { "db", OPTION_TEXT, "X.db", DEFAULT_DB, 0, 0, "database; its state lives in X.state" },
    [MAP] = { "map", OPTION_TEXT, "NAME|FILE", NULL, 0, 0, "how to read a foreign export" },
    [GEOIP] = { "geoip", OPTION_TEXT, "A.mmdb,B.mmdb", NULL, 0, 0,
                "look countries and networks of addresses up where the log names none" },
    [ACT] = { "act", OPTION_FLAG, NULL, NULL, 0, 0,
              "make commands although the log ended longer ago than --command-age" },
    [RESPOND] = { "respond", OPTION_TEXT, "WHERE", NULL, 0, 0,
                  "send commands to file:PATH, run:PROGRAM or stdout; else they wait" },
    [WEIGHTS] = { "weights", OPTION_TEXT, "FILE.csv", NULL, 0, 0,
                  "what the signals are worth, as `jaga fit` writes it; else the shipped file" },
    [MODEL] = { "model", OPTION_TEXT, "NAME|FILE", NULL, 0, 0,
                "the trained model that decides: wallet is shipped; without one, or none, signals "
                "do" },
    [NEVER_HOLD] = { "never-hold", OPTION_TEXT, "FILE", NULL, 0, 0,
                     "accounts that get an alert instead of a hold, one a line" },
    [SCORES] = { "scores", OPTION_TEXT, "FILE.csv", NULL, 0, 0,
                 "write event_id,score,strangeness of every event applied, to rank by" },
    [REJECTS] = { "rejects", OPTION_TEXT, "FILE.csv", NULL, 0, 0,
                  "write source,line,reason,cause of every row refused" },
    [JSON] = { "json", OPTION_FLAG, NULL, NULL, 0, 0,
               "on standard output only one JSON object with the counts" },
};

static jaga_status check(const arguments *given, bool answers_on_stdout, jaga_error *err)
{
    if (given->is_given[JSON] && answers_on_stdout) {
        return jaga_fail(err, JAGA_ERR_USAGE,
                         "--json and --respond stdout both want standard output");
    }
    return JAGA_OK;
}

static int run(const arguments *given)
{
    const char *respond = given->text[RESPOND];
    const bool answers_on_stdout = respond != NULL && strcmp(respond, "stdout") == 0;
    jaga_run plan = { .db = given->text[DB],
                      .map = given->text[MAP],
                      .geoip = given->text[GEOIP],
                      .respond = respond,
                      .weights = given->text[WEIGHTS],
                      .never_hold = given->text[NEVER_HOLD],
                      .scores = given->text[SCORES],
                      .rejects = given->text[REJECTS],
                      .wants_commands = given->is_given[ACT] };
    jaga_configuration configuration;
    jaga_summary summary = { 0 };
    jaga_error err;

    plan.configuration = &configuration;
    if (check(given, answers_on_stdout, &err) != JAGA_OK ||
        options_configure(given, &configuration, &err) != JAGA_OK ||
        options_model(given->text[MODEL], &configuration, &plan.model, &err) != JAGA_OK) {
        return command_failed("scan", &err);
    }
    progress_catch_signals();
    progress_hook(&plan);
    jaga_status status = jaga_scan(&plan, given->words, given->word_count, &summary, &err);
    progress_end();
    if (status == JAGA_OK && given->is_given[JSON]) {
        status = summary_print_json(&summary, stdout, &err);
    } else if (status == JAGA_OK) {
        const summary_about about = { .run = &plan,
                                      .was_stopped = progress_was_stopped(),
                                      .files = given->word_count };
        summary_print(&summary, &about, answers_on_stdout ? stderr : stdout);
    }
    return status == JAGA_OK ? summary_exit(&summary) : command_failed("scan", &err);
}

const command command_scan = {
    .name = "scan",
    .usage = "FILE...",
    .help = "read log files to their end, decide, write the database",
    .about =
        "Files are merged by time, whatever their order here; - is standard input. A file "
        "that was\n"
        "read before is continued where it ended, so a grown export can be scanned again.\n"
        "Files packed with gzip or zstd are read as they are, whatever they are called.\n"
        "\n"
        "A file of scores or rejects that is named again is continued; under a new name it begins\n"
        "with what is new.\n"
        "\n"
        "A log that begins with { is NDJSON: one flat object a line, whose keys are the columns.\n"
        "Any other is CSV: its first line names the columns, in any order. Needed: event_id,\n"
        "ts (RFC 3339 with offset, or epoch s, ms, us), type, account. Read when there: status\n"
        "reason amount currency balance fee counterparty counterparty_kind institution rail\n"
        "instrument device session ip country lat lon channel auth actor ref detail.",
    .examples = "jaga scan export.csv\n"
                "jaga scan export.ndjson\n"
                "jaga scan january.csv february.csv --db 2026.db\n"
                "jaga scan PS_log.csv --map paysim --db paysim.db\n"
                "jaga scan today.csv --respond file:commands.ndjson",
    .options = options,
    .option_count = COUNT(options),
    .has_settings = true,
    .least_words = 1,
    .most_words = 1000000,
    .run = run,
};
