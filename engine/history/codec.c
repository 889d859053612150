#include "history/codec.h"

#include <math.h>
#include <string.h>

/* Which optional parts follow, in this order. */
enum {
    HAS_AMOUNT = 1 << 0,
    HAS_BALANCE = 1 << 1,
    HAS_FEE = 1 << 2,
    HAS_PLACE = 1 << 3,
    HAS_COUNTRY = 1 << 4,
    FIRST_TEXT = 5 /* bits from here on: the optional texts */
};

enum { OPTIONAL_TEXTS = 10, ENUMS = 6 };

static void list_texts(jaga_event *event, jaga_span *texts[OPTIONAL_TEXTS])
{
    jaga_span *const all[OPTIONAL_TEXTS] = {
        &event->counterparty, &event->device, &event->session,     &event->ip,   &event->reason,
        &event->ref,          &event->detail, &event->institution, &event->rail, &event->instrument
    };
    memcpy(texts, all, sizeof all);
}

static char *put_number(char *to, uint64_t value)
{
    for (; value >= 0x80; value >>= 7) {
        *to++ = (char)(value | 0x80);
    }
    *to++ = (char)value;
    return to;
}

static char *put_signed(char *to, int64_t value)
{
    return put_number(to, (uint64_t)value << 1 ^ (uint64_t)(value >> 63));
}

static char *put_text(char *to, jaga_span text)
{
    to = put_number(to, text.length);
    if (text.length > 0) {
        memcpy(to, text.at, text.length);
    }
    return to + text.length;
}

static char *put_event(codec_state *state, const jaga_event *event, char *to)
{
    jaga_event copy = *event;
    jaga_span *texts[OPTIONAL_TEXTS];
    uint64_t mask = 0;

    list_texts(&copy, texts);
    mask |= event->amount_minor != JAGA_UNKNOWN_MINOR ? HAS_AMOUNT : 0;
    mask |= event->balance_minor != JAGA_UNKNOWN_MINOR ? HAS_BALANCE : 0;
    mask |= event->fee_minor != JAGA_UNKNOWN_MINOR ? HAS_FEE : 0;
    mask |= isnan(event->lat) && isnan(event->lon) ? 0 : HAS_PLACE;
    mask |= event->country[0] != '\0' ? HAS_COUNTRY : 0;
    for (int i = 0; i < OPTIONAL_TEXTS; i++) {
        mask |= texts[i]->length > 0 ? UINT64_C(1) << (FIRST_TEXT + i) : 0;
    }
    to = put_number(to, mask);
    to = put_signed(to, event->ts_us - state->last_us);
    state->last_us = event->ts_us;
    memcpy(to,
           (const uint8_t[ENUMS]){ event->type, event->status, event->counterparty_kind,
                                   event->channel, event->auth, event->actor },
           ENUMS);
    memcpy(to + ENUMS, event->currency, 3);
    to += ENUMS + 3;
    to = put_text(to, event->event_id);
    to = put_text(to, event->account);
    to = mask & HAS_AMOUNT ? put_signed(to, event->amount_minor) : to;
    to = mask & HAS_BALANCE ? put_signed(to, event->balance_minor) : to;
    to = mask & HAS_FEE ? put_signed(to, event->fee_minor) : to;
    if (mask & HAS_PLACE) {
        memcpy(to, &event->lat, 8);
        memcpy(to + 8, &event->lon, 8);
        to += 16;
    }
    if (mask & HAS_COUNTRY) {
        memcpy(to, event->country, 2);
        to += 2;
    }
    for (int i = 0; i < OPTIONAL_TEXTS; i++) {
        to = texts[i]->length > 0 ? put_text(to, *texts[i]) : to;
    }
    return to;
}

size_t codec_write(codec_state *state, const jaga_record *record, char *to)
{
    char *at = to;

    *at++ = (char)record->kind;
    at = put_number(at, record->source);
    at = put_signed(at, (int64_t)(record->line - state->last_line));
    state->last_line = record->line;
    switch (record->kind) {
    case JAGA_RECORD_EVENT: at = put_event(state, &record->event, at); break;
    case JAGA_RECORD_REJECT:
        at = put_text(at, record->reject.reason);
        at = put_text(at, record->reject.cause);
        break;
    case JAGA_RECORD_FINISH: *at++ = record->wants_commands ? 1 : 0; break;
    case JAGA_RECORD_SETTINGS: at = put_text(at, record->settings); break;
    case JAGA_RECORD_WEIGHTS: at = put_text(at, record->weights); break;
    case JAGA_RECORD_MODEL: at = put_text(at, record->model); break;
    case JAGA_RECORD_LISTED:
        *at++ = record->is_listed ? 1 : 0;
        at = put_text(at, record->event.account);
        break;
    }
    return (size_t)(at - to);
}

/* A reader that turns to "damaged" once and stays there. */
typedef struct reader {
    const char *at, *end;
    bool is_damaged;
} reader;

