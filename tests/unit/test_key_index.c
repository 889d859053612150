#include "base/key_index.h"
#include "decode_fixture.h"

enum { ITEMS = 20000 };

/* The naive index beside the one under test: what each item's key is and whether it is in. */
typedef struct world {
    slab_pool pool;
    key_index index;
    bool is_in[ITEMS];
} world;

static world *self;

static hash128 key_at(uint32_t item)
{
    hash128 key;

    memcpy(&key, slab_at(&self->pool, item), sizeof key);
    return key;
}

/* low_mask: few different low halves make long runs of the same home slot. */
static void open_world(uint64_t low_mask)
{
    static world made;
    uint64_t seed = 7;

    self = &made;
    ck_assert_int_eq(slab_open(&self->pool, "items", 24, ITEMS, NULL), JAGA_OK);
    ck_assert_int_eq(key_index_open(&self->index, "index", NULL), JAGA_OK);
    for (uint32_t i = 0; i < ITEMS; i++) {
        const hash128 key = { next_random(&seed) & low_mask, i + 1 };
        memcpy(slab_at(&self->pool, slab_add(&self->pool)), &key, sizeof key);
    }
}

static void close_world(void)
{
    key_index_close(&self->index);
    slab_close(&self->pool);
}

static void add(uint32_t item)
{
    ck_assert_int_eq(key_index_reserve(&self->index, NULL), JAGA_OK);
    key_index_add(&self->index, key_at(item), item);
    self->is_in[item] = true;
}

static void take_out(uint32_t item)
{
    key_index_remove(&self->index, key_at(item), item);
    self->is_in[item] = false;
}

/* An item that is in, whose key has the same tag; for a key that is in there is one. */
static void check_guess(uint32_t item)
{
    const uint32_t guess = key_index_guess(&self->index, key_at(item));

    ck_assert(guess != SLAB_NONE || !self->is_in[item]);
    if (guess != SLAB_NONE) {
        ck_assert(self->is_in[guess]);
        ck_assert_uint_eq((uint32_t)key_at(guess).low, (uint32_t)key_at(item).low);
    }
}

static void check_all(uint32_t items)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < items; i++) {
        const uint32_t want = self->is_in[i] ? i : SLAB_NONE;
        if (key_index_find(&self->index, &self->pool, key_at(i)) != want) {
            ck_abort_msg("item %u", i);
        }
        check_guess(i);
        count += self->is_in[i];
    }
    ck_assert_uint_eq(self->index.count, count);
}

static void mix(uint64_t low_mask, uint32_t items, uint32_t rounds)
{
    uint64_t seed = 11;

    open_world(low_mask);
    for (uint32_t round = 0; round < rounds; round++) {
        /* The share of adds swings, so that the index fills and empties several times. */
        const bool wants_add = below(&seed, 100) < (round / items % 2 == 0 ? 70u : 30u);
        const uint32_t item = (uint32_t)below(&seed, items);
        if (wants_add && !self->is_in[item]) {
            add(item);
        } else if (!wants_add && self->is_in[item]) {
            take_out(item);
        }
        if (round % (rounds / 20) == 0) {
            check_all(items);
        }
    }
    check_all(items);
    close_world();
}

START_TEST(random_adds_and_removes_match_an_array)
{
    mix(UINT64_MAX, ITEMS, 400000);
}
END_TEST

START_TEST(keys_that_crowd_into_few_slots_match_an_array)
{
    mix(63, 2000, 60000);
}
END_TEST

START_TEST(a_run_that_wraps_around_the_end_matches_an_array)
{
    open_world(UINT64_MAX);
    for (uint32_t i = 0; i < 600; i++) { /* homes in the last eight slots of any size of table */
        const hash128 key = { UINT64_C(0xFFFFFFFF) - i % 8, i + 1 };
        memcpy(slab_at(&self->pool, i), &key, sizeof key);
        add(i);
    }
    check_all(600);
    for (uint32_t i = 0; i < 600; i += 3) {
        take_out(i);
        check_all(600);
    }
    close_world();
}
END_TEST

