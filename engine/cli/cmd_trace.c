/* jaga trace: where stolen money went, and what of it can still be held. */
#include "cli/commands.h"
#include "jaga/trace.h"

#include <errno.h>
#include <string.h>

enum { DB, METHOD, JSON, SVG };

static const option options[] = {
    [DB] = { "db", OPTION_TEXT, "X.db", DEFAULT_DB, 0, 0, "database to ask" },
    [METHOD] = { "method", OPTION_CHOICE, "fifo|lifo|prorata|poison", "fifo", 0, 0,
                 "whose coins leave a wallet first, for the hops and places" },
    [JSON] = { "json", OPTION_FLAG, NULL, NULL, 0, 0, "one JSON object, for programs" },
    [SVG] = { "svg", OPTION_TEXT, "FILE", NULL, 0, 0, "also draw it there" },
};

static jaga_status draw(const arguments *given, jaga_error *err)
{
    const char *path = given->text[SVG];
    FILE *page = fopen(path, "wbe");

    if (page == NULL) {
        return jaga_fail(err, JAGA_ERR_IO, "%s: %s", path, strerror(errno));
    }
    const jaga_status status =
        jaga_trace(given->text[DB], given->words[0], (jaga_trace_method)given->number[METHOD],
                   JAGA_TRACE_SVG, page, err);
    if (fclose(page) != 0 && status == JAGA_OK) {
        return jaga_fail(err, JAGA_ERR_IO, "%s: %s", path, strerror(errno));
    }
    return status;
}

static int run(const arguments *given)
{
    const jaga_trace_form form = given->is_given[JSON] ? JAGA_TRACE_JSON : JAGA_TRACE_TABLE;
    jaga_error err;

    jaga_status status = jaga_trace(given->text[DB], given->words[0],
                                    (jaga_trace_method)given->number[METHOD], form, stdout, &err);
    if (status == JAGA_OK && given->text[SVG] != NULL) {
        status = draw(given, &err);
    }
    return status == JAGA_OK ? EXIT_DONE : command_failed("trace", &err);
}

const command command_trace = {
    .name = "trace",
    .usage = "WHAT",
    .help = "follow stolen money: where it is, and what can still be held",
    .about =
        "WHAT is a case's number or key, an account (its latest hold's case is meant), or an\n"
        "event_id; of an event without a case, that payment alone was stolen. All four methods\n"
        "are shown side by side; the one chosen decides hops and places.",
    .examples = "jaga trace 00000018\n"
                "jaga trace C039179 --method lifo --svg way.svg\n"
                "jaga trace 00000018 --json | jq '.places[] | select(.can_be_held != \"0.00\")'",
    .options = options,
    .option_count = COUNT(options),
    .least_words = 1,
    .most_words = 1,
    .run = run,
};
