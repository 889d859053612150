/* jaga reconcile: the ledger's holds beside ours. */
#include "cli/commands.h"
#include "jaga/reconcile.h"

#include <inttypes.h>

enum { DB };

static const option options[] = {
    [DB] = { "db", OPTION_TEXT, "X.db", DEFAULT_DB, 0, 0, "database to compare with" },
};

static int run(const arguments *given)
{
    jaga_reconciliation found;
    jaga_error err;

    if (jaga_reconcile(given->text[DB], given->words[0], stdout, &found, &err) != JAGA_OK) {
        return command_failed("reconcile", &err);
    }
    (void)fprintf(stderr,
                  "%" PRId64 " holds in the ledger; %" PRId64 " of ours are missing there, %" PRId64
                  " there are orphans, %" PRId64 " differ in level\n",
                  found.holds, found.missing, found.orphans, found.levels);
    return found.missing + found.orphans + found.levels == 0 ? EXIT_DONE : EXIT_BAD;
}

const command command_reconcile = {
    .name = "reconcile",
    .usage = "HOLDS",
    .help = "compare the ledger's holds with ours",
    .about = "HOLDS is the ledger's list of the holds that stand, one JSON object a line with "
             "hold_id, account and\n"
             "scope; - reads standard input. Each difference is a row of CSV:\n"
             "  MISSING_IN_LEDGER  confirmed here and not there: money can leave\n"
             "  ORPHAN_IN_LEDGER   there, and unknown or over here: somebody is locked out\n"
             "  LEVEL_DIFF         in both, but they stop different things\n"
             "The exit status is 5 when there is one. Nothing is changed.",
    .examples = "jaga reconcile holds.ndjson --db live.db\n"
                "jaga mock-ledger ledger.db --holds | jaga reconcile - --db live.db",
    .options = options,
    .option_count = COUNT(options),
    .least_words = 1,
    .most_words = 1,
    .run = run,
};
