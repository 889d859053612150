#include "jaga/feature.h"

#include "base/half.h"
#include "decode_fixture.h"

#include <ctype.h>
#include <math.h>

static float row[JAGA_MODEL_FEATURES_MAX];

static float number(const char *name, const jaga_event *event, const jaga_features *features)
{
    const size_t at = jaga_feature_find(name);

    ck_assert_msg(at < jaga_feature_count(), "no feature %s", name);
    jaga_feature_row(event, features, row);
    return row[at];
}

static char *text_of(const char *path)
{
    static char text[2][1 << 16];
    static size_t turn;
    char whole[512];
    char *into = text[turn++ % 2];

    (void)snprintf(whole, sizeof whole, "%s/%s", getenv("JAGA_SOURCE"), path);
    FILE *in = fopen(whole, "r");
    ck_assert_ptr_nonnull(in);
    into[fread(into, 1, sizeof text[0] - 1, in)] = '\0';
    ck_assert_int_eq(fclose(in), 0);
    return into;
}

START_TEST(names_are_kebab_case_and_found_by_name)
{
    for (size_t i = 0; i < jaga_feature_count(); i++) {
        const jaga_feature *feature = jaga_feature_at(i);
        ck_assert_uint_eq(strspn(feature->name, "abcdefghijklmnopqrstuvwxyz0123456789-"),
                          strlen(feature->name));
        ck_assert_msg(jaga_feature_find(feature->name) == i, "%s is there twice", feature->name);
        ck_assert(strlen(feature->means) > 0 && feature->missing != NULL);
    }
    ck_assert_uint_eq(jaga_feature_find("no-such"), jaga_feature_count());
    ck_assert_uint_eq(jaga_feature_find(""), jaga_feature_count());
}
END_TEST

/* Models in the field name these: the table may grow at its end only. */
START_TEST(places_do_not_move)
{
    static const struct {
        const char *name;
        size_t at;
    } places[] = { { "class-money-in", 0 },   { "amount-ln", 56 },  { "events-seen", 59 },
                   { "device-is-known", 62 }, { "balance-ln", 88 }, { "is-customer-report", 151 } };

    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        ck_assert_msg(jaga_feature_find(places[i].name) == places[i].at, "%s is at %zu",
                      places[i].name, jaga_feature_find(places[i].name));
    }
}
END_TEST

/* Reads the struct's source: whoever adds a measurement and forgets models is told. */
START_TEST(every_measurement_is_a_feature)
{
    const char *table = text_of("engine/model/feature.def");
    size_t members = 0;

    for (char *line = strtok(text_of("include/jaga/features.h"), "\n"); line != NULL;
         line = strtok(NULL, "\n")) {
        const bool is_member = strncmp(line, "    double ", 11) == 0 ||
                               strncmp(line, "    bool ", 9) == 0 ||
                               strncmp(line, "    int ", 8) == 0;
        const char *at = is_member ? strchr(line + 4, ' ') : line;
        while (is_member && *at != ';') {
            char wanted[80];
            const char *name = at + strspn(at, " ,");
            const size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz_0123456789");
            (void)snprintf(wanted, sizeof wanted, "features->%.*s", (int)length, name);
            ck_assert_msg(strstr(table, wanted) != NULL, "no feature reads %s", wanted);
            members++;
            at = name + length;
            at += *at == '[' ? strcspn(at, "]") + 1 : 0;
        }
    }
    ck_assert_uint_gt(members, 70);
}
END_TEST

