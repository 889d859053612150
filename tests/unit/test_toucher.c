#include "unit.h"

#include "pipeline/toucher.h"

#include <string.h>

/* Touching memory on a thread: whatever is asked for, nothing changes and closing ends it. */

enum { PIECES = 500, PIECE_BYTES = 1 << 16 };

START_TEST(contents_stay_whatever_is_asked)
{
    slab_pool pool = { 0 };
    slab_piece pieces[PIECES];
    toucher *memory = NULL;

    ck_assert_int_eq(slab_open(&pool, "bytes", PIECE_BYTES, PIECES, NULL), JAGA_OK);
    for (uint32_t i = 0; i < PIECES; i++) {
        pieces[i] = (slab_piece){ slab_at(&pool, i), PIECE_BYTES };
        if (i % 2 == 0) {
            memset(pieces[i].at, (int)i, PIECE_BYTES);
        }
    }
    ck_assert_int_eq(toucher_open(&memory, NULL), JAGA_OK);
    toucher_ask(memory, pieces, 0);
    for (int i = 0; i < PIECES; i++) {
        toucher_ask(memory, &pieces[i], 1);
    }
    toucher_ask(memory, pieces, PIECES);
    toucher_close(memory);
    for (int i = 0; i < PIECES; i++) {
        for (size_t j = 0; j < PIECE_BYTES; j++) {
            if (pieces[i].at[j] != (i % 2 == 0 ? (char)i : 0)) {
                ck_abort_msg("byte %zu of piece %d changed", j, i);
            }
        }
    }
    slab_close(&pool);
}
END_TEST

START_TEST(memory_that_is_gone_does_no_harm)
{
    for (int round = 0; round < 50; round++) {
        slab_pool pool = { 0 };
        toucher *memory = NULL;

        ck_assert_int_eq(slab_open(&pool, "bytes", PIECE_BYTES, PIECES, NULL), JAGA_OK);
        ck_assert_int_eq(toucher_open(&memory, NULL), JAGA_OK);
        const slab_piece all = { pool.base, (size_t)PIECES * PIECE_BYTES };
        toucher_ask(memory, &all, 1);
        slab_close(&pool);
        toucher_close(memory);
    }
}
END_TEST

START_TEST(closing_what_was_never_opened_is_fine)
{
    toucher_close(NULL);
}
END_TEST

UNIT_MAIN("toucher", contents_stay_whatever_is_asked, memory_that_is_gone_does_no_harm,
          closing_what_was_never_opened_is_fine)