static uint64_t get_number(reader *in)
{
    uint64_t value = 0;

    for (unsigned shift = 0; shift < 64; shift += 7) {
        if (in->at == in->end) {
            break;
        }
        const unsigned char c = (unsigned char)*in->at++;
        value |= (uint64_t)(c & 0x7F) << shift;
        if (c < 0x80) {
            return value;
        }
    }
    in->is_damaged = true;
    return 0;
}

static int64_t get_signed(reader *in)
{
    const uint64_t value = get_number(in);
    return (int64_t)(value >> 1 ^ (0 - (value & 1)));
}

static const char *get_bytes(reader *in, uint64_t length)
{
    const char *at = in->at;

    if (in->is_damaged || length > (uint64_t)(in->end - in->at)) {
        in->is_damaged = true;
        return NULL;
    }
    in->at += length;
    return at;
}

static jaga_span get_text(reader *in)
{
    const uint64_t length = get_number(in);
    const char *at = get_bytes(in, length);
    return at == NULL ? (jaga_span){ NULL, 0 } : (jaga_span){ at, (uint32_t)length };
}

static bool get_enums(reader *in, jaga_event *event)
{
    const char *bytes = get_bytes(in, ENUMS + 3);

    if (bytes == NULL) {
        return false;
    }
    event->type = (uint8_t)bytes[0];
    event->status = (uint8_t)bytes[1];
    event->counterparty_kind = (uint8_t)bytes[2];
    event->channel = (uint8_t)bytes[3];
    event->auth = (uint8_t)bytes[4];
    event->actor = (uint8_t)bytes[5];
    memcpy(event->currency, bytes + ENUMS, 3);
    return event->type < JAGA_TYPE_COUNT && event->status < JAGA_STATUS_COUNT &&
           event->counterparty_kind < JAGA_PARTY_COUNT && event->channel < JAGA_CHANNEL_COUNT &&
           event->auth < JAGA_AUTH_COUNT && event->actor < JAGA_ACTOR_COUNT;
}

static void get_event(codec_state *state, reader *in, jaga_event *event)
{
    jaga_span *texts[OPTIONAL_TEXTS];
    const uint64_t mask = get_number(in);

    memset(event, 0, sizeof *event);
    state->last_us = (int64_t)((uint64_t)state->last_us + (uint64_t)get_signed(in));
    event->ts_us = state->last_us;
    if (!get_enums(in, event)) {
        in->is_damaged = true;
        return;
    }
    event->event_id = get_text(in);
    event->account = get_text(in);
    event->amount_minor = mask & HAS_AMOUNT ? get_signed(in) : JAGA_UNKNOWN_MINOR;
    event->balance_minor = mask & HAS_BALANCE ? get_signed(in) : JAGA_UNKNOWN_MINOR;
    event->fee_minor = mask & HAS_FEE ? get_signed(in) : JAGA_UNKNOWN_MINOR;
    event->lat = event->lon = (double)NAN;
    const char *place = mask & HAS_PLACE ? get_bytes(in, 16) : NULL;
    if (place != NULL) {
        memcpy(&event->lat, place, 8);
        memcpy(&event->lon, place + 8, 8);
    }
    const char *country = mask & HAS_COUNTRY ? get_bytes(in, 2) : NULL;
    if (country != NULL) {
        memcpy(event->country, country, 2);
    }
    list_texts(event, texts);
    for (int i = 0; i < OPTIONAL_TEXTS; i++) {
        if (mask >> (FIRST_TEXT + i) & 1) {
            *texts[i] = get_text(in);
        }
    }
}

bool codec_read(codec_state *state, const char **at, const char *end, jaga_record *out)
{
    reader in = { .at = *at, .end = end };
    const char *kind = get_bytes(&in, 1);

    if (kind == NULL || (unsigned char)*kind > JAGA_RECORD_MODEL) {
        return false;
    }
    memset(out, 0, sizeof *out);
    out->kind = (jaga_record_kind)*kind;
    out->source = (uint32_t)get_number(&in);
    state->last_line += (uint64_t)get_signed(&in);
    out->line = state->last_line;
    switch (out->kind) {
    case JAGA_RECORD_EVENT: get_event(state, &in, &out->event); break;
    case JAGA_RECORD_REJECT:
        out->reject.reason = get_text(&in);
        out->reject.cause = get_text(&in);
        break;
    case JAGA_RECORD_FINISH: {
        const char *flag = get_bytes(&in, 1);
        out->wants_commands = flag != NULL && *flag == 1;
        break;
    }
    case JAGA_RECORD_SETTINGS: out->settings = get_text(&in); break;
    case JAGA_RECORD_WEIGHTS: out->weights = get_text(&in); break;
    case JAGA_RECORD_MODEL: out->model = get_text(&in); break;
    case JAGA_RECORD_LISTED: {
        const char *flag = get_bytes(&in, 1);
        out->is_listed = flag != NULL && *flag == 1;
        out->event.account = get_text(&in);
        break;
    }
    }
    *at = in.at;
    return !in.is_damaged;
}
