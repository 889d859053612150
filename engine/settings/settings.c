/* The table, and what the input log keeps of it. */
#include "jaga/settings.h"

#include "settings/reading.h"

#include <stdio.h>
#include <string.h>

#define SETTING(id, name, kind, initial, least, most, reach, help)                                 \
    { name, JAGA_SETTING_##kind, initial, least, most, JAGA_REACH_##reach, help },
static const jaga_setting table[JAGA_SETTINGS] = {
#include "jaga/settings.def"
};
#undef SETTING

const jaga_setting *jaga_setting_at(size_t id)
{
    return id < JAGA_SETTINGS ? &table[id] : NULL;
}

size_t jaga_setting_find(jaga_span name)
{
    size_t id = 0;

    while (id < JAGA_SETTINGS && (strlen(table[id].name) != name.length ||
                                  memcmp(table[id].name, name.at, name.length) != 0)) {
        id++;
    }
    return id;
}

void jaga_settings_default(jaga_settings *out)
{
    for (size_t id = 0; id < JAGA_SETTINGS; id++) {
        const jaga_span text = { table[id].initial, (uint32_t)strlen(table[id].initial) };
        JAGA_CHECK(jaga_setting_parse(id, text, &out->value[id], NULL) == JAGA_OK);
    }
}

void jaga_configuration_default(jaga_configuration *out)
{
    memset(out, 0, sizeof *out);
    jaga_settings_default(&out->settings);
    memcpy(out->model, "none", sizeof "none");
}

jaga_status jaga_configuration_model(jaga_configuration *self, const char *name, jaga_error *err)
{
    const size_t length = strlen(name);

    if (length == 0 || length >= sizeof self->model) {
        return jaga_fail(err, JAGA_ERR_USAGE,
                         "--model takes the name of a model or of its file, at most %zu bytes",
                         sizeof self->model - 1);
    }
    memcpy(self->model, name, length + 1);
    self->model_origin = (struct jaga_origin){ .kind = JAGA_FROM_FLAG };
    return JAGA_OK;
}

jaga_status jaga_configuration_flag(jaga_configuration *self, size_t id, const char *text,
                                    jaga_error *err)
{
    const jaga_span value = { text, (uint32_t)strlen(text) };
    jaga_error why;

    if (jaga_setting_parse(id, value, &self->settings.value[id], &why) != JAGA_OK) {
        return jaga_fail(err, JAGA_ERR_USAGE, "--%s", why.text);
    }
    self->origin[id].kind = JAGA_FROM_FLAG;
    return JAGA_OK;
}

/* "--hold-belief 0.4", "jaga.yaml:12: hold-belief 0.4", "hold-belief 0.65 (default)". */
static void spell(const jaga_configuration *self, size_t id, char *text, size_t cap)
{
    char value[JAGA_SETTING_BYTES];

    jaga_setting_format(id, self->settings.value[id], value);
    switch (self->origin[id].kind) {
    case JAGA_FROM_DEFAULT:
        (void)snprintf(text, cap, "%s %s (default)", table[id].name, value);
        break;
    case JAGA_FROM_FILE:
        (void)snprintf(text, cap, "%s %s (%s:%u)", table[id].name, value, self->file,
                       self->origin[id].line);
        break;
    case JAGA_FROM_FLAG: (void)snprintf(text, cap, "--%s %s", table[id].name, value); break;
    }
}

jaga_status jaga_configuration_check(const jaga_configuration *self, jaga_error *err)
{
    static const jaga_setting_id rising[] = { JAGA_SETTING_ID_ALERT_BELIEF,
                                              JAGA_SETTING_ID_STEP_UP_BELIEF,
                                              JAGA_SETTING_ID_HOLD_BELIEF,
                                              JAGA_SETTING_ID_STRONG_BELIEF };
    char lower[160], upper[160];

    for (size_t i = 1; i < sizeof rising / sizeof rising[0]; i++) {
        if (self->settings.value[rising[i - 1]] >= self->settings.value[rising[i]]) {
            spell(self, rising[i - 1], lower, sizeof lower);
            spell(self, rising[i], upper, sizeof upper);
            return jaga_fail(err, JAGA_ERR_USAGE, "%s must be less than %s", lower, upper);
        }
    }
    return JAGA_OK;
}

size_t jaga_settings_write(const jaga_settings *settings, char text[JAGA_SETTINGS_TEXT_BYTES])
{
    char value[JAGA_SETTING_BYTES];
    size_t n = 0;

    for (size_t id = 0; id < JAGA_SETTINGS; id++) {
        if (table[id].reach == JAGA_REACH_RUN) {
            continue;
        }
        jaga_setting_format(id, settings->value[id], value);
        n += (size_t)snprintf(text + n, JAGA_SETTINGS_TEXT_BYTES - n, "%s\"%s\":\"%s\"",
                              n == 0 ? "{" : ",", table[id].name, value);
        JAGA_CHECK(n + 2 < JAGA_SETTINGS_TEXT_BYTES);
    }
    (void)snprintf(text + n, JAGA_SETTINGS_TEXT_BYTES - n, "}");
    return n + 1;
}

typedef struct parsing {
    jaga_settings *out;
} parsing;

static jaga_status put_value(void *ctx, const reading_pair *pair, jaga_error *err)
{
    const parsing *self = ctx;
    const size_t id = jaga_setting_find(pair->name);

    if (id == JAGA_SETTINGS || table[id].reach == JAGA_REACH_RUN) {
        return jaga_fail(err, JAGA_ERR_FORMAT,
                         "the log has a setting \"%.*s\", which this jaga does not know",
                         (int)pair->name.length, pair->name.at);
    }
    return jaga_setting_parse(id, pair->value, &self->out->value[id], err);
}

jaga_status jaga_settings_parse(jaga_span text, jaga_settings *out, jaga_error *err)
{
    jaga_settings made;
    parsing self = { &made };

    jaga_settings_default(&made);
    /* A line of JSON is YAML too. */
    JAGA_TRY(reading_pairs(text, "the log's settings", put_value, &self, err));
    *out = made;
    return JAGA_OK;
}
