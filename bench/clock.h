#ifndef CLOCK_H
#define CLOCK_H

#include "jaga/status.h"

#include <time.h>

/* Seconds on a clock of the system. */
double seconds_on(clockid_t clock);

/* Ends the program when a step of the bench failed. */
void must(jaga_status status, const jaga_error *err);

#endif
