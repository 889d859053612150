#include "desk/topup.h"
#include "machine_expect.h"
#include "unit.h"

#include "base/column_text.h"
#include "base/when.h"
#include "desk/texts.h"

#include <stdio.h>

static const int64_t now = INT64_C(1763700000) * US_PER_SECOND;
static const int64_t minute = INT64_C(60) * US_PER_SECOND;

static void diagnosed(topup_facts facts, topup_cause cause, unsigned actions, int64_t retry_us)
{
    facts.now_us = now;
    const topup_diagnosis got = topup_diagnose(&facts);
    ck_assert_msg(got.cause == cause, "%s, expected %s", topup_cause_name(got.cause),
                  topup_cause_name(cause));
    ck_assert_uint_eq(got.actions, actions);
    ck_assert_int_eq(got.retry_after_us, retry_us);
}

START_TEST(each_cause)
{
    const int64_t soon = now + 30 * minute;

    diagnosed((topup_facts){ .is_debited = true, .is_credited = true }, TOPUP_ALREADY_CREDITED,
              TOPUP_CLOSES, 0);
    diagnosed((topup_facts){ .is_debited = true, .debit_us = now - 30 * minute + 1 },
              TOPUP_IN_FLIGHT, TOPUP_CHECKS_AGAIN, now + 1);
    diagnosed((topup_facts){ .is_debited = true, .debit_us = now - 30 * minute },
              TOPUP_DEBIT_NO_CREDIT, TOPUP_DISPUTES | TOPUP_CALLS, 0);
    diagnosed((topup_facts){ .is_debited = true, .debit_us = now, .is_credited_elsewhere = true },
              TOPUP_WRONG_ACCOUNT, TOPUP_DISPUTES, 0);
    diagnosed((topup_facts){ .is_inbound_blocked = true }, TOPUP_ACCOUNT_RESTRICTED,
              TOPUP_LINKS_CASE, 0);
    diagnosed((topup_facts){ .balance_after_minor = 2000000001, .balance_cap_minor = 2000000000 },
              TOPUP_LIMIT_REACHED, 0, 0);
    diagnosed((topup_facts){ .month_after_minor = INT64_C(4000000001),
                             .month_cap_minor = INT64_C(4000000000) },
              TOPUP_LIMIT_REACHED, 0, 0);
    diagnosed((topup_facts){ .partner_code = text_span("4032714"), .has_partner_leg = true },
              TOPUP_SOURCE_INSUFFICIENT, 0, 0);
    diagnosed((topup_facts){ .partner_code = text_span("SOURCE_INSUFFICIENT") },
              TOPUP_SOURCE_INSUFFICIENT, 0, 0);
    diagnosed((topup_facts){ .maintenance_until_us = now + 7 * minute }, TOPUP_PARTNER_MAINT,
              TOPUP_REMINDS, now + 7 * minute);
    diagnosed((topup_facts){ .maintenance_until_us = now - minute }, TOPUP_PARTNER_MAINT,
              TOPUP_REMINDS, soon);
    diagnosed((topup_facts){ .is_partner_down = true }, TOPUP_PARTNER_DOWN, TOPUP_JOINS_INCIDENT,
              soon);
    diagnosed((topup_facts){ .partner_code = text_span("5042400") }, TOPUP_PARTNER_DOWN,
              TOPUP_JOINS_INCIDENT, soon);
    diagnosed((topup_facts){ .is_own_incident = true }, TOPUP_OWN_INCIDENT, TOPUP_JOINS_INCIDENT,
              soon);
    diagnosed((topup_facts){ .partner_code = text_span("NET_TIMEOUT") }, TOPUP_CLIENT_NETWORK, 0,
              0);
    diagnosed((topup_facts){ .partner_code = text_span("NET_TIMEOUT"), .has_partner_leg = true },
              TOPUP_UNKNOWN, 0, soon);
    diagnosed((topup_facts){ .is_expired = true }, TOPUP_INSTRUCTION_EXPIRED, 0, 0);
    diagnosed((topup_facts){ .failures_in_day = 3 }, TOPUP_REPEATED_UNKNOWN, TOPUP_CALLS, 0);
    diagnosed((topup_facts){ .failures_in_day = 2 }, TOPUP_UNKNOWN, 0, soon);
}
END_TEST

/* Every combination of conditions gives the first row of the table that applies, found here by
 * walking the rows, there by code. */
