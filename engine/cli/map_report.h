#ifndef JAGA_CLI_MAP_REPORT_H
#define JAGA_CLI_MAP_REPORT_H

#include "jaga/map_check.h"

#include <stdio.h>

/* A mapping's report for people and for programs. */
void map_report_print(const jaga_map_report *report, const char *map, FILE *out);
JAGA_USE_RESULT jaga_status map_report_print_json(const jaga_map_report *report, FILE *out,
                                                  jaga_error *err);

#endif
