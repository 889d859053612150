#ifndef JAGA_DESK_ATTEMPTS_H
#define JAGA_DESK_ATTEMPTS_H

#include "desk/window.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* When to call again, and which number. Bands 1 and 2: at once, after 5, 15 and 60 minutes, then
 * once in each half of the calling window on the second day and the first half of the third; 7 in
 * all, 3 in the first hour. Bands 3 and 4: at once, after 3 hours, the next day in the other half,
 * on the third day; 4 in all. From the second day on never at an hour tried before. A busy line is
 * tried again after 10 minutes and costs no attempt, twice. */
enum { ATTEMPTS_URGENT_MAX = 7, ATTEMPTS_MAX = 4, ATTEMPTS_FREE_BUSY = 2 };

typedef struct attempts_state {
    int band;
    int made;                  /* without those that cost nothing */
    int busy;                  /* busy lines so far */
    bool is_last_busy;         /* the last call met one */
    int64_t first_us, last_us; /* of calls; meaningful when made or busy is above 0 */
    uint32_t hours_tried;      /* bit per local hour */
    int64_t zone_s;
    bool is_night_refused;
} attempts_state;

int attempts_max(int band);

/* False: no attempt is left. now_us: the time before which nothing can be due. */
bool attempts_next(const attempts_state *state, const window_hours *hours, int64_t now_us,
                   int64_t *due_us);

/* A call was made: counts it, or does not. */
void attempts_note(attempts_state *state, int64_t at_us, bool is_busy);

/* Which trusted contact point is next: they take turns, bad ones are left out. -1: there is none.
 */
int attempts_contact(int made, size_t count, uint32_t bad);

/* The customer is not reached and the hold stays: what is sent, on which day after the first call.
 * No link, no amount, no name beyond initials. */
typedef struct attempts_notice {
    int day;
    bool by_sms, by_push, by_app, by_mail, by_letter;
} attempts_notice;
const attempts_notice *attempts_notices(size_t *count);

/* When a supervisor looks at a customer who was not reached: business days, then calendar days. */
enum { ATTEMPTS_REVIEW_BUSINESS_DAYS = 5, ATTEMPTS_REVIEW_DAYS = 30 };

#endif
