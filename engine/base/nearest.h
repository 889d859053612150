#ifndef JAGA_BASE_NEAREST_H
#define JAGA_BASE_NEAREST_H

#include <stddef.h>

/* "Did you mean": for names that a person typed. */

enum { NEAREST_BYTES = 40 }; /* a longer name is like no other */

/* The name in a list that looks most like `name`; NULL when none does. */
const char *nearest_name(const char *name, const char *const *list, size_t count);

#endif
