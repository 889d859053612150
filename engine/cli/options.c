#include "cli/options.h"

#include "base/nearest.h"
#include "base/when.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { NAME_MAX_BYTES = 40 };

const option options_config = { .name = "config",
                                .kind = OPTION_TEXT,
                                .value = "FILE",
                                .help = "read settings from FILE (YAML); a flag beats it" };

static jaga_status unknown(const command *of, const char *name, jaga_error *err)
{
    const char *names[OPTIONS_MAX + JAGA_SETTINGS + 2] = { "help" };
    size_t count = 1;

    for (size_t i = 0; i < of->option_count; i++) {
        names[count++] = of->options[i].name;
    }
    if (of->has_settings) {
        names[count++] = options_config.name;
        for (size_t id = 0; id < JAGA_SETTINGS; id++) {
            names[count++] = jaga_setting_at(id)->name;
        }
    }
    const char *nearest = nearest_name(name, names, count);
    if (nearest != NULL) {
        return jaga_fail(err, JAGA_ERR_USAGE, "no option --%s; did you mean --%s?", name, nearest);
    }
    return jaga_fail(err, JAGA_ERR_USAGE, "no option --%s; `jaga %s --help` lists them", name,
                     of->name);
}

static jaga_status read_number(const option *of, const char *text, int64_t *out, jaga_error *err)
{
    char *end = NULL;

    errno = 0;
    const long long number = strtoll(text, &end, 10);
    if (end == text || *end != '\0' || errno != 0 || number < of->least || number > of->most) {
        return jaga_fail(err, JAGA_ERR_USAGE, "--%s takes a whole number from %lld to %lld",
                         of->name, (long long)of->least, (long long)of->most);
    }
    *out = number;
    return JAGA_OK;
}

const char *options_next_choice(const char **value, size_t *length)
{
    const char *word = *value;

    if (*word == '\0') {
        return NULL;
    }
    *length = strcspn(word, "|");
    *value = word + *length + (word[*length] == '|');
    return word;
}

static jaga_status read_choice(const option *of, const char *text, int64_t *out, jaga_error *err)
{
    const char *left = of->value, *word = NULL;
    size_t length = 0;

    for (int64_t i = 0; (word = options_next_choice(&left, &length)) != NULL; i++) {
        if (strlen(text) == length && memcmp(word, text, length) == 0) {
            *out = i;
            return JAGA_OK;
        }
    }
    return jaga_fail(err, JAGA_ERR_USAGE, "--%s takes one of %s", of->name, of->value);
}

static jaga_status set_option(const option *of, size_t at, const char *value, arguments *out,
                              jaga_error *err)
{
    out->is_given[at] = true;
    out->text[at] = value;
    switch (of->kind) {
    case OPTION_FLAG:
    case OPTION_TEXT: break;
    case OPTION_NUMBER: return read_number(of, value, &out->number[at], err);
    case OPTION_CHOICE: return read_choice(of, value, &out->number[at], err);
    }
    return JAGA_OK;
}

static void set_defaults(const command *of, arguments *out)
{
    for (size_t i = 0; i < of->option_count; i++) {
        out->text[i] = of->options[i].initial;
        if (of->options[i].kind == OPTION_NUMBER && of->options[i].initial != NULL) {
            out->number[i] = strtoll(of->options[i].initial, NULL, 10);
        }
        if (of->options[i].kind == OPTION_CHOICE && of->options[i].initial != NULL) {
            JAGA_CHECK(read_choice(&of->options[i], of->options[i].initial, &out->number[i],
                                   NULL) == JAGA_OK);
        }
    }
}

/* Where the value of a setting's flag goes; NULL: the command knows none of that name. */
static const char **find_setting(const command *of, const char *name, arguments *out)
{
    const size_t id = jaga_setting_find((jaga_span){ name, (uint32_t)strlen(name) });

    if (!of->has_settings) {
        return NULL;
    }
    if (strcmp(name, options_config.name) == 0) {
        return &out->config;
    }
    return id == JAGA_SETTINGS ? NULL : &out->setting[id];
}

