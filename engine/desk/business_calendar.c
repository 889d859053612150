#include "desk/business_calendar.h"

#include "base/date_format.h"
#include "base/model_file.h"
#include "base/when.h"

#include <stdio.h>
#include <string.h>

enum { FIRST_YEAR = 2020, YEARS = 64 };

int32_t business_day_of(int64_t us, int64_t zone_s)
{
    const int64_t local = us + zone_s * US_PER_SECOND;

    return (int32_t)(local / US_PER_DAY - (local % US_PER_DAY < 0));
}

int64_t business_day_begins_us(int32_t day, int64_t zone_s)
{
    return day * US_PER_DAY - zone_s * US_PER_SECOND;
}

static int year_of(int32_t day)
{
    char text[WHEN_TEXT_BYTES];
    int year = 0;

    when_format(day * US_PER_DAY, text);
    for (int i = 0; i < 4; i++) {
        year = year * 10 + (text[i] - '0');
    }
    return year;
}

static bool knows_year(const business_calendar *self, int year)
{
    return year >= FIRST_YEAR && year < FIRST_YEAR + YEARS &&
           (self->years >> (year - FIRST_YEAR) & 1u) != 0;
}

static bool is_kind(jaga_span text, const char *kind)
{
    return text.length == strlen(kind) && memcmp(text.at, kind, text.length) == 0;
}

static jaga_status take_row(business_calendar *self, const model_file *file,
                            business_joint_leave joint, jaga_error *err)
{
    const jaga_span format = { "%Y-%m-%d", 8 }, kind = file->fields[1];
    const bool is_joint = is_kind(kind, "joint"), is_guess = is_kind(kind, "estimated");
    int64_t us;
    const char *wrong = date_format_parse(file->fields[0], format, 0, &us);

    if (wrong != NULL) {
        return model_file_refuse(file, wrong, err);
    }
    if (!is_joint && !is_guess && !is_kind(kind, "public")) {
        return model_file_refuse(file, "the kind is none of public, joint, estimated", err);
    }
    const int32_t day = (int32_t)(us / US_PER_DAY);
    const int year = year_of(day);
    if (year < FIRST_YEAR || year >= FIRST_YEAR + YEARS) {
        return model_file_refuse(file, "the year is outside 2020..2083", err);
    }
    self->years |= UINT64_C(1) << (year - FIRST_YEAR);
    if (is_joint && joint == BUSINESS_JOINT_IS_WORK) {
        return JAGA_OK;
    }
    if (self->count == BUSINESS_HOLIDAYS_MAX) {
        return model_file_refuse(file, "more holidays than there is room for", err);
    }
    if (self->count > 0 && self->days[self->count - 1] >= day) {
        return model_file_refuse(file, "the dates do not ascend", err);
    }
    self->days[self->count] = day;
    self->is_estimated[self->count++] = is_guess;
    return JAGA_OK;
}

jaga_status business_calendar_read(business_calendar *out, jaga_span text, const char *country,
                                   business_joint_leave joint, jaga_error *err)
{
    char name[40];
    model_file file;

    *out = (business_calendar){ .count = 0 };
    (void)snprintf(out->country, sizeof out->country, "%s", country);
    (void)snprintf(name, sizeof name, "models/holidays_%s.csv", out->country);
    jaga_status status = model_file_open(&file, text, name, "date,kind,name", err);
    while (status == JAGA_OK && (status = model_file_next(&file, err)) == JAGA_OK) {
        status = take_row(out, &file, joint, err);
    }
    model_file_close(&file);
    return status == JAGA_END ? JAGA_OK : status;
}

jaga_status business_calendar_shipped(business_calendar *out, const char *country,
                                      business_joint_leave joint, jaga_error *err)
{
    char path[40];
    jaga_span text;

    (void)snprintf(path, sizeof path, "models/holidays_%.7s.csv", country);
    JAGA_TRY(model_file_text(path, &text, err));
    return business_calendar_read(out, text, country, joint, err);
}

/* The place of a holiday, or -1. */
static int holiday_at(const business_calendar *self, int32_t day)
{
    size_t low = 0, high = self->count;

    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (self->days[middle] < day) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < self->count && self->days[low] == day ? (int)low : -1;
}

/* 1970-01-01 was a Thursday. */
static bool is_weekend(int32_t day)
{
    const int32_t since_monday = ((day + 3) % 7 + 7) % 7;

    return since_monday >= 5;
}

jaga_status business_day_is(const business_calendar *self, int32_t day, bool *is, jaga_error *err)
{
    const int year = year_of(day);

    if (!knows_year(self, year)) {
        return jaga_fail(err, JAGA_ERR_LIMIT,
                         "models/holidays_%s.csv: the holidays of %d are not known", self->country,
                         year);
    }
    *is = !is_weekend(day) && holiday_at(self, day) < 0;
    return JAGA_OK;
}

jaga_status business_day_after(const business_calendar *self, int32_t day, int n, int32_t *out,
                               bool *is_estimated, jaga_error *err)
{
    bool is_guess = false;

    JAGA_CHECK(n >= 1);
    while (n > 0) {
        bool is = false;
        day++;
        JAGA_TRY(business_day_is(self, day, &is, err));
        n -= is;
        const int place = holiday_at(self, day);
        is_guess = is_guess || (place >= 0 && self->is_estimated[place]);
    }
    *out = day;
    if (is_estimated != NULL) {
        *is_estimated = is_guess;
    }
    return JAGA_OK;
}

jaga_status business_deadline(const business_calendar *self, int64_t from_us, int64_t zone_s, int n,
                              int64_t *due_us, bool *is_estimated, jaga_error *err)
{
    int32_t day;

    JAGA_TRY(
        business_day_after(self, business_day_of(from_us, zone_s), n, &day, is_estimated, err));
    *due_us = business_day_begins_us(day + 1, zone_s) - US_PER_SECOND;
    return JAGA_OK;
}

jaga_status business_days_between(const business_calendar *self, int64_t from_us, int64_t to_us,
                                  int64_t zone_s, int *out, jaga_error *err)
{
    const int32_t last = business_day_of(to_us, zone_s);

    *out = 0;
    for (int32_t day = business_day_of(from_us, zone_s) + 1; day <= last; day++) {
        bool is = false;
        JAGA_TRY(business_day_is(self, day, &is, err));
        *out += is;
    }
    return JAGA_OK;
}
