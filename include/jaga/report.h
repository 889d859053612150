#ifndef JAGA_REPORT_H
#define JAGA_REPORT_H

#include "jaga/query.h"

/* The figures of a period: how fast money was stopped, how often for nothing, what became of it.
 * Each comes with how many it was measured on, its target where there is one, and can be made again
 * from the views kpi_* of the database. Heeds since and until of the filter, NULL: all. */

/* For a terminal. */
JAGA_USE_RESULT jaga_status jaga_report(const char *db, const jaga_filter *period, FILE *out,
                                        jaga_error *err);

/* As a page in one file, with charts. */
JAGA_USE_RESULT jaga_status jaga_report_html(const char *db, const jaga_filter *period, FILE *out,
                                             jaga_error *err);

#endif
