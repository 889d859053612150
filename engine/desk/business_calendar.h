#ifndef JAGA_DESK_BUSINESS_CALENDAR_H
#define JAGA_DESK_BUSINESS_CALENDAR_H

#include "jaga/span.h"
#include "jaga/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Business days: Monday to Friday without the holidays of a country, which are data
 * (models/holidays_COUNTRY.csv: `date,kind,name`, kind one of public, joint, estimated). A year of
 * which the file has no row is unknown, and asking about it an error: no holidays is never assumed.
 * Days are counted from 1970-01-01. */
enum { BUSINESS_HOLIDAYS_MAX = 512 };

typedef struct business_calendar {
    char country[8];
    size_t count;
    int32_t days[BUSINESS_HOLIDAYS_MAX]; /* ascending */
    bool is_estimated[BUSINESS_HOLIDAYS_MAX];
    uint64_t years; /* bit per year since 2020 */
} business_calendar;

/* Whether joint leave, which a government decrees around feasts, is free: what "working day" means
 * there is for the operator's counsel to say. */
typedef enum business_joint_leave {
    BUSINESS_JOINT_IS_FREE,
    BUSINESS_JOINT_IS_WORK
} business_joint_leave;

/* `country` is two lower-case letters, for errors and business_calendar.country. */
JAGA_USE_RESULT jaga_status business_calendar_read(business_calendar *out, jaga_span text,
                                                   const char *country, business_joint_leave joint,
                                                   jaga_error *err);
JAGA_USE_RESULT jaga_status business_calendar_shipped(business_calendar *out, const char *country,
                                                      business_joint_leave joint, jaga_error *err);

/* JAGA_ERR_LIMIT when the year is unknown. */
JAGA_USE_RESULT jaga_status business_day_is(const business_calendar *self, int32_t day, bool *is,
                                            jaga_error *err);

/* The n-th business day after `day`, n >= 1. is_estimated, which may be NULL: a holiday that is not
 * decreed yet lies on the way, so the date may move. */
JAGA_USE_RESULT jaga_status business_day_after(const business_calendar *self, int32_t day, int n,
                                               int32_t *out, bool *is_estimated, jaga_error *err);

/* The last second of the n-th business day after the day of from_us, in a zone east of UTC. */
JAGA_USE_RESULT jaga_status business_deadline(const business_calendar *self, int64_t from_us,
                                              int64_t zone_s, int n, int64_t *due_us,
                                              bool *is_estimated, jaga_error *err);

/* Business days from the day after from_us up to and with the day of to_us: age in business days.
 */
JAGA_USE_RESULT jaga_status business_days_between(const business_calendar *self, int64_t from_us,
                                                  int64_t to_us, int64_t zone_s, int *out,
                                                  jaga_error *err);

/* The local day of an instant, and the instant a local day begins. */
int32_t business_day_of(int64_t us, int64_t zone_s);
int64_t business_day_begins_us(int32_t day, int64_t zone_s);

#endif
