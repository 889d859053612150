#ifndef JAGA_CLI_MANUAL_H
#define JAGA_CLI_MANUAL_H

#include <stdio.h>

/* jaga(1) in roff, made of the same records as --help. */
void manual_print(FILE *out);

#endif
