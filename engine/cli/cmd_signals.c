/* jaga signals: what the engine looks at, and where each signal is blind. */
#include "cli/commands.h"
#include "jaga/signal.h"

#include <jansson.h>

enum { LANGUAGE, JSON };

static const option options[] = {
    [LANGUAGE] = OPTION_LANGUAGE,
    [JSON] = { "json", OPTION_FLAG, NULL, NULL, 0, 0,
               "one JSON object for each signal, a line each" },
};

/* {value} and {normal} stay as they are: what they become depends on the event. */
static void print_table(jaga_lang lang)
{
    (void)puts("  bits  signal             what it sees\n"
               "  ────  ─────────────────  ─────────────────────────────────────────────────────");
    for (size_t i = 0; i < jaga_signal_count(); i++) {
        const jaga_signal *signal = jaga_signal_at(i);
        (void)printf("  %4.1f  %-17s  %s\n", signal->bits, signal->name,
                     lang == JAGA_LANG_EN ? signal->help : signal->says[lang]);
        if (lang == JAGA_LANG_EN) {
            (void)printf("  %4s  %-17s  blind: %s\n", "", "", signal->blind);
        }
    }
    (void)printf("\n%zu signals. Bits are what full strength is worth: each doubles the odds of "
                 "theft.\n",
                 jaga_signal_count());
}

static jaga_status print_json(jaga_lang lang, jaga_error *err)
{
    for (size_t i = 0; i < jaga_signal_count(); i++) {
        const jaga_signal *signal = jaga_signal_at(i);
        json_t *object =
            json_pack("{s:s, s:f, s:s, s:s, s:s}", "signal", signal->name, "bits", signal->bits,
                      "help", signal->help, "blind", signal->blind, "says", signal->says[lang]);
        const int failed =
            object == NULL || json_dumpf(object, stdout, JSON_COMPACT | JSON_REAL_PRECISION(6));
        json_decref(object);
        if (failed) {
            return jaga_fail(err, JAGA_ERR_IO, "writing the signals as JSON failed");
        }
        (void)putchar('\n');
    }
    return JAGA_OK;
}

static int run(const arguments *given)
{
    const jaga_lang lang = (jaga_lang)given->number[LANGUAGE];
    jaga_status status = JAGA_OK;
    jaga_error err;

    if (given->is_given[JSON]) {
        status = print_json(lang, &err);
    } else {
        print_table(lang);
    }
    return status == JAGA_OK ? EXIT_DONE : command_failed("signals", &err);
}

const command command_signals = {
    .name = "signals",
    .usage = "",
    .help = "list what the engine looks at",
    .examples = "jaga signals\n"
                "jaga signals --lang id\n"
                "jaga signals --json | jq -r .signal",
    .options = options,
    .option_count = COUNT(options),
    .run = run,
};
