#include "base/slab.h"
#include "decode_fixture.h"

#include <sys/mman.h>

static slab_pool new_pool(size_t item_bytes, uint32_t cap)
{
    slab_pool pool;

    ck_assert_int_eq(slab_open(&pool, "things", item_bytes, cap, NULL), JAGA_OK);
    return pool;
}

START_TEST(items_are_numbered_from_zero_up_to_the_cap)
{
    slab_pool pool = new_pool(40, 1000);

    for (uint32_t i = 0; i < 1000; i++) {
        ck_assert_uint_eq(slab_add(&pool), i);
    }
    ck_assert_uint_eq(slab_add(&pool), SLAB_NONE);
    ck_assert_uint_eq(slab_add(&pool), SLAB_NONE);
    ck_assert_uint_eq(pool.count, 1000);
    slab_close(&pool);
}
END_TEST

START_TEST(items_are_zeroed_and_keep_their_place)
{
    slab_pool pool = new_pool(sizeof(uint64_t), 300000);
    const char *first = pool.base;

    for (uint64_t i = 0; i < 300000; i++) {
        uint64_t *item = slab_at(&pool, slab_add(&pool));
        ck_assert(*item == 0);
        *item = i * i;
    }
    ck_assert_ptr_eq(pool.base, first);
    for (uint32_t i = 0; i < 300000; i++) {
        ck_assert(*(uint64_t *)slab_at(&pool, i) == (uint64_t)i * i);
    }
    slab_close(&pool);
}
END_TEST

START_TEST(used_bytes_are_whole_slabs)
{
    slab_pool pool = new_pool(SLAB_BYTES / 2, 8);

    ck_assert_uint_eq(slab_used_bytes(&pool), 0);
    (void)slab_add(&pool);
    ck_assert_uint_eq(slab_used_bytes(&pool), SLAB_BYTES);
    (void)slab_add(&pool);
    ck_assert_uint_eq(slab_used_bytes(&pool), SLAB_BYTES);
    (void)slab_add(&pool);
    ck_assert_uint_eq(slab_used_bytes(&pool), 2 * SLAB_BYTES);
    slab_close(&pool);
}
END_TEST

START_TEST(used_slabs_lie_within_the_reserve)
{
    slab_pool pool = new_pool(100, 30000);

    while (slab_add(&pool) != SLAB_NONE) {
    }
    ck_assert_uint_le(slab_used_bytes(&pool), pool.reserve_bytes);
    memset(pool.base, 0xAA, slab_used_bytes(&pool));
    slab_close(&pool);
}
END_TEST

START_TEST(a_large_cap_costs_nothing)
{
    slab_pool pool = new_pool(1024, UINT32_C(1) << 27);

    ck_assert_uint_eq(slab_add(&pool), 0);
    memset(slab_at(&pool, (UINT32_C(1) << 27) - 1), 1, 1024);
    slab_close(&pool);
}
END_TEST

START_TEST(a_cap_beyond_the_address_space_is_refused_by_name)
{
    slab_pool pool = { 0 };
    jaga_error err = { .text = "" };

    ck_assert_int_eq(slab_open(&pool, "things", (size_t)1 << 40, UINT32_MAX / 2, &err),
                     JAGA_ERR_NOMEM);
    ck_assert_ptr_nonnull(strstr(err.text, "things"));
    ck_assert_ptr_null(pool.base);
}
END_TEST

START_TEST(a_zeroed_pool_can_be_closed_and_so_can_a_closed_one)
{
    slab_pool pool = { 0 };

    slab_close(&pool);
    pool = new_pool(8, 8);
    slab_close(&pool);
    ck_assert_ptr_null(pool.base);
    slab_close(&pool);
}
END_TEST

/* Pieces come in order, once each, ahead of what is used and within the reserve. */
START_TEST(what_is_foreseen_is_ahead_and_told_once)
{
    enum { ITEM_BYTES = 64, CAP = 3 << 20 };
    slab_pool pool = new_pool(ITEM_BYTES, CAP);
    const char *end = pool.base;
    slab_piece piece;
    int pieces = 0;

    for (uint32_t i = 0; i < CAP; i++) {
        (void)slab_add(&pool);
        if (i % 1000 != 0 || !slab_foresee(&pool, &piece)) {
            continue;
        }
        const char *used = pool.base + (size_t)pool.count * ITEM_BYTES;
        ck_assert_uint_gt(piece.bytes, 0);
        ck_assert(piece.at + piece.bytes > used);
        ck_assert(piece.at >= end - (2 << 20));
        ck_assert(piece.at + piece.bytes <= pool.base + pool.reserve_bytes);
        ck_assert(!slab_foresee(&pool, &piece));
        end = piece.at + piece.bytes;
        pieces++;
    }
    ck_assert_int_gt(pieces, 10);
    slab_close(&pool);
}
END_TEST

START_TEST(a_small_pool_needs_no_foresight)
{
    slab_pool pool = new_pool(1024, 1 << 20);
    slab_piece piece;

    for (int i = 0; i < 4000; i++) {
        (void)slab_add(&pool);
        ck_assert(!slab_foresee(&pool, &piece));
    }
    slab_close(&pool);
}
END_TEST

START_TEST(touching_makes_pages_be_there_and_changes_nothing)
{
    enum { PAGE = 4096, BYTES = 8 << 20 };
    slab_pool pool = new_pool(BYTES, 1);
    static unsigned char is_there[BYTES / PAGE];

    pool.base[5] = 'x';
    slab_touch((slab_piece){ pool.base, BYTES });
    ck_assert_int_eq(mincore(pool.base, BYTES, is_there), 0);
    for (size_t i = 0; i < BYTES / PAGE; i++) {
        ck_assert_int_eq(is_there[i] & 1, 1);
    }
    ck_assert_int_eq(pool.base[5], 'x');
    for (size_t i = 6; i < BYTES; i++) {
        if (pool.base[i] != 0) {
            ck_abort_msg("byte %zu changed", i);
        }
    }
    const slab_piece gone = { pool.base, BYTES };
    slab_close(&pool);
    slab_touch(gone);
}
END_TEST

UNIT_MAIN("slab", items_are_numbered_from_zero_up_to_the_cap, items_are_zeroed_and_keep_their_place,
          used_bytes_are_whole_slabs, used_slabs_lie_within_the_reserve, a_large_cap_costs_nothing,
          a_cap_beyond_the_address_space_is_refused_by_name,
          a_zeroed_pool_can_be_closed_and_so_can_a_closed_one,
          what_is_foreseen_is_ahead_and_told_once, a_small_pool_needs_no_foresight,
          touching_makes_pages_be_there_and_changes_nothing)
