#include "story.h"

#include "profile/profile.h"

/* The tables: first sight, eviction at the cap, restoring. */

static profile self;

static uint32_t seconds(int64_t us)
{
    return (uint32_t)(us / STORY_SECOND);
}

/* Account 1 uses it. */
static void tell(entity_kind kind, uint64_t id, int64_t ts_us)
{
    const entity_message message = {
        .kind = kind, .id = id, .account = 1, .ts_us = ts_us, .uses = 1.0
    };
    OK(entity_tell(&self.entities, NULL, &message, &why));
}

static profile_account find(const char *account, int64_t ts_us)
{
    const jaga_event event = story_event(account, JAGA_TYPE_LOGIN, ts_us);
    const jaga_record record = story_record(&event);
    profile_account found;

    OK(profile_find_account(&self, &record, &found, &why));
    found.hot->last_us = ts_us > found.hot->last_us ? ts_us : found.hot->last_us;
    return found;
}

START_TEST(an_account_is_made_at_first_sight_and_found_again)
{
    OK(profile_open(&self, (profile_caps){ .accounts = 8, .entities = 8 }, &why));
    const profile_account made = find("W-1", STORY_START);
    ck_assert_uint_eq(made.hot->first_s, seconds(STORY_START));
    ck_assert_uint_eq(made.hot->key_low, hash_text128(story_span("W-1")).low);
    ck_assert_int_eq(made.hot->balance_minor, JAGA_UNKNOWN_MINOR);
    ck_assert_ptr_eq(find("W-1", STORY_START + STORY_DAY).hot, made.hot);
    ck_assert_ptr_ne(find("W-2", STORY_START).hot, made.hot);
    ck_assert_uint_eq(self.hot.count, 2);
    ck_assert_uint_eq(self.cold.count, 2);
    profile_close(&self);
}
END_TEST

START_TEST(at_the_cap_the_coldest_account_makes_room_and_is_counted)
{
    OK(profile_open(&self, (profile_caps){ .accounts = 8, .entities = 8 }, &why));
    for (int i = 0; i < 8; i++) {
        find(story_text("W-%d", i).at, STORY_START + (i == 5 ? 0 : i + 1) * STORY_HOUR);
    }
    ck_assert_uint_eq(profile_evictions(&self), 0);
    const profile_account evicted = find("W-5", STORY_START);
    const jaga_account_hot *coldest = evicted.hot;
    evicted.cold->payees[0].fingerprint = 77;
    const profile_account made = find("W-new", STORY_START + STORY_DAY);
    ck_assert_ptr_eq(made.hot, coldest);
    ck_assert_uint_eq(profile_evictions(&self), 1);
    ck_assert_uint_eq(self.hot.count, 8);
    ck_assert_uint_eq(made.hot->key_low, hash_text128(story_span("W-new")).low);
    ck_assert_uint_eq(made.cold->payees[0].fingerprint, 0);
    ck_assert_uint_eq(made.hot->events, 0);
    for (int i = 0; i < 8; i++) {
        if (i != 5) {
            ck_assert_uint_eq(find(story_text("W-%d", i).at, 0).hot->first_s,
                              seconds(STORY_START + (i + 1) * STORY_HOUR));
        }
    }
    ck_assert_uint_eq(profile_evictions(&self), 1);
    ck_assert_uint_eq(find("W-5", STORY_START + 2 * STORY_DAY).hot->first_s,
                      seconds(STORY_START + 2 * STORY_DAY));
    ck_assert_uint_eq(profile_evictions(&self), 2);
    profile_close(&self);
}
END_TEST

START_TEST(only_the_next_eight_are_looked_at_and_the_hand_moves_on)
{
    OK(profile_open(&self, (profile_caps){ .accounts = 16, .entities = 8 }, &why));
    for (int i = 0; i < 16; i++) {
        find(story_text("W-%d", i).at, STORY_START + (16 - i) * STORY_HOUR);
    }
    const char *base = self.hot.base;
    const size_t first = (size_t)((char *)(void *)find("N-1", STORY_START + STORY_DAY).hot - base);
    const size_t second = (size_t)((char *)(void *)find("N-2", STORY_START + STORY_DAY).hot - base);
    ck_assert_uint_eq(first / sizeof(jaga_account_hot), 7);
    ck_assert_uint_eq(second / sizeof(jaga_account_hot), 15);
    profile_close(&self);
}
END_TEST

