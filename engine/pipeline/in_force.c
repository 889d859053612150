#include "pipeline/in_force.h"

#include <stdio.h>
#include <string.h>

/* false: the log has no records yet. */
static jaga_status read_birth(const char *history_path, bool *is_born, jaga_settings *out,
                              jaga_error *err)
{
    const history_range all = { .from_us = INT64_MIN, .until_us = INT64_MAX };
    history_reader *reader = NULL;
    jaga_record first;
    uint64_t number = 0;

    JAGA_TRY(history_reader_open(history_path, all, &reader, err));
    jaga_status status = history_reader_next(reader, &first, &number, err);
    *is_born = status == JAGA_OK;
    jaga_settings_default(out);
    if (status == JAGA_OK && first.kind == JAGA_RECORD_SETTINGS) {
        status = jaga_settings_parse(first.settings, out, err);
    }
    history_reader_close(reader);
    return status == JAGA_END ? JAGA_OK : status;
}

jaga_status in_force_plan(const jaga_configuration *configuration, const char *history_path,
                          jaga_settings *out, jaga_error *err)
{
    jaga_configuration asked;
    jaga_settings born;
    bool is_born = false;
    char text[JAGA_SETTING_BYTES];

    jaga_configuration_default(&asked);
    asked = configuration == NULL ? asked : *configuration;
    JAGA_TRY(read_birth(history_path, &is_born, &born, err));
    for (size_t id = 0; id < JAGA_SETTINGS && is_born; id++) {
        const jaga_setting *of = jaga_setting_at(id);
        if (of->reach != JAGA_REACH_BIRTH || asked.settings.value[id] == born.value[id]) {
            continue;
        }
        if (asked.origin[id].kind != JAGA_FROM_DEFAULT) {
            jaga_setting_format(id, born.value[id], text);
            return jaga_fail(err, JAGA_ERR_USAGE,
                             "the database was made with %s %s, and it cannot change: leave it out "
                             "or scan into a new database",
                             of->name, text);
        }
        asked.settings.value[id] = born.value[id];
    }
    *out = asked.settings;
    return JAGA_OK;
}

static void warn_change(const jaga_run *run, size_t id, int64_t then, int64_t now)
{
    char before[JAGA_SETTING_BYTES], after[JAGA_SETTING_BYTES], text[200];

    if (run->warn == NULL) {
        return;
    }
    jaga_setting_format(id, then, before);
    jaga_setting_format(id, now, after);
    (void)snprintf(text, sizeof text, "%s is %s from here on; the last run had %s",
                   jaga_setting_at(id)->name, after, before);
    run->warn(run->warn_ctx, text);
}

jaga_status in_force_take(recorder *into, const jaga_run *run, const jaga_settings *wanted,
                          jaga_error *err)
{
    const jaga_settings *now = engine_settings(into->engine);
    const bool is_first = history_records(into->history) == 0;
    char text[JAGA_SETTINGS_TEXT_BYTES];
    bool differs = is_first;

    for (size_t id = 0; id < JAGA_SETTINGS; id++) {
        if (jaga_setting_at(id)->reach == JAGA_REACH_RUN || wanted->value[id] == now->value[id]) {
            continue;
        }
        differs = true;
        if (!is_first) {
            warn_change(run, id, now->value[id], wanted->value[id]);
        }
    }
    if (!differs) {
        return JAGA_OK;
    }
    const size_t length = jaga_settings_write(wanted, text);
    const jaga_record record = { .kind = JAGA_RECORD_SETTINGS,
                                 .settings = { text, (uint32_t)length } };
    return recorder_take(into, &record, "", err);
}
