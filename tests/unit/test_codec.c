#include "story.h"

#include "history/codec.h"

/* Records to bytes and back. */

enum { RECORDS = 4000 };

static int64_t some_number(uint64_t *random)
{
    const int64_t shift = story_pick(random, 63);
    const int64_t number = (int64_t)(story_random(random) >> 1 >> shift);
    return story_chance(random, 30) ? -number : number;
}

static int64_t some_money(uint64_t *random)
{
    return story_chance(random, 30) ? JAGA_UNKNOWN_MINOR : some_number(random);
}

/* Any bytes, at times none. */
static jaga_span some_text(uint64_t *random, uint32_t least, uint32_t most)
{
    static char bytes[1 << 16];
    const uint32_t length =
        story_chance(random, 40) ? least : (uint32_t)story_pick(random, most - least + 1) + least;

    for (size_t i = 0; bytes[1] == '\0' && i < sizeof bytes; i++) {
        bytes[i] = (char)(i * 31 + 7);
    }
    const int64_t from = story_pick(random, (int64_t)sizeof bytes - most);
    return length == 0 ? (jaga_span){ NULL, 0 } : (jaga_span){ bytes + from, length };
}

static void some_event(uint64_t *random, jaga_event *event)
{
    jaga_span *const texts[] = { &event->counterparty, &event->device,      &event->session,
                                 &event->ip,           &event->reason,      &event->ref,
                                 &event->detail,       &event->institution, &event->rail,
                                 &event->instrument };

    *event = (jaga_event){ .ts_us = STORY_START + story_pick(random, 400 * STORY_DAY),
                           .amount_minor = some_money(random),
                           .balance_minor = some_money(random),
                           .fee_minor = some_money(random),
                           .lat = (double)NAN,
                           .lon = (double)NAN,
                           .currency = "IDR" };
    event->event_id = some_text(random, 1, 64);
    event->account = some_text(random, 1, 64);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        *texts[i] = some_text(random, 0, i == 6 ? 2000 : 64);
    }
    event->type = (uint8_t)story_pick(random, JAGA_TYPE_COUNT);
    event->status = (uint8_t)story_pick(random, JAGA_STATUS_COUNT);
    event->counterparty_kind = (uint8_t)story_pick(random, JAGA_PARTY_COUNT);
    event->channel = (uint8_t)story_pick(random, JAGA_CHANNEL_COUNT);
    event->auth = (uint8_t)story_pick(random, JAGA_AUTH_COUNT);
    event->actor = (uint8_t)story_pick(random, JAGA_ACTOR_COUNT);
    if (story_chance(random, 30)) {
        event->lat = story_unit(random) * 180.0 - 90.0;
        event->lon = story_chance(random, 50) ? story_unit(random) * 360.0 - 180.0 : (double)NAN;
    }
    if (story_chance(random, 30)) {
        memcpy(event->country, "ID", 3);
    }
}

static jaga_record some_record(uint64_t *random)
{
    jaga_record record = { .kind = JAGA_RECORD_EVENT,
                           .source = (uint32_t)story_pick(random, 300),
                           .line = (uint64_t)story_pick(random, INT64_C(1) << 40) };

    if (story_chance(random, 10)) {
        record.kind = JAGA_RECORD_REJECT;
        record.reject.reason = story_span("bad-time");
        record.reject.cause = some_text(random, 0, 100);
    } else if (story_chance(random, 5)) {
        record.kind = JAGA_RECORD_FINISH;
        record.wants_commands = story_chance(random, 50);
    } else if (story_chance(random, 5)) {
        record.kind = JAGA_RECORD_SETTINGS;
        record.settings = some_text(random, 1, 100);
    } else if (story_chance(random, 5)) {
        record.kind = JAGA_RECORD_WEIGHTS;
        record.weights = some_text(random, 1, 100);
    } else if (story_chance(random, 5)) {
        record.kind = JAGA_RECORD_MODEL;
        record.model = some_text(random, 0, 26);
    } else if (story_chance(random, 5)) {
        record.kind = JAGA_RECORD_LISTED;
        record.is_listed = story_chance(random, 50);
        record.event.account = some_text(random, 1, 64);
    } else {
        some_event(random, &record.event);
    }
    return record;
}

static bool is_same_text(jaga_span a, jaga_span b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.at, b.at, a.length) == 0);
}

static bool is_same_number(double a, double b)
{
    return memcmp(&a, &b, sizeof a) == 0 || (isnan(a) && isnan(b));
}

static void check_same_event(const jaga_event *a, const jaga_event *b)
{
    ck_assert_int_eq(a->ts_us, b->ts_us);
    ck_assert_int_eq(a->amount_minor, b->amount_minor);
    ck_assert_int_eq(a->balance_minor, b->balance_minor);
    ck_assert_int_eq(a->fee_minor, b->fee_minor);
    ck_assert(is_same_text(a->event_id, b->event_id) && is_same_text(a->account, b->account));
    ck_assert(is_same_text(a->counterparty, b->counterparty));
    ck_assert(is_same_text(a->institution, b->institution) && is_same_text(a->rail, b->rail));
    ck_assert(is_same_text(a->instrument, b->instrument) && is_same_text(a->device, b->device));
    ck_assert(is_same_text(a->session, b->session) && is_same_text(a->ip, b->ip));
    ck_assert(is_same_text(a->reason, b->reason) && is_same_text(a->ref, b->ref));
    ck_assert(is_same_text(a->detail, b->detail));
    ck_assert(is_same_number(a->lat, b->lat) && is_same_number(a->lon, b->lon));
    ck_assert_str_eq(a->currency, b->currency);
    ck_assert_str_eq(a->country, b->country);
    ck_assert(a->type == b->type && a->status == b->status && a->channel == b->channel);
    ck_assert(a->counterparty_kind == b->counterparty_kind && a->auth == b->auth);
    ck_assert(a->actor == b->actor);
}

