#include "policy/breaker.h"

#include "base/when.h"

#include <string.h>

static const int64_t us_per_minute = 60 * US_PER_SECOND, us_per_hour = 3600 * US_PER_SECOND;

void breaker_saw(breaker *self, int64_t ts_us, int64_t last_us)
{
    const int64_t hour = ts_us / us_per_hour;

    if (hour > self->hour) {
        self->active_before = hour == self->hour + 1 ? self->active_now : 0;
        self->active_now = 0;
        self->hour = hour;
    }
    if (hour == self->hour && (last_us == INT64_MIN || last_us / us_per_hour < hour)) {
        self->active_now++;
    }
}

/* Minutes that nothing fell into are empty, not those of an hour ago. */
static void advance(breaker *self, int64_t minute)
{
    if (minute - self->minute >= BREAKER_MINUTES) {
        memset(self->wishes, 0, sizeof self->wishes);
        self->minute = minute;
    }
    while (self->minute < minute) {
        self->minute++;
        self->wishes[self->minute % BREAKER_MINUTES] = 0;
    }
}

bool breaker_is_open(breaker *self, breaker_limit limit, int64_t ts_us, bool is_new)
{
    const int64_t minute = ts_us / us_per_minute;
    const uint32_t active =
        self->active_now > self->active_before ? self->active_now : self->active_before;
    uint32_t wished = 0;

    advance(self, minute);
    if (is_new && minute > self->minute - BREAKER_MINUTES) {
        self->wishes[minute % BREAKER_MINUTES]++;
    }
    for (int i = 0; i < BREAKER_MINUTES; i++) {
        wished += self->wishes[i];
    }
    return wished > limit.least && (double)wished > limit.share * (double)active;
}
