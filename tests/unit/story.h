#ifndef STORY_H
#define STORY_H

/* Makers of events and records for tests, and a random wallet. Nothing here depends on the clock or
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

/* A path in a new folder. Each test runs in its own process, so it is the test's own. */
enum { STORY_PATH_BYTES = 300 };
static inline void story_path(char path[STORY_PATH_BYTES], const char *name)
{
    const char *tmp = getenv("TMPDIR");

    (void)snprintf(path, STORY_PATH_BYTES, "%.200s/jaga-unit-XXXXXX", tmp != NULL ? tmp : "/tmp");
    ck_assert_ptr_nonnull(mkdtemp(path));
    const size_t length = strlen(path);
    (void)snprintf(path + length, STORY_PATH_BYTES - length, "/%s", name);
}

/* A whole file in memory, to be freed, and back. */
static inline char *story_read_file(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");

    ck_assert_ptr_nonnull(file);
    ck_assert_int_eq(fseek(file, 0, SEEK_END), 0);
    *length = (size_t)ftell(file);
    rewind(file);
    char *bytes = malloc(*length + 1);
    ck_assert_ptr_nonnull(bytes);
    ck_assert_uint_eq(fread(bytes, 1, *length, file), *length);
    bytes[*length] = '\0';
    ck_assert_int_eq(fclose(file), 0);
    return bytes;
}

static inline void story_write_file(const char *path, const char *bytes, size_t length)
{
    FILE *file = fopen(path, "wb");

    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(bytes, 1, length, file), length);
    ck_assert_int_eq(fclose(file), 0);
}

/* A random wallet: accounts, devices and payees all begin with the prefix, so that two worlds
 * with different prefixes share nothing. */
enum { STORY_ACCOUNTS_MAX = 16 };
typedef struct story_world {
    const char *prefix;
    uint64_t random;
    int accounts, devices, payees;
    int64_t balance[STORY_ACCOUNTS_MAX];
    int made;
} story_world;

static inline void story_move_money(story_world *world, int account, jaga_event *event)
{
    const bool is_out = jaga_event_is_money_out(event);
    const int64_t there = world->balance[account];
    int64_t minor = 100 + story_pick(&world->random, 5000000);

    if (story_chance(&world->random, 4)) {
        memcpy(event->currency, "USD", 4);
        event->amount_minor = minor;
        return;
    }
    if (is_out && event->status == JAGA_STATUS_OK) {
        minor = there <= 0 ? 1 : 1 + minor % there;
        minor = story_chance(&world->random, 10) && there > 0 ? there : minor;
    }
    event->amount_minor = minor;
    if (event->status == JAGA_STATUS_OK) {
        world->balance[account] += is_out ? -minor : minor;
    }
    if (story_chance(&world->random, 75)) {
        event->balance_minor = world->balance[account];
    }
}

/* The next event of a random account, of any kind and with any field missing at times. */
static inline jaga_record story_next(story_world *world, int64_t ts_us)
{
    static const uint8_t types[] = {
        JAGA_TYPE_TRANSFER,   JAGA_TYPE_TRANSFER,     JAGA_TYPE_TRANSFER,  JAGA_TYPE_PAYMENT,
        JAGA_TYPE_PAYMENT,    JAGA_TYPE_WITHDRAW,     JAGA_TYPE_FEE,       JAGA_TYPE_TOPUP,
        JAGA_TYPE_TOPUP,      JAGA_TYPE_RECEIVE,      JAGA_TYPE_RECEIVE,   JAGA_TYPE_LOGIN,
        JAGA_TYPE_LOGIN,      JAGA_TYPE_LOGIN,        JAGA_TYPE_PIN_RESET, JAGA_TYPE_SIM_CHANGE,
        JAGA_TYPE_OTP_VERIFY, JAGA_TYPE_CONTACT_CHANGE
    };
    uint64_t *random = &world->random;
    const int account = (int)story_pick(random, world->accounts);
    jaga_event event = { .ts_us = ts_us,
                         .amount_minor = JAGA_UNKNOWN_MINOR,
                         .balance_minor = JAGA_UNKNOWN_MINOR,
                         .fee_minor = JAGA_UNKNOWN_MINOR,
                         .lat = (double)NAN,
                         .lon = (double)NAN,
                         .currency = "IDR",
                         .type = types[story_pick(random, sizeof types)] };

    event.event_id = story_text("%se%d", world->prefix, ++world->made);
    event.account = story_text("%sacc%d", world->prefix, account);
    event.status = (uint8_t)(story_chance(random, 88) ? JAGA_STATUS_OK
                                                      : story_pick(random, JAGA_STATUS_COUNT));
    event.actor = (uint8_t)(story_chance(random, 90) ? JAGA_ACTOR_CUSTOMER
                                                     : story_pick(random, JAGA_ACTOR_COUNT));
    event.type = story_chance(random, 1) ? JAGA_TYPE_CUSTOMER_REPORT : event.type;
    if (story_chance(random, 70)) {
        const int64_t device = story_chance(random, 80) ? account % world->devices
                                                        : story_pick(random, world->devices);
        event.device = story_text("%sdev%d", world->prefix, (int)device);
    }
    const jaga_event_class class = jaga_event_class_of((jaga_event_type)event.type);
    if (class == JAGA_CLASS_MONEY_IN || class == JAGA_CLASS_MONEY_OUT) {
        story_move_money(world, account, &event);
        if (story_chance(random, 85)) {
            event.counterparty =
                story_text("%spay%d", world->prefix, (int)story_pick(random, world->payees));
            event.counterparty_kind = (uint8_t)story_pick(random, JAGA_PARTY_COUNT);
        }
    }
    return story_record(&event);
}

#endif