static void check_same(const jaga_record *a, const jaga_record *b)
{
    ck_assert_int_eq(a->kind, b->kind);
    ck_assert_uint_eq(a->source, b->source);
    ck_assert_uint_eq(a->line, b->line);
    switch (a->kind) {
    case JAGA_RECORD_EVENT: check_same_event(&a->event, &b->event); break;
    case JAGA_RECORD_REJECT:
        ck_assert(is_same_text(a->reject.reason, b->reject.reason));
        ck_assert(is_same_text(a->reject.cause, b->reject.cause));
        break;
    case JAGA_RECORD_FINISH: ck_assert_int_eq(a->wants_commands, b->wants_commands); break;
    case JAGA_RECORD_SETTINGS: ck_assert(is_same_text(a->settings, b->settings)); break;
    case JAGA_RECORD_WEIGHTS: ck_assert(is_same_text(a->weights, b->weights)); break;
    case JAGA_RECORD_MODEL: ck_assert(is_same_text(a->model, b->model)); break;
    case JAGA_RECORD_LISTED:
        ck_assert_int_eq(a->is_listed, b->is_listed);
        ck_assert(is_same_text(a->event.account, b->event.account));
        break;
    }
}

START_TEST(random_records_come_back_as_they_were)
{
    static char bytes[RECORDS * 1200 + CODEC_RECORD_BYTES_MAX];
    uint64_t random = 21;
    codec_state state = { 0 };
    size_t used = 0;
    jaga_record read;

    for (int i = 0; i < RECORDS; i++) {
        const jaga_record record = some_record(&random);
        ck_assert_uint_le(used + CODEC_RECORD_BYTES_MAX, sizeof bytes);
        used += codec_write(&state, &record, bytes + used);
    }
    const char *at = bytes;
    random = 21;
    state = (codec_state){ 0 };
    for (int i = 0; i < RECORDS; i++) {
        const jaga_record record = some_record(&random);
        ck_assert(codec_read(&state, &at, bytes + used, &read));
        check_same(&read, &record);
    }
    ck_assert_ptr_eq(at, bytes + used);
    ck_assert(!codec_read(&state, &at, bytes + used, &read));
}
END_TEST

START_TEST(the_longest_record_fits_its_bound)
{
    static char bytes[CODEC_RECORD_BYTES_MAX], text[64 << 10];
    jaga_event event = story_event("A", JAGA_TYPE_TRANSFER, INT64_MAX / 2);
    codec_state state = { 0 };

    memset(text, 'x', sizeof text);
    event.detail = (jaga_span){ text, sizeof text };
    event.amount_minor = event.balance_minor = event.fee_minor = INT64_MAX;
    jaga_record record = story_record(&event);
    record.line = UINT64_MAX;
    record.source = UINT32_MAX;
    const size_t used = codec_write(&state, &record, bytes);
    ck_assert_uint_le(used, sizeof bytes);
    const char *at = bytes;
    jaga_record read;
    state = (codec_state){ 0 };
    ck_assert(codec_read(&state, &at, bytes + used, &read));
    check_same(&read, &record);
}
END_TEST

START_TEST(a_record_cut_short_anywhere_is_damaged)
{
    uint64_t random = 22;

    for (int i = 0; i < 200; i++) {
        char bytes[8192];
        codec_state state = { 0 };
        jaga_record record = some_record(&random), read;
        const size_t used = codec_write(&state, &record, bytes);
        for (size_t n = 0; n < used; n++) {
            char *exact = malloc(n + 1); /* its end is watched by the sanitizer */
            ck_assert_ptr_nonnull(exact);
            memcpy(exact, bytes, n);
            const char *at = exact;
            state = (codec_state){ 0 };
            ck_assert(!codec_read(&state, &at, exact + n, &read));
            free(exact);
        }
    }
}
END_TEST

START_TEST(any_bytes_give_a_record_of_known_values_or_damage)
{
    uint64_t random = 23;

    for (int i = 0; i < 20000; i++) {
        char bytes[64];
        jaga_record read;
        codec_state state = { 0 };
        for (size_t k = 0; k < sizeof bytes; k++) {
            bytes[k] = (char)story_pick(&random, story_chance(&random, 50) ? 6 : 256);
        }
        bytes[0] = (char)(story_chance(&random, 90) ? 0 : bytes[0]);
        const char *at = bytes;
        if (codec_read(&state, &at, bytes + sizeof bytes, &read) &&
            read.kind == JAGA_RECORD_EVENT) {
            ck_assert_int_lt(read.event.type, JAGA_TYPE_COUNT);
            ck_assert_int_lt(read.event.status, JAGA_STATUS_COUNT);
            ck_assert(at <= bytes + sizeof bytes);
        }
    }
}
END_TEST

UNIT_MAIN("codec", random_records_come_back_as_they_were, the_longest_record_fits_its_bound,
          a_record_cut_short_anywhere_is_damaged, any_bytes_give_a_record_of_known_values_or_damage)