START_TEST(the_first_row_that_applies)
{
    static const topup_cause order[] = { TOPUP_ALREADY_CREDITED, TOPUP_DEBIT_NO_CREDIT,
                                         TOPUP_WRONG_ACCOUNT,    TOPUP_ACCOUNT_RESTRICTED,
                                         TOPUP_LIMIT_REACHED,    TOPUP_PARTNER_MAINT,
                                         TOPUP_PARTNER_DOWN,     TOPUP_OWN_INCIDENT,
                                         TOPUP_CLIENT_NETWORK,   TOPUP_INSTRUCTION_EXPIRED,
                                         TOPUP_REPEATED_UNKNOWN };

    for (unsigned set = 0; set < 4096; set++) {
        const topup_facts facts = { .now_us = now,
                                    .debit_us = now - 60 * minute,
                                    .is_debited = (set & 1) != 0,
                                    .is_credited = (set & 2) != 0,
                                    .is_credited_elsewhere = (set & 4) != 0,
                                    .is_inbound_blocked = (set & 8) != 0,
                                    .balance_after_minor = 2,
                                    .balance_cap_minor = (set & 16) != 0 ? 1 : 0,
                                    .maintenance_until_us = (set & 32) != 0 ? now : 0,
                                    .is_partner_down = (set & 64) != 0,
                                    .is_own_incident = (set & 128) != 0,
                                    .partner_code = text_span((set & 256) != 0 ? "NET_X" : ""),
                                    .has_partner_leg = (set & 512) != 0,
                                    .is_expired = (set & 1024) != 0,
                                    .failures_in_day = (set & 2048) != 0 ? 9 : 0 };
        const bool rows[] = { (set & 3) == 3,    (set & 7) == 1,   (set & 4) != 0,
                              (set & 8) != 0,    (set & 16) != 0,  (set & 32) != 0,
                              (set & 64) != 0,   (set & 128) != 0, (set & 768) == 256,
                              (set & 1024) != 0, (set & 2048) != 0 };
        topup_cause expected = TOPUP_UNKNOWN;
        for (size_t i = sizeof rows / sizeof rows[0]; i-- > 0;) {
            expected = rows[i] ? order[i] : expected;
        }
        ck_assert_msg(topup_diagnose(&facts).cause == expected, "set %x", set);
    }
}
END_TEST

START_TEST(every_cause_has_advice_without_a_balance)
{
    for (int i = 0; i < TOPUP_CAUSE_COUNT; i++) {
        char key[64], words[600];
        jaga_span text;
        (void)snprintf(key, sizeof key, "topup.%s", topup_cause_name((topup_cause)i));
        ck_assert(texts_find(TEXTS_EN, key, &text, NULL));
        (void)snprintf(words, sizeof words, "%.*s", (int)text.length, text.at);
        ck_assert_ptr_null(strstr(words, "{amount}"));
        ck_assert_ptr_null(strstr(words, "{balance}"));
        ck_assert_int_eq(topup_cause_find(text_span(topup_cause_name((topup_cause)i))), i);
    }
    ck_assert_int_eq(topup_cause_find(text_span("UNKNOWN_")), -1);
}
END_TEST

START_TEST(partners_codes_whatever_the_service)
{
    ck_assert_int_eq(topup_snap_cause(text_span("4031814")), TOPUP_SOURCE_INSUFFICIENT);
    ck_assert_int_eq(topup_snap_cause(text_span("4039914")), TOPUP_SOURCE_INSUFFICIENT);
    ck_assert_int_eq(topup_snap_cause(text_span("4042419")), TOPUP_INSTRUCTION_EXPIRED);
    ck_assert_int_eq(topup_snap_cause(text_span("5002402")), TOPUP_PARTNER_DOWN);
    ck_assert_int_eq(topup_snap_cause(text_span("4032406")), TOPUP_PARTNER_MAINT);
    ck_assert_int_eq(topup_snap_cause(text_span("2002400")), -1);
    ck_assert_int_eq(topup_snap_cause(text_span("403181")), -1);
    ck_assert_int_eq(topup_snap_cause(text_span("403x814")), -1);
    ck_assert_int_eq(topup_snap_cause(text_span("")), -1);
}
END_TEST

START_TEST(an_outage_nobody_announced)
{
    /* Usually 2 in 100 fail. */
    ck_assert(!topup_is_partner_failing(19, 19, 200, 10000));
    ck_assert(!topup_is_partner_failing(2, 20, 200, 10000)); /* just five times */
    ck_assert(topup_is_partner_failing(3, 20, 200, 10000));
    ck_assert(topup_is_partner_failing(1, 20, 0, 10000));
    ck_assert(!topup_is_partner_failing(0, 20, 0, 10000));
    ck_assert(!topup_is_partner_failing(20, 20, 0, 0));
}
END_TEST

START_TEST(the_ticket_every_state_and_event)
{
    static const expected_step steps[] = {
        { "NONE", "OPEN", "EAC", 0, 0, "OPEN" },
        { "OPEN", "DIAGNOSE", "EA", 0, 0, "DIAGNOSED" },
        { "DIAGNOSED", "ADVISE", "EA", 0, 0, "ADVISED" },
        { "DIAGNOSED", "ESCALATE", "EA", 1, 0, "ESCALATED" },
        { "ADVISED", "SUCCESS", "E", 2, 0, "RETRIED_OK" },
        { "ADVISED", "ESCALATE", "EA", 1, 0, "ESCALATED" },
        { "ADVISED", "CLOSE", "TC", 0, 0, "CLOSED" },
        { "RETRIED_OK", "CLOSE", "EA", 0, 0, "CLOSED" },
        { "ESCALATED", "CLOSE", "EA", 0, 0, "CLOSED" },
    };

    ck_assert_int_eq(expect_every_pair(topup_machine(), steps, sizeof steps / sizeof steps[0]), 9);
    expect_sound(topup_machine());
    expect_ends(topup_machine());
}
END_TEST

UNIT_MAIN("topup", each_cause, the_first_row_that_applies, every_cause_has_advice_without_a_balance,
          partners_codes_whatever_the_service, an_outage_nobody_announced,
          the_ticket_every_state_and_event)
