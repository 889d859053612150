/* jaga deliver: what waits in the outbox, while no engine runs. */
#include "cli/commands.h"
#include "cli/progress.h"
#include "jaga/deliver.h"
#include "jaga/run.h"

#include <inttypes.h>

enum { DB, RESPOND, PATIENCE, AFTER, DENY, DENY_FROM };

static const option options[] = {
    [DB] = { "db", OPTION_TEXT, "X.db", DEFAULT_DB, 0, 0, "database whose outbox it is" },
    [RESPOND] = { "respond", OPTION_TEXT, "WHERE", NULL, 0, 0,
                  "file:PATH, run:PROGRAM, webhook:URL,key=FILE or stdout (required)" },
    [PATIENCE] = { "patience", OPTION_NUMBER, "S", "60", 0, 86400,
                   "how long a receiver that is down or busy is asked again" },
    [AFTER] = { "unconfirmed-after", OPTION_NUMBER, "S", "60", 1, 86400,
                "raise a stop for the desk that the ledger has not confirmed by then" },
    [DENY] = { "deny-list", OPTION_TEXT, "FILE", NULL, 0, 0,
               "append the accounts of such stops, for the gateway to refuse (docs/ledger.md)" },
    [DENY_FROM] = { "deny-from", OPTION_NUMBER, "N", "1000000", 0, INT64_MAX,
                    "exposed money, in whole units, from which an account is denied" },
};

static int run(const arguments *given)
{
    jaga_delivery_summary done;
    jaga_run hooks = { .db = given->text[DB] };
    jaga_error err;

    if (given->text[RESPOND] == NULL) {
        (void)jaga_fail(&err, JAGA_ERR_USAGE, "say where the messages go: --respond WHERE");
        return command_failed("deliver", &err);
    }
    progress_catch_signals();
    progress_hook(&hooks);
    const jaga_delivery plan = { .db = given->text[DB],
                                 .respond = given->text[RESPOND],
                                 .patience_s = given->number[PATIENCE],
                                 .unconfirmed = { .after_s = given->number[AFTER],
                                                  .from_whole = given->number[DENY_FROM],
                                                  .deny_list = given->text[DENY] },
                                 .warn = hooks.warn,
                                 .warn_ctx = hooks.warn_ctx,
                                 .now_us = hooks.now_us,
                                 .wants_stop = hooks.wants_stop,
                                 .stop_ctx = hooks.stop_ctx };
    const jaga_status status = jaga_deliver(&plan, &done, &err);
    /* Standard output belongs to the responder. */
    (void)fprintf(stderr, "%" PRId64 " sent, %" PRId64 " waiting, %" PRId64 " refused for good\n",
                  done.sent, done.waiting, done.refused);
    return status == JAGA_OK ? EXIT_DONE : command_failed("deliver", &err);
}

const command command_deliver = {
    .name = "deliver",
    .usage = "",
    .help = "send what waits in the outbox while no engine runs",
    .about = "The most urgent first: by band, exposed money and age; commands of one account stay "
             "in their order.\n"
             "What a receiver puts off is asked again until patience ends; the exit status is then "
             "3, and\n"
             "nothing is lost. What the ledger answers counts from the next `jaga scan` or `watch` "
             "on.",
    .examples =
        "jaga deliver --db live.db --respond file:commands.ndjson\n"
        "jaga deliver --db live.db --respond webhook:https://ledger.example/jaga,key=secret",
    .options = options,
    .option_count = COUNT(options),
    .least_words = 0,
    .most_words = 0,
    .run = run,
};
