#include "pipeline/in_force.h"

#include "base/whole_io.h"
#include "model/weights.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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

static jaga_status read_weights(const char *path, char buffer[IN_FORCE_WEIGHTS_BYTES],
                                jaga_span *out, jaga_error *err)
{
    struct stat about = { 0 };
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    jaga_status status = JAGA_OK;

    if (fd < 0 || fstat(fd, &about) != 0) {
        status = jaga_fail(err, JAGA_ERR_IO, "%s: %s", path, strerror(errno));
    } else if (!S_ISREG(about.st_mode) || about.st_size > IN_FORCE_WEIGHTS_BYTES) {
        status = jaga_fail(err, JAGA_ERR_FORMAT, "%s: weights are a file of at most %d KiB", path,
                           IN_FORCE_WEIGHTS_BYTES >> 10);
    } else if (!read_fully(fd, buffer, (size_t)about.st_size, 0)) {
        status = jaga_fail(err, JAGA_ERR_IO, "%s: it changed while it was read", path);
    }
    if (fd >= 0) {
        (void)close(fd);
    }
    *out = (jaga_span){ buffer, (uint32_t)about.st_size };
    return status;
}

typedef struct asked_weights {
    char buffer[IN_FORCE_WEIGHTS_BYTES];
    jaga_span text;
    weights parsed;
} asked_weights;

static jaga_status load_weights(const char *path, asked_weights *out, jaga_error *err)
{
    out->text = weights_shipped_text();
    if (path != NULL) {
        JAGA_TRY(read_weights(path, out->buffer, &out->text, err));
    }
    return weights_read(&out->parsed, out->text, path, err);
}

jaga_status in_force_read_weights(const char *path, char buffer[IN_FORCE_WEIGHTS_BYTES],
                                  jaga_span *text, jaga_error *err)
{
    weights parsed;

    JAGA_TRY(read_weights(path, buffer, text, err));
    return weights_read(&parsed, *text, path, err);
}

static jaga_status take_weights(recorder *into, const jaga_run *run, const asked_weights *wanted,
                                bool is_first, jaga_error *err)
{
    const bool differs =
        memcmp(&wanted->parsed, engine_weights(into->engine), sizeof wanted->parsed) != 0;
    char text[200];

    if (!is_first && !differs) {
        return JAGA_OK;
    }
    if (!is_first && run->warn != NULL) {
        (void)snprintf(text, sizeof text,
                       "the %s weights hold from here on; the last run had others",
                       run->weights == NULL ? "shipped" : "given");
        run->warn(run->warn_ctx, text);
    }
    const jaga_record record = { .kind = JAGA_RECORD_WEIGHTS, .weights = wanted->text };
    return recorder_take(into, &record, "", err);
}

static jaga_status take_settings(recorder *into, const jaga_run *run, const jaga_settings *wanted,
                                 bool is_first, jaga_error *err)
{
    const jaga_settings *now = engine_settings(into->engine);
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

static jaga_status take_model(recorder *into, const jaga_run *run, const jaga_key *wanted,
                              bool is_first, jaga_error *err)
{
    const char *now = engine_model_hash(into->engine);

    if (strcmp(wanted->text, now) == 0) {
        return JAGA_OK;
    }
    if (!is_first && run->warn != NULL) {
        run->warn(run->warn_ctx, run->model == NULL ? "no model decides from here on; the last run "
                                                      "had one"
                                 : now[0] == '\0'
                                     ? "the given model decides from here on; the last run had none"
                                     : "the given model decides from here on; the last run had "
                                       "another");
    }
    const jaga_record record = { .kind = JAGA_RECORD_MODEL,
                                 .model = { wanted->text, (uint32_t)strlen(wanted->text) } };
    return recorder_take(into, &record, "", err);
}

jaga_status in_force_take(recorder *into, const jaga_run *run, const jaga_settings *wanted,
                          const char *models, jaga_error *err)
{
    const bool is_first = history_records(into->history) == 0;
    jaga_key model = { { 0 } };
    asked_weights by;

    JAGA_TRY(load_weights(run->weights, &by, err));
    if (run->model != NULL) {
        JAGA_TRY(model_shelf_put(models, run->model, &model, err));
    }
    JAGA_TRY(take_settings(into, run, wanted, is_first, err));
    JAGA_TRY(take_weights(into, run, &by, is_first, err));
    return take_model(into, run, &model, is_first, err);
}
