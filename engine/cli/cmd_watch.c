/* jaga watch: decides and acts as lines arrive. */
#include "cli/commands.h"
#include "cli/progress.h"
#include "cli/summary.h"
#include "jaga/run.h"

enum { DB, MAP, GEOIP, RESPOND, WEIGHTS, MODEL, NEVER_HOLD, REJECTS, AFTER, DENY, DENY_FROM };

static const option options[] = {
    [DB] = { "db", OPTION_TEXT, "X.db", DEFAULT_DB, 0, 0, "database; its state lives in X.state" },
    [MAP] = { "map", OPTION_TEXT, "NAME|FILE", NULL, 0, 0, "how to read a foreign log" },
    [GEOIP] = { "geoip", OPTION_TEXT, "A.mmdb,B.mmdb", NULL, 0, 0,
                "look countries and networks of addresses up where the log names none" },
    [RESPOND] = { "respond", OPTION_TEXT, "WHERE", NULL, 0, 0,
                  "send commands to file:PATH, run:PROGRAM or stdout; else they wait" },
    [WEIGHTS] = { "weights", OPTION_TEXT, "FILE.csv", NULL, 0, 0,
                  "what the signals are worth, as `jaga fit` writes it; else the shipped file" },
    [MODEL] = { "model", OPTION_TEXT, "NAME|FILE", NULL, 0, 0,
                "the trained model that decides: wallet is shipped; without one, or none, signals "
                "do" },
    [NEVER_HOLD] = { "never-hold", OPTION_TEXT, "FILE", NULL, 0, 0,
                     "accounts that get an alert instead of a hold, one a line" },
    [REJECTS] = { "rejects", OPTION_TEXT, "FILE.csv", NULL, 0, 0,
                  "write source,line,reason,cause of every row refused" },
    [AFTER] = { "unconfirmed-after", OPTION_NUMBER, "S", "60", 1, 86400,
                "raise a stop for the desk that the ledger has not confirmed by then" },
    [DENY] = { "deny-list", OPTION_TEXT, "FILE", NULL, 0, 0,
               "append the accounts of such stops, for the gateway to refuse (docs/ledger.md)" },
    [DENY_FROM] = { "deny-from", OPTION_NUMBER, "N", "1000000", 0, INT64_MAX,
                    "exposed money, in whole units, from which an account is denied" },
};

static int run(const arguments *given)
{
    jaga_run plan = { .db = given->text[DB],
                      .map = given->text[MAP],
                      .geoip = given->text[GEOIP],
                      .respond = given->text[RESPOND],
                      .weights = given->text[WEIGHTS],
                      .never_hold = given->text[NEVER_HOLD],
                      .rejects = given->text[REJECTS],
                      .unconfirmed = { .after_s = given->number[AFTER],
                                       .from_whole = given->number[DENY_FROM],
                                       .deny_list = given->text[DENY] } };
    jaga_configuration configuration;
    jaga_summary summary = { 0 };
    jaga_error err;

    plan.configuration = &configuration;
    if (options_configure(given, &configuration, &err) != JAGA_OK ||
        options_model(given->text[MODEL], &configuration, &plan.model, &err) != JAGA_OK) {
        return command_failed("watch", &err);
    }
    progress_catch_signals();
    progress_hook(&plan);
    const jaga_status status = jaga_watch(&plan, &summary, &err);
    progress_end();
    if (status != JAGA_OK) {
        return command_failed("watch", &err);
    }
    /* Standard output belongs to the responder. */
    const summary_about about = { .run = &plan,
                                  .is_watch = true,
                                  .was_stopped = progress_was_stopped() };
    summary_print(&summary, &about, stderr);
    return summary_exit(&summary);
}

const command command_watch = {
    .name = "watch",
    .usage = "",
    .help = "decide and act as lines arrive on standard input",
    .about =
        "Every decision is in the database before its command is sent. After a crash the next run\n"
        "sends what was still to be sent; receivers drop repetitions by cmd_id.\n"
        "\n"
        "A log that begins with { is NDJSON, one object a line; any other is CSV, with a header\n"
        "row. `jaga scan --help` lists the fields.",
    .examples = "tail -n 0 -F ledger.ndjson | jaga watch --respond stdout\n"
                "ledger-stream | jaga watch --db live.db --respond file:commands.ndjson",
    .options = options,
    .option_count = COUNT(options),
    .has_settings = true,
    .run = run,
};
