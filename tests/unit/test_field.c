#include "decode/field.h"
#include "decode_fixture.h"

#include "base/hash.h"

#include <math.h>

static const char long_text[] = "0123456789012345678901234567890123456789012345678901234567890123"
                                "456789";

/* The row of an ordinary transfer. */
static field_texts a_transfer(void)
{
    field_texts row = { .amount_style = { .decimal = '.' },
                        .balance_style = { .decimal = '.' },
                        .fee_style = { .decimal = '.' } };

    row.text[FIELD_EVENT_ID] = span_of("e-1");
    row.text[FIELD_TS] = span_of("2026-01-31T23:59:59+07:00");
    row.text[FIELD_TYPE] = span_of("transfer");
    row.text[FIELD_ACCOUNT] = span_of("w-1");
    row.text[FIELD_AMOUNT] = span_of("150000.50");
    row.text[FIELD_CURRENCY] = span_of("IDR");
    return row;
}

static jaga_event decoded(const field_texts *row)
{
    jaga_event event;
    jaga_reject why = { { NULL, 0 }, { NULL, 0 } };

    ck_assert_msg(field_decode(row, &event, &why), "%.*s: %.*s", (int)why.reason.length,
                  why.reason.at, (int)why.cause.length, why.cause.at);
    return event;
}

static jaga_event with(field which, const char *text)
{
    field_texts row = a_transfer();

    row.text[which] = span_of(text);
    return decoded(&row);
}

/* The transfer with one text changed is refused for this reason, and the cause does not quote. */
static void refused(field which, const char *text, const char *reason)
{
    field_texts row = a_transfer();
    jaga_event event;
    jaga_reject why = { { NULL, 0 }, { NULL, 0 } };

    row.text[which] = span_of(text);
    ck_assert_msg(!field_decode(&row, &event, &why), "%s=%s was taken", field_name(which), text);
    ck_assert_msg(span_is(why.reason, reason), "%s=%s: %.*s", field_name(which), text,
                  (int)why.reason.length, why.reason.at);
    ck_assert_uint_gt(why.cause.length, 0);
}

START_TEST(an_ordinary_row_becomes_its_event)
{
    const field_texts row = a_transfer();
    const jaga_event event = decoded(&row);

    ck_assert(span_is(event.event_id, "e-1"));
    ck_assert(span_is(event.account, "w-1"));
    ck_assert_int_eq(event.ts_us, INT64_C(1769878799000000));
    ck_assert_uint_eq(event.type, JAGA_TYPE_TRANSFER);
    ck_assert_int_eq(event.amount_minor, 15000050);
    ck_assert_str_eq(event.currency, "IDR");
}
END_TEST

START_TEST(what_is_not_said_has_its_default)
{
    const field_texts row = a_transfer();
    const jaga_event event = decoded(&row);

    ck_assert_uint_eq(event.status, JAGA_STATUS_OK);
    ck_assert_uint_eq(event.actor, JAGA_ACTOR_CUSTOMER);
    ck_assert_uint_eq(event.channel, JAGA_CHANNEL_UNKNOWN);
    ck_assert(event.balance_minor == JAGA_UNKNOWN_MINOR);
    ck_assert(event.fee_minor == JAGA_UNKNOWN_MINOR);
    ck_assert(isnan(event.lat) && isnan(event.lon));
    ck_assert_uint_eq(event.device.length, 0);
    ck_assert_str_eq(event.country, "");
}
END_TEST

START_TEST(every_text_field_lands_in_its_place)
{
    static const struct {
        field which;
        size_t place;
    } fields[] = {
        { FIELD_COUNTERPARTY, offsetof(jaga_event, counterparty) },
        { FIELD_INSTITUTION, offsetof(jaga_event, institution) },
        { FIELD_RAIL, offsetof(jaga_event, rail) },
        { FIELD_INSTRUMENT, offsetof(jaga_event, instrument) },
        { FIELD_DEVICE, offsetof(jaga_event, device) },
        { FIELD_SESSION, offsetof(jaga_event, session) },
        { FIELD_IP, offsetof(jaga_event, ip) },
        { FIELD_REASON, offsetof(jaga_event, reason) },
        { FIELD_REF, offsetof(jaga_event, ref) },
        { FIELD_DETAIL, offsetof(jaga_event, detail) },
    };

    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        jaga_span got;
        const jaga_event event = with(fields[i].which, "some text");
        memcpy(&got, (const char *)&event + fields[i].place, sizeof got);
        ck_assert_msg(span_is(got, "some text"), "%s", field_name(fields[i].which));
    }
}
END_TEST

