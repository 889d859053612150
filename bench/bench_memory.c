/* What the engine's tables take, one by one, when every account was seen: rows come through a pipe,
 * so that nothing lies on disk.
 *
 * usage: bench_memory [ACCOUNTS]     default 10,000,000, which takes about 8 GB
 *
 * Prints one JSON line: bytes of each table that items use, and what the system counts for the
 * process beyond what it had before (resident). Fails when an account is missing or has more than
 * the design's 640 bytes. */
#include "clock.h"
#include "zipf_log.h"

#include "decode/decoder.h"
#include "pipeline/engine.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { BATCH = 512, ACCOUNT_BYTES_MOST = 640 };

static jaga_status read_pipe(void *ctx, char *buf, size_t cap, size_t *got, jaga_error *err)
{
    const ssize_t n = read(*(const int *)ctx, buf, cap);

    if (n < 0) {
        return jaga_fail(err, JAGA_ERR_IO, "reading the pipe: %s", strerror(errno));
    }
    *got = (size_t)n;
    return n > 0 ? JAGA_OK : JAGA_END;
}

static pid_t start_writer(uint32_t accounts, int *from)
{
    int ends[2];

    if (pipe(ends) != 0) {
        return -1;
    }
    const pid_t child = fork();
    if (child == 0) {
        FILE *out = fdopen(ends[1], "w");
        (void)close(ends[0]);
        if (out != NULL) {
            zipf_log_everyone(out, accounts);
        }
        _exit(out != NULL && fclose(out) == 0 ? 0 : 1);
    }
    (void)close(ends[1]);
    *from = ends[0];
    return child;
}

static uint64_t resident_bytes(void)
{
    unsigned long pages = 0;
    FILE *in = fopen("/proc/self/statm", "r");

    if (in != NULL) {
        (void)(fscanf(in, "%*u %lu", &pages) + fclose(in));
    }
    return (uint64_t)pages * (uint64_t)sysconf(_SC_PAGESIZE);
}

static size_t decode_batch(decoder *from, arena *text, jaga_record records[BATCH])
{
    jaga_error err;
    size_t count = 0;

    while (count < BATCH &&
           decoder_next(from, true, text, &records[count], &err) == DECODE_RECORD) {
        count++;
    }
    return count;
}

static void fill(engine *shard, int from)
{
    static jaga_record records[BATCH];
    const decode_input input = { .ctx = &from, .read = read_pipe, .name = "pipe" };
    arena *memory = NULL;
    mapping *map = NULL;
    decoder *rows = NULL;
    engine_step step;
    jaga_error err;
    uint64_t number = 0;
    size_t count;

    must(arena_open((size_t)64 << 20, &memory, &err), &err);
    must(mapping_load(NULL, memory, &map, &err), &err);
    must(decoder_open(&input, map, 0, &rows, &err), &err);
    const size_t mark = arena_mark(memory);
    while ((count = decode_batch(rows, memory, records)) > 0) {
        for (size_t i = 0; i < count; i++) {
            must(engine_take(shard, &records[i], number++, &step, &err), &err);
        }
        arena_reset(memory, mark);
    }
    decoder_close(rows);
    arena_close(memory);
}

static uint64_t used(const slab_pool *pool)
{
    return (uint64_t)pool->item_bytes * pool->count;
}

static uint64_t print_tables(const engine *shard, uint64_t resident)
{
    const profile *state = &shard->profile;
    const uint64_t accounts = state->hot.count;
    const uint64_t account_bytes =
        used(&state->hot) + used(&state->cold) + used(&state->accounts.slots);

    printf("{\"bench\":\"memory\",\"accounts\":%" PRIu64 ",\"hot\":%" PRIu64 ",\"cold\":%" PRIu64
           ",\"account_index\":%" PRIu64 ",\"entities\":%" PRIu64 ",\"entity_index\":%" PRIu64
           ",\"event_ids\":%" PRIu64 ",\"event_id_index\":%" PRIu64
           ",\"bytes_per_account\":%.0f,\"resident\":%" PRIu64 "}\n",
           accounts, used(&state->hot), used(&state->cold), used(&state->accounts.slots),
           used(&state->entities.items), used(&state->entities.index.slots),
           used(&shard->order.seen), used(&shard->order.index.slots),
           (double)account_bytes / (double)accounts, resident);
    return account_bytes;
}

int main(int argc, char **argv)
{
    const uint32_t accounts = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : 10000000;
    jaga_settings settings;
    engine shard;
    jaga_error err;
    int from = -1, status = 1;
    const pid_t writer = start_writer(accounts, &from);

    if (writer < 0) {
        perror("bench_memory: starting the writer");
        return 1;
    }
    const uint64_t before = resident_bytes();
    jaga_settings_default(&settings);
    const engine_caps caps = engine_caps_of(&settings);
    must(engine_open(&shard, &caps, &err), &err);
    fill(&shard, from);
    const uint64_t account_bytes = print_tables(&shard, resident_bytes() - before);
    const bool is_right = shard.profile.hot.count == accounts &&
                          account_bytes <= (uint64_t)accounts * ACCOUNT_BYTES_MOST;
    engine_close(&shard);
    if (waitpid(writer, &status, 0) != writer || status != 0 || !is_right) {
        fprintf(stderr, "bench_memory: accounts are missing, or one takes more than %d bytes\n",
                ACCOUNT_BYTES_MOST);
        return 1;
    }
    return 0;
}
