/* jaga request: what customers ask the hotline for beside theft, one act a call. */
#include "cli/commands.h"
#include "cli/desk_verbs.h"
#include "jaga/request.h"

#include <stdlib.h>
#include <string.h>

enum { DB, AS, SESSION, LANGUAGE, JSON };

static const option options[] = {
    [DB] = { "db", OPTION_TEXT, "X.db", DEFAULT_DB, 0, 0, "database to work on" },
    [AS] = { "as", OPTION_TEXT, "AGENT", NULL, 0, 0, "who acts" },
    [SESSION] = { "session", OPTION_TEXT, "NAME", NULL, 0, 0,
                  "from where (default: this terminal's session)" },
    [LANGUAGE] = OPTION_LANGUAGE,
    [JSON] = { "json", OPTION_FLAG, NULL, NULL, 0, 0, "JSON, for programs" },
};

static jaga_status number_of(const char *text, int64_t *out, jaga_error *err)
{
    char *end = NULL;

    *out = strtoll(text, &end, 10);
    return *out > 0 && *end == '\0'
               ? JAGA_OK
               : jaga_fail(err, JAGA_ERR_USAGE, "a request is a number; `jaga query requests`");
}

static jaga_status show(jaga_desk *desk, int64_t number, const arguments *given, jaga_error *err)
{
    return jaga_request_show(
        desk, number, given->is_given[JSON] ? JAGA_FORMAT_JSON : JAGA_FORMAT_TABLE, stdout, err);
}

static jaga_status run_open(jaga_desk *desk, const arguments *given, jaga_error *err)
{
    const jaga_request_wish wish = { .kind = given->words[1],
                                     .account = given->words[2],
                                     .topic = given->word_count > 3 ? given->words[3] : NULL,
                                     .words = given->word_count > 4 ? given->words[4] : NULL };
    int64_t number = 0;

    JAGA_TRY(jaga_request_open(desk, &wish, &number, err));
    if (number == 0) {
        (void)puts("that is a report of theft: the account is held and has a case");
        return JAGA_OK;
    }
    return show(desk, number, given, err);
}

static jaga_status run_show(jaga_desk *desk, const arguments *given, jaga_error *err)
{
    int64_t number = 0;

    JAGA_TRY(number_of(given->words[1], &number, err));
    return show(desk, number, given, err);
}

static jaga_status run_say(jaga_desk *desk, const arguments *given, jaga_error *err)
{
    int64_t number = 0;

    JAGA_TRY(number_of(given->words[1], &number, err));
    JAGA_TRY(jaga_request_say(desk, number, given->words[2], given->words[3], err));
    return show(desk, number, given, err);
}

static jaga_status run_prove(jaga_desk *desk, const arguments *given, jaga_error *err)
{
    const bool is_failed = given->word_count > 3;
    int64_t number = 0;

    if (is_failed && strcmp(given->words[3], "failed") != 0) {
        return jaga_fail(err, JAGA_ERR_USAGE, "evidence is given, or \"failed\"");
    }
    JAGA_TRY(number_of(given->words[1], &number, err));
    JAGA_TRY(jaga_request_prove(desk, number, given->words[2], !is_failed, err));
    return show(desk, number, given, err);
}

static jaga_status run_step(jaga_desk *desk, const arguments *given, jaga_error *err)
{
    int64_t number = 0;

    JAGA_TRY(number_of(given->words[1], &number, err));
    JAGA_TRY(jaga_request_step(desk, number, given->words[2],
                               given->word_count > 3 ? given->words[3] : NULL, err));
    return show(desk, number, given, err);
}

static jaga_status run_due(jaga_desk *desk, const arguments *given, jaga_error *err)
{
    int64_t steps = 0;

    (void)given;
    JAGA_TRY(jaga_request_due(desk, &steps, err));
    (void)printf("%lld steps\n", (long long)steps);
    return JAGA_OK;
}

static const struct act {
    const char *name, *usage, *help;
    size_t least_words, most_words; /* the act not counted */
    bool is_open_to_all;
    jaga_status (*run)(jaga_desk *desk, const arguments *given, jaga_error *err);
} acts[] = {
    { "open", "KIND ACCOUNT [TOPIC [WORDS]]", "take a request", 2, 4, false, run_open },
    { "show", "REQUEST", "where it is, and what may be done next", 1, 1, false, run_show },
    { "say", "REQUEST FACT VALUE", "what no log knows", 3, 3, false, run_say },
    { "prove", "REQUEST K|H|C1|C2|D|B|V [failed]", "evidence of who is on the line", 2, 3, false,
      run_prove },
    { "step", "REQUEST STEP [WORDS]", "a step of the playbook", 2, 3, false, run_step },
    { "due", "", "take the steps that clock and log ask for", 0, 0, true, run_due },
};

static const char *act_name(size_t i)
{
    return i < COUNT(acts) ? acts[i].name : NULL;
}

static void list_acts(FILE *out)
{
    const char *kind = NULL, *help = NULL, *topics = NULL;

    (void)fputs("Acts:\n", out);
    for (size_t i = 0; i < COUNT(acts); i++) {
        char spelled[80];
        (void)snprintf(spelled, sizeof spelled, "%s %s", acts[i].name, acts[i].usage);
        (void)fprintf(out, "  %-40s %s\n", spelled, acts[i].help);
    }
    (void)fputs("Kinds, and what each is about:\n", out);
    for (size_t i = 0; (kind = jaga_request_kind(i, &help, &topics)) != NULL; i++) {
        (void)fprintf(out, "  %-10s %s%s%s\n", kind, help, topics == NULL ? "" : ": ",
                      topics == NULL ? "" : topics);
    }
}

static jaga_status find_act(const arguments *given, const struct act **out, jaga_error *err)
{
    for (size_t i = 0; i < COUNT(acts); i++) {
        if (strcmp(acts[i].name, given->words[0]) == 0) {
            const size_t words = given->word_count - 1;
            *out = &acts[i];
            return words >= acts[i].least_words && words <= acts[i].most_words
                       ? JAGA_OK
                       : jaga_fail(err, JAGA_ERR_USAGE, "usage: jaga request %s %s", acts[i].name,
                                   acts[i].usage);
        }
    }
    return jaga_fail(err, JAGA_ERR_USAGE, "no act \"%s\"; `jaga request --help` lists them",
                     given->words[0]);
}

static jaga_status act_on(const arguments *given, jaga_error *err)
{
    const struct act *found = NULL;
    jaga_desk *desk = NULL;

    JAGA_TRY(find_act(given, &found, err));
    JAGA_TRY(desk_log_in(given->text[DB], given->text[AS], given->text[SESSION],
                         (jaga_lang)given->number[LANGUAGE], found->is_open_to_all, &desk, err));
    const jaga_status status = found->run(desk, given, err);
    jaga_desk_close(desk);
    return status;
}

static int run(const arguments *given)
{
    jaga_error err;

    return act_on(given, &err) == JAGA_OK ? EXIT_DONE : command_failed("request", &err);
}

const command command_request = {
    .name = "request",
    .usage = "ACT [WORDS]",
    .help = "what customers ask the hotline for beside theft",
    .about = "REQUEST is the receipt's number; `jaga query requests` lists what is open.",
    .examples = "jaga request open closure C039179 UNUSED --as sari\n"
                "jaga request prove 1 V --as sari\n"
                "jaga request step 1 cancel --as sari\n"
                "jaga request due",
    .options = options,
    .option_count = COUNT(options),
    .least_words = 1,
    .most_words = 5,
    .words = act_name,
    .more_help = list_acts,
    .run = run,
};