START_TEST(the_enumerated_fields_take_the_schemas_words)
{
    ck_assert_uint_eq(with(FIELD_STATUS, "pending").status, JAGA_STATUS_PENDING);
    ck_assert_uint_eq(with(FIELD_ACTOR, "staff").actor, JAGA_ACTOR_STAFF);
    ck_assert_uint_eq(with(FIELD_CHANNEL, "ussd").channel, JAGA_CHANNEL_USSD);
    ck_assert_uint_eq(with(FIELD_AUTH, "biometric").auth, JAGA_AUTH_BIOMETRIC);
    ck_assert_uint_eq(with(FIELD_COUNTERPARTY_KIND, "bank").counterparty_kind, JAGA_PARTY_BANK);
}
END_TEST

START_TEST(a_word_of_the_ledgers_own_that_only_describes_counts_as_not_said)
{
    ck_assert_uint_eq(with(FIELD_CHANNEL, "kiosk").channel, JAGA_CHANNEL_UNKNOWN);
    ck_assert_uint_eq(with(FIELD_AUTH, "voice").auth, JAGA_AUTH_UNKNOWN);
    ck_assert_uint_eq(with(FIELD_COUNTERPARTY_KIND, "friend").counterparty_kind,
                      JAGA_PARTY_UNKNOWN);
}
END_TEST

START_TEST(what_every_row_needs_is_asked_for)
{
    refused(FIELD_EVENT_ID, "", "no-event-id");
    refused(FIELD_ACCOUNT, "", "no-account");
    refused(FIELD_TS, "", "bad-time");
    refused(FIELD_TYPE, "", "unknown-type");
    refused(FIELD_AMOUNT, "", "no-amount");
    refused(FIELD_CURRENCY, "", "bad-currency");
}
END_TEST

START_TEST(unknown_words_are_refused_where_they_change_the_meaning)
{
    refused(FIELD_TYPE, "TRANSFER", "unknown-type");
    refused(FIELD_TYPE, "gift", "unknown-type");
    refused(FIELD_STATUS, "OK", "unknown-status");
    refused(FIELD_STATUS, "done", "unknown-status");
    refused(FIELD_ACTOR, "robot", "unknown-actor");
}
END_TEST

START_TEST(times_that_cannot_be_are_refused)
{
    refused(FIELD_TS, "1970-01-01T00:00:00Z", "bad-time");
    refused(FIELD_TS, "2970-01-01T00:00:00Z", "bad-time");
    refused(FIELD_TS, "2026-01-31T23:59:59", "bad-time");
    refused(FIELD_TS, "yesterday", "bad-time");
}
END_TEST

START_TEST(numbers_that_are_none_are_refused_by_field)
{
    static const char *const bad[] = { "1e5",   "+5", "five", "1000000000000000000000000000000",
                                       "0.001", "1.", ".5",   "1.000,00" };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        refused(FIELD_AMOUNT, bad[i], "bad-amount");
        refused(FIELD_BALANCE, bad[i], "bad-balance");
        refused(FIELD_FEE, bad[i], "bad-fee");
    }
    refused(FIELD_AMOUNT, "-0", "bad-amount");
    refused(FIELD_FEE, "-1", "bad-fee");
}
END_TEST

START_TEST(a_balance_may_be_negative)
{
    ck_assert_int_eq(with(FIELD_BALANCE, "-12.50").balance_minor, -1250);
    ck_assert_int_eq(with(FIELD_BALANCE, "-0").balance_minor, 0);
}
END_TEST

START_TEST(the_currency_says_how_many_decimals_there_are)
{
    field_texts row = a_transfer();

    row.text[FIELD_AMOUNT] = span_of("1200");
    row.text[FIELD_CURRENCY] = span_of("JPY");
    ck_assert_int_eq(decoded(&row).amount_minor, 1200);
    row.text[FIELD_CURRENCY] = span_of("KWD");
    ck_assert_int_eq(decoded(&row).amount_minor, 1200000);
    refused(FIELD_CURRENCY, "JPY", "bad-amount"); /* 150000.50 yen */
    refused(FIELD_CURRENCY, "idr", "bad-currency");
    refused(FIELD_CURRENCY, "RUPIAH", "bad-currency");
}
END_TEST

