/* Standard input: the ledger's live stream, or a pipe. */
#include "source/source.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

static bool matches(const char *path)
{
    return strcmp(path, "-") == 0;
}

static int open_input(const char *path, jaga_error *err)
{
    /* A duplicate, so that closing the source never closes the program's own descriptor. */
    const int fd = dup(STDIN_FILENO);

    if (fd < 0) {
        (void)jaga_fail(err, JAGA_ERR_IO, "%s: standard input: %s", path, strerror(errno));
    }
    return fd;
}

const source_kind source_standard_input = {
    .name = "standard input",
    .matches = matches,
    .open = open_input,
    .is_live = true,
};
