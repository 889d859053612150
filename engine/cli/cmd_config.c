/* jaga config: every setting, what it is and where that comes from. */
#include "cli/commands.h"

#include <jansson.h>
#include <string.h>

enum { JSON, YAML };

static const option options[] = {
    [JSON] = { "json", OPTION_FLAG, NULL, NULL, 0, 0, "one JSON object per setting and line" },
    [YAML] = { "yaml", OPTION_FLAG, NULL, NULL, 0, 0,
               "a whole configuration file with comments, to be edited" },
};

static const char model_help[] =
    "the trained model that decides: wallet is shipped, none: signals do";

/* What a change of it reaches. */
static const char *const reaches[] = {
    [JAGA_REACH_LOG] = "decisions",
    [JAGA_REACH_BIRTH] = "new databases",
    [JAGA_REACH_RUN] = "this run",
};

static const char *spell_origin(const jaga_configuration *from, const struct jaga_origin *origin,
                                char *text, size_t cap)
{
    switch (origin->kind) {
    case JAGA_FROM_DEFAULT: return "default";
    case JAGA_FROM_FLAG: return "flag";
    case JAGA_FROM_FILE: break;
    }
    (void)snprintf(text, cap, "%s:%u", from->file, origin->line);
    return text;
}

static const char *origin_of(const jaga_configuration *from, size_t id, char *text, size_t cap)
{
    return spell_origin(from, &from->origin[id], text, cap);
}

static int wider(int width, const char *text)
{
    return (int)strlen(text) > width ? (int)strlen(text) : width;
}

static void print_table(const jaga_configuration *from)
{
    char value[JAGA_SETTING_BYTES], origin[4200];
    int name_width = 7, value_width = 5, origin_width = 4;

    for (size_t id = 0; id < JAGA_SETTINGS; id++) {
        jaga_setting_format(id, from->settings.value[id], value);
        name_width = wider(name_width, jaga_setting_at(id)->name);
        value_width = wider(value_width, value);
        origin_width = wider(origin_width, origin_of(from, id, origin, sizeof origin));
    }
    (void)printf("%-*s  %-*s  %-*s  what it is\n", name_width, "setting", value_width, "value",
                 origin_width, "from");
    for (size_t id = 0; id < JAGA_SETTINGS; id++) {
        const jaga_setting *of = jaga_setting_at(id);
        jaga_setting_format(id, from->settings.value[id], value);
        (void)printf("%-*s  %-*s  %-*s  %s\n", name_width, of->name, value_width, value,
                     origin_width, origin_of(from, id, origin, sizeof origin), of->help);
    }
    (void)printf("%-*s  %-*s  %-*s  %s\n", name_width, "model", value_width, from->model,
                 origin_width, spell_origin(from, &from->model_origin, origin, sizeof origin),
                 model_help);
}

static jaga_status print_json(const jaga_configuration *from, jaga_error *err)
{
    char value[JAGA_SETTING_BYTES], range[JAGA_SETTING_RANGE_BYTES], origin[4200];

    for (size_t id = 0; id < JAGA_SETTINGS; id++) {
        const jaga_setting *of = jaga_setting_at(id);
        jaga_setting_format(id, from->settings.value[id], value);
        jaga_setting_range(id, range);
        json_t *line =
            json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "name", of->name, "value", value,
                      "from", origin_of(from, id, origin, sizeof origin), "default", of->initial,
                      "takes", range, "reaches", reaches[of->reach], "help", of->help);
        const int failed = line == NULL || json_dumpf(line, stdout, JSON_COMPACT) != 0;
        json_decref(line);
        if (failed) {
            return jaga_fail(err, JAGA_ERR_IO, "writing the settings failed");
        }
        (void)putchar('\n');
    }
    json_t *line =
        json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "name", "model", "value", from->model,
                  "from", spell_origin(from, &from->model_origin, origin, sizeof origin), "default",
                  "none", "takes", "a shipped model's name, a file's, none", "reaches",
                  reaches[JAGA_REACH_LOG], "help", model_help);
    const int failed = line == NULL || json_dumpf(line, stdout, JSON_COMPACT) != 0;
    json_decref(line);
    (void)putchar('\n');
    return failed ? jaga_fail(err, JAGA_ERR_IO, "writing the settings failed") : JAGA_OK;
}

static void print_yaml(const jaga_configuration *from)
{
    char value[JAGA_SETTING_BYTES], range[JAGA_SETTING_RANGE_BYTES];

    (void)puts(
        "# Settings of jaga: `jaga scan FILE --config THIS` and the same for watch. A flag of the\n"
        "# same name beats a line here; a line that is left out means the default.");
    for (size_t id = 0; id < JAGA_SETTINGS; id++) {
        const jaga_setting *of = jaga_setting_at(id);
        jaga_setting_format(id, from->settings.value[id], value);
        jaga_setting_range(id, range);
        (void)printf("\n# %s.\n# Takes %s; default %s; reaches %s.\n%s: %s%s%s\n", of->help, range,
                     of->initial, reaches[of->reach], of->name,
                     of->kind == JAGA_SETTING_OFFSET ? "\"" : "", value,
                     of->kind == JAGA_SETTING_OFFSET ? "\"" : "");
    }
    (void)printf("\n# %s.\n# Takes a shipped model's name, a file's, none; default none; reaches "
                 "decisions.\nmodel: %s\n",
                 model_help, from->model);
}

static int run(const arguments *given)
{
    jaga_configuration made;
    jaga_error err;

    jaga_status status = options_configure(given, &made, &err);
    if (status == JAGA_OK && given->is_given[JSON] && given->is_given[YAML]) {
        status = jaga_fail(&err, JAGA_ERR_USAGE, "--json or --yaml, not both");
    }
    if (status == JAGA_OK && given->is_given[JSON]) {
        status = print_json(&made, &err);
    } else if (status == JAGA_OK && given->is_given[YAML]) {
        print_yaml(&made);
    } else if (status == JAGA_OK) {
        print_table(&made);
    }
    return status == JAGA_OK ? EXIT_DONE : command_failed("config", &err);
}

const command command_config = {
    .name = "config",
    .usage = "",
    .help = "print every setting and where its value comes from",
    .about =
        "Shows what scan and watch would work under with the same flags, and checks the file.\n"
        "What a database was decided under: `jaga query settings --db X.db`.",
    .examples = "jaga config\n"
                "jaga config --yaml >jaga.yaml\n"
                "jaga config --config jaga.yaml --hold-belief 0.7",
    .options = options,
    .option_count = COUNT(options),
    .has_settings = true,
    .run = run,
};