/* The value of an option, behind its equals sign or in the next piece of argv. */
static jaga_status take_value(const char *name, const char *placeholder, const char *equals,
                              int argc, char **argv, int *at, const char **out, jaga_error *err)
{
    if (equals != NULL) {
        *out = equals + 1;
        return JAGA_OK;
    }
    if (*at + 1 == argc) {
        return jaga_fail(err, JAGA_ERR_USAGE, "--%s wants a value: --%s %s", name, name,
                         placeholder);
    }
    (*at)++;
    *out = argv[*at];
    return JAGA_OK;
}

/* argv[*at] is "--name" or "--name=value"; *at is left at the last piece used. */
static jaga_status take_option(const command *of, int argc, char **argv, int *at, arguments *out,
                               jaga_error *err)
{
    const char *name = argv[*at] + 2, *value = NULL;
    const char *equals = strchr(name, '=');
    const size_t length = equals == NULL ? strlen(name) : (size_t)(equals - name);
    char spelled[NAME_MAX_BYTES + 1];
    size_t i = 0;

    (void)snprintf(spelled, sizeof spelled, "%.*s", (int)length, name);
    while (i < of->option_count && strcmp(of->options[i].name, spelled) != 0) {
        i++;
    }
    if (i == of->option_count) {
        const char **setting = find_setting(of, spelled, out);
        return setting == NULL ? unknown(of, spelled, err)
                               : take_value(spelled, "VALUE", equals, argc, argv, at, setting, err);
    }
    const option *found = &of->options[i];
    if (found->kind == OPTION_FLAG) {
        return equals == NULL ? set_option(found, i, "", out, err)
                              : jaga_fail(err, JAGA_ERR_USAGE, "--%s takes no value", found->name);
    }
    JAGA_TRY(take_value(found->name, found->value, equals, argc, argv, at, &value, err));
    return set_option(found, i, value, out, err);
}

jaga_status options_configure(const arguments *given, jaga_configuration *out, jaga_error *err)
{
    jaga_configuration_default(out);
    if (given->config != NULL) {
        JAGA_TRY(jaga_configuration_read(out, given->config, err));
    }
    for (size_t id = 0; id < JAGA_SETTINGS; id++) {
        if (given->setting[id] != NULL) {
            JAGA_TRY(jaga_configuration_flag(out, id, given->setting[id], err));
        }
    }
    return jaga_configuration_check(out, err);
}

jaga_status options_model(const char *flag, jaga_configuration *of, const char **name,
                          jaga_error *err)
{
    if (flag != NULL) {
        JAGA_TRY(jaga_configuration_model(of, flag, err));
    }
    *name = strcmp(of->model, "none") == 0 ? NULL : of->model;
    return JAGA_OK;
}

jaga_status options_parse(const command *of, int argc, char **argv, arguments *out, jaga_error *err)
{
    size_t words = 0;
    bool has_ended = false;

    *out = (arguments){ .words = (const char *const *)argv };
    set_defaults(of, out);
    for (int i = 0; i < argc; i++) {
        if (!has_ended && strcmp(argv[i], "--") == 0) {
            has_ended = true;
        } else if (!has_ended && (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)) {
            out->wants_help = true;
            out->word_count = words;
            return JAGA_OK;
        } else if (!has_ended && strncmp(argv[i], "--", 2) == 0) {
            JAGA_TRY(take_option(of, argc, argv, &i, out, err));
        } else if (!has_ended && argv[i][0] == '-' && argv[i][1] != '\0') {
            return jaga_fail(err, JAGA_ERR_USAGE, "options are long here: --name, not %s", argv[i]);
        } else {
            argv[words++] = argv[i];
        }
    }
    out->word_count = words;
    if (words < of->least_words || words > of->most_words) {
        return jaga_fail(err, JAGA_ERR_USAGE, "%s; usage: jaga %s %s",
                         words < of->least_words ? "something is missing" : "too many words",
                         of->name, of->usage);
    }
    return JAGA_OK;
}

