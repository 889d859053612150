#ifndef JAGA_DESK_JURISDICTION_H
#define JAGA_DESK_JURISDICTION_H

#include "desk/business_calendar.h"
#include "jaga/span.h"
#include "jaga/status.h"

#include <stdbool.h>
#include <stdint.h>

/* The clocks of a country's rules for disputes and complaints, from models/jurisdictions.csv, which
 * says where each comes from. What nobody could verify is used to remind, never told as law. */
typedef enum jurisdiction_clock {
    JURISDICTION_NOTIFY,
    JURISDICTION_FIRST,
    JURISDICTION_FIRST_NEW,
    JURISDICTION_PROVISIONAL,
    JURISDICTION_FINAL,
    JURISDICTION_EXTENSION,
    JURISDICTION_DOCUMENTS,
    JURISDICTION_CORRECT,
    JURISDICTION_TELL,
    JURISDICTION_APPEAL,
    JURISDICTION_CLOCK_COUNT
} jurisdiction_clock;

typedef enum jurisdiction_unit {
    JURISDICTION_BUSINESS_DAYS,
    JURISDICTION_DAYS,
    JURISDICTION_MONTHS
} jurisdiction_unit;

typedef enum jurisdiction_basis {
    JURISDICTION_NO_CLOCK, /* nothing is set */
    JURISDICTION_SOURCED,
    JURISDICTION_OWN, /* our own choice, to be told as such */
    JURISDICTION_UNVERIFIED
} jurisdiction_basis;

typedef struct jurisdiction_span {
    int count;
    jurisdiction_unit unit;
    jurisdiction_basis basis;
} jurisdiction_span;

typedef struct jurisdiction {
    char name[16];
    char country[8]; /* whose holidays */
    int64_t zone_s;
    jurisdiction_span clocks[JURISDICTION_CLOCK_COUNT];
    bool may_pause;
    bool negligence_counts;
    char authority[64]; /* where the customer turns next */
} jurisdiction;

#define JURISDICTION_DEFAULT "ID-BI"

/* JAGA_ERR_USAGE names a profile that does not exist. */
JAGA_USE_RESULT jaga_status jurisdiction_find(const char *name, jurisdiction *out, jaga_error *err);
JAGA_USE_RESULT jaga_status jurisdiction_read(jaga_span text, const char *file, const char *name,
                                              jurisdiction *out, jaga_error *err);

typedef struct jurisdiction_due {
    int64_t due_us; /* the last second of the day */
    bool is_law;    /* from a published source; else not to be told as one */
    bool may_move;  /* a holiday on the way is not decreed yet */
} jurisdiction_due;

/* When a clock that starts at from_us runs out. JAGA_ERR_USAGE when the profile sets none. */
JAGA_USE_RESULT jaga_status jurisdiction_when(const jurisdiction *self, jurisdiction_clock clock,
                                              const business_calendar *calendar, int64_t from_us,
                                              jurisdiction_due *out, jaga_error *err);

/* "10 business days", "10 business days (our own promise)"; "not verified" instead of a number that
 * is; "none". */
enum { JURISDICTION_TEXT_BYTES = 64 };
void jurisdiction_clock_text(const jurisdiction *self, jurisdiction_clock clock,
                             char text[JURISDICTION_TEXT_BYTES]);

#endif
