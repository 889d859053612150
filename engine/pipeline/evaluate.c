/* Evaluation: one pass over a log, held against the answer key. */
#include "jaga/evaluate.h"

#include "base/money.h"
#include "evaluate/sum_up.h"
#include "pipeline/pass.h"

#include <string.h>

/* Of address space; what is not used costs nothing. */
static const size_t reserve_bytes = (size_t)16 << 30;

static void take_currency(const jaga_run *run, jaga_evaluation *out)
{
    char text[JAGA_SETTING_BYTES];
    jaga_settings settings;

    jaga_settings_default(&settings);
    settings = run->configuration == NULL ? settings : run->configuration->settings;
    jaga_setting_format(JAGA_SETTING_ID_DEFAULT_CURRENCY,
                        settings.value[JAGA_SETTING_ID_DEFAULT_CURRENCY], text);
    memcpy(out->currency, text, 3);
    out->digits = money_digits((jaga_span){ out->currency, 3 });
}

static jaga_status evaluate(const jaga_run *run, const char *const *paths, size_t count,
                            const jaga_answer *answer, arena *memory, jaga_evaluation *out,
                            jaga_error *err)
{
    answer_key key;
    observed log = { .key = NULL };
    pass_counts counts;

    take_currency(run, out);
    JAGA_TRY(key_read(&key, answer, out->digits, memory, err));
    jaga_status status = observed_open(&log, &key, memory, err);
    if (status == JAGA_OK) {
        status = pass_run(run, paths, count, NULL, memory, &log, &counts, err);
    }
    if (status == JAGA_OK) {
        out->rows = counts.rows;
        out->events = counts.events;
        out->rejects = counts.rejects;
        status = sum_up(&log, memory, out, err);
    }
    observed_close(&log);
    return status;
}

jaga_status jaga_evaluate(const jaga_run *run, const char *const *paths, size_t count,
                          const jaga_answer *answer, jaga_evaluation *out, jaga_error *err)
{
    arena *memory = NULL;

    memset(out, 0, sizeof *out);
    JAGA_TRY(arena_open(reserve_bytes, &memory, err));
    const jaga_status status = evaluate(run, paths, count, answer, memory, out, err);
    arena_close(memory);
    return status;
}
