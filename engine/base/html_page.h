#ifndef JAGA_BASE_HTML_PAGE_H
#define JAGA_BASE_HTML_PAGE_H

#include <stdio.h>

/* What is around a page for people: one file, nothing loaded from elsewhere, light and dark,
 * well-formed XML. Between the two come headings, `.figures` of `.card`s, `.grid2`, tables and
 * charts (base/chart.h). */
void html_page_begin(const char *title, FILE *to); /* plain text */
void html_page_end(FILE *to);

#endif
