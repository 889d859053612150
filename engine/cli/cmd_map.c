/* jaga map: what a mapping makes of a foreign export, and which ones come with jaga. */
#include "base/nearest.h"
#include "cli/commands.h"
#include "cli/map_report.h"

#include <string.h>
#include <time.h>

enum { SAMPLE, EVENTS, JSON };

static const option options[] = {
    [SAMPLE] = { "sample", OPTION_TEXT, "LOG", NULL, 0, 0, "check: the export to read" },
    [EVENTS] = { "events", OPTION_TEXT, "FILE", NULL, 0, 0,
                 "check: write the events that it becomes as CSV; they hold what the export "
                 "holds" },
    [JSON] = { "json", OPTION_FLAG, NULL, NULL, 0, 0,
               "check: on standard output only one JSON object" },
};

static int64_t now_us(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static jaga_status list(const arguments *given, jaga_error *err)
{
    (void)given;
    for (size_t i = 0; i < jaga_map_count(); i++) {
        jaga_map map;
        JAGA_TRY(jaga_map_at(i, &map, err));
        (void)printf("  %-10s %s\n", map.name, map.about);
    }
    return JAGA_OK;
}

static jaga_status show(const arguments *given, jaga_error *err)
{
    for (size_t i = 0; i < jaga_map_count(); i++) {
        jaga_map map;
        JAGA_TRY(jaga_map_at(i, &map, err));
        if (strcmp(map.name, given->words[1]) == 0) {
            (void)fputs(map.text, stdout);
            return JAGA_OK;
        }
    }
    return jaga_fail(err, JAGA_ERR_USAGE, "no shipped mapping %s; `jaga map list` names them",
                     given->words[1]);
}

static jaga_status check(const arguments *given, jaga_map_report *report, jaga_error *err)
{
    if (given->text[SAMPLE] == NULL) {
        return jaga_fail(err, JAGA_ERR_USAGE, "check wants an export: --sample LOG");
    }
    JAGA_TRY(jaga_map_check(given->words[1], given->text[SAMPLE], given->text[EVENTS], now_us(),
                            report, err));
    if (given->is_given[JSON]) {
        return map_report_print_json(report, stdout, err);
    }
    map_report_print(report, given->words[1], stdout);
    return JAGA_OK;
}

static jaga_status run_word(const arguments *given, jaga_map_report *report, jaga_error *err)
{
    static const char *const words[] = { "check", "show", "list" };
    const char *word = given->words[0];
    const bool is_list = strcmp(word, "list") == 0;

    if (!is_list && strcmp(word, "show") != 0 && strcmp(word, "check") != 0) {
        const char *nearest = nearest_name(word, words, COUNT(words));
        return jaga_fail(err, JAGA_ERR_USAGE, "no `map %s`; there are check, show and list%s%s",
                         word, nearest == NULL ? "" : ". Did you mean ",
                         nearest == NULL ? "" : nearest);
    }
    if (given->word_count != (is_list ? 1 : 2)) {
        return jaga_fail(err, JAGA_ERR_USAGE, "%s",
                         is_list ? "list takes no name" : "check and show want a mapping's name");
    }
    return is_list                     ? list(given, err)
           : strcmp(word, "show") == 0 ? show(given, err)
                                       : check(given, report, err);
}

static int run(const arguments *given)
{
    jaga_map_report report = { .rows = 0 };
    jaga_error err;

    if (run_word(given, &report, &err) != JAGA_OK) {
        return command_failed("map", &err);
    }
    return report.rejects > report.rows / 2 && report.rejects > 0 ? EXIT_REJECTS : EXIT_DONE;
}

const command command_map = {
    .name = "map",
    .usage = "check NAME|FILE --sample LOG | list | show NAME",
    .help = "see what a mapping makes of a foreign export",
    .about =
        "A mapping is a small CSV file that says which column of an export becomes which field of\n"
        "an event, and how; docs/integrator.md is its reference. `check` reads an export by it "
        "and\n"
        "tells what becomes of each column, what is missing, what is rejected and what looks "
        "wrong.\n"
        "Examples of values are masked: letters a, digits 9. Nothing is decided or stored.",
    .examples = "jaga map list\n"
                "jaga map show mpesa >ours.map.csv\n"
                "jaga map check ours.map.csv --sample export.csv\n"
                "jaga scan export.csv --map ours.map.csv",
    .options = options,
    .option_count = COUNT(options),
    .least_words = 1,
    .most_words = 2,
    .run = run,
};
