#ifndef STORY_H
#define STORY_H

/* Makers of events and records for tests. Nothing here depends on the clock or
 * on memory addresses: equal calls give equal records. */
#include "unit.h"

#include "decode/field.h"
#include "jaga/decision.h"
#include "jaga/record.h"
#include "jaga/status.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define STORY_SECOND INT64_C(1000000)
#define STORY_MINUTE (60 * STORY_SECOND)
#define STORY_HOUR   (60 * STORY_MINUTE)
#define STORY_DAY    (24 * STORY_HOUR)
#define STORY_START  INT64_C(1769904000000000) /* 2026-02-01T00:00:00Z */

/* Stops the test with the text of a failure, which the call put into `why`. */
__attribute__((unused)) static jaga_error why;
#define OK(call)                                                                                   \
    do {                                                                                           \
        const jaga_status ok_status = (call);                                                      \
        ck_assert_msg(ok_status == JAGA_OK, "%s: %s", jaga_status_name(ok_status), why.text);      \
    } while (0)

/* What two roundings of the same number may differ by. */
#define ck_assert_near(got, want, relative)                                                        \
    do {                                                                                           \
        const double got_ = (got), want_ = (want);                                                 \
        ck_assert_msg(fabs(got_ - want_) <= (relative) * (1.0 + fabs(want_)),                      \
                      "%s is %.12g, not %.12g", #got, got_, want_);                                \
    } while (0)

static inline jaga_span story_span(const char *text)
{
    return (jaga_span){ text, (uint32_t)strlen(text) };
}

/* A text that lives as long as the test. */
__attribute__((format(printf, 1, 2))) static inline jaga_span story_text(const char *format, ...)
{
    static char pool[1 << 21];
    static size_t used;
    va_list args;

    ck_assert(used + 80 < sizeof pool);
    va_start(args, format);
    const int length = vsnprintf(pool + used, 80, format, args);
    va_end(args);
    ck_assert(length >= 0 && length < 80);
    const jaga_span text = { pool + used, (uint32_t)length };
    used += (size_t)length + 1;
    return length == 0 ? (jaga_span){ NULL, 0 } : text;
}

/* splitmix64 */
static inline uint64_t story_random(uint64_t *state)
{
    uint64_t z = (*state += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

/* 0 .. below - 1 */
static inline int64_t story_pick(uint64_t *state, int64_t below)
{
    return (int64_t)(story_random(state) % (uint64_t)below);
}

static inline bool story_chance(uint64_t *state, int percent)
{
    return story_pick(state, 100) < percent;
}

static inline double story_unit(uint64_t *state)
{
    return (double)(story_random(state) >> 11) / 9007199254740992.0;
}

/* A successful event of the customer's, in the app, that says nothing further. Its id is the
 * next number. */
static inline jaga_event story_event(const char *account, jaga_event_type type, int64_t ts_us)
{
    static int number;

    return (jaga_event){ .event_id = story_text("e%d", ++number),
                         .account = story_span(account),
                         .ts_us = ts_us,
                         .type = (uint8_t)type,
                         .channel = JAGA_CHANNEL_APP,
                         .amount_minor = JAGA_UNKNOWN_MINOR,
                         .balance_minor = JAGA_UNKNOWN_MINOR,
                         .fee_minor = JAGA_UNKNOWN_MINOR,
                         .lat = (double)NAN,
                         .lon = (double)NAN,
                         .currency = "IDR" };
}

/* Money to a wallet, with the balance that is left. */
static inline jaga_event story_transfer(const char *account, int64_t ts_us, int64_t minor,
                                        int64_t left_minor, const char *payee, const char *device)
{
    jaga_event event = story_event(account, JAGA_TYPE_TRANSFER, ts_us);

    event.amount_minor = minor;
    event.balance_minor = left_minor;
    event.counterparty = story_span(payee);
    event.counterparty_kind = JAGA_PARTY_WALLET;
    event.device = story_span(device);
    return event;
}

static inline jaga_record story_record(const jaga_event *event)
{
    jaga_record record = { .kind = JAGA_RECORD_EVENT, .line = 1, .event = *event };

    field_identify(&record.event, &record.identity);
    return record;
}

#endif
