#include "desk/attempts.h"

#include "base/when.h"
#include "jaga/status.h"

#define MINUTE_US (60 * US_PER_SECOND)
#define HOUR_US   (60 * MINUTE_US)

/* Where an attempt lies: so long after the first call, or in a half of the window on a later day.
 * The half that was not tried last is worth more than the hour. */
typedef enum half { ANY_HOUR, FIRST_HALF, SECOND_HALF, OTHER_HALF } half;

typedef struct slot {
    int64_t after_us;
    int day;
    half half;
} slot;

static const slot urgent[ATTEMPTS_URGENT_MAX] = {
    { 0, 0, ANY_HOUR },       { 5 * MINUTE_US, 0, ANY_HOUR }, { 15 * MINUTE_US, 0, ANY_HOUR },
    { HOUR_US, 0, ANY_HOUR }, { 0, 1, FIRST_HALF },           { 0, 1, SECOND_HALF },
    { 0, 2, FIRST_HALF },
};

static const slot ordinary[ATTEMPTS_MAX] = {
    { 0, 0, ANY_HOUR },
    { 3 * HOUR_US, 0, ANY_HOUR },
    { 0, 1, OTHER_HALF },
    { 0, 2, OTHER_HALF },
};

int attempts_max(int band)
{
    JAGA_CHECK(band >= 1 && band <= 4);
    return band <= 2 ? ATTEMPTS_URGENT_MAX : ATTEMPTS_MAX;
}

static int64_t local_midnight(int64_t us, int64_t zone_s)
{
    const int64_t local = us + zone_s * US_PER_SECOND;

    return us - (local % US_PER_DAY + US_PER_DAY) % US_PER_DAY;
}

static int hour_of(int64_t us, int64_t zone_s)
{
    return (int)((us - local_midnight(us, zone_s)) / HOUR_US);
}

/* An hour of that half that was not tried; the half's first when all were. */
static int64_t hour_in_half(const attempts_state *state, const window_hours *hours, bool is_first)
{
    const int opens = (int)(hours->opens_s / 3600), closes = (int)(hours->closes_s / 3600);
    const int middle = (opens + closes) / 2;
    const int from = is_first ? opens : middle, until = is_first ? middle : closes;

    for (int hour = from; hour < until; hour++) {
        if ((state->hours_tried >> hour & 1u) == 0) {
            return hour * HOUR_US;
        }
    }
    return from * HOUR_US;
}

static int64_t later_day(const attempts_state *state, const window_hours *hours, const slot *at)
{
    const int64_t middle_s = (hours->opens_s + hours->closes_s) / 2;
    const int64_t last = state->last_us - local_midnight(state->last_us, state->zone_s);
    const bool was_first = last < middle_s * US_PER_SECOND;
    const bool is_first = at->half == OTHER_HALF ? !was_first : at->half == FIRST_HALF;

    return local_midnight(state->first_us, state->zone_s) + at->day * US_PER_DAY +
           hour_in_half(state, hours, is_first);
}

bool attempts_next(const attempts_state *state, const window_hours *hours, int64_t now_us,
                   int64_t *due_us)
{
    int64_t due = now_us;

    if (state->made >= attempts_max(state->band)) {
        return false;
    }
    if (state->is_last_busy) {
        due = state->last_us + 10 * MINUTE_US;
    } else if (state->made > 0) {
        const slot *at = &(state->band <= 2 ? urgent : ordinary)[state->made];
        due = at->day > 0 ? later_day(state, hours, at) : state->first_us + at->after_us;
        /* A late call moves the next one: two in a row are no second chance. */
        const int64_t least = state->last_us + 5 * MINUTE_US;
        due = due > least ? due : least;
    }
    due = due > now_us ? due : now_us;
    *due_us = window_opens_us(hours, state->band, due, state->zone_s, state->is_night_refused);
    return true;
}

void attempts_note(attempts_state *state, int64_t at_us, bool is_busy)
{
    if (state->made == 0 && state->busy == 0) {
        state->first_us = at_us;
    }
    state->last_us = at_us;
    state->hours_tried |= 1u << hour_of(at_us, state->zone_s);
    state->busy += is_busy;
    state->is_last_busy = is_busy && state->busy <= ATTEMPTS_FREE_BUSY;
    state->made += !state->is_last_busy;
}

int attempts_contact(int made, size_t count, uint32_t bad)
{
    int good = 0;

    for (size_t i = 0; i < count && i < 32; i++) {
        good += (bad >> i & 1u) == 0;
    }
    if (good == 0) {
        return -1;
    }
    int turn = made % good;
    for (size_t i = 0;; i++) {
        if ((bad >> i & 1u) == 0 && turn-- == 0) {
            return (int)i;
        }
    }
}

const attempts_notice *attempts_notices(size_t *count)
{
    static const attempts_notice notices[] = {
        { .day = 0, .by_sms = true, .by_push = true, .by_app = true, .by_mail = true },
        { .day = 1, .by_sms = true, .by_push = true, .by_app = true, .by_mail = true },
        { .day = 3, .by_sms = true, .by_push = true, .by_app = true, .by_mail = true },
        { .day = 5, .by_letter = true },
    };

    *count = sizeof notices / sizeof notices[0];
    return notices;
}
