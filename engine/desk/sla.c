#include "desk/sla.h"

#include "base/when.h"
#include "desk/priority.h"

enum { MINUTE = 60, HOUR = 3600, ONE_BUSINESS_DAY = -1 };

/* Decision, page. */
static const int64_t promised[4][2] = {
    { 30 * MINUTE, 5 * MINUTE },
    { 2 * HOUR, 30 * MINUTE },
    { 8 * HOUR, 2 * HOUR },
    { ONE_BUSINESS_DAY, ONE_BUSINESS_DAY },
};

jaga_status sla_due(int band, sla_clock clock, int64_t created_us, int64_t zone_s,
                    const window_hours *hours, const business_calendar *calendar, int64_t *due_us,
                    jaga_error *err)
{
    JAGA_CHECK(band >= 1 && band <= 4 && clock < SLA_CLOCK_COUNT);
    if (clock == SLA_FIRST_DIAL) {
        *due_us = priority_due_us(band, created_us, zone_s);
        return JAGA_OK;
    }
    const int64_t seconds = promised[band - 1][clock == SLA_PAGE];
    if (seconds == ONE_BUSINESS_DAY) {
        return business_deadline(calendar, created_us, zone_s, 1, due_us, NULL, err);
    }
    *due_us = window_opens_us(hours, band, created_us, zone_s, false) + seconds * US_PER_SECOND;
    return JAGA_OK;
}