START_TEST(keys_that_differ_only_in_their_high_halves_are_different)
{
    mix(0, 500, 20000);
}
END_TEST

START_TEST(growing_loses_nothing)
{
    open_world(UINT64_MAX);
    for (uint32_t i = 0; i < ITEMS; i++) {
        add(i);
    }
    ck_assert_uint_gt(self->index.mask, ITEMS);
    check_all(ITEMS);
    close_world();
}
END_TEST

START_TEST(an_empty_index_finds_nothing)
{
    open_world(UINT64_MAX);
    check_all(ITEMS);
    close_world();
}
END_TEST

START_TEST(a_rebuilt_index_holds_the_pools_keys_that_are_not_zero)
{
    open_world(UINT64_MAX);
    add(3);
    for (uint32_t i = 0; i < ITEMS; i++) {
        self->is_in[i] = i % 3 != 0;
        if (i % 3 == 0) {
            memset(slab_at(&self->pool, i), 0, 24);
        }
    }
    ck_assert_int_eq(key_index_rebuild(&self->index, &self->pool, NULL), JAGA_OK);
    check_all(ITEMS);
    close_world();
}
END_TEST

START_TEST(prefetching_changes_nothing)
{
    open_world(UINT64_MAX);
    add(1);
    key_index_prefetch(&self->index, key_at(1));
    key_index_prefetch(&self->index, key_at(2));
    check_all(10);
    close_world();
}
END_TEST

START_TEST(a_zeroed_index_can_be_closed)
{
    key_index index = { 0 };

    key_index_close(&index);
}
END_TEST

/* The same keys at the same places, whether the next table was opened early or not. */
START_TEST(growing_into_a_foreseen_table_loses_nothing)
{
    enum { MANY = 400000 };
    slab_pool pool = { 0 };
    key_index foreseen = { 0 }, plain = { 0 };
    slab_piece piece;
    uint64_t seed = 3;
    int pieces = 0;

    ck_assert_int_eq(slab_open(&pool, "items", 16, MANY, NULL), JAGA_OK);
    ck_assert_int_eq(key_index_open(&foreseen, "index", NULL), JAGA_OK);
    ck_assert_int_eq(key_index_open(&plain, "index", NULL), JAGA_OK);
    for (uint32_t i = 0; i < MANY; i++) {
        const hash128 key = { next_random(&seed), i + 1 };
        memcpy(slab_at(&pool, slab_add(&pool)), &key, sizeof key);
        if (key_index_foresee(&foreseen, &piece)) {
            ck_assert_uint_ge(piece.bytes, 4 << 20);
            ck_assert(!key_index_foresee(&foreseen, &piece));
            pieces++;
        }
        if (key_index_reserve(&foreseen, NULL) != JAGA_OK ||
            key_index_reserve(&plain, NULL) != JAGA_OK) {
            ck_abort_msg("no room for key %u", i);
        }
        key_index_add(&foreseen, key, i);
        key_index_add(&plain, key, i);
    }
    ck_assert_int_ge(pieces, 2);
    ck_assert_uint_eq(foreseen.mask, plain.mask);
    ck_assert_uint_eq(foreseen.count, plain.count);
    ck_assert_int_eq(memcmp(foreseen.slots.base, plain.slots.base, ((size_t)plain.mask + 1) * 8),
                     0);
    key_index_close(&foreseen);
    key_index_close(&plain);
    slab_close(&pool);
}
END_TEST

UNIT_MAIN("key_index", random_adds_and_removes_match_an_array,
          keys_that_crowd_into_few_slots_match_an_array,
          a_run_that_wraps_around_the_end_matches_an_array,
          keys_that_differ_only_in_their_high_halves_are_different, growing_loses_nothing,
          an_empty_index_finds_nothing, a_rebuilt_index_holds_the_pools_keys_that_are_not_zero,
          prefetching_changes_nothing, a_zeroed_index_can_be_closed,
          growing_into_a_foreseen_table_loses_nothing)
