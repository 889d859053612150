/* jaga query: questions with a name. */
#include "base/nearest.h"
#include "cli/commands.h"
#include "jaga/query.h"

#include <string.h>

/* The formats stand in the order of jaga_format. */
enum { DB, FORMAT, ACCOUNT, CASE, SINCE, UNTIL, LIMIT };

enum { QUESTIONS_MAX = 64 };

static const option options[] = {
    [DB] = { "db", OPTION_TEXT, "X.db", DEFAULT_DB, 0, 0, "database to ask" },
    [FORMAT] = { "format", OPTION_CHOICE, "table|csv|json", "table", 0, 0,
                 "for people, for spreadsheets, for programs" },
    [ACCOUNT] = { "account", OPTION_TEXT, "ID", NULL, 0, 0, "only this account" },
    [CASE] = { "case", OPTION_TEXT, "NUMBER", NULL, 0, 0,
               "only this case: the number spoken on the phone, or its key" },
    [SINCE] = { "since", OPTION_TEXT, "TIME", NULL, 0, 0,
                "from this event time on: 2026-01-20 (+07:00) or RFC 3339" },
    [UNTIL] = { "until", OPTION_TEXT, "TIME", NULL, 0, 0, "before this event time" },
    [LIMIT] = { "limit", OPTION_NUMBER, "N", NULL, 0, INT64_MAX, "only the first N rows" },
};

static const char *question_name(size_t i)
{
    return i < jaga_question_count() ? jaga_question_at(i)->name : NULL;
}

static void list_questions(FILE *out)
{
    (void)fputs("Questions:\n", out);
    for (size_t i = 0; i < jaga_question_count(); i++) {
        const jaga_question *question = jaga_question_at(i);
        char spelled[40];
        (void)snprintf(spelled, sizeof spelled, "%s%s%s", question->name,
                       question->about == NULL ? "" : " ",
                       question->about == NULL ? "" : question->about);
        (void)fprintf(out, "  %-16s %s%s\n", spelled, question->help,
                      question->reads_history ? " *" : "");
    }
    (void)fputs("  * reads the history: the whole input log, in one pass\n", out);
}

static bool is_meant(const option *of, const jaga_question *question)
{
    static const char *const filters[] = { "account", "case", "since", "until", "limit" };

    for (size_t i = 0; i < COUNT(filters); i++) {
        if (strcmp(of->name, filters[i]) == 0) {
            return jaga_question_heeds(question, filters[i]);
        }
    }
    return true;
}

/* The help of one question: only the options that it heeds. */
static bool help_question(const char *name, FILE *out)
{
    const jaga_question *question = jaga_question_find(name);
    option heeded[COUNT(options)];
    char full_name[40];
    size_t count = 0;

    if (question == NULL) {
        return false;
    }
    for (size_t i = 0; i < COUNT(options); i++) {
        if (is_meant(&options[i], question)) {
            heeded[count++] = options[i];
        }
    }
    (void)snprintf(full_name, sizeof full_name, "query %s", name);
    const command one = { .name = full_name,
                          .usage = question->about == NULL ? "" : question->about,
                          .help = question->help,
                          .about = question->reads_history
                                       ? "Reads the history: the whole input log, in one pass."
                                       : NULL,
                          .examples = question->examples,
                          .options = heeded,
                          .option_count = count };
    options_print_help(&one, out);
    return true;
}

static jaga_status unknown_question(const char *name, jaga_error *err)
{
    const char *names[QUESTIONS_MAX];
    const size_t count =
        jaga_question_count() < QUESTIONS_MAX ? jaga_question_count() : QUESTIONS_MAX;

    for (size_t i = 0; i < count; i++) {
        names[i] = jaga_question_at(i)->name;
        if (strcmp(names[i], name) == 0) {
            return JAGA_OK;
        }
    }
    const char *nearest = nearest_name(name, names, count);
    return nearest != NULL ? jaga_fail(err, JAGA_ERR_USAGE, "no question \"%s\"; did you mean %s?",
                                       name, nearest)
                           : jaga_fail(err, JAGA_ERR_USAGE,
                                       "no question \"%s\"; `jaga query --help` lists them", name);
}

static jaga_status read_filter(const arguments *given, jaga_filter *out, jaga_error *err)
{
    *out = (jaga_filter)JAGA_FILTER_NONE;
    out->about = given->word_count > 1 ? given->words[1] : NULL;
    out->account = given->text[ACCOUNT];
    out->case_number = given->text[CASE];
    if (given->is_given[SINCE]) {
        JAGA_TRY(options_time(&options[SINCE], given->text[SINCE], &out->since_us, err));
    }
    if (given->is_given[UNTIL]) {
        JAGA_TRY(options_time(&options[UNTIL], given->text[UNTIL], &out->until_us, err));
    }
    if (given->is_given[LIMIT]) {
        out->limit = given->number[LIMIT];
    }
    return JAGA_OK;
}

static int run(const arguments *given)
{
    jaga_filter filter;
    jaga_error err;

    jaga_status status = unknown_question(given->words[0], &err);
    if (status == JAGA_OK) {
        status = read_filter(given, &filter, &err);
    }
    if (status == JAGA_OK) {
        status = jaga_query(given->text[DB], given->words[0], &filter,
                            (jaga_format)given->number[FORMAT], stdout, &err);
    }
    return status == JAGA_OK ? EXIT_DONE : command_failed("query", &err);
}

const command command_query = {
    .name = "query",
    .usage = "NAME [ABOUT]",
    .help = "ask the database a question",
    .about = "`jaga query NAME --help` tells what narrows it.",
    .examples = "jaga query tasks\n"
                "jaga query holds --format csv >holds.csv\n"
                "jaga query alerts --format json | jq 'select(.score > 0.5)'",
    .options = options,
    .option_count = COUNT(options),
    .least_words = 1,
    .most_words = 2,
    .words = question_name,
    .more_help = list_questions,
    .help_of = help_question,
    .run = run,
};