START_TEST(an_access_event_needs_no_amount)
{
    field_texts row = a_transfer();

    row.text[FIELD_TYPE] = span_of("login");
    row.text[FIELD_AMOUNT] = span_of("");
    ck_assert(decoded(&row).amount_minor == JAGA_UNKNOWN_MINOR);
}
END_TEST

START_TEST(texts_may_be_as_long_as_the_schema_says_and_no_longer)
{
    static const struct {
        field which;
        uint32_t most;
    } limits[] = { { FIELD_EVENT_ID, 64 },     { FIELD_ACCOUNT, 64 },     { FIELD_REASON, 32 },
                   { FIELD_COUNTERPARTY, 64 }, { FIELD_INSTITUTION, 32 }, { FIELD_RAIL, 16 },
                   { FIELD_INSTRUMENT, 64 },   { FIELD_DEVICE, 64 },      { FIELD_SESSION, 64 },
                   { FIELD_REF, 64 } };

    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        field_texts row = a_transfer();
        jaga_event event;
        jaga_reject why;
        row.text[limits[i].which] = (jaga_span){ long_text, limits[i].most };
        (void)decoded(&row);
        row.text[limits[i].which].length++;
        ck_assert(!field_decode(&row, &event, &why));
        ck_assert(span_is(why.reason, "too-long"));
        ck_assert(span_is(why.cause, field_name(limits[i].which)));
    }
}
END_TEST

START_TEST(a_cause_never_quotes_the_row)
{
    static const char secret[] = "SECRETTEXT";

    for (int f = 0; f < FIELD_COUNT; f++) {
        field_texts row = a_transfer();
        jaga_event event;
        jaga_reject why;
        row.text[f] = span_of(secret);
        if (!field_decode(&row, &event, &why)) {
            ck_assert_ptr_null(memmem(why.cause.at, why.cause.length, secret, 10));
            ck_assert_ptr_null(memmem(why.reason.at, why.reason.length, secret, 10));
        }
    }
}
END_TEST

START_TEST(places_are_decimal_degrees)
{
    ck_assert(with(FIELD_LAT, "-6.2088").lat == -6.2088);
    ck_assert(with(FIELD_LON, "106.8456").lon == 106.8456);
    ck_assert(with(FIELD_LAT, "90").lat == 90.0);
    ck_assert(with(FIELD_LON, "-180").lon == -180.0);
}
END_TEST

START_TEST(places_that_are_none_count_as_not_said)
{
    static const char *const bad[] = {
        "90.1", "-91", "x", "1e1", "1.2.3", "",
        "-",    "--1", ".", "-.",  "nan",   "000000000000000000001"
    };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        ck_assert_msg(isnan(with(FIELD_LAT, bad[i]).lat), "'%s'", bad[i]);
    }
}
END_TEST

START_TEST(a_country_of_two_letters_is_kept)
{
    ck_assert_str_eq(with(FIELD_COUNTRY, "ID").country, "ID");
    ck_assert_str_eq(with(FIELD_COUNTRY, "IDN").country, "");
}
END_TEST

START_TEST(a_time_that_the_mapping_computed_is_used)
{
    field_texts row = a_transfer();

    row.text[FIELD_TS] = span_of("not read");
    row.ts_us = 42;
    row.has_ts = true;
    ck_assert_int_eq(decoded(&row).ts_us, 42);
}
END_TEST

START_TEST(every_field_is_found_by_its_name)
{
    for (int f = 0; f < FIELD_COUNT; f++) {
        ck_assert_int_eq(field_find(span_of(field_name((field)f))), f);
    }
    ck_assert_int_eq(field_find(span_of("Amount")), -1);
    ck_assert_int_eq(field_find(span_of("amoun")), -1);
    ck_assert_int_eq(field_find(span_of("")), -1);
}
END_TEST

START_TEST(identities_are_hashes_of_the_texts)
{
    field_texts row = a_transfer();
    jaga_identity identity;

    row.text[FIELD_DEVICE] = span_of("d-1");
    const jaga_event event = decoded(&row);
    field_identify(&event, &identity);
    ck_assert_uint_eq(identity.event_low, hash_text128(span_of("e-1")).low);
    ck_assert_uint_eq(identity.event_high, hash_text128(span_of("e-1")).high);
    ck_assert_uint_eq(identity.account_low, hash_text128(span_of("w-1")).low);
    ck_assert_uint_eq(identity.account_high, hash_text128(span_of("w-1")).high);
    ck_assert_uint_eq(identity.device, hash_text64(span_of("d-1")));
    ck_assert_uint_eq(identity.payee, 0);
}
END_TEST

