#include "decode/field.h"

#include "base/detail.h"
#include "base/hash.h"
#include "base/names.h"
#include "base/when.h"
#include "decode/geo.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#define X(id, name) name,
static const char *const names[] = { JAGA_FIELDS(X) };
#undef X

const char *field_name(field which)
{
    return names[which];
}

int field_find(jaga_span name)
{
    for (int i = 0; i < FIELD_COUNT; i++) {
        if (strlen(names[i]) == name.length && memcmp(names[i], name.at, name.length) == 0) {
            return i;
        }
    }
    return -1;
}

static jaga_span text_of(const char *text)
{
    return (jaga_span){ text, (uint32_t)strlen(text) };
}

static bool refuse(jaga_reject *why, const char *reason, const char *cause)
{
    why->reason = text_of(reason);
    why->cause = text_of(cause);
    return false;
}

/* Longest texts, in the schema's words; the enumerated and numeric fields check themselves. */
static bool check_lengths(const field_texts *row, jaga_reject *why)
{
    static const struct {
        uint8_t which, most;
    } limits[] = { { FIELD_EVENT_ID, 64 },     { FIELD_ACCOUNT, 64 },     { FIELD_REASON, 32 },
                   { FIELD_COUNTERPARTY, 64 }, { FIELD_INSTITUTION, 32 }, { FIELD_RAIL, 16 },
                   { FIELD_INSTRUMENT, 64 },   { FIELD_DEVICE, 64 },      { FIELD_SESSION, 64 },
                   { FIELD_REF, 64 },          { FIELD_IP, 45 } };

    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        if (row->text[limits[i].which].length > limits[i].most) {
            why->reason = text_of("too-long");
            why->cause = text_of(names[limits[i].which]);
            return false;
        }
    }
    return true;
}

/* An enumerated field that is not said takes `absent`; an unknown spelling gives -1. */
static int enumerated(name_kind kind, jaga_span text, int absent)
{
    return text.length == 0 ? absent : names_find(kind, text);
}

static bool decode_enums(const field_texts *row, jaga_event *event, jaga_reject *why)
{
    const int type = names_find(NAMES_TYPE, row->text[FIELD_TYPE]);
    const int status = enumerated(NAMES_STATUS, row->text[FIELD_STATUS], JAGA_STATUS_OK);
    const int actor = enumerated(NAMES_ACTOR, row->text[FIELD_ACTOR], JAGA_ACTOR_CUSTOMER);
    const int party = enumerated(NAMES_PARTY, row->text[FIELD_COUNTERPARTY_KIND], 0);
    const int channel = enumerated(NAMES_CHANNEL, row->text[FIELD_CHANNEL], 0);
    const int auth = enumerated(NAMES_AUTH, row->text[FIELD_AUTH], 0);

    if (type < 0) {
        return refuse(why, "unknown-type", "the type is none of the schema's");
    }
    if (status < 0) {
        return refuse(why, "unknown-status", "the status is none of ok, failed, pending, reversed");
    }
    if (actor < 0) {
        return refuse(why, "unknown-actor",
                      "the actor is none of customer, system, staff, partner");
    }
    event->type = (uint8_t)type;
    event->status = (uint8_t)status;
    event->actor = (uint8_t)actor;
    /* What only describes an event may be a word of the ledger's own: it is taken as not said. */
    event->counterparty_kind = (uint8_t)(party < 0 ? 0 : party);
    event->channel = (uint8_t)(channel < 0 ? 0 : channel);
    event->auth = (uint8_t)(auth < 0 ? 0 : auth);
    return true;
}

static bool decode_number(const field_texts *row, field which, int digits, int64_t *out,
                          jaga_reject *why)
{
    const bool is_balance = which == FIELD_BALANCE;
    const money_style style = is_balance              ? row->balance_style
                              : which == FIELD_AMOUNT ? row->amount_style
                                                      : row->fee_style;
    *out = JAGA_UNKNOWN_MINOR;
    if (row->text[which].length == 0) {
        return true;
    }
    const char *wrong = money_parse(row->text[which], style, digits, is_balance, out);
    if (wrong == NULL) {
        *out = is_balance && row->is_overdrawn ? -*out : *out;
        return true;
    }
    return refuse(why,
                  which == FIELD_AMOUNT ? "bad-amount"
                  : is_balance          ? "bad-balance"
                                        : "bad-fee",
                  wrong);
}

static bool decode_money(const field_texts *row, jaga_event *event, jaga_reject *why)
{
    const jaga_span currency = row->text[FIELD_CURRENCY];
    const int digits = money_digits(currency);
    const jaga_event_class class = jaga_event_class_of((jaga_event_type)event->type);

    if (digits < 0) {
        return refuse(why, "bad-currency", "the currency is not three capital letters");
    }
    memcpy(event->currency, currency.at, 3);
    event->currency[3] = '\0';
    if (!decode_number(row, FIELD_AMOUNT, digits, &event->amount_minor, why) ||
        !decode_number(row, FIELD_BALANCE, digits, &event->balance_minor, why) ||
        !decode_number(row, FIELD_FEE, digits, &event->fee_minor, why)) {
        return false;
    }
    if (event->amount_minor == JAGA_UNKNOWN_MINOR &&
        (class == JAGA_CLASS_MONEY_IN || class == JAGA_CLASS_MONEY_OUT)) {
        return refuse(why, "no-amount", "a money event without an amount");
    }
    return true;
}

