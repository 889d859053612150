#include "base/crash.h"

#ifdef JAGA_CRASH_STEPS
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void crash_step(const char *name)
{
    static atomic_long passed; /* a counter for tests: the one exception to "no mutable globals" */
    const char *at = getenv("JAGA_CRASH_AT");
    const char *log = getenv("JAGA_CRASH_LOG");
    const long step = atomic_fetch_add(&passed, 1) + 1;

    if (log != NULL) {
        const int fd = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        if (fd >= 0) {
            if (write(fd, name, strlen(name)) < 0 || write(fd, "\n", 1) < 0) {
                abort();
            }
            (void)close(fd);
        }
    }
    if (at != NULL && strtol(at, NULL, 10) == step) {
        (void)kill(getpid(), SIGKILL);
    }
}
#else
typedef int crash_steps_are_compiled_out; /* an empty translation unit is not C */
#endif
