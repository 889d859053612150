/* Arrival. Rows reach the log in order of time, except that a few were held up on the way for
 * seconds or minutes and a few are delivered twice. Those wait here, spelled out, in a heap. */
#include "simulate/sim_log.h"

#include "simulate/sim_spell.h"

#include <string.h>

enum { WAITING_MAX = 8192 };

typedef struct waiting {
    int64_t arrival_us, ts_us;
    uint64_t order;
    uint32_t slot, length;
    bool is_duplicate;
} waiting;

struct sim_log {
    const sim_world *world;
    sim_file *file;
    sim_spell spell;
    uint64_t number, rows, duplicates, late;
    int64_t latest_us; /* of the rows written so far */
    uint32_t waiting_count;
    waiting heap[WAITING_MAX];
    uint32_t free_slots[WAITING_MAX];
    char slots[WAITING_MAX][SIM_ROW_MAX];
};

jaga_status sim_log_open(arena *memory, const char *directory, const sim_world *world,
                         bool has_location, sim_log **out, jaga_error *err)
{
    sim_log *log = arena_take(memory, sizeof *log);
    if (log == NULL) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "no memory to write events.csv");
    }
    log->world = world;
    log->number = world->spelling.event_first;
    log->latest_us = INT64_MIN;
    for (uint32_t i = 0; i < WAITING_MAX; i++) {
        log->free_slots[i] = i;
    }
    JAGA_TRY(sim_file_open(memory, directory, "events.csv", &log->file, err));
    sim_spell_init(&log->spell, world, has_location);
    sim_file_end(log->file, sim_spell_header(&log->spell, sim_file_room(log->file)));
    *out = log;
    return JAGA_OK;
}

static bool is_before(const waiting *a, const waiting *b)
{
    return a->arrival_us != b->arrival_us ? a->arrival_us < b->arrival_us : a->order < b->order;
}

/* Takes a copy of the row. false: nobody else can wait, and the row is not late after all. */
static bool hold_up(sim_log *log, const char *row, size_t length, waiting entry)
{
    if (log->waiting_count == WAITING_MAX) {
        return false;
    }
    entry.slot = log->free_slots[log->waiting_count];
    entry.length = (uint32_t)length;
    memcpy(log->slots[entry.slot], row, length);
    uint32_t i = log->waiting_count++;
    while (i > 0 && is_before(&entry, &log->heap[(i - 1) / 2])) {
        log->heap[i] = log->heap[(i - 1) / 2];
        i = (i - 1) / 2;
    }
    log->heap[i] = entry;
    return true;
}

static void let_in(sim_log *log)
{
    const waiting first = log->heap[0];
    const waiting moved = log->heap[--log->waiting_count];
    uint32_t i = 0;
    for (uint32_t child = 1; child < log->waiting_count; child = 2 * i + 1) {
        if (child + 1 < log->waiting_count && is_before(&log->heap[child + 1], &log->heap[child])) {
            child++;
        }
        if (!is_before(&log->heap[child], &moved)) {
            break;
        }
        log->heap[i] = log->heap[child];
        i = child;
    }
    log->heap[i] = moved;
    log->free_slots[log->waiting_count] = first.slot;

    sim_file_put(log->file, log->slots[first.slot], first.length);
    log->rows++;
    log->duplicates += first.is_duplicate;
    log->late += !first.is_duplicate && first.ts_us < log->latest_us;
    log->latest_us = first.ts_us > log->latest_us ? first.ts_us : log->latest_us;
}

uint64_t sim_log_write(sim_log *log, const sim_intent *event, int64_t balance)
{
    const sim_world *w = log->world;
    while (log->waiting_count > 0 && log->heap[0].arrival_us <= event->ts_us) {
        let_in(log);
    }
    sim_random r = sim_random_open(w->key, SIM_FOR_ARRIVAL, log->number, 0);
    log->number += 1 + sim_below(&r, w->spelling.event_step_max);

    char *row = sim_file_room(log->file);
    const char *end = sim_spell_row(&log->spell, row, event, log->number, balance);
    const size_t length = (size_t)(end - row);
    const bool is_late = sim_chance(&r, w->late);
    const int64_t longest_ms = JAGA_SIMULATION_LATE_MAX_US / 1000;
    const int64_t delay_us = sim_scale_free(&r, is_late ? 2000 : 100, longest_ms) * 1000;
    const waiting entry = { .arrival_us = event->ts_us + delay_us,
                            .ts_us = event->ts_us,
                            .order = log->number,
                            .is_duplicate = !is_late };
    if (is_late && hold_up(log, row, length, entry)) {
        return log->number;
    }
    if (!is_late && sim_chance(&r, w->duplicate)) {
        (void)hold_up(log, row, length, entry);
    }
    sim_file_end(log->file, end);
    log->rows++;
    log->latest_us = event->ts_us;
    return log->number;
}

jaga_status sim_log_finish(sim_log *log, jaga_simulation_summary *summary, jaga_error *err)
{
    while (log->waiting_count > 0) {
        let_in(log);
    }
    summary->rows = log->rows;
    summary->duplicates = log->duplicates;
    summary->late = log->late;
    summary->bytes = sim_file_bytes(log->file);
    return sim_file_finish(log->file, err);
}

void sim_log_drop(sim_log *log)
{
    if (log != NULL) {
        sim_file_drop(log->file);
    }
}