START_TEST(many_more_accounts_than_the_cap_stay_within_it)
{
    OK(profile_open(&self, (profile_caps){ .accounts = 100, .entities = 8 }, &why));
    for (int i = 0; i < 5000; i++) {
        find(story_text("W-%d", i).at, STORY_START + i * STORY_SECOND);
        ck_assert_uint_le(self.hot.count, 100);
    }
    ck_assert_uint_eq(profile_evictions(&self), 4900);
    ck_assert_uint_eq(self.accounts.count, 100);
    profile_close(&self);
}
END_TEST

START_TEST(entities_of_two_kinds_do_not_meet)
{
    OK(profile_open(&self, (profile_caps){ .accounts = 8, .entities = 8 }, &why));
    tell(ENTITY_DEVICE, 77, STORY_START);
    ck_assert_ptr_null(entity_find(&self.entities, ENTITY_PAYEE, 77));
    tell(ENTITY_PAYEE, 77, STORY_START);
    ck_assert_ptr_ne(entity_find(&self.entities, ENTITY_PAYEE, 77),
                     entity_find(&self.entities, ENTITY_DEVICE, 77));
    profile_close(&self);
}
END_TEST

START_TEST(uses_of_an_entity_are_the_faded_sum_of_what_it_was_told)
{
    uint64_t random = 5;
    double want = 0.0;
    int64_t told_us[300], latest_us = 0, first_us = INT64_MAX;

    OK(profile_open(&self, (profile_caps){ .accounts = 8, .entities = 8 }, &why));
    for (int i = 0; i < 300; i++) {
        told_us[i] = STORY_START + story_pick(&random, 40 * STORY_DAY);
        latest_us = told_us[i] > latest_us ? told_us[i] : latest_us;
        first_us = told_us[i] < first_us ? told_us[i] : first_us;
        tell(ENTITY_PAYEE, 9, told_us[i]);
    }
    for (int i = 0; i < 300; i++) {
        want += exp2(-(double)(latest_us - told_us[i]) / 1e6 / (7.0 * 86400.0));
    }
    const jaga_entity *entity = entity_find(&self.entities, ENTITY_PAYEE, 9);
    ck_assert_near(entity->uses_7d, want, 1e-4);
    ck_assert_uint_eq(entity->first_s, seconds(first_us));
    ck_assert_int_eq(entity->last_us, latest_us);
    profile_close(&self);
}
END_TEST

START_TEST(at_the_cap_the_coldest_entity_makes_room_and_is_counted)
{
    OK(profile_open(&self, (profile_caps){ .accounts = 8, .entities = 8 }, &why));
    for (uint64_t i = 1; i <= 8; i++) {
        tell(ENTITY_DEVICE, i, STORY_START + (i == 3 ? 0 : STORY_DAY));
    }
    tell(ENTITY_DEVICE, 99, STORY_START + STORY_DAY);
    ck_assert_ptr_null(entity_find(&self.entities, ENTITY_DEVICE, 3));
    ck_assert_ptr_nonnull(entity_find(&self.entities, ENTITY_DEVICE, 4));
    ck_assert_float_eq(entity_find(&self.entities, ENTITY_DEVICE, 99)->uses_7d, 1.0f);
    ck_assert_uint_eq(profile_evictions(&self), 1);
    profile_close(&self);
}
END_TEST

START_TEST(indexes_made_anew_find_what_the_old_ones_found)
{
    OK(profile_open(&self, (profile_caps){ .accounts = 50, .entities = 50 }, &why));
    for (int i = 0; i < 80; i++) {
        find(story_text("W-%d", i).at, STORY_START + i * STORY_HOUR);
        tell(ENTITY_PAYEE, (uint64_t)i + 1, STORY_START + i * STORY_HOUR);
    }
    const jaga_account_hot *hot = find("W-79", STORY_START).hot;
    const jaga_entity *entity = entity_find(&self.entities, ENTITY_PAYEE, 80);
    OK(profile_restored(&self, &why));
    ck_assert_ptr_eq(find("W-79", STORY_START).hot, hot);
    ck_assert_ptr_eq(entity_find(&self.entities, ENTITY_PAYEE, 80), entity);
    ck_assert_ptr_null(entity_find(&self.entities, ENTITY_PAYEE, 1));
    ck_assert_uint_eq(self.accounts.count, 50);
    profile_close(&self);
}
END_TEST

UNIT_MAIN("profile", an_account_is_made_at_first_sight_and_found_again,
          at_the_cap_the_coldest_account_makes_room_and_is_counted,
          only_the_next_eight_are_looked_at_and_the_hand_moves_on,
          many_more_accounts_than_the_cap_stay_within_it, entities_of_two_kinds_do_not_meet,
          uses_of_an_entity_are_the_faded_sum_of_what_it_was_told,
          at_the_cap_the_coldest_entity_makes_room_and_is_counted,
          indexes_made_anew_find_what_the_old_ones_found)
