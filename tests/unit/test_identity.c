#include "desk/identity.h"
#include "unit.h"

#include "base/when.h"

#include <string.h>

#define K  IDENTITY_BIT(IDENTITY_K)
#define H  IDENTITY_BIT(IDENTITY_H)
#define C1 IDENTITY_BIT(IDENTITY_C1)
#define C2 IDENTITY_BIT(IDENTITY_C2)
#define D  IDENTITY_BIT(IDENTITY_D)
#define B  IDENTITY_BIT(IDENTITY_B)
#define V  IDENTITY_BIT(IDENTITY_V)

enum { HOUR = 3600 };
static const int64_t start = INT64_C(1763700000) * US_PER_SECOND;

static int64_t hours(int64_t n)
{
    return n * HOUR * US_PER_SECOND;
}

/* Everything as it should be: an old customer, two hours after the incident began. */
static identity_context sound(void)
{
    return (identity_context){ .now_us = start + hours(2),
                               .incident_start_us = start,
                               .history_from_us = start - hours(10000),
                               .phone_verified_us = start - hours(10000),
                               .channel_verified_us = start - hours(10000),
                               .device_bound_us = start - hours(10000),
                               .sim_changed_us = INT64_MIN,
                               .locked_us = INT64_MIN };
}

START_TEST(each_kind_has_its_points_once)
{
    static const int expected[] = { 1, 1, 2, 2, 3, 4, 5 };

    for (int i = 0; i < IDENTITY_EVIDENCE_COUNT; i++) {
        ck_assert_int_eq(identity_points(1u << i), expected[i]);
        ck_assert_int_eq(identity_evidence_find(identity_evidence_name((identity_evidence)i)), i);
    }
    ck_assert_int_eq(identity_points(K | H | C1 | C2 | D | B | V), 18);
    ck_assert_int_eq(identity_points(0), 0);
    ck_assert_int_eq(identity_evidence_find("PIN"), -1);
}
END_TEST

/* The 128 sets, judged by the sentences of the specification spelled out again. */
START_TEST(every_set_of_evidence)
{
    for (unsigned set = 0; set < 128; set++) {
        const int points = !!(set & K) + !!(set & H) + 2 * !!(set & C1) + 2 * !!(set & C2) +
                           3 * !!(set & D) + 4 * !!(set & B) + 5 * !!(set & V);
        const bool strong = (set & D) || (set & B) || (set & V) || ((set & C1) && (set & C2));
        const bool strongest = (set & B) || (set & V) || ((set & D) && (set & C2));
        const bool met = (set & C1) || (set & D) || (set & B) || (set & V);

        ck_assert(identity_allows(set, IDENTITY_ASK));
        ck_assert_int_eq(identity_allows(set, IDENTITY_DISCUSS), points >= 2 && met);
        ck_assert_int_eq(identity_allows(set, IDENTITY_DECIDE), points >= 4 && strong);
        ck_assert_int_eq(identity_allows(set, IDENTITY_RESTORE), points >= 5 && strongest);
        /* Who may do more may do less. */
        ck_assert(!identity_allows(set, IDENTITY_RESTORE) || identity_allows(set, IDENTITY_DECIDE));
        ck_assert(!identity_allows(set, IDENTITY_DECIDE) || identity_allows(set, IDENTITY_DISCUSS));
    }
}
END_TEST

START_TEST(knowledge_alone_gets_nowhere)
{
    ck_assert(!identity_allows(K | H, IDENTITY_DISCUSS));
    ck_assert(!identity_allows(K | H | C1, IDENTITY_DECIDE));
    ck_assert(!identity_allows(D | C1, IDENTITY_RESTORE));
    ck_assert(identity_allows(D | C2, IDENTITY_RESTORE));
    ck_assert(!identity_allows(B, IDENTITY_RESTORE));
    ck_assert(identity_allows(B | K, IDENTITY_RESTORE));
}
END_TEST

START_TEST(sound_evidence_counts)
{
    const identity_context context = sound();

    ck_assert_uint_eq(identity_valid(K | H | C1 | C2 | D | B | V, &context),
                      K | H | C1 | C2 | D | B | V);
    ck_assert_uint_eq(identity_valid(0, &context), 0);
}
END_TEST

static unsigned lost(const identity_context *context)
{
    const unsigned all = K | H | C1 | C2 | D | B | V;

    return all & ~identity_valid(all, context);
}

START_TEST(what_spoils_which_evidence)
{
    identity_context context = sound();

    context.history_from_us = start + 1;
    ck_assert_uint_eq(lost(&context), H);

    context = sound();
    context.sim_changed_us = context.now_us - hours(72) + 1;
    ck_assert_uint_eq(lost(&context), C1);
    context.sim_changed_us = context.now_us - hours(72);
    ck_assert_uint_eq(lost(&context), 0);

    context = sound();
    context.is_channel_the_phone = true;
    ck_assert_uint_eq(lost(&context), C2);

    context = sound();
    context.is_device_tampered = true;
    ck_assert_uint_eq(lost(&context), D);

    context = sound();
    context.is_face_doubtful = true;
    ck_assert_uint_eq(lost(&context), B);
}
END_TEST

START_TEST(only_points_older_than_the_incident_by_three_days_are_trusted)
{
    identity_context context = sound();

    context.phone_verified_us = start - hours(72);
    context.channel_verified_us = start - hours(72);
    context.device_bound_us = start - hours(72);
    ck_assert_uint_eq(lost(&context), 0);
    context.phone_verified_us++;
    ck_assert_uint_eq(lost(&context), C1);
    context.channel_verified_us++;
    ck_assert_uint_eq(lost(&context), C1 | C2);
    context.device_bound_us++;
    ck_assert_uint_eq(lost(&context), C1 | C2 | D);
    ck_assert(identity_is_trusted(start - hours(72), start));
    ck_assert(!identity_is_trusted(start - hours(72) + 1, start));
}
END_TEST

START_TEST(after_three_failures_only_face_or_person_counts_for_a_week)
{
    identity_context context = sound();

    context.locked_us = context.now_us;
    ck_assert_uint_eq(lost(&context), K | H | C1 | C2 | D);
    context.now_us = context.locked_us + hours(24 * 7) - 1;
    ck_assert_uint_eq(lost(&context), K | H | C1 | C2 | D);
    context.now_us++;
    ck_assert_uint_eq(lost(&context), 0);
}
END_TEST

START_TEST(the_third_failure_in_a_day_locks)
{
    const int64_t earlier[] = { start - hours(1), start - hours(23) };
    const int64_t old[] = { start - hours(1), start - hours(24), start - hours(30) };

    ck_assert(!identity_locks(NULL, 0, start));
    ck_assert(!identity_locks(earlier, 1, start));
    ck_assert(identity_locks(earlier, 2, start));
    ck_assert(!identity_locks(old, 3, start));
}
END_TEST

START_TEST(what_is_never_asked)
{
    const char *const *keys = identity_forbidden();
    size_t count = 0;

    while (keys[count] != NULL) {
        ck_assert_int_eq(strncmp(keys[count], "never.", 6), 0);
        count++;
    }
    ck_assert_uint_eq(count, 11);
}
END_TEST

UNIT_MAIN("identity", each_kind_has_its_points_once, every_set_of_evidence,
          knowledge_alone_gets_nowhere, sound_evidence_counts, what_spoils_which_evidence,
          only_points_older_than_the_incident_by_three_days_are_trusted,
          after_three_failures_only_face_or_person_counts_for_a_week,
          the_third_failure_in_a_day_locks, what_is_never_asked)
