#ifndef JAGA_RESPOND_CHILD_H
#define JAGA_RESPOND_CHILD_H

#include "jaga/span.h"
#include "jaga/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* A program beside us that is given lines and answers with lines. It is started by its path,
 * without a shell and without arguments, in a process group of its own, so that an interrupt meant
 * for us leaves it to finish; its standard error is ours. When we die its standard input ends. The
 * process must ignore SIGPIPE. */
enum { CHILD_LINE_BYTES = 4096 };

typedef struct child {
    const char *path;    /* borrowed */
    pid_t pid;           /* 0: not running */
    int to, from, ended; /* its input and output, and its pidfd */
    size_t held;         /* of `text`: read, not yet taken */
    size_t taken;        /* of these, what the last line handed out took up */
    char text[CHILD_LINE_BYTES];
    char how_it_ended[64]; /* "ended with status 3"; set when it is found to have ended */
} child;

JAGA_USE_RESULT jaga_status child_start(child *self, jaga_error *err);

/* Writes the line and its newline. `deadline` as of child_deadline. Fails when the program does not
 * take it in time or is no more. */
JAGA_USE_RESULT jaga_status child_write(child *self, const char *line, int deadline,
                                        jaga_error *err);
/* The next line, without its newline; lives until the next call. Fails when there is none in time,
 * when it is too long, or when the program is no more. */
JAGA_USE_RESULT jaga_status child_read(child *self, jaga_span *line, int deadline, jaga_error *err);

/* Ends its input and waits for it to end, then asks, then insists. Accepts one that does not run.
 */
void child_stop(child *self, int patience_s);
/* The same without waiting: it is in no state to be asked. */
void child_kill(child *self);

/* A descriptor that becomes readable after so many seconds; closed by the caller. -1: errno. */
int child_deadline(int seconds);

#endif
