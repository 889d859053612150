/* The list of commands. */
#include "cli/commands.h"

static const command *const table[] = {
#define COMMAND(id) &command_##id,
#include "cli/commands.def"
#undef COMMAND
};

const command *command_at(size_t i)
{
    return i < COUNT(table) ? table[i] : NULL;
}
