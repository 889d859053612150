#ifndef JAGA_DECODE_FIELD_H
#define JAGA_DECODE_FIELD_H

#include "base/money.h"
#include "jaga/record.h"

#include <stdint.h>

/* The canonical fields: their names, in the schema's order, and how a text becomes each. */
#define JAGA_FIELDS(X)                                                                             \
    X(EVENT_ID, "event_id")                                                                        \
    X(TS, "ts")                                                                                    \
    X(TYPE, "type")                                                                                \
    X(STATUS, "status")                                                                            \
    X(REASON, "reason")                                                                            \
    X(ACCOUNT, "account")                                                                          \
    X(AMOUNT, "amount")                                                                            \
    X(CURRENCY, "currency")                                                                        \
    X(BALANCE, "balance")                                                                          \
    X(FEE, "fee")                                                                                  \
    X(COUNTERPARTY, "counterparty")                                                                \
    X(COUNTERPARTY_KIND, "counterparty_kind")                                                      \
    X(INSTITUTION, "institution")                                                                  \
    X(RAIL, "rail")                                                                                \
    X(INSTRUMENT, "instrument")                                                                    \
    X(DEVICE, "device")                                                                            \
    X(SESSION, "session")                                                                          \
    X(IP, "ip")                                                                                    \
    X(COUNTRY, "country")                                                                          \
    X(LAT, "lat")                                                                                  \
    X(LON, "lon")                                                                                  \
    X(CHANNEL, "channel")                                                                          \
    X(AUTH, "auth")                                                                                \
    X(ACTOR, "actor")                                                                              \
    X(REF, "ref")                                                                                  \
    X(DETAIL, "detail")

#define X(id, name) FIELD_##id,
typedef enum field { JAGA_FIELDS(X) FIELD_COUNT } field;
#undef X

const char *field_name(field which);
int field_find(jaga_span name); /* -1: no such field */

/* Texts of one row by field, empty where the source does not say. */
typedef struct field_texts {
    jaga_span text[FIELD_COUNT];
    int64_t ts_us; /* used instead of text[FIELD_TS] when has_ts: a mapping computed it */
    bool has_ts;
    money_style amount_style, balance_style, fee_style;
    bool is_overdrawn; /* the balance is below zero, and its text does not say so */
} field_texts;

/* Turns the texts into an event. Returns true, or false with a reason and a cause; neither quotes
 * the text, which may hold customer data. */
bool field_decode(const field_texts *row, jaga_event *event, jaga_reject *why);

/* Hashes of what identifies the event and those it touches. */
void field_identify(const jaga_event *event, jaga_identity *identity);

#endif
