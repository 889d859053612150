#include "story_file.h"
#include "story_world.h"

#include "base/hash.h"
#include "pipeline/snapshot.h"

#include <sys/stat.h>
#include <unistd.h>

/* A restored engine is the one that was written; anything else in the file is as good as none. */

static const char *const store = "0123456789abcdef0123456789abcdef";
static const engine_caps few = { .accounts = 256, .entities = 1024, .event_ids = 8192 };

enum { BEFORE = 1200, AFTER = 600 };

static jaga_record stream[BEFORE + AFTER];

static void take_range(engine *self, int from, int until, engine_step *out)
{
    for (int i = from; i < until; i++) {
        engine_step step;
        OK(engine_take(self, &stream[i], (uint64_t)i, &step, &why));
        if (out != NULL) {
            out[i - from] = step;
        }
    }
}

/* An engine that has seen the first part of a random log, and its snapshot. */
static void write_one(engine *self, char path[STORY_PATH_BYTES])
{
    story_world world = { .prefix = "", .random = 77, .accounts = 12, .devices = 15, .payees = 50 };
    int64_t now_us = STORY_START;

    for (int i = 0; i < BEFORE + AFTER; i++) {
        now_us += story_pick(&world.random, STORY_HOUR);
        stream[i] = story_next(&world, now_us);
    }
    OK(engine_open(self, &few, &why));
    take_range(self, 0, BEFORE, NULL);
    story_path(path, "snapshot");
    OK(snapshot_write(self, path, store, BEFORE, &why));
}

static void check_same_state(engine *a, engine *b)
{
    slab_pool *x[ENGINE_POOLS], *y[ENGINE_POOLS];

    engine_pools(a, x);
    engine_pools(b, y);
    for (int i = 0; i < ENGINE_POOLS; i++) {
        ck_assert_uint_eq(x[i]->count, y[i]->count);
        ck_assert_mem_eq(x[i]->base, y[i]->base, x[i]->count * x[i]->item_bytes);
    }
}

/* The file says nothing, and the engine is as good as new. */
static void check_ignored(const char *path, const char *store_id, engine_caps caps)
{
    engine fresh, self;
    uint64_t records = 5;

    OK(engine_open(&fresh, &caps, &why));
    OK(engine_open(&self, &caps, &why));
    OK(snapshot_read(&self, path, store_id, &records, &why));
    ck_assert_uint_eq(records, 0);
    check_same_state(&fresh, &self);
    take_range(&self, 0, 30, NULL);
    take_range(&fresh, 0, 30, NULL);
    check_same_state(&fresh, &self);
    engine_close(&fresh);
    engine_close(&self);
}

START_TEST(a_restored_engine_equals_the_one_that_wrote_it_and_goes_on_alike)
{
    static engine_step want[AFTER], got[AFTER];
    char path[STORY_PATH_BYTES];
    engine original, restored;
    uint64_t records = 0;

    write_one(&original, path);
    OK(engine_open(&restored, &few, &why));
    OK(snapshot_read(&restored, path, store, &records, &why));
    ck_assert_uint_eq(records, BEFORE);
    check_same_state(&original, &restored);
    take_range(&original, BEFORE, BEFORE + AFTER, want);
    take_range(&restored, BEFORE, BEFORE + AFTER, got);
    int decided = 0;
    for (int i = 0; i < AFTER; i++) {
        ck_assert_int_eq(got[i].verdict, want[i].verdict);
        ck_assert_int_eq(got[i].has_decision, want[i].has_decision);
        if (got[i].has_decision) {
            ck_assert_int_eq(got[i].decision.outcome, want[i].decision.outcome);
            ck_assert(got[i].decision.belief_bits == want[i].decision.belief_bits);
            ck_assert_str_eq(got[i].decision.case_key.text, want[i].decision.case_key.text);
            decided++;
        }
    }
    ck_assert_int_gt(decided, 10);
    check_same_state(&original, &restored);
    engine_close(&original);
    engine_close(&restored);
}
END_TEST

START_TEST(repeated_rows_are_known_after_a_restart)
{
    char path[STORY_PATH_BYTES];
    engine original, restored;
    uint64_t records = 0;
    engine_step step;

    write_one(&original, path);
    OK(engine_open(&restored, &few, &why));
    OK(snapshot_read(&restored, path, store, &records, &why));
    OK(engine_take(&restored, &stream[BEFORE - 1], BEFORE, &step, &why));
    ck_assert_int_eq(step.verdict, ORDER_DUPLICATE);
    engine_close(&original);
    engine_close(&restored);
}
END_TEST

START_TEST(an_evicting_engine_is_restored_with_its_hands)
{
    const engine_caps tiny = { .accounts = 16, .entities = 16, .event_ids = 64 };
    char path[STORY_PATH_BYTES];
    engine original, restored;
    uint64_t records = 0;

    write_one(&original, path);
    engine_close(&original);
    OK(engine_open(&original, &tiny, &why));
    take_range(&original, 0, BEFORE, NULL);
    ck_assert_uint_gt(profile_evictions(&original.profile), 0);
    OK(snapshot_write(&original, path, store, BEFORE, &why));
    OK(engine_open(&restored, &tiny, &why));
    OK(snapshot_read(&restored, path, store, &records, &why));
    take_range(&original, BEFORE, BEFORE + AFTER, NULL);
    take_range(&restored, BEFORE, BEFORE + AFTER, NULL);
    check_same_state(&original, &restored);
    engine_close(&original);
    engine_close(&restored);
}
END_TEST

START_TEST(no_snapshot_is_no_failure)
{
    char path[STORY_PATH_BYTES];
    engine original;

    write_one(&original, path);
    engine_close(&original);
    ck_assert_int_eq(unlink(path), 0);
    check_ignored(path, store, few);
}
END_TEST

