/* jaga query: questions with a name. */
#include "cli/commands.h"
#include "jaga/query.h"

#include <string.h>

enum { DB, FORMAT };

enum { QUESTIONS_MAX = 64 };

static const option options[] = {
    [DB] = { "db", OPTION_TEXT, "X.db", DEFAULT_DB, 0, 0, "database to ask" },
    [FORMAT] = { "format", OPTION_TEXT, "FORMAT", "table", 0, 0, "table, csv or json (lines)" },
};

static const char *const formats[] = {
    [JAGA_FORMAT_TABLE] = "table", [JAGA_FORMAT_CSV] = "csv", [JAGA_FORMAT_JSON] = "json"
};

static void list_questions(FILE *out)
{
    (void)fputs("Questions:\n", out);
    for (size_t i = 0; i < jaga_question_count(); i++) {
        const jaga_question *question = jaga_question_at(i);
        (void)fprintf(out, "  %-10s %s\n", question->name, question->help);
    }
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
    const char *nearest = options_nearest(name, names, count);
    return nearest != NULL ? jaga_fail(err, JAGA_ERR_USAGE, "no question \"%s\"; did you mean %s?",
                                       name, nearest)
                           : jaga_fail(err, JAGA_ERR_USAGE,
                                       "no question \"%s\"; `jaga query --help` lists them", name);
}

static int run(const arguments *given)
{
    size_t format = 0;
    jaga_error err;

    while (format < COUNT(formats) && strcmp(formats[format], given->text[FORMAT]) != 0) {
        format++;
    }
    if (format == COUNT(formats)) {
        (void)jaga_fail(&err, JAGA_ERR_USAGE, "--format is table, csv or json");
        return command_failed("query", &err);
    }
    jaga_status status = unknown_question(given->words[0], &err);
    if (status == JAGA_OK) {
        status = jaga_query(given->text[DB], given->words[0], (jaga_format)format, stdout, &err);
    }
    return status == JAGA_OK ? EXIT_DONE : command_failed("query", &err);
}

const command command_query = {
    .name = "query",
    .usage = "NAME",
    .help = "ask the database a question",
    .examples = "jaga query tasks\n"
                "jaga query holds --format csv >holds.csv\n"
                "jaga query alerts --format json | jq 'select(.score > 0.5)'",
    .options = options,
    .option_count = COUNT(options),
    .least_words = 1,
    .most_words = 1,
    .more_help = list_questions,
    .run = run,
};
