/* jaga explain: the story of a hold, an event or an account. */
#include "cli/commands.h"
#include "jaga/query.h"

enum { DB, LANGUAGE, JSON };

static const option options[] = {
    [DB] = { "db", OPTION_TEXT, "X.db", DEFAULT_DB, 0, 0, "database to ask" },
    [LANGUAGE] = OPTION_LANGUAGE,
    [JSON] = { "json", OPTION_FLAG, NULL, NULL, 0, 0, "one JSON object, for programs" },
};

static int run(const arguments *given)
{
    const jaga_lang lang = (jaga_lang)given->number[LANGUAGE];
    jaga_error err;

    const jaga_status status = (given->is_given[JSON] ? jaga_explain_json : jaga_explain)(
        given->text[DB], given->words[0], lang, stdout, &err);
    return status == JAGA_OK ? EXIT_DONE : command_failed("explain", &err);
}

const command command_explain = {
    .name = "explain",
    .usage = "WHAT",
    .help = "tell the story of a hold, an event or an account",
    .about = "WHAT is the number spoken on the phone, a hold's or case's key, an event_id or an "
             "account.",
    .examples = "jaga explain 00000018\n"
                "jaga explain C039179 --lang id\n"
                "jaga explain C039179 --json | jq '.why[] | {signal, bits, says}'",
    .options = options,
    .option_count = COUNT(options),
    .least_words = 1,
    .most_words = 1,
    .run = run,
};