START_TEST(a_snapshot_cut_short_anywhere_is_ignored)
{
    char path[STORY_PATH_BYTES];
    engine original;
    size_t length;

    write_one(&original, path);
    engine_close(&original);
    char *bytes = story_read_file(path, &length);
    for (size_t n = 0; n < length; n += n < 256 ? 1 : length / 60) {
        story_write_file(path, bytes, n);
        check_ignored(path, store, few);
    }
    story_write_file(path, bytes, length - 1);
    check_ignored(path, store, few);
    free(bytes);
}
END_TEST

START_TEST(a_snapshot_with_a_wrong_bit_anywhere_is_ignored)
{
    char path[STORY_PATH_BYTES];
    engine original;
    size_t length;

    write_one(&original, path);
    engine_close(&original);
    char *bytes = story_read_file(path, &length);
    for (size_t n = 0; n < length; n += n < 216 ? 1 : length / 60) {
        bytes[n] = (char)(bytes[n] ^ 0x04);
        story_write_file(path, bytes, length);
        check_ignored(path, store, few);
        bytes[n] = (char)(bytes[n] ^ 0x04);
    }
    free(bytes);
}
END_TEST

START_TEST(another_databases_snapshot_is_ignored)
{
    char path[STORY_PATH_BYTES];
    engine original;

    write_one(&original, path);
    engine_close(&original);
    check_ignored(path, "ffffffffffffffffffffffffffffffff", few);
}
END_TEST

START_TEST(a_snapshot_of_a_larger_engine_is_ignored)
{
    const engine_caps tiny = { .accounts = 8, .entities = 1024, .event_ids = 8192 };
    char path[STORY_PATH_BYTES];
    engine original;

    write_one(&original, path);
    engine_close(&original);
    check_ignored(path, store, tiny);
}
END_TEST

/* The header: magic, version and pools, store id, records, layout, pools, check. */
enum { VERSION_AT = 8, LAYOUT_AT = 56, POOLS_AT = 64, CHECK_AT = POOLS_AT + ENGINE_POOLS * 24 };

/* Of the first page, the check itself being 0. */
static uint64_t check_of(const char *bytes)
{
    char page[4096];

    memcpy(page, bytes, sizeof page);
    memset(page + CHECK_AT, 0, sizeof(uint64_t));
    return hash_bytes64(page, sizeof page, 0);
}

/* Damage whose checksum was made good again: another program's honest work. */
START_TEST(another_versions_and_another_layouts_snapshot_is_ignored)
{
    static const size_t places[] = { VERSION_AT, LAYOUT_AT, POOLS_AT, POOLS_AT + 24 };
    char path[STORY_PATH_BYTES];
    engine original;
    size_t length;

    write_one(&original, path);
    engine_close(&original);
    char *bytes = story_read_file(path, &length);
    uint64_t check;
    memcpy(&check, bytes + CHECK_AT, sizeof check);
    ck_assert_uint_eq(check, check_of(bytes)); /* or this test tests nothing */
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        bytes[places[i]]++;
        check = check_of(bytes);
        memcpy(bytes + CHECK_AT, &check, sizeof check);
        story_write_file(path, bytes, length);
        check_ignored(path, store, few);
        bytes[places[i]]--;
    }
    free(bytes);
}
END_TEST

START_TEST(a_newer_snapshot_takes_the_place_of_the_older_and_leaves_nothing_else)
{
    char path[STORY_PATH_BYTES], temporary[STORY_PATH_BYTES + 8];
    struct stat about;
    engine original, restored;
    uint64_t records = 0;

    write_one(&original, path);
    (void)snprintf(temporary, sizeof temporary, "%s.tmp", path);
    story_write_file(temporary, "left by a kill", 14);
    ck_assert_int_eq(chmod(temporary, 0600), 0);
    take_range(&original, BEFORE, BEFORE + AFTER, NULL);
    OK(snapshot_write(&original, path, store, BEFORE + AFTER, &why));
    ck_assert_int_ne(stat(temporary, &about), 0);
    ck_assert_int_eq(stat(path, &about), 0);
    ck_assert_uint_eq(about.st_mode & 0777, 0600);
    OK(engine_open(&restored, &few, &why));
    OK(snapshot_read(&restored, path, store, &records, &why));
    ck_assert_uint_eq(records, BEFORE + AFTER);
    check_same_state(&original, &restored);
    engine_close(&original);
    engine_close(&restored);
}
END_TEST

START_TEST(a_place_that_cannot_be_written_is_told)
{
    char path[STORY_PATH_BYTES];
    engine original;
    jaga_error err;

    write_one(&original, path);
    ck_assert_int_eq(snapshot_write(&original, "/nowhere/at/all", store, 1, &err), JAGA_ERR_IO);
    ck_assert_ptr_nonnull(strstr(err.text, "/nowhere/at/all"));
    engine_close(&original);
}
END_TEST

UNIT_MAIN("snapshot", a_restored_engine_equals_the_one_that_wrote_it_and_goes_on_alike,
          repeated_rows_are_known_after_a_restart, an_evicting_engine_is_restored_with_its_hands,
          no_snapshot_is_no_failure, a_snapshot_cut_short_anywhere_is_ignored,
          a_snapshot_with_a_wrong_bit_anywhere_is_ignored, another_databases_snapshot_is_ignored,
          a_snapshot_of_a_larger_engine_is_ignored,
          another_versions_and_another_layouts_snapshot_is_ignored,
          a_newer_snapshot_takes_the_place_of_the_older_and_leaves_nothing_else,
          a_place_that_cannot_be_written_is_told)
