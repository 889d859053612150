#include "decode/event_csv.h"

#include "base/money.h"
#include "base/when.h"
#include "decode/field.h"

#include <math.h>
#include <string.h>

void event_csv_head(FILE *out)
{
    for (int f = 0; f < FIELD_COUNT; f++) {
        (void)fprintf(out, "%s%s", f > 0 ? "," : "", field_name((field)f));
    }
    (void)fputc('\n', out);
}

/* The one place that decides on quotes. */
static void put_text(jaga_span text, FILE *out)
{
    bool needs_quotes = false;

    for (uint32_t i = 0; i < text.length; i++) {
        const char c = text.at[i];
        needs_quotes |= c == ',' || c == '"' || c == '\r' || c == ' ';
    }
    if (needs_quotes) {
        (void)fputc('"', out);
    }
    for (uint32_t i = 0; i < text.length; i++) {
        if (text.at[i] == '"') {
            (void)fputc('"', out);
        }
        (void)fputc(text.at[i], out);
    }
    if (needs_quotes) {
        (void)fputc('"', out);
    }
}

static void put_money(int64_t minor, const char *currency, FILE *out)
{
    char text[MONEY_TEXT_BYTES];

    (void)money_format(minor, money_digits((jaga_span){ currency, 3 }), text);
    (void)fputs(text, out);
}

static void put_degrees(double degrees, FILE *out)
{
    if (!isnan(degrees)) {
        (void)fprintf(out, "%.9f", degrees);
    }
}

static void put_word(const char *word, FILE *out)
{
    (void)fputs(word, out);
}

static void put_field(const jaga_event *e, field which, FILE *out)
{
    char when[WHEN_TEXT_BYTES];

    switch (which) {
    case FIELD_EVENT_ID: put_text(e->event_id, out); break;
    case FIELD_TS:
        when_format(e->ts_us, when);
        put_word(when, out);
        break;
    case FIELD_TYPE: put_word(jaga_event_type_name((jaga_event_type)e->type), out); break;
    case FIELD_STATUS: put_word(jaga_event_status_name((jaga_event_status)e->status), out); break;
    case FIELD_REASON: put_text(e->reason, out); break;
    case FIELD_ACCOUNT: put_text(e->account, out); break;
    case FIELD_AMOUNT: put_money(e->amount_minor, e->currency, out); break;
    case FIELD_CURRENCY: put_word(e->currency, out); break;
    case FIELD_BALANCE: put_money(e->balance_minor, e->currency, out); break;
    case FIELD_FEE: put_money(e->fee_minor, e->currency, out); break;
    case FIELD_COUNTERPARTY: put_text(e->counterparty, out); break;
    case FIELD_COUNTERPARTY_KIND:
        put_word(jaga_party_kind_name((jaga_party_kind)e->counterparty_kind), out);
        break;
    case FIELD_INSTITUTION: put_text(e->institution, out); break;
    case FIELD_RAIL: put_text(e->rail, out); break;
    case FIELD_INSTRUMENT: put_text(e->instrument, out); break;
    case FIELD_DEVICE: put_text(e->device, out); break;
    case FIELD_SESSION: put_text(e->session, out); break;
    case FIELD_IP: put_text(e->ip, out); break;
    case FIELD_COUNTRY: put_word(e->country, out); break;
    case FIELD_LAT: put_degrees(e->lat, out); break;
    case FIELD_LON: put_degrees(e->lon, out); break;
    case FIELD_CHANNEL: put_word(jaga_channel_name((jaga_channel)e->channel), out); break;
    case FIELD_AUTH: put_word(jaga_auth_name((jaga_auth)e->auth), out); break;
    case FIELD_ACTOR: put_word(jaga_actor_name((jaga_actor)e->actor), out); break;
    case FIELD_REF: put_text(e->ref, out); break;
    case FIELD_DETAIL: put_text(e->detail, out); break;
    case FIELD_COUNT: break;
    }
}

void event_csv_put(const jaga_event *event, FILE *out)
{
    for (int f = 0; f < FIELD_COUNT; f++) {
        if (f > 0) {
            (void)fputc(',', out);
        }
        put_field(event, (field)f, out);
    }
    (void)fputc('\n', out);
}
