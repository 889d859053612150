/* jaga desk: the hotline's work, one act a call. */
#include "base/nearest.h"
#include "cli/commands.h"
#include "cli/desk_verbs.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { VERBS_MAX = 40 };

static const option options[DESK_OPTIONS] = {
    [DESK_DB] = { "db", OPTION_TEXT, "X.db", DEFAULT_DB, 0, 0, "database to work on" },
    [DESK_AS] = { "as", OPTION_TEXT, "AGENT", NULL, 0, 0, "who acts" },
    [DESK_SESSION] = { "session", OPTION_TEXT, "NAME", NULL, 0, 0,
                       "from where (default: this terminal's session)" },
    [DESK_LANGUAGE] = OPTION_LANGUAGE,
    [DESK_JSON] = { "json", OPTION_FLAG, NULL, NULL, 0, 0, "JSON, for programs" },
    [DESK_ROLE] = { "role", OPTION_CHOICE, "agent|supervisor|legal", "agent", 0, 0,
                    "of a new agent" },
    [DESK_LANGUAGES] = { "languages", OPTION_TEXT, "LIST", "id", 0, 0,
                         "that a new agent speaks: en,id,zh" },
    [DESK_ACCOUNT] = { "account", OPTION_TEXT, "ID", NULL, 0, 0,
                       "a new agent's own wallet, whose cases are not theirs" },
    [DESK_REASON] = { "reason", OPTION_TEXT, "TEXT", NULL, 0, 0,
                      "why, where an act wants a written reason" },
    [DESK_NOTE] = { "note", OPTION_TEXT, "TEXT", NULL, 0, 0, "what was said, to go with the act" },
    [DESK_VERSION] = { "version", OPTION_NUMBER, "N", NULL, 1, INT64_MAX,
                       "row_ver seen last: refuse when somebody changed the case since" },
};

int64_t desk_wall_us(void *ctx)
{
    struct timespec now;

    (void)ctx;
#ifdef JAGA_CRASH_STEPS
    const char *set = getenv("JAGA_DESK_NOW_US");
    if (set != NULL) {
        return strtoll(set, NULL, 10);
    }
#endif
    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static const char *verb_name(size_t i)
{
    return i < desk_verb_count ? desk_verbs[i].name : NULL;
}

static void list_verbs(FILE *out)
{
    (void)fputs("Acts:\n", out);
    for (size_t i = 0; i < desk_verb_count; i++) {
        char spelled[64];
        (void)snprintf(spelled, sizeof spelled, "%s%s%s", desk_verbs[i].name,
                       desk_verbs[i].usage[0] == '\0' ? "" : " ", desk_verbs[i].usage);
        (void)fprintf(out, "  %-34s %s\n", spelled, desk_verbs[i].help);
    }
}

static jaga_status find_verb(const arguments *given, const desk_verb **out, jaga_error *err)
{
    const char *names[VERBS_MAX];

    for (size_t i = 0; i < desk_verb_count && i < VERBS_MAX; i++) {
        names[i] = desk_verbs[i].name;
        if (strcmp(names[i], given->words[0]) != 0) {
            continue;
        }
        *out = &desk_verbs[i];
        const size_t words = given->word_count - 1;
        return words >= (*out)->least_words && words <= (*out)->most_words
                   ? JAGA_OK
                   : jaga_fail(err, JAGA_ERR_USAGE, "usage: jaga desk %s %s", (*out)->name,
                               (*out)->usage);
    }
    const char *nearest = nearest_name(given->words[0], names, desk_verb_count);
    return nearest != NULL
               ? jaga_fail(err, JAGA_ERR_USAGE, "no act \"%s\"; did you mean %s?", given->words[0],
                           nearest)
               : jaga_fail(err, JAGA_ERR_USAGE, "no act \"%s\"; `jaga desk --help` lists them",
                           given->words[0]);
}

jaga_status desk_log_in(const char *db, const char *agent, const char *session, jaga_lang lang,
                        bool is_open_to_all, jaga_desk **out, jaga_error *err)
{
    char terminal[64];

    if (agent == NULL && !is_open_to_all) {
        return jaga_fail(err, JAGA_ERR_USAGE, "who acts? --as AGENT");
    }
    (void)snprintf(terminal, sizeof terminal, "terminal-%ld", (long)getsid(0));
    const jaga_desk_login login = { .db = db,
                                    .agent = agent,
                                    .session = session == NULL ? terminal : session,
                                    .lang = lang,
                                    .now_us = desk_wall_us };
    return jaga_desk_open(&login, out, err);
}

static jaga_status act(const arguments *given, jaga_error *err)
{
    const desk_verb *verb = NULL;
    jaga_desk *desk = NULL;

    JAGA_TRY(find_verb(given, &verb, err));
    JAGA_TRY(desk_log_in(given->text[DESK_DB], given->text[DESK_AS], given->text[DESK_SESSION],
                         (jaga_lang)given->number[DESK_LANGUAGE], verb->is_open_to_all, &desk,
                         err));
    if (given->is_given[DESK_VERSION]) {
        jaga_desk_expect(desk, given->number[DESK_VERSION]);
    }
    const jaga_status status = verb->run(desk, given, err);
    jaga_desk_close(desk);
    return status;
}

static int run(const arguments *given)
{
    jaga_error err;

    return act(given, &err) == JAGA_OK ? EXIT_DONE : command_failed("desk", &err);
}

const command command_desk = {
    .name = "desk",
    .usage = "ACT [WORDS]",
    .help = "work on cases: take calls, decide, release",
    .about = "NUMBER is the case number spoken on the phone. docs/response.md has the rules.",
    .examples = "jaga desk agent sari --role supervisor --languages id,en\n"
                "jaga desk next --as sari\n"
                "jaga desk show 00000018 --as sari --lang id\n"
                "jaga desk mark 00000018 E9008 not-mine --as sari",
    .options = options,
    .option_count = COUNT(options),
    .least_words = 1,
    .most_words = 4,
    .words = verb_name,
    .more_help = list_verbs,
    .run = run,
};
