/* jaga evidence: the file of a case for somebody outside. */
#include "cli/commands.h"
#include "jaga/evidence.h"

enum { DB, AUDIENCE, OUT };

static const option options[] = {
    [DB] = { "db", OPTION_TEXT, "X.db", DEFAULT_DB, 0, 0, "database to ask" },
    [AUDIENCE] = { "for", OPTION_CHOICE, "regulator|customer", "regulator", 0, 0,
                   "who is to read it" },
    [OUT] = { "out", OPTION_TEXT, "FOLDER", "evidence", 0, 0, "made anew; must not exist" },
};

static int run(const arguments *given)
{
    jaga_error err;
    const jaga_status status =
        jaga_evidence(given->text[DB], given->words[0], (jaga_audience)given->number[AUDIENCE],
                      given->text[OUT], &err);

    return status == JAGA_OK ? EXIT_DONE : command_failed("evidence", &err);
}

const command command_evidence = {
    .name = "evidence",
    .usage = "CASE",
    .help = "write the file of a case, with proof that nothing was changed",
    .about = "CASE is a case's number or key. The folder holds the case's rows of the audit with "
             "what proves\n"
             "them, and for a regulator also its story and the way of the money. The customer's "
             "says neither\n"
             "who of the staff acted nor what they wrote. jaga verify FOLDER proves it; its "
             "README.txt tells\n"
             "how to do so without jaga.",
    .examples = "jaga evidence 00000018 --out case-00000018\n"
                "jaga evidence 00000018 --for customer --out for-the-customer",
    .options = options,
    .option_count = COUNT(options),
    .least_words = 1,
    .most_words = 1,
    .run = run,
};
