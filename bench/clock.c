#include "clock.h"

#include <stdio.h>
#include <stdlib.h>

double seconds_on(clockid_t clock)
{
    struct timespec now;
    (void)clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

void must(jaga_status status, const jaga_error *err)
{
    if (status != JAGA_OK) {
        fprintf(stderr, "bench: %s\n", err->text);
        exit(1);
    }
}