START_TEST(each_number_is_the_one_it_is_named_after)
{
    const jaga_event event = { .ts_us = INT64_C(1767225600000000) + INT64_C(45000) * 1000000,
                               .type = JAGA_TYPE_TRANSFER,
                               .status = JAGA_STATUS_PENDING,
                               .counterparty_kind = JAGA_PARTY_WALLET,
                               .channel = JAGA_CHANNEL_APP,
                               .auth = JAGA_AUTH_PIN,
                               .amount_minor = 500000,
                               .fee_minor = JAGA_UNKNOWN_MINOR };
    const jaga_features features = { .device_is_known = true,
                                     .device_age_s = 7200.0,
                                     .in_age_s = JAGA_NEVER_S,
                                     .idle_s = 1800.0,
                                     .change = JAGA_CHANGE_PIN,
                                     .outs = { [JAGA_SPAN_7D] = 3.5 },
                                     .out_minor = { [JAGA_SPAN_1D] = 1e11 },
                                     .balance_minor = -1.0,
                                     .drain_share = 0.25 };

    ck_assert_float_eq(number("type-transfer", &event, &features), 1.0f);
    ck_assert_float_eq(number("type-withdraw", &event, &features), 0.0f);
    ck_assert_float_eq(number("class-money-out", &event, &features), 1.0f);
    ck_assert_float_eq(number("status-pending", &event, &features), 1.0f);
    ck_assert_float_eq(number("party-wallet", &event, &features), 1.0f);
    ck_assert_float_eq(number("channel-app", &event, &features), 1.0f);
    ck_assert_float_eq(number("auth-pin", &event, &features), 1.0f);
    ck_assert_float_eq(number("actor-customer", &event, &features), 1.0f);
    ck_assert_float_eq(number("hour-of-day", &event, &features), 12.5f);
    ck_assert_float_eq(number("amount-ln", &event, &features), half_round((float)log1p(5e5)));
    ck_assert(isnan(number("fee-ln", &event, &features)));
    ck_assert_float_eq(number("device-age-hours", &event, &features), 2.0f);
    ck_assert(isnan(number("in-age-hours", &event, &features)));
    ck_assert_float_eq(number("idle-hours", &event, &features), 0.5f);
    ck_assert_float_eq(number("changes-pin", &event, &features), 1.0f);
    ck_assert_float_eq(number("changes-password", &event, &features), 0.0f);
    ck_assert_float_eq(number("outs-7d", &event, &features), 3.5f);
    ck_assert_float_eq(number("outs-1d", &event, &features), 0.0f);
    ck_assert_float_eq(number("out-1d-ln", &event, &features), half_round((float)log1p(1e11)));
    ck_assert(isnan(number("balance-ln", &event, &features)));
    ck_assert_float_eq(number("drain-share", &event, &features), 0.25f);
    ck_assert(isnan(number("travel-km", &event, &features)));
}
END_TEST

START_TEST(everything_is_half_precision_and_bounded)
{
    const jaga_event event = { .ts_us = 1, .amount_minor = INT64_MAX, .fee_minor = 3 };
    jaga_features features = { .events_seen = 1e9, .amount_surprise = -1e300, .idle_s = 0.1 };

    features.amount_of_most = 1e300;
    features.idle_surprise = 1.0 / 3.0;
    ck_assert_float_eq(number("events-seen", &event, &features), JAGA_FEATURE_MOST);
    ck_assert_float_eq(number("amount-surprise", &event, &features), -JAGA_FEATURE_MOST);
    ck_assert_float_eq(number("amount-of-most", &event, &features), JAGA_FEATURE_MOST);
    for (size_t i = 0; i < jaga_feature_count(); i++) {
        const bool may_miss = jaga_feature_at(i)->missing[0] != '\0';
        ck_assert_msg(half_is(row[i]) || (may_miss && isnan(row[i])), "%s is %a",
                      jaga_feature_at(i)->name, (double)row[i]);
    }
    ck_assert(half_is(JAGA_FEATURE_MOST) && JAGA_FEATURE_MOST < HALF_MOST);
}
END_TEST

UNIT_MAIN("feature", names_are_kebab_case_and_found_by_name, places_do_not_move,
          every_measurement_is_a_feature, each_number_is_the_one_it_is_named_after,
          everything_is_half_precision_and_bounded)
