/* jaga drift: is the log still what thresholds and models were made for? */
#include "base/when.h"
#include "cli/commands.h"
#include "cli/progress.h"
#include "jaga/drift.h"

#include <jansson.h>

enum { FROM, MAP, GEOIP, MODEL, JSON };
enum { SHOWN = 3 };

static const option options[] = {
    [FROM] = { "from", OPTION_TEXT, "TIME", NULL, 0, 0,
               "compare days from then on with all before; else from the middle of the log on" },
    [MAP] = { "map", OPTION_TEXT, "NAME|FILE", NULL, 0, 0, "how to read a foreign export" },
    [GEOIP] = { "geoip", OPTION_TEXT, "A.mmdb,B.mmdb", NULL, 0, 0,
                "look countries and networks of addresses up where the log names none" },
    [MODEL] = { "model", OPTION_TEXT, "NAME|FILE", NULL, 0, 0,
                "the trained model that decides: wallet is shipped; without one, or none, signals "
                "do" },
    [JSON] = { "json", OPTION_FLAG, NULL, NULL, 0, 0,
               "one JSON object for each day, a line each, with every number's distance" },
};

static const char *level_of(double psi, int64_t rows)
{
    return rows < JAGA_DRIFT_ROWS_LEAST ? "few rows"
           : psi >= JAGA_DRIFT_ACT      ? "changed"
           : psi >= JAGA_DRIFT_WATCH    ? "watch"
                                        : "stable";
}

static double rate_of(const jaga_drift_day *day)
{
    return day->events == 0 ? 0.0 : (double)day->decisions / (double)day->events * 1e4;
}

/* The largest first; ties by their order. */
static size_t find_largest(const jaga_drift *about, const jaga_drift_day *day, size_t out[SHOWN])
{
    size_t used = 0;

    for (size_t number = 0; number < about->number_count; number++) {
        if (about->is_moving[number]) {
            continue;
        }
        size_t at = used < SHOWN ? used++ : SHOWN;
        while (at > 0 && day->psi[out[at - 1]] < day->psi[number]) {
            if (at < SHOWN) {
                out[at] = out[at - 1];
            }
            at--;
        }
        if (at < SHOWN) {
            out[at] = number;
        }
    }
    return used;
}

static void print_day(const jaga_drift *about, const jaga_drift_day *day)
{
    char when[WHEN_TEXT_BYTES];
    size_t largest[SHOWN];
    const size_t shown = find_largest(about, day, largest);

    when_format(day->begin_us + about->offset_us, when);
    (void)printf("  %.10s  %10lld  %8.2f  %8.3f  %-8s", when, (long long)day->events, rate_of(day),
                 day->psi[about->number_count - 1],
                 level_of(shown == 0 ? 0.0 : day->psi[largest[0]], day->rows));
    for (size_t i = 0; i < shown; i++) {
        (void)printf("  %s %.3f", jaga_drift_name(largest[i]), day->psi[largest[i]]);
    }
    (void)putchar('\n');
}

static void print_table(const jaga_drift *about)
{
    char from[WHEN_TEXT_BYTES], until[WHEN_TEXT_BYTES];

    when_format(about->reference.begin_us + about->offset_us, from);
    when_format(about->reference_until_us + about->offset_us, until);
    (void)printf("\n  Reference: %.10s to %.10s, %lld events, %.2f decisions in 10,000.\n"
                 "  Distances are population stability indices: below %.1f stable, from %.2f "
                 "changed.\n\n"
                 "  day             events  decisions  belief  level     farthest\n",
                 from, until, (long long)about->reference.events, rate_of(&about->reference),
                 JAGA_DRIFT_WATCH, JAGA_DRIFT_ACT);
    for (size_t i = 0; i < about->day_count; i++) {
        print_day(about, &about->days[i]);
    }
}

static jaga_status print_json(const jaga_drift *about, jaga_error *err)
{
    for (size_t i = 0; i < about->day_count; i++) {
        const jaga_drift_day *day = &about->days[i];
        char when[WHEN_TEXT_BYTES];
        size_t largest[SHOWN];
        json_t *psi = json_object(), *moving = json_array();
        when_format(day->begin_us + about->offset_us, when);
        const size_t shown = find_largest(about, day, largest);
        when[10] = '\0'; /* the day alone */
        for (size_t number = 0; number < about->number_count; number++) {
            (void)json_object_set_new(psi, jaga_drift_name(number), json_real(day->psi[number]));
            if (about->is_moving[number]) {
                (void)json_array_append_new(moving, json_string(jaga_drift_name(number)));
            }
        }
        json_t *object = json_pack(
            "{s:s, s:I, s:I, s:I, s:I, s:f, s:f, s:s, s:o, s:o}", "day", when, "events",
            (json_int_t)day->events, "rows", (json_int_t)day->rows, "decisions",
            (json_int_t)day->decisions, "holds", (json_int_t)day->holds, "decisions_per_10k_events",
            rate_of(day), "reference_decisions_per_10k_events", rate_of(&about->reference), "level",
            level_of(shown == 0 ? 0.0 : day->psi[largest[0]], day->rows), "moving", moving, "psi",
            psi);
        const int failed = object == NULL ||
                           json_dumpf(object, stdout, JSON_COMPACT | JSON_REAL_PRECISION(6)) != 0;
        json_decref(object);
        if (failed) {
            return jaga_fail(err, JAGA_ERR_IO, "writing the days as JSON failed");
        }
        (void)putchar('\n');
    }
    return JAGA_OK;
}

static jaga_status prepare(const arguments *given, jaga_configuration *configuration,
                           jaga_run *plan, int64_t *from_us, jaga_error *err)
{
    *from_us = INT64_MIN;
    if (given->is_given[FROM]) {
        JAGA_TRY(options_time(&options[FROM], given->text[FROM], from_us, err));
    }
    JAGA_TRY(options_configure(given, configuration, err));
    return options_model(given->text[MODEL], configuration, &plan->model, err);
}

static int run(const arguments *given)
{
    jaga_run plan = { .map = given->text[MAP], .geoip = given->text[GEOIP] };
    jaga_configuration configuration;
    jaga_drift about;
    int64_t from_us;
    jaga_error err;

    plan.configuration = &configuration;
    if (prepare(given, &configuration, &plan, &from_us, &err) != JAGA_OK) {
        return command_failed("drift", &err);
    }
    progress_catch_signals();
    progress_hook(&plan);
    jaga_status status =
        jaga_drift_open(&plan, given->words, given->word_count, from_us, &about, &err);
    progress_end();
    if (status == JAGA_OK && given->is_given[JSON]) {
        status = print_json(&about, &err);
    } else if (status == JAGA_OK) {
        print_table(&about);
    }
    jaga_drift_close(&about);
    return status == JAGA_OK ? EXIT_DONE : command_failed("drift", &err);
}

const command command_drift = {
    .name = "drift",
    .usage = "LOG...",
    .help = "tell whether a log is still what thresholds and models were made for",
    .about =
        "Each day from --from on is compared with all before: every number that a model may read,\n"
        "the belief, and how many decisions there are. What grows by itself while a log is young\n"
        "(how long an account is known, what is usual for it) moves within the reference already\n"
        "and is left out of the level. Numbers that changed ask for jaga tune, or for jaga train.",
    .examples = "jaga drift may.csv june.csv --from 2026-06-01\n"
                "jaga drift last-60-days.csv --model wallet --json",
    .options = options,
    .option_count = COUNT(options),
    .has_settings = true,
    .least_words = 1,
    .most_words = 64,
    .run = run,
};
