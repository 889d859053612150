#include "base/arena.h"
#include "decode_fixture.h"

static bool is_zero(const char *at, size_t bytes)
{
    size_t i = 0;

    while (i < bytes && at[i] == 0) {
        i++;
    }
    return i == bytes;
}

START_TEST(pieces_are_zeroed_and_aligned)
{
    arena *memory = new_arena(1 << 20);

    for (size_t bytes = 0; bytes < 300; bytes++) {
        char *piece = arena_take(memory, bytes);
        ck_assert_ptr_nonnull(piece);
        ck_assert_uint_eq((uintptr_t)piece % (bytes >= 64 ? 64 : 16), 0);
        ck_assert(is_zero(piece, bytes));
        memset(piece, 0xAA, bytes);
    }
    arena_close(memory);
}
END_TEST

START_TEST(pieces_taken_again_are_zeroed_again)
{
    arena *memory = new_arena(1 << 16);
    const size_t mark = arena_mark(memory);
    uint64_t seed = 1;

    for (int round = 0; round < 200; round++) {
        for (int i = 0; i < 20; i++) {
            const size_t bytes = below(&seed, 2000);
            char *piece = arena_take(memory, bytes);
            ck_assert_ptr_nonnull(piece);
            ck_assert(is_zero(piece, bytes));
            memset(piece, 0xAA, bytes);
        }
        arena_reset(memory, mark);
    }
    arena_close(memory);
}
END_TEST

START_TEST(pieces_do_not_overlap)
{
    arena *memory = new_arena(1 << 20);
    unsigned char *pieces[100];
    size_t sizes[100];
    uint64_t seed = 2;

    for (int i = 0; i < 100; i++) {
        sizes[i] = 1 + below(&seed, 500);
        pieces[i] = arena_take(memory, sizes[i]);
        memset(pieces[i], i + 1, sizes[i]);
    }
    for (int i = 0; i < 100; i++) {
        for (size_t at = 0; at < sizes[i]; at++) {
            ck_assert_uint_eq(pieces[i][at], (unsigned)i + 1);
        }
    }
    arena_close(memory);
}
END_TEST

START_TEST(a_piece_of_all_that_was_asked_for_can_be_taken)
{
    arena *memory = new_arena(1 << 20);

    ck_assert_ptr_nonnull(arena_take(memory, 1 << 20));
    arena_close(memory);
}
END_TEST

START_TEST(beyond_the_reserve_there_is_nothing)
{
    arena *memory = new_arena(1 << 16);

    ck_assert_ptr_null(arena_take(memory, 1 << 20));
    ck_assert_ptr_null(arena_take(memory, SIZE_MAX));
    ck_assert_ptr_null(arena_take(memory, SIZE_MAX - 64));
    ck_assert_ptr_nonnull(arena_take(memory, 100));
    arena_close(memory);
}
END_TEST

START_TEST(a_full_arena_has_room_again_after_a_reset)
{
    arena *memory = new_arena(1 << 16);
    const size_t mark = arena_mark(memory);

    while (arena_take(memory, 1000) != NULL) {
    }
    arena_reset(memory, mark);
    ck_assert_ptr_nonnull(arena_take(memory, 1000));
    arena_close(memory);
}
END_TEST

START_TEST(what_was_taken_before_a_mark_stays)
{
    arena *memory = new_arena(1 << 16);
    char *kept = arena_take(memory, 10);
    memcpy(kept, "kept", 5);
    const size_t mark = arena_mark(memory);

    memset(arena_take(memory, 1000), 'x', 1000);
    arena_reset(memory, mark);
    memset(arena_take(memory, 1000), 'y', 1000);
    ck_assert_str_eq(kept, "kept");
    arena_close(memory);
}
END_TEST

START_TEST(a_generous_reserve_costs_nothing)
{
    arena *memory = new_arena((size_t)1 << 36);

    ck_assert_ptr_nonnull(arena_take(memory, (size_t)1 << 35));
    arena_close(memory);
}
END_TEST

START_TEST(more_than_the_address_space_is_refused_with_a_text)
{
    arena *memory = NULL;
    jaga_error err = { .text = "" };

    ck_assert_int_eq(arena_open((size_t)1 << 60, &memory, &err), JAGA_ERR_NOMEM);
    ck_assert_ptr_null(memory);
    ck_assert_ptr_nonnull(strstr(err.text, "address space"));
}
END_TEST

START_TEST(no_arena_can_be_closed)
{
    arena_close(NULL);
}
END_TEST

UNIT_MAIN("arena", pieces_are_zeroed_and_aligned, pieces_taken_again_are_zeroed_again,
          pieces_do_not_overlap, a_piece_of_all_that_was_asked_for_can_be_taken,
          beyond_the_reserve_there_is_nothing, a_full_arena_has_room_again_after_a_reset,
          what_was_taken_before_a_mark_stays, a_generous_reserve_costs_nothing,
          more_than_the_address_space_is_refused_with_a_text, no_arena_can_be_closed)
