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
    EXIT_REJECTS = 4 /* more than half of the rows */
};

#define COMMAND(id) extern const command command_##id;
#include "cli/commands.def"
#undef COMMAND

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

#define DEFAULT_DB "jaga.db"

/* "en", "id", "zh". */
JAGA_USE_RESULT jaga_status command_language(const char *name, jaga_lang *out, jaga_error *err);

/* Says what went wrong on standard error; returns the exit status for it. */
int command_failed(const char *name, const jaga_error *err);

#endif