static void print_lines(const char *text, FILE *out)
{
    while (*text != '\0') {
        const size_t length = strcspn(text, "\n");
        (void)fprintf(out, "  %.*s\n", (int)length, text);
        text += length + (text[length] == '\n');
    }
}

static void print_settings(FILE *out)
{
    char spelled[64];

    (void)fputs("\nSettings and their defaults; each is also a line of the file of --config:\n",
                out);
    for (size_t id = 0; id < JAGA_SETTINGS; id++) {
        const jaga_setting *of = jaga_setting_at(id);
        (void)snprintf(spelled, sizeof spelled, "--%s %s%s%s", of->name,
                       strchr(of->initial, ' ') == NULL ? "" : "'", of->initial,
                       strchr(of->initial, ' ') == NULL ? "" : "'");
        (void)fprintf(out, "  %-30s %s\n", spelled, of->help);
    }
}

/* Returns the length. */
static int spell_option(const option *of, char text[64])
{
    return snprintf(text, 64, "--%s%s%s", of->name, of->kind == OPTION_FLAG ? "" : " ",
                    of->kind == OPTION_FLAG ? "" : of->value);
}

static int widest_option(const command *of)
{
    char spelled[64];
    int width = 20;

    for (size_t i = 0; i < of->option_count; i++) {
        const int length = spell_option(&of->options[i], spelled);
        width = length > width ? length : width;
    }
    return width;
}

static void print_option(const option *of, int width, FILE *out)
{
    char spelled[64];

    (void)spell_option(of, spelled);
    (void)fprintf(out, "  %-*s %s", width, spelled, of->help);
    if (of->initial != NULL) {
        (void)fprintf(out, " (default: %s)", of->initial);
    }
    (void)fputc('\n', out);
}

void options_print_help(const command *of, FILE *out)
{
    const option help = { .name = "help", .kind = OPTION_FLAG, .help = "this text" };
    const int width = widest_option(of);

    (void)fprintf(out, "jaga %s: %s\n\nUsage: jaga %s %s%s[options]\n", of->name, of->help,
                  of->name, of->usage, of->usage[0] == '\0' ? "" : " ");
    if (of->about != NULL) {
        (void)fputc('\n', out);
        print_lines(of->about, out);
    }
    if (of->more_help != NULL) {
        (void)fputc('\n', out);
        of->more_help(out);
    }
    (void)fputs("\nOptions:\n", out);
    for (size_t i = 0; i < of->option_count; i++) {
        print_option(&of->options[i], width, out);
    }
    if (of->has_settings) {
        print_option(&options_config, width, out);
    }
    print_option(&help, width, out);
    if (of->has_settings) {
        print_settings(out);
    }
    (void)fputs("\nExamples:\n", out);
    print_lines(of->examples, out);
    (void)fputs("\nExit status: 0 done, 2 usage, 3 environment (file, disk, database), "
                "4 more than half of the rows rejected\n",
                out);
}

jaga_status options_time(const option *of, const char *text, int64_t *us, jaga_error *err)
{
    char full[64];
    const bool is_day = strlen(text) == strlen("YYYY-MM-DD") && text[4] == '-' && text[7] == '-';

    (void)snprintf(full, sizeof full, "%s%s", text, is_day ? "T00:00:00+07:00" : "");
    const char *wrong = when_parse((jaga_span){ full, (uint32_t)strlen(full) }, us);
    return wrong == NULL ? JAGA_OK
                         : jaga_fail(err, JAGA_ERR_USAGE,
                                     "--%s %s: %s; write 2026-01-20 or "
                                     "2026-01-20T17:00:00+07:00",
                                     of->name, text, wrong);
}
