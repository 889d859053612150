/* Messages on standard output, one line of JSON each: for pipes and for looking.
 *
 * A pipe keeps nothing, so a message may come twice after a kill: whoever reads it drops the second
 * by its cmd_id or task_id. */
#include "respond/responder.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static jaga_status open_stdout(const char *where, void **ctx, jaga_error *err)
{
    if (where[0] != '\0') {
        return jaga_fail(err, JAGA_ERR_USAGE, "stdout takes no place, but \"%s\" was given", where);
    }
    *ctx = NULL;
    return JAGA_OK;
}

static responder_delivery send_stdout(void *ctx, const store_message *message,
                                      responder_answer *answer, jaga_error *err)
{
    (void)ctx;
    (void)answer;
    errno = 0;
    if (fputs(message->body, stdout) == EOF || putchar('\n') == EOF || fflush(stdout) == EOF) {
        const int cause = errno;
        clearerr(stdout);
        (void)jaga_fail(err, JAGA_ERR_IO, "writing to standard output: %s", strerror(cause));
        return RESPONDER_RETRY_LATER;
    }
    return RESPONDER_DELIVERED;
}

static void close_stdout(void *ctx)
{
    (void)ctx;
}

const responder_kind responder_stdout = {
    .scheme = "stdout",
    .help = "stdout: each message as one line of JSON on standard output; may repeat after a kill",
    .is_one_by_one = true,
    .open = open_stdout,
    .send = send_stdout,
    .close = close_stdout,
};
