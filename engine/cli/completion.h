#ifndef JAGA_CLI_COMPLETION_H
#define JAGA_CLI_COMPLETION_H

#include <stdio.h>

/* Scripts that let a shell complete jaga's words, made of the same records as --help. */
void completion_bash(FILE *out);
void completion_zsh(FILE *out);
void completion_fish(FILE *out);

#endif
