#include "base/names.h"
#include "decode_fixture.h"

#include "jaga/decision.h"

static const name_kind kinds[] = { NAMES_TYPE,    NAMES_STATUS, NAMES_PARTY,
                                   NAMES_CHANNEL, NAMES_AUTH,   NAMES_ACTOR };
enum { KINDS = sizeof kinds / sizeof kinds[0] };

START_TEST(every_name_is_found_under_its_own_number)
{
    for (size_t k = 0; k < KINDS; k++) {
        const name_table *table = names_of(kinds[k]);
        ck_assert_uint_gt(table->count, 0);
        for (size_t i = 0; i < table->count; i++) {
            const int want = table->names[i][0] == '\0' ? -1 : (int)i;
            ck_assert_int_eq(names_find(kinds[k], span_of(table->names[i])), want);
        }
    }
}
END_TEST

START_TEST(the_tables_have_the_sizes_of_the_enums)
{
    ck_assert_uint_eq(names_of(NAMES_TYPE)->count, JAGA_TYPE_COUNT);
    ck_assert_uint_eq(names_of(NAMES_STATUS)->count, JAGA_STATUS_COUNT);
    ck_assert_uint_eq(names_of(NAMES_PARTY)->count, JAGA_PARTY_COUNT);
    ck_assert_uint_eq(names_of(NAMES_CHANNEL)->count, JAGA_CHANNEL_COUNT);
    ck_assert_uint_eq(names_of(NAMES_AUTH)->count, JAGA_AUTH_COUNT);
    ck_assert_uint_eq(names_of(NAMES_ACTOR)->count, JAGA_ACTOR_COUNT);
}
END_TEST

START_TEST(the_schemas_spellings_are_these)
{
    ck_assert_int_eq(names_find(NAMES_TYPE, span_of("transfer")), JAGA_TYPE_TRANSFER);
    ck_assert_int_eq(names_find(NAMES_TYPE, span_of("step_up")), JAGA_TYPE_STEP_UP_ANSWER);
    ck_assert_int_eq(names_find(NAMES_STATUS, span_of("reversed")), JAGA_STATUS_REVERSED);
    ck_assert_int_eq(names_find(NAMES_PARTY, span_of("wallet")), JAGA_PARTY_WALLET);
    ck_assert_int_eq(names_find(NAMES_CHANNEL, span_of("ussd")), JAGA_CHANNEL_USSD);
    ck_assert_int_eq(names_find(NAMES_AUTH, span_of("none")), JAGA_AUTH_NONE);
    ck_assert_int_eq(names_find(NAMES_ACTOR, span_of("partner")), JAGA_ACTOR_PARTNER);
}
END_TEST

START_TEST(spellings_that_are_not_exact_are_not_found)
{
    static const char *const texts[] = { "",          "Transfer",  "TRANSFER",
                                         "transfe",   "transfers", " transfer",
                                         "transfer ", "t",         "ok" };

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        ck_assert_int_eq(names_find(NAMES_TYPE, span_of(texts[i])), -1);
    }
    ck_assert_int_eq(names_find(NAMES_TYPE, (jaga_span){ NULL, 0 }), -1);
}
END_TEST

/* The text goes on after the NUL for longer than any name, so that reading a name that far is a
 * read beyond its end. */
START_TEST(a_name_followed_by_nul_bytes_is_not_found)
{
    static const char text[256] = "logout";

    for (uint32_t length = 7; length <= sizeof text; length++) {
        ck_assert_int_eq(names_find(NAMES_TYPE, (jaga_span){ text, length }), -1);
    }
}
END_TEST

START_TEST(a_text_is_read_no_further_than_its_length)
{
    ck_assert_int_eq(names_find(NAMES_TYPE, (jaga_span){ "feeble", 3 }), JAGA_TYPE_FEE);
}
END_TEST

START_TEST(names_are_unique_within_their_table)
{
    for (size_t k = 0; k < KINDS; k++) {
        const name_table *table = names_of(kinds[k]);
        for (size_t i = 0; i < table->count; i++) {
            for (size_t j = 0; j < i; j++) {
                ck_assert_str_ne(table->names[i], table->names[j]);
            }
        }
    }
}
END_TEST

START_TEST(values_outside_their_enum_have_a_name_too)
{
    ck_assert_str_eq(jaga_event_type_name((jaga_event_type)250), "?");
    ck_assert_str_eq(jaga_event_status_name((jaga_event_status)250), "?");
    ck_assert_str_eq(jaga_auth_name((jaga_auth)250), "?");
    ck_assert_str_eq(jaga_outcome_name((jaga_outcome)250), "?");
    ck_assert_str_eq(jaga_hold_reason_name((jaga_hold_reason)250), "?");
    ck_assert_int_eq(jaga_event_class_of((jaga_event_type)250), JAGA_CLASS_PLATFORM);
}
END_TEST

START_TEST(types_belong_to_their_classes)
{
    ck_assert_int_eq(jaga_event_class_of(JAGA_TYPE_TOPUP), JAGA_CLASS_MONEY_IN);
    ck_assert_int_eq(jaga_event_class_of(JAGA_TYPE_TRANSFER), JAGA_CLASS_MONEY_OUT);
    ck_assert_int_eq(jaga_event_class_of(JAGA_TYPE_LOGIN), JAGA_CLASS_ACCESS);
    ck_assert_int_eq(jaga_event_class_of(JAGA_TYPE_SIM_CHANGE), JAGA_CLASS_CREDENTIAL);
    ck_assert_int_eq(jaga_event_class_of(JAGA_TYPE_CASH_CODE), JAGA_CLASS_MONEY_OTHER);
    ck_assert_int_eq(jaga_event_class_of(JAGA_TYPE_LABEL), JAGA_CLASS_RESPONSE);
}
END_TEST

START_TEST(money_goes_out_by_four_types)
{
    int out = 0;

    for (uint8_t type = 0; type < JAGA_TYPE_COUNT; type++) {
        out += jaga_event_is_money_out(&(jaga_event){ .type = type });
    }
    ck_assert_int_eq(out, 4);
    ck_assert(jaga_event_is_money_out(&(jaga_event){ .type = JAGA_TYPE_FEE }));
}
END_TEST

UNIT_MAIN("names", every_name_is_found_under_its_own_number, the_tables_have_the_sizes_of_the_enums,
          the_schemas_spellings_are_these, spellings_that_are_not_exact_are_not_found,
          a_name_followed_by_nul_bytes_is_not_found, a_text_is_read_no_further_than_its_length,
          names_are_unique_within_their_table, values_outside_their_enum_have_a_name_too,
          types_belong_to_their_classes, money_goes_out_by_four_types)
