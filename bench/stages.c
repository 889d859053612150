#include "stages.h"

#include "clock.h"

#include "decode/decoder.h"
#include "history/history.h"
#include "pipeline/engine.h"
#include "source/source.h"

#include <stdio.h>

enum { BATCH = 512 };

typedef struct pipeline {
    arena *memory;
    source *from;
    decoder *rows;
    history *log;
    history_packer *packer;
    history_pack pack;
    engine shard;
} pipeline;

static jaga_status read_source(void *ctx, char *buf, size_t cap, size_t *got, jaga_error *err)
{
    return source_read(ctx, buf, cap, got, err);
}

static double now_s(void)
{
    return seconds_on(CLOCK_THREAD_CPUTIME_ID);
}

static void open_pipeline(pipeline *self, const char *log, const char *history_path)
{
    mapping *map = NULL;
    jaga_error err;

    (void)remove(history_path);
    must(arena_open((size_t)64 << 20, &self->memory, &err), &err);
    must(mapping_load(NULL, self->memory, &map, &err), &err);
    must(source_open(log, &self->from, &err), &err);
    const decode_input input = { .ctx = self->from, .read = read_source, .name = log };
    must(decoder_open(&input, map, 0, &self->rows, &err), &err);
    must(history_open(history_path, "bench", &self->log, &err), &err);
    must(history_packer_open(&self->packer, &err), &err);
    must(history_pack_open(&self->pack, BATCH, &err), &err);
    jaga_settings settings;
    jaga_settings_default(&settings);
    const engine_caps caps = engine_caps_of(&settings);
    must(engine_open(&self->shard, &caps, &err), &err);
}

static void close_pipeline(pipeline *self)
{
    engine_close(&self->shard);
    history_pack_close(&self->pack);
    history_packer_close(self->packer);
    history_close(self->log);
    decoder_close(self->rows);
    source_close(self->from);
    arena_close(self->memory);
}

static size_t decode_batch(pipeline *self, jaga_record records[BATCH])
{
    jaga_error err;
    size_t count = 0;

    while (count < BATCH &&
           decoder_next(self->rows, true, self->memory, &records[count], &err) == DECODE_RECORD) {
        count++;
    }
    return count;
}

static void take_batch(pipeline *self, const jaga_record *records, size_t count, uint64_t number)
{
    engine_step step;
    jaga_error err;

    for (size_t i = 0; i < count; i++) {
        engine_look_ahead(&self->shard, records, i, count);
        must(engine_take(&self->shard, &records[i], number + i, &step, &err), &err);
    }
}

static void write_batch(pipeline *self, const jaga_record *records, size_t count)
{
    jaga_error err;

    history_pack_records(self->packer, &self->pack, records, count);
    must(history_append_pack(self->log, &self->pack, &err), &err);
}

void stages_measure(const char *folder, const char *log, stage_costs *out)
{
    static jaga_record records[BATCH];
    pipeline self = { 0 };
    char path[512];
    double decode_s = 0.0, engine_s = 0.0, history_s = 0.0;
    size_t rows = 0, count;

    (void)snprintf(path, sizeof path, "%s/bench.history", folder);
    open_pipeline(&self, log, path);
    const size_t mark = arena_mark(self.memory);
    do {
        const double began_s = now_s();
        count = decode_batch(&self, records);
        const double decoded_s = now_s();
        write_batch(&self, records, count);
        const double written_s = now_s();
        take_batch(&self, records, count, rows);
        engine_s += now_s() - written_s;
        history_s += written_s - decoded_s;
        decode_s += decoded_s - began_s;
        rows += count;
        arena_reset(self.memory, mark);
    } while (count == BATCH);
    const double ns = 1e9 / (double)rows;
    *out = (stage_costs){
        .decode_ns = decode_s * ns,
        .engine_ns = engine_s * ns,
        .history_ns = history_s * ns,
        .bytes_per_event = (double)history_bytes(self.log) / (double)rows,
    };
    close_pipeline(&self);
    (void)remove(path);
}
