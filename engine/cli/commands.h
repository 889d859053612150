#ifndef JAGA_CLI_COMMANDS_H
#define JAGA_CLI_COMMANDS_H

#include "cli/options.h"
#include "jaga/signal.h"
#include "jaga/status.h"

/* What every command shares. */
enum {
    EXIT_DONE = 0,
    EXIT_USAGE = 2,
    EXIT_ENVIRONMENT = 3,
    EXIT_REJECTS = 4, /* more than half of the rows */
    EXIT_BAD = 5      /* what was to be proved is not so */
};

#define COMMAND(id) extern const command command_##id;
#include "cli/commands.def"
#undef COMMAND

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

#define DEFAULT_DB "jaga.db"

/* In the order of jaga_lang. */
#define OPTION_LANGUAGE                                                                            \
    {                                                                                              \
        "lang", OPTION_CHOICE, "en|id|zh", "en", 0, 0, "English, Bahasa Indonesia or Chinese"      \
    }

/* Every command, in the order of the list; NULL behind the last one. */
const command *command_at(size_t i);

/* NULL: there is none of that name, and *err says which one may have been meant. */
const command *command_find(const char *name, jaga_error *err);

/* What there is, for who knows nothing yet. */
void command_print_overview(FILE *out);

/* Says what went wrong on standard error; returns the exit status for it. */
int command_failed(const char *name, const jaga_error *err);

#endif
