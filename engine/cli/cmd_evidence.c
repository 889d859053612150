/* jaga evidence: the file of a case for somebody outside. */
#include "cli/commands.h"
#include "cli/desk_verbs.h"
#include "jaga/evidence.h"

#include <pwd.h>
#include <unistd.h>

enum { DB, AUDIENCE, PARTNER, REQUEST, LANGUAGE, KEY, BY, OUT };

static const option options[] = {
    [DB] = { "db", OPTION_TEXT, "X.db", DEFAULT_DB, 0, 0, "database to ask" },
    [AUDIENCE] = { "for", OPTION_CHOICE, "regulator|customer|partner|police", "regulator", 0, 0,
                   "who is to read it" },
    [PARTNER] = { "partner", OPTION_TEXT, "NAME", NULL, 0, 0,
                  "institution or payee, as in jaga query recalls (for partner)" },
    [REQUEST] = { "request", OPTION_TEXT, "ID", NULL, 0, 0,
                  "what the lawful request is known by (for police)" },
    [LANGUAGE] = OPTION_LANGUAGE,
    [KEY] = { "key", OPTION_TEXT, "FILE", NULL, 0, 0, "sign it, with a key of jaga anchor" },
    [BY] = { "by", OPTION_TEXT, "NAME", NULL, 0, 0,
             "who hands it out, for the register (default: the system's name of you)" },
    [OUT] = { "out", OPTION_TEXT, "FOLDER", "evidence", 0, 0, "made anew; must not exist" },
};

static const char *own_name(void)
{
    const struct passwd *me = getpwuid(getuid());

    return me == NULL ? "unknown" : me->pw_name;
}

static int run(const arguments *given)
{
    const jaga_reader reader = { .audience = (jaga_audience)given->number[AUDIENCE],
                                 .lang = (jaga_lang)given->number[LANGUAGE],
                                 .partner = given->text[PARTNER],
                                 .request = given->text[REQUEST],
                                 .by = given->text[BY] == NULL ? own_name() : given->text[BY],
                                 .now_us = desk_wall_us(NULL),
                                 .key = given->text[KEY] };
    jaga_error err;
    const jaga_status status =
        jaga_evidence_write(given->text[DB], given->words[0], &reader, given->text[OUT], &err);

    return status == JAGA_OK ? EXIT_DONE : command_failed("evidence", &err);
}

const command command_evidence = {
    .name = "evidence",
    .usage = "CASE",
    .help = "write the file of a case, with proof that nothing was changed",
    .about = "CASE is a case's number or key. The folder holds a page, index.html, that shows all "
             "of it;\n"
             "the case's rows of the audit with what proves them; the account's events; the story; "
             "the way of\n"
             "the money. A customer reads neither who of the staff acted, nor their words, nor of "
             "other\n"
             "people's accounts; a partner only what is asked back from it. jaga verify FOLDER "
             "proves it; its\n"
             "README.txt tells how to do so without jaga. jaga query bundles lists what was made.",
    .examples = "jaga evidence 00000018 --out case-00000018\n"
                "jaga evidence 00000018 --for customer --lang id --out for-the-customer\n"
                "jaga evidence 00000018 --for partner --partner bank-x --out for-bank-x\n"
                "jaga evidence 00000018 --for police --request LP/B/1/2026 --out for-the-police",
    .options = options,
    .option_count = COUNT(options),
    .least_words = 1,
    .most_words = 1,
    .run = run,
};
