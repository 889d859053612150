/* Order of time. The plan of a day is sorted once by radix; the few intents that arise while it is
 * carried out, or that lie beyond midnight, wait in a binary heap beside it. */
#include "simulate/sim_run.h"

#include <string.h>

static bool is_before(const sim_intent *a, const sim_intent *b)
{
    return a->ts_us != b->ts_us ? a->ts_us < b->ts_us : a->order < b->order;
}

static void sift_up(sim_intent *heap, size_t i)
{
    const sim_intent moved = heap[i];
    while (i > 0 && is_before(&moved, &heap[(i - 1) / 2])) {
        heap[i] = heap[(i - 1) / 2];
        i = (i - 1) / 2;
    }
    heap[i] = moved;
}

static void sift_down(sim_intent *heap, size_t count)
{
    const sim_intent moved = heap[count];
    size_t i = 0;
    for (size_t child = 1; child < count; child = 2 * i + 1) {
        if (child + 1 < count && is_before(&heap[child + 1], &heap[child])) {
            child++;
        }
        if (!is_before(&heap[child], &moved)) {
            break;
        }
        heap[i] = heap[child];
        i = child;
    }
    heap[i] = moved;
}

void sim_push(sim_run *run, const sim_intent *intent)
{
    if (intent->ts_us >= run->end_us) {
        return; /* the log ends before */
    }
    const bool is_today = run->is_planning && intent->ts_us < run->day_us + SIM_DAY;
    sim_list *list = is_today ? &run->today : &run->pending;
    if (list->count == list->cap) {
        run->is_full = true;
        return;
    }
    sim_intent *put = &list->at[list->count];
    *put = *intent;
    put->ts_us -= put->ts_us % run->world.style.granule_us; /* as exactly as the log speaks */
    put->order = run->orders++;
    if (!is_today) {
        sift_up(list->at, list->count);
    }
    list->count++;
}

/* Keys hold the millisecond of the day above the index, so a stable sort by time is one by both. */
static void radix_pass(const uint64_t *from, uint64_t *to, size_t count, unsigned shift)
{
    size_t place[512] = { 0 };
    for (size_t i = 0; i < count; i++) {
        place[from[i] >> shift & 511]++;
    }
    size_t sum = 0;
    for (size_t i = 0; i < 512; i++) {
        const size_t here = place[i];
        place[i] = sum;
        sum += here;
    }
    for (size_t i = 0; i < count; i++) {
        to[place[from[i] >> shift & 511]++] = from[i];
    }
}

void sim_sort_day(sim_run *run)
{
    const size_t count = run->today.count;
    for (size_t i = 0; i < count; i++) {
        const int64_t ms = (run->today.at[i].ts_us - run->day_us) / 1000;
        run->keys[i] = (uint64_t)(ms > 0 ? ms : 0) << 32 | i;
    }
    for (unsigned shift = 32; shift < 59; shift += 9) { /* 27 bits hold a day */
        radix_pass(run->keys, run->spare, count, shift);
        uint64_t *const swap = run->keys;
        run->keys = run->spare;
        run->spare = swap;
    }
    run->next = 0;
}

bool sim_pop(sim_run *run, sim_intent *out)
{
    sim_list *heap = &run->pending;
    const bool has_plan = run->next < run->today.count;
    const bool has_heap = heap->count > 0 && heap->at[0].ts_us < run->day_us + SIM_DAY;
    const sim_intent *plan = has_plan ? &run->today.at[run->keys[run->next] & 0xffffffff] : NULL;

    if (has_heap && (plan == NULL || is_before(&heap->at[0], plan))) {
        *out = heap->at[0];
        heap->count--;
        sift_down(heap->at, heap->count);
        return true;
    }
    if (plan != NULL) {
        *out = *plan;
        run->next++;
    }
    return has_plan;
}

uint32_t sim_episode_open(sim_run *run, uint32_t account, uint32_t kind, sim_skill skill)
{
    if (run->episode_count == run->episode_cap) {
        run->is_full = true;
        return 0;
    }
    sim_episode *episode = &run->episodes[run->episode_count++];
    memset(episode, 0, sizeof *episode);
    *episode = (sim_episode){
        .end_us = -1, .account = account, .kind = (uint8_t)kind, .skill = (uint8_t)skill
    };
    return (uint32_t)run->episode_count;
}
