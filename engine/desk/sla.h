#ifndef JAGA_DESK_SLA_H
#define JAGA_DESK_SLA_H

#include "desk/business_calendar.h"
#include "desk/window.h"
#include "jaga/status.h"

/* What each band of urgency is promised. */
typedef enum sla_clock { SLA_FIRST_DIAL, SLA_DECISION, SLA_PAGE, SLA_CLOCK_COUNT } sla_clock;

/* When the clock of a task made at created_us runs out: the first dial as priority_due_us says; the
 * others from the moment the customer may be called. Band 4 has one business day, which ends with
 * the day; only there the calendar is asked. */
JAGA_USE_RESULT jaga_status sla_due(int band, sla_clock clock, int64_t created_us, int64_t zone_s,
                                    const window_hours *hours, const business_calendar *calendar,
                                    int64_t *due_us, jaga_error *err);

/* What queues answer, in per cent within seconds: the theft line, and all others. */
enum {
    SLA_THEFT_PERCENT = 90,
    SLA_THEFT_S = 10,
    SLA_OTHER_PERCENT = 80,
    SLA_OTHER_S = 20,
    SLA_ABANDON_PERCENT = 5
};

#endif
