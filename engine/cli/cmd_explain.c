/* jaga explain: the story of a hold, an event or an account. */
#include "cli/commands.h"
#include "jaga/query.h"

#include <string.h>

enum { DB, LANGUAGE };

static const option options[] = {
    [DB] = { "db", OPTION_TEXT, "X.db", DEFAULT_DB, 0, 0, "database to ask" },
    [LANGUAGE] = { "lang", OPTION_TEXT, "LANG", "en", 0, 0,
                   "en, id (Bahasa Indonesia) or zh (Chinese)" },
};

static const char *const languages[] = {
    [JAGA_LANG_EN] = "en", [JAGA_LANG_ID] = "id", [JAGA_LANG_ZH] = "zh"
};

static int run(const arguments *given)
{
    size_t lang = 0;
    jaga_error err;

    while (lang < COUNT(languages) && strcmp(languages[lang], given->text[LANGUAGE]) != 0) {
        lang++;
    }
    if (lang == COUNT(languages)) {
        (void)jaga_fail(&err, JAGA_ERR_USAGE, "--lang is en, id or zh");
        return command_failed("explain", &err);
    }
    const jaga_status status =
        jaga_explain(given->text[DB], given->words[0], (jaga_lang)lang, stdout, &err);
    return status == JAGA_OK ? EXIT_DONE : command_failed("explain", &err);
}

const command command_explain = {
    .name = "explain",
    .usage = "WHAT",
    .help = "tell the story of a hold, an event or an account",
    .about = "WHAT is the number spoken on the phone, a hold's or case's key, an event_id or an "
             "account.",
    .examples = "jaga explain 00000018\n"
                "jaga explain C039179 --lang id",
    .options = options,
    .option_count = COUNT(options),
    .least_words = 1,
    .most_words = 1,
    .run = run,
};
