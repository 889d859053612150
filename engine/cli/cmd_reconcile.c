/* jaga reconcile: the ledger's holds beside ours. */
#include "cli/commands.h"
#include "cli/desk_verbs.h"
#include "jaga/reconcile.h"

#include <inttypes.h>

enum { DB, REPAIR };

static const option options[] = {
    [DB] = { "db", OPTION_TEXT, "X.db", DEFAULT_DB, 0, 0, "database to compare with" },
    [REPAIR] = { "repair", OPTION_FLAG, NULL, NULL, 0, 0,
                 "command again what is missing or less in the ledger" },
};

static int run(const arguments *given)
{
    const jaga_repair repair = { .is_wanted = given->is_given[REPAIR],
                                 .now_us = desk_wall_us(NULL) };
    jaga_reconciliation found;
    jaga_error err;

    if (jaga_reconcile(given->text[DB], given->words[0], &repair, stdout, &found, &err) !=
        JAGA_OK) {
        return command_failed("reconcile", &err);
    }
    (void)fprintf(stderr,
                  "%" PRId64 " holds in the ledger; %" PRId64 " of ours are missing there, %" PRId64
                  " there are orphans, %" PRId64 " differ in level; %" PRId64
                  " commands wait in the outbox for them\n",
                  found.holds, found.missing, found.orphans, found.levels, found.commands);
    return found.missing + found.orphans + found.levels == 0 ? EXIT_DONE : EXIT_BAD;
}

const command command_reconcile = {
    .name = "reconcile",
    .usage = "HOLDS",
    .help = "compare the ledger's holds with ours",
    .about =
        "HOLDS is the ledger's list of the holds that stand, one JSON object a line with "
        "hold_id, account and\n"
        "scope; - reads standard input. Each difference is a row of CSV:\n"
        "  MISSING_IN_LEDGER  confirmed here and not there: money can leave\n"
        "  ORPHAN_IN_LEDGER   there, and unknown or over here: somebody is locked out\n"
        "  LEVEL_DIFF         in both, but they stop different things\n"
        "The exit status is 5 when there is one. Nothing is changed, but with --repair: what is "
        "missing is placed\n"
        "again for what is left of its life, a level that is lower there is raised; the row "
        "names the command,\n"
        "which waits in the outbox. What stops too much is a person's to release.",
    .examples = "jaga reconcile holds.ndjson --db live.db\n"
                "jaga mock-ledger ledger.db --holds | jaga reconcile - --db live.db --repair",
    .options = options,
    .option_count = COUNT(options),
    .least_words = 1,
    .most_words = 1,
    .run = run,
};