/* Plain decimal degrees within +-most; anything else counts as not said. */
static double degrees(jaga_span text, double most)
{
    double value = 0.0, scale = 1.0;
    uint32_t i = text.length > 0 && text.at[0] == '-' ? 1 : 0;
    const bool is_negative = i == 1;
    bool has_point = false, has_digit = false;

    if (i == text.length || text.length > 20) {
        return (double)NAN;
    }
    for (; i < text.length; i++) {
        const char c = text.at[i];
        if (c == '.' && !has_point) {
            has_point = true;
        } else if (c >= '0' && c <= '9') {
            value = value * 10.0 + (c - '0');
            scale *= has_point ? 10.0 : 1.0;
            has_digit = true;
        } else {
            return (double)NAN;
        }
    }
    value /= scale;
    return !has_digit || value > most ? (double)NAN : is_negative ? -value : value;
}

bool field_decode(const field_texts *row, jaga_event *event, jaga_reject *why)
{
    const jaga_span country = row->text[FIELD_COUNTRY];

    memset(event, 0, sizeof *event);
    if (row->text[FIELD_EVENT_ID].length == 0) {
        return refuse(why, "no-event-id", "the row has no event_id");
    }
    if (!check_lengths(row, why)) {
        return false;
    }
    event->ts_us = row->ts_us;
    if (!row->has_ts) {
        const char *wrong = when_parse(row->text[FIELD_TS], &event->ts_us);
        if (wrong != NULL) {
            return refuse(why, "bad-time", wrong);
        }
    }
    if (!decode_enums(row, event, why)) {
        return false;
    }
    if (row->text[FIELD_ACCOUNT].length == 0) {
        return refuse(why, "no-account", "the row has no account");
    }
    if (!decode_money(row, event, why)) {
        return false;
    }
    event->event_id = row->text[FIELD_EVENT_ID];
    event->account = row->text[FIELD_ACCOUNT];
    event->counterparty = row->text[FIELD_COUNTERPARTY];
    event->institution = row->text[FIELD_INSTITUTION];
    event->rail = row->text[FIELD_RAIL];
    event->instrument = row->text[FIELD_INSTRUMENT];
    event->device = row->text[FIELD_DEVICE];
    event->session = row->text[FIELD_SESSION];
    event->ip = row->text[FIELD_IP];
    event->reason = row->text[FIELD_REASON];
    event->ref = row->text[FIELD_REF];
    event->detail = row->text[FIELD_DETAIL];
    event->lat = degrees(row->text[FIELD_LAT], 90.0);
    event->lon = degrees(row->text[FIELD_LON], 180.0);
    if (country.length == 2) {
        memcpy(event->country, country.at, 2);
    }
    return true;
}

/* A home, an office or a mobile operator's gateway rather than one machine of it: the autonomous
 * system where the log names it, else the first three parts of the address. */
static uint64_t network_of(const jaga_event *event)
{
    const jaga_span asn = detail_value(event->detail, "asn");
    const jaga_span ip = event->ip;
    uint32_t parts = 0, length = 0;

    if (asn.length > 0) {
        return hash_text64(asn);
    }
    while (length < ip.length && parts < 3) {
        parts += ip.at[length] == '.' || ip.at[length] == ':';
        length++;
    }
    return hash_text64((jaga_span){ ip.at, length });
}

void field_identify(const jaga_event *event, jaga_identity *identity)
{
    const hash128 id = hash_text128(event->event_id);
    const hash128 account = hash_text128(event->account);
    bool has_country;
    const jaga_span detail = geo_said(event, &has_country);
    const jaga_span others[] = { event->institution, event->rail, event->instrument,
                                 event->session,     event->ip,   event->reason,
                                 event->ref,         detail };
    struct {
        int64_t numbers[4];
        uint64_t hashes[4];
        double place[2];
        char codes[8];
        uint8_t enums[8];
    } fixed = { .numbers = { event->ts_us, event->amount_minor, event->balance_minor,
                             event->fee_minor } };

    *identity = (jaga_identity){ .event_low = id.low,
                                 .event_high = id.high,
                                 .account_low = account.low,
                                 .account_high = account.high,
                                 .device = hash_text64(event->device),
                                 .payee = event->counterparty.length == 0
                                              ? 0
                                              : hash_text128(event->counterparty).low,
                                 .address = hash_text64(event->ip),
                                 .network = network_of(event),
                                 .session = hash_text64(event->session),
                                 .instrument = hash_text64(event->instrument) };
    fixed.place[0] = event->lat;
    fixed.place[1] = event->lon;
    fixed.hashes[0] = account.low;
    fixed.hashes[1] = identity->device;
    fixed.hashes[2] = identity->payee;
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (others[i].length > 0) {
            fixed.hashes[3] = hash_bytes64(others[i].at, others[i].length, fixed.hashes[3] + i + 1);
        }
    }
    memcpy(fixed.codes, event->currency, 4);
    if (has_country) {
        memcpy(fixed.codes + 4, event->country, 4);
    }
    memcpy(fixed.enums,
           (const uint8_t[]){ event->type, event->status, event->counterparty_kind, event->channel,
                              event->auth, event->actor, 0, 0 },
           8);
    identity->content = hash_bytes64(&fixed, sizeof fixed, 0);
}
