#ifndef JAGA_CLI_OPTIONS_H
#define JAGA_CLI_OPTIONS_H

#include "jaga/settings.h"
#include "jaga/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* A command is one record: its options, their defaults and its help are read from here by the
 * parser and the printer alike, so they cannot tell different stories. */
typedef enum option_kind {
    OPTION_FLAG,
    OPTION_TEXT,
    OPTION_NUMBER,
    OPTION_CHOICE /* one of the words of `value`, "en|id|zh"; its number is the place, from 0 */
} option_kind;

typedef struct option {
    const char *name; /* without the dashes */
    option_kind kind;
    const char *value;   /* what follows it, for the help: "FILE" */
    const char *initial; /* when it is not given; NULL: nothing */
    int64_t least, most; /* of a number */
    const char *help;
} option;

enum { OPTIONS_MAX = 16 };

typedef struct arguments arguments;

typedef struct command {
    const char *name;
    const char *usage;    /* the words it takes: "FILE..." */
    const char *help;     /* one line */
    const char *about;    /* what else is worth knowing, lines without indent; NULL: nothing */
    const char *examples; /* lines without indent */
    const option *options;
    size_t option_count;
    size_t least_words, most_words;
    const char *(*words)(size_t i); /* what the first word may be, for completion; NULL behind the
                                       last one. May be NULL: files, or anything */
    bool has_settings;              /* takes --config and every setting as a flag */
    void (*more_help)(FILE *out);   /* a list of its own; may be NULL */
    /* The help of its first word; false: there is none. May be NULL. */
    bool (*help_of)(const char *word, FILE *out);
    int (*run)(const arguments *given); /* returns the exit status */
} command;

struct arguments {
    bool wants_help;
    bool is_given[OPTIONS_MAX];
    const char *text[OPTIONS_MAX]; /* by place in the table; the default, or NULL */
    int64_t number[OPTIONS_MAX];
    const char *config;                 /* of --config, or NULL */
    const char *setting[JAGA_SETTINGS]; /* as given, or NULL */
    const char *const *words;           /* what is no option */
    size_t word_count;
};

/* Reads what follows the command's name. Words are gathered at the front of argv. Long options as
 * "--name VALUE" or "--name=VALUE"; "--" ends them; "-" is a word. JAGA_ERR_USAGE with a text that
 * suggests what may have been meant. */
JAGA_USE_RESULT jaga_status options_parse(const command *of, int argc, char **argv, arguments *out,
                                          jaga_error *err);

/* The next word of a choice's `value`, and moves behind it; NULL behind the last one. */
const char *options_next_choice(const char **value, size_t *length);

/* Of a command with settings, beside the settings themselves. */
extern const option options_config;

/* What a command with settings works under: defaults, the file of --config, the flags. */
JAGA_USE_RESULT jaga_status options_configure(const arguments *given, jaga_configuration *out,
                                              jaga_error *err);

/* The model that decides: the flag's, else the configuration's. *name lives as long as *of; NULL:
 * none, signals decide. */
JAGA_USE_RESULT jaga_status options_model(const char *flag, jaga_configuration *of,
                                          const char **name, jaga_error *err);

/* A day, which begins at midnight of Western Indonesia as tables show it, or RFC 3339. */
JAGA_USE_RESULT jaga_status options_time(const option *of, const char *text, int64_t *us,
                                         jaga_error *err);

void options_print_help(const command *of, FILE *out);

#endif
