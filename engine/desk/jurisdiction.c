#include "desk/jurisdiction.h"

#include "base/date_format.h"
#include "base/model_file.h"
#include "base/when.h"

#include <stdio.h>
#include <string.h>

static const char shipped[] = "models/jurisdictions.csv";
static const char header[] = "profile,calendar,zone,notify,first,first_new,provisional,final,"
                             "extension,documents,correct,tell,"
                             "appeal,pause,negligence,authority,source";

enum {
    PROFILE,
    CALENDAR,
    ZONE,
    CLOCKS,
    PAUSE = CLOCKS + JURISDICTION_CLOCK_COUNT,
    NEGLIGENCE,
    AUTHORITY
};

static bool is_text(jaga_span text, const char *what)
{
    return text.length == strlen(what) && memcmp(text.at, what, text.length) == 0;
}

static bool copy(jaga_span text, char *out, size_t size)
{
    if (text.length == 0 || text.length >= size) {
        return false;
    }
    memcpy(out, text.at, text.length);
    out[text.length] = '\0';
    return true;
}

/* "10bd:S"; the empty field is no clock. */
static bool read_clock(jaga_span text, jurisdiction_span *out)
{
    static const char *const units[] = { "bd", "cd", "mo" };
    static const char bases[] = "?SAU";
    uint32_t at = 0;

    *out = (jurisdiction_span){ .basis = JURISDICTION_NO_CLOCK };
    if (text.length == 0) {
        return true;
    }
    while (at < text.length && at < 3 && text.at[at] >= '0' && text.at[at] <= '9') {
        out->count = out->count * 10 + (text.at[at++] - '0');
    }
    if (out->count == 0 || text.length != at + 4 || text.at[at + 2] != ':') {
        return false;
    }
    for (int i = 0; i < 3; i++) {
        if (memcmp(text.at + at, units[i], 2) == 0) {
            const char *basis = memchr(bases + 1, text.at[at + 3], 3);
            out->unit = (jurisdiction_unit)i;
            out->basis =
                basis == NULL ? JURISDICTION_NO_CLOCK : (jurisdiction_basis)(basis - bases);
            return basis != NULL;
        }
    }
    return false;
}

static jaga_status take_row(const model_file *file, jurisdiction *out, jaga_error *err)
{
    const jaga_span *fields = file->fields;

    if (!copy(fields[CALENDAR], out->country, sizeof out->country)) {
        return model_file_refuse(file, "the calendar is no country", err);
    }
    if (!copy(fields[AUTHORITY], out->authority, sizeof out->authority)) {
        return model_file_refuse(file, "the authority is missing or too long", err);
    }
    const char *wrong = date_format_zone(fields[ZONE], &out->zone_s);
    if (wrong != NULL) {
        return model_file_refuse(file, wrong, err);
    }
    for (int i = 0; i < JURISDICTION_CLOCK_COUNT; i++) {
        if (!read_clock(fields[CLOCKS + i], &out->clocks[i])) {
            return model_file_refuse(file, "a clock is a count, bd, cd or mo, a colon, S, A or U",
                                     err);
        }
    }
    out->may_pause = is_text(fields[PAUSE], "yes");
    out->negligence_counts = is_text(fields[NEGLIGENCE], "yes");
    if ((!out->may_pause && !is_text(fields[PAUSE], "no")) ||
        (!out->negligence_counts && !is_text(fields[NEGLIGENCE], "no"))) {
        return model_file_refuse(file, "pause and negligence are yes or no", err);
    }
    return JAGA_OK;
}

jaga_status jurisdiction_read(jaga_span text, const char *file_name, const char *name,
                              jurisdiction *out, jaga_error *err)
{
    model_file file;
    bool is_found = false;

    jaga_status status = model_file_open(&file, text, file_name, header, err);
    while (status == JAGA_OK && !is_found && (status = model_file_next(&file, err)) == JAGA_OK) {
        is_found = is_text(file.fields[PROFILE], name);
        if (is_found) {
            *out = (jurisdiction){ .zone_s = 0 };
            status = copy(file.fields[PROFILE], out->name, sizeof out->name)
                         ? take_row(&file, out, err)
                         : model_file_refuse(&file, "the profile's name is too long", err);
        }
    }
    model_file_close(&file);
    return status != JAGA_END
               ? status
               : jaga_fail(err, JAGA_ERR_USAGE, "%s: there is no profile %s", file_name, name);
}

jaga_status jurisdiction_find(const char *name, jurisdiction *out, jaga_error *err)
{
    jaga_span text;

    JAGA_TRY(model_file_text(shipped, &text, err));
    return jurisdiction_read(text, shipped, name, out, err);
}

/* The same day so many months later; where the month is too short, its last day. */
static int32_t months_later(int32_t day, int months)
{
    const jaga_span format = { "%Y-%m-%d", 8 };
    char text[WHEN_TEXT_BYTES];
    int64_t us = 0;

    when_format(day * US_PER_DAY, text);
    const int year =
        (text[0] - '0') * 1000 + (text[1] - '0') * 100 + (text[2] - '0') * 10 + (text[3] - '0');
    const int month = (text[5] - '0') * 10 + (text[6] - '0') - 1 + months;
    int of_month = (text[8] - '0') * 10 + (text[9] - '0');
    for (; of_month > 0; of_month--) {
        char date[40];
        const int length = snprintf(date, sizeof date, "%04d-%02d-%02d", year + month / 12,
                                    month % 12 + 1, of_month);
        if (date_format_parse((jaga_span){ date, (uint32_t)length }, format, 0, &us) == NULL) {
            break;
        }
    }
    JAGA_CHECK(of_month > 0);
    return (int32_t)(us / US_PER_DAY);
}

jaga_status jurisdiction_when(const jurisdiction *self, jurisdiction_clock clock,
                              const business_calendar *calendar, int64_t from_us,
                              jurisdiction_due *out, jaga_error *err)
{
    const jurisdiction_span *span = &self->clocks[clock];
    int32_t day = business_day_of(from_us, self->zone_s);

    *out = (jurisdiction_due){ .is_law = span->basis == JURISDICTION_SOURCED };
    if (span->basis == JURISDICTION_NO_CLOCK) {
        return jaga_fail(err, JAGA_ERR_USAGE, "%s sets no such clock", self->name);
    }
    switch (span->unit) {
    case JURISDICTION_BUSINESS_DAYS:
        JAGA_TRY(business_day_after(calendar, day, span->count, &day, &out->may_move, err));
        break;
    case JURISDICTION_DAYS: day += span->count; break;
    case JURISDICTION_MONTHS: day = months_later(day, span->count); break;
    }
    out->due_us = business_day_begins_us(day + 1, self->zone_s) - US_PER_SECOND;
    return JAGA_OK;
}

void jurisdiction_clock_text(const jurisdiction *self, jurisdiction_clock clock,
                             char text[JURISDICTION_TEXT_BYTES])
{
    static const char *const units[] = { "business day", "calendar day", "month" };
    const jurisdiction_span *span = &self->clocks[clock];

    if (span->basis == JURISDICTION_NO_CLOCK || span->basis == JURISDICTION_UNVERIFIED) {
        (void)snprintf(text, JURISDICTION_TEXT_BYTES, "%s",
                       span->basis == JURISDICTION_NO_CLOCK ? "none" : "not verified");
        return;
    }
    (void)snprintf(text, JURISDICTION_TEXT_BYTES, "%d %s%s%s", span->count, units[span->unit],
                   span->count == 1 ? "" : "s",
                   span->basis == JURISDICTION_OWN ? " (our own promise)" : "");
}
