#ifndef JAGA_SETTINGS_H
#define JAGA_SETTINGS_H

#include "jaga/span.h"
#include "jaga/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Everything an operator can set, from one table (jaga/settings.def): the file, the flags and every
 * list of them are read from it. A flag beats the file, the file beats the default.
 *
 * What decides is a function of the input log, so the settings that reach into decisions stand in
 * it as a record, from which on they hold: a run under other settings than the last one begins with
 * such a record, and running the log again gives the same decisions. */

typedef enum jaga_setting_kind {
    JAGA_SETTING_SHARE,    /* "0.65": 0 to 1, at most six decimals; kept as millionths */
    JAGA_SETTING_DURATION, /* "4 h": a whole number of s, min, h or d; kept as seconds */
    JAGA_SETTING_COUNT,    /* "8388608" */
    JAGA_SETTING_OFFSET,   /* "+07:00" of UTC; kept as seconds east */
    JAGA_SETTING_CURRENCY  /* "IDR"; kept as the three letters' bytes, the first one highest */
} jaga_setting_kind;

typedef enum jaga_setting_reach {
    JAGA_REACH_LOG,   /* decisions; recorded in the input log when it changes */
    JAGA_REACH_BIRTH, /* likewise, and fixed when the database is made */
    JAGA_REACH_RUN    /* this run only */
} jaga_setting_reach;

#define SETTING(id, name, kind, initial, least, most, reach, help) JAGA_SETTING_ID_##id,
typedef enum jaga_setting_id {
#include "jaga/settings.def"
    JAGA_SETTINGS
} jaga_setting_id;
#undef SETTING

typedef struct jaga_setting {
    const char *name; /* in the file; with two dashes before it the flag */
    jaga_setting_kind kind;
    const char *initial;
    int64_t least, most; /* in what is kept */
    jaga_setting_reach reach;
    const char *help; /* one line */
} jaga_setting;
const jaga_setting *jaga_setting_at(size_t id); /* static; NULL from JAGA_SETTINGS on */
/* JAGA_SETTINGS when there is none of that name. */
size_t jaga_setting_find(jaga_span name);

/* Values only, no padding: equal settings are equal bytes. */
typedef struct jaga_settings {
    int64_t value[JAGA_SETTINGS];
} jaga_settings;
void jaga_settings_default(jaga_settings *out);

/* Texts of one value: what was asked ("240 min") is kept and printed in one spelling ("4 h"). The
 * error names the setting, its range and unit; it does not say where, for it does not know. */
enum { JAGA_SETTING_BYTES = 24 };
JAGA_USE_RESULT jaga_status jaga_setting_parse(size_t id, jaga_span text, int64_t *value,
                                               jaga_error *err);
void jaga_setting_format(size_t id, int64_t value, char text[JAGA_SETTING_BYTES]);
/* What may be said: "0.000001 to 0.999999", "1 min to 30 d", "three capital letters". */
enum { JAGA_SETTING_RANGE_BYTES = 80 };
void jaga_setting_range(size_t id, char text[JAGA_SETTING_RANGE_BYTES]);

/* "10 min", "12h", "7d" to seconds; false: no such thing. */
bool jaga_duration_parse(jaga_span text, int64_t *seconds);

/* Settings, and where each comes from. `model` stands beside them in the file, a shipped model's
 * name, a file's or "none", and is no number of the table: the input log names a model by its
 * content. */
enum { JAGA_MODEL_NAME_BYTES = 1024 };
typedef struct jaga_configuration {
    jaga_settings settings;
    const char *file; /* NULL: none was read; borrowed */
    struct jaga_origin {
        enum jaga_origin_kind { JAGA_FROM_DEFAULT, JAGA_FROM_FILE, JAGA_FROM_FLAG } kind;
        unsigned line; /* in the file, from 1 */
    } origin[JAGA_SETTINGS], model_origin;
    char model[JAGA_MODEL_NAME_BYTES];
} jaga_configuration;
void jaga_configuration_default(jaga_configuration *out);

/* Reads a YAML file of `name: value` lines over what is there. An unknown name, a value out of its
 * range, a name said twice and anything that is no plain value fail with file, line and what would
 * be right. `path` must outlive *self. */
JAGA_USE_RESULT jaga_status jaga_configuration_read(jaga_configuration *self, const char *path,
                                                    jaga_error *err);
/* One flag over what is there. */
JAGA_USE_RESULT jaga_status jaga_configuration_flag(jaga_configuration *self, size_t id,
                                                    const char *text, jaga_error *err);
/* The model's name over what is there. */
JAGA_USE_RESULT jaga_status jaga_configuration_model(jaga_configuration *self, const char *name,
                                                     jaga_error *err);
/* What must hold between settings (alert < step-up < hold < strong). To be asked when all were
 * read. */
JAGA_USE_RESULT jaga_status jaga_configuration_check(const jaga_configuration *self,
                                                     jaga_error *err);

/* The part that decides, as the input log keeps it: one line of JSON, names in the table's order,
 * values as jaga_setting_format spells them. Returns the length without the terminator. */
enum { JAGA_SETTINGS_TEXT_BYTES = 4096 };
size_t jaga_settings_write(const jaga_settings *settings, char text[JAGA_SETTINGS_TEXT_BYTES]);
/* The same back, onto defaults. JAGA_ERR_FORMAT: written by a jaga that knows other settings. */
JAGA_USE_RESULT jaga_status jaga_settings_parse(jaga_span text, jaga_settings *out,
                                                jaga_error *err);

#endif
