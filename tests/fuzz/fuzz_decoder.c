/* decoder: any bytes give records or one clear failure, the same however they are cut, and a
 * decoder goes on behind any record. The first byte chooses the pieces, the mapping and whether the
 * canonical header is put in front, so that rows are reached. */
#include "decode/decoder.h"

#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char canonical_head[] =
    "event_id,ts,type,status,account,amount,currency,balance,fee,counterparty,device,lat,lon\n";
static const char paysim_head[] =
    "step,action,amount,nameOrig,oldBalanceOrig,newBalanceOrig,nameDest,isFraud,tx_id\n";

typedef struct memory_log {
    const char *head;
    const uint8_t *data;
    size_t head_bytes, size, at, piece;
} memory_log;

static jaga_status read_memory(void *ctx, char *buf, size_t cap, size_t *got, jaga_error *err)
{
    memory_log *log = ctx;
    size_t n = 0;

    (void)err;
    cap = cap < log->piece ? cap : log->piece;
    for (; n < cap && log->at < log->head_bytes + log->size; n++, log->at++) {
        buf[n] = log->at < log->head_bytes ? log->head[log->at]
                                           : (char)log->data[log->at - log->head_bytes];
    }
    *got = n;
    return n > 0 ? JAGA_OK : JAGA_END;
}

static decoder *open_at(memory_log *log, const mapping *map)
{
    const decode_input input = { .ctx = log, .read = read_memory, .name = "x" };
    decoder *made = NULL;

    log->at = 0;
    if (decoder_open(&input, map, 7, &made, NULL) != JAGA_OK) {
        abort();
    }
    return made;
}

static void add_span(hash_stream *to, jaga_span text)
{
    hash_stream_add(to, &text.length, sizeof text.length);
    hash_stream_add(to, text.at, text.length);
}

static void add_record(hash_stream *to, const jaga_record *record)
{
    hash_stream_add(to, &record->line, sizeof record->line);
    if (record->kind == JAGA_RECORD_REJECT) {
        if (record->reject.reason.length == 0 || record->reject.cause.length == 0) {
            abort();
        }
        add_span(to, record->reject.reason);
        add_span(to, record->reject.cause);
        return;
    }
    if (record->kind != JAGA_RECORD_EVENT || record->event.event_id.length == 0 ||
        record->event.event_id.length > 64 || record->event.type >= JAGA_TYPE_COUNT ||
        (record->event.amount_minor < 0 && record->event.amount_minor != JAGA_UNKNOWN_MINOR) ||
        record->event.ts_us < INT64_C(31536000000000) ||
        record->event.ts_us >= INT64_C(4133980800000000)) {
        abort();
    }
    add_span(to, record->event.event_id);
    add_span(to, record->event.detail);
    hash_stream_add(to, &record->identity, sizeof record->identity);
}

/* Hashes all records; with split > 0 a second decoder goes on behind that many. */
static uint64_t run(memory_log *log, const mapping *map, arena *memory, uint64_t split)
{
    const size_t mark = arena_mark(memory);
    decoder *from = open_at(log, map);
    jaga_error err = { .text = "" };
    decode_result result;
    hash_stream records;
    jaga_record record;
    uint64_t count = 0;

    hash_stream_init(&records);
    while ((result = decoder_next(from, true, memory, &record, &err)) == DECODE_RECORD) {
        add_record(&records, &record);
        arena_reset(memory, mark);
        if (++count == split) {
            const decode_position at = decoder_position(from);
            bool is_same = false;
            decoder_close(from);
            from = open_at(log, map);
            if (decoder_resume(from, &at, &is_same, &err) != JAGA_OK || !is_same) {
                abort();
            }
        }
    }
    if (result == DECODE_FAILED && (err.text[0] == '\0' || strchr(err.text, '\n') != NULL)) {
        abort();
    }
    decoder_close(from);
    hash_stream_add(&records, &result, sizeof result);
    return hash_stream_value(&records);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena *memory = NULL;
    mapping *map = NULL;

    if (size == 0) {
        return 0;
    }
    const bool is_paysim = data[0] >> 4 & 1, has_head = data[0] >> 5 & 1;
    if (arena_open((size_t)1 << 20, &memory, NULL) != JAGA_OK ||
        mapping_load(is_paysim ? "paysim" : NULL, memory, &map, NULL) != JAGA_OK) {
        abort();
    }
    memory_log log = { .head = is_paysim ? paysim_head : canonical_head,
                       .data = data + 1,
                       .size = size - 1,
                       .piece = SIZE_MAX };
    log.head_bytes = has_head ? strlen(log.head) : 0;
    const uint64_t whole = run(&log, map, memory, 0);
    log.piece = (size_t)1 << (data[0] & 15);
    if (run(&log, map, memory, 0) != whole || run(&log, map, memory, 1 + (data[0] & 3)) != whole) {
        abort();
    }
    arena_close(memory);
    return 0;
}
