#ifndef JAGA_BASE_CRASH_H
#define JAGA_BASE_CRASH_H

/* Places where a test kills the process as `kill -9` would.
 *
 * In test builds (JAGA_CRASH_STEPS) each call counts one step, and the process dies with SIGKILL at
 * the step named by the environment variable JAGA_CRASH_AT. With JAGA_CRASH_LOG=FILE the names of
 * the passed steps are appended there, so that a test knows how many there are. In release builds
 * nothing is left of it. */
#ifdef JAGA_CRASH_STEPS
void crash_step(const char *name);
#define CRASH_STEP(name) crash_step(name)
/* A cadence: test builds take the first, so that small logs pass every step often. */
#define CRASH_CADENCE(test, real) (test)
#else
#define CRASH_CADENCE(test, real) (real)
#define CRASH_STEP(name)          ((void)0)
#endif

#endif
