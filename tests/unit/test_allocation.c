/* Nothing is allocated per event: what a run needs is reserved when it opens. */
#include "unit.h"

#include "base/when.h"
#include "decode/decoder.h"
#include "pipeline/engine.h"

#include <malloc.h>
#include <stdio.h>
#include <string.h>

enum { ROWS = 20000, ACCOUNTS = 50 };

typedef struct text_input {
    const char *text;
    size_t left;
} text_input;

static jaga_status read_text(void *ctx, char *buf, size_t cap, size_t *got, jaga_error *err)
{
    text_input *in = ctx;
    (void)err;

    if (in->left == 0) {
        return JAGA_END;
    }
    *got = in->left < cap ? in->left : cap;
    memcpy(buf, in->text, *got);
    in->text += *got;
    in->left -= *got;
    return JAGA_OK;
}

/* Heap in use plus memory mapped by the allocator. */
static size_t allocated(void)
{
    const struct mallinfo2 info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

static size_t write_log(char *text, size_t cap)
{
    size_t used = (size_t)snprintf(text, cap, "event_id,ts,type,account,amount,balance,device\n");

    for (int i = 0; i < ROWS; i++) {
        used +=
            (size_t)snprintf(text + used, cap - used, "e%d,%d,payment,w%d,%d,1000000,d%d\n", i,
                             1767200000 + i * 60, i % ACCOUNTS, 1000 + i % 7 * 100, i % ACCOUNTS);
    }
    return used;
}

START_TEST(decoding_and_taking_events_allocates_nothing)
{
    static char text[ROWS * 64];
    text_input in = { text, write_log(text, sizeof text) };
    const decode_input input = { .ctx = &in, .read = read_text, .name = "log" };
    const engine_caps caps = { .accounts = 1000, .entities = 1000, .event_ids = 4000 };
    arena *memory = NULL, *row_text = NULL;
    mapping *map = NULL;
    decoder *rows = NULL;
    engine shard;
    engine_step step;
    jaga_record record;
    size_t before = 0, taken = 0;

    ck_assert_int_eq(arena_open((size_t)1 << 22, &memory, NULL), JAGA_OK);
    ck_assert_int_eq(arena_open((size_t)1 << 20, &row_text, NULL), JAGA_OK);
    ck_assert_int_eq(mapping_load(NULL, memory, &map, NULL), JAGA_OK);
    ck_assert_int_eq(decoder_open(&input, map, 0, &rows, NULL), JAGA_OK);
    ck_assert_int_eq(engine_open(&shard, &caps, NULL), JAGA_OK);
    const size_t empty = arena_mark(row_text);
    while (decoder_next(rows, true, row_text, &record, NULL) == DECODE_RECORD) {
        ck_assert_int_eq(engine_take(&shard, &record, taken, &step, NULL), JAGA_OK);
        arena_reset(row_text, empty);
        if (++taken == 1000) {
            before = allocated(); /* libcsv has its buffer by now */
        }
    }
    ck_assert_uint_eq(taken, ROWS);
    ck_assert_uint_eq(allocated(), before);
    engine_close(&shard);
    decoder_close(rows);
    arena_close(row_text);
    arena_close(memory);
}
END_TEST

UNIT_MAIN("allocation", decoding_and_taking_events_allocates_nothing)
