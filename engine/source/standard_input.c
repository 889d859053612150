/* Standard input: the ledger's live stream, or a pipe. */
#include "source/source.h"

#include <string.h>
#include <unistd.h>

static bool matches(const char *path)
{
    return strcmp(path, "-") == 0;
}

static int open_input(const char *path, jaga_error *err)
{
    (void)path;
    (void)err;
    /* A duplicate, so that closing the source never closes the program's own descriptor. */
    return dup(STDIN_FILENO);
}

const source_kind source_standard_input = {
    .name = "standard input",
    .matches = matches,
    .open = open_input,
    .is_live = true,
};