/* Two values of a field, both valid. */
static const char *const two_values[FIELD_COUNT][2] = {
    [FIELD_EVENT_ID] = { "e-2", "e-3" },
    [FIELD_TS] = { "2026-01-31T23:59:58Z", "1769878799" },
    [FIELD_TYPE] = { "payment", "withdraw" },
    [FIELD_STATUS] = { "failed", "pending" },
    [FIELD_REASON] = { "limit", "network" },
    [FIELD_ACCOUNT] = { "w-2", "w-3" },
    [FIELD_AMOUNT] = { "1", "2" },
    [FIELD_CURRENCY] = { "USD", "SGD" },
    [FIELD_BALANCE] = { "1", "2" },
    [FIELD_FEE] = { "1", "2" },
    [FIELD_COUNTERPARTY] = { "a", "b" },
    [FIELD_COUNTERPARTY_KIND] = { "bank", "wallet" },
    [FIELD_INSTITUTION] = { "a", "b" },
    [FIELD_RAIL] = { "a", "b" },
    [FIELD_INSTRUMENT] = { "a", "b" },
    [FIELD_DEVICE] = { "a", "b" },
    [FIELD_SESSION] = { "a", "b" },
    [FIELD_IP] = { "10.0.0.1", "10.0.0.2" },
    [FIELD_COUNTRY] = { "ID", "SG" },
    [FIELD_LAT] = { "1", "2" },
    [FIELD_LON] = { "1", "2" },
    [FIELD_CHANNEL] = { "app", "web" },
    [FIELD_AUTH] = { "pin", "totp" },
    [FIELD_ACTOR] = { "system", "staff" },
    [FIELD_REF] = { "a", "b" },
    [FIELD_DETAIL] = { "a=1", "a=2" },
};

static uint64_t content_with(field which, const char *text)
{
    const jaga_event event = with(which, text);
    jaga_identity identity;

    field_identify(&event, &identity);
    return identity.content;
}

START_TEST(the_content_changes_with_every_field_but_the_event_id)
{
    for (int f = 0; f < FIELD_COUNT; f++) {
        const bool is_same =
            content_with((field)f, two_values[f][0]) == content_with((field)f, two_values[f][1]);
        ck_assert_msg(is_same == (f == FIELD_EVENT_ID), "%s", field_name((field)f));
    }
}
END_TEST

START_TEST(the_content_tells_which_field_a_text_stands_in)
{
    static const field texts[] = { FIELD_COUNTERPARTY, FIELD_INSTITUTION, FIELD_RAIL,
                                   FIELD_INSTRUMENT,   FIELD_DEVICE,      FIELD_SESSION,
                                   FIELD_REASON,       FIELD_REF,         FIELD_DETAIL };
    enum { TEXTS = sizeof texts / sizeof texts[0] };

    for (size_t i = 0; i < TEXTS; i++) {
        for (size_t j = 0; j < i; j++) {
            ck_assert_uint_ne(content_with(texts[i], "x"), content_with(texts[j], "x"));
        }
    }
}
END_TEST

START_TEST(the_same_row_has_the_same_content)
{
    ck_assert_uint_eq(content_with(FIELD_DEVICE, "d"), content_with(FIELD_DEVICE, "d"));
    ck_assert_uint_eq(content_with(FIELD_LAT, "x"), content_with(FIELD_LAT, ""));
}
END_TEST

UNIT_MAIN("field", an_ordinary_row_becomes_its_event, what_is_not_said_has_its_default,
          every_text_field_lands_in_its_place, the_enumerated_fields_take_the_schemas_words,
          a_word_of_the_ledgers_own_that_only_describes_counts_as_not_said,
          what_every_row_needs_is_asked_for,
          unknown_words_are_refused_where_they_change_the_meaning, times_that_cannot_be_are_refused,
          numbers_that_are_none_are_refused_by_field, a_balance_may_be_negative,
          the_currency_says_how_many_decimals_there_are, an_access_event_needs_no_amount,
          texts_may_be_as_long_as_the_schema_says_and_no_longer, a_cause_never_quotes_the_row,
          places_are_decimal_degrees, places_that_are_none_count_as_not_said,
          a_country_of_two_letters_is_kept, a_time_that_the_mapping_computed_is_used,
          every_field_is_found_by_its_name, identities_are_hashes_of_the_texts,
          the_content_changes_with_every_field_but_the_event_id,
          the_content_tells_which_field_a_text_stands_in, the_same_row_has_the_same_content)
