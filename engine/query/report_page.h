#ifndef JAGA_QUERY_REPORT_PAGE_H
#define JAGA_QUERY_REPORT_PAGE_H

#include "query/report_figures.h"

/* The report as a page in one file. */
void report_page(const figures *all, const jaga_filter *period, FILE *out);

#endif
