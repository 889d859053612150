#ifndef JAGA_BASE_CHART_H
#define JAGA_BASE_CHART_H

#include <stddef.h>
#include <stdio.h>

/* A plot as inline SVG. Colours come from the page's style sheet by class, so that light and dark
 * are the page's business. Positions are in the caller's units, already linear. */
typedef struct chart {
    FILE *to;
    double from_x, until_x, from_y, until_y;
} chart;

typedef struct chart_point {
    double x, y;
} chart_point;

/* what: what is seen, for who cannot see it. */
void chart_begin(const chart *self, const char *what);
void chart_end(const chart *self);

/* A grid line with its label; and what the axes are. */
void chart_tick_x(const chart *self, double x, const char *label);
void chart_tick_y(const chart *self, double y, const char *label);
void chart_axes(const chart *self, const char *x, const char *y);

/* class: of the style sheet. title: shown on pointing at it, plain text. */
void chart_line(const chart *self, const chart_point *points, size_t count, const char *class);
void chart_dot(const chart *self, chart_point at, double radius, const char *class,
               const char *title);
void chart_span(const chart *self, double x, double low, double high, const char *class);

/* Text of a log in HTML: what would be markup is no markup. */
void chart_escape(const char *text, FILE *to);

#endif
