#ifndef JAGA_BASE_HTML_PAGE_H
#define JAGA_BASE_HTML_PAGE_H

#include <stdio.h>

/* What is around a page for people: one file, nothing loaded from elsewhere, light and dark,
 * well-formed XML. Between the two come headings, `.figures` of `.card`s, `.grid2`, tables and
 * charts (base/chart.h); `.facts` of dt and dd, `.steps`, td.text and .drawing for what is told
 * rather than counted. language: of the page, "en"; title: plain text. */
void html_page_begin(const char *language, const char *title, FILE *to);
void html_page_end(FILE *to);

#endif
