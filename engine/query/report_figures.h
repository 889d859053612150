#ifndef JAGA_QUERY_REPORT_FIGURES_H
#define JAGA_QUERY_REPORT_FIGURES_H

#include "base/arena.h"
#include "jaga/query.h"
#include "query/database.h"

/* The figures of a report in memory, in order. Texts live as long as the arena. What was stolen is
 * followed through the history, so a copy without one lacks these figures. */
typedef enum figure_met { FIGURE_NO_TARGET, FIGURE_MISSED, FIGURE_MET } figure_met;

typedef struct figure {
    jaga_span part, name, unit, target;
    bool has_value, has_count;
    double value;
    int64_t count; /* measured on so many */
    figure_met met;
} figure;

enum { FIGURES_MAX = 256, FIGURE_DAYS_MAX = 1100, FIGURE_TEXT_BYTES = 40 };

typedef struct figure_day {
    int64_t day; /* since 1970, local */
    int64_t holds, thefts, false_alarms;
} figure_day;

typedef struct figures {
    size_t count, day_count;
    figure list[FIGURES_MAX];
    figure_day days[FIGURE_DAYS_MAX]; /* the last ones of the period that had a hold */
} figures;

JAGA_USE_RESULT jaga_status figures_read(const database *from, const jaga_filter *period,
                                         arena *memory, figures *out, jaga_error *err);

/* "1,234", "4.5 s", "12 min", "98.3 %"; a dash when there is nothing to measure. */
void figure_text(const figure *self, char text[FIGURE_TEXT_BYTES]);

/* "2026-03-01 to 2026-03-31", or what the period is otherwise. */
enum { PERIOD_TEXT_BYTES = 80 };
void figures_period(const jaga_filter *period, char text[PERIOD_TEXT_BYTES]);

#endif
