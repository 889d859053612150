#include "profile/edge_sketch.h"

#include "base/exponent.h"

enum { LINE_CELLS = 8, LINE_COUNTS = 16, ROWS = 2 };
enum { UNIT = 16, LATELY_MOST = (1 << 20) - 1, TOTAL_MOST = (1 << 30) - 1 };
static const double usual_rate = EDGE_TICK_S / 86400.0;
static const uint64_t late_most = 1024;
static const uint64_t tick_mask = (1u << 14) - 1;

/* Stafford's variant 13 of the MurmurHash3 finaliser: every bit of the id tells on every bit. */
static uint64_t mixed(uint64_t x)
{
    x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
    return x ^ (x >> 31);
}

static uint64_t edge_of(uint64_t from, uint64_t to)
{
    return from * UINT64_C(0x9E3779B97F4A7C15) + to;
}

/* Two places in the line that the id belongs to, never the same. */
static void find(uint64_t id, uint32_t count, uint32_t in_line, uint32_t at[ROWS])
{
    const uint64_t hash = mixed(id);
    const uint32_t line = (uint32_t)(hash >> 32) & (count / in_line - 1);
    const uint32_t first = (uint32_t)hash & (in_line - 1);
    const uint32_t step = 1 + (((uint32_t)(hash >> 8 & 0xFFFF) * (in_line - 1)) >> 16);

    at[0] = line * in_line + first;
    at[1] = line * in_line + ((first + step) & (in_line - 1));
}

static uint64_t tick_of(int64_t ts_us)
{
    return (uint64_t)(ts_us / (INT64_C(1000000) * EDGE_TICK_S));
}

/* Ticks since the cell's own; 0 for a late edge, which is days behind at most. */
static uint64_t ticks_since(edge_cell cell, uint64_t tick)
{
    const uint64_t ticks = (tick - cell.tick) & tick_mask;
    return ticks > tick_mask - late_most ? 0 : ticks;
}

static uint32_t lately_at(edge_cell cell, uint64_t tick)
{
    const uint64_t ticks = ticks_since(cell, tick);
    return ticks >= 20 ? 0 : (uint32_t)(cell.lately >> ticks);
}

/* MIDAS.CPP's score, ((a - s / t) t)^2 / (s (t - 1)), for more than is expected. By it alone a
 * first edge is the more sudden the longer the log is: everything is taken to have come once a day
 * on top of what it did. */
static double chi_squared(const edge_cell *cells, const uint32_t at[ROWS], uint64_t tick,
                          double ticks)
{
    uint32_t lately = UINT32_MAX, total = UINT32_MAX;

    for (int i = 0; i < ROWS; i++) {
        const edge_cell cell = cells[at[i]];
        const uint32_t now = lately_at(cell, tick);
        lately = now < lately ? now : lately;
        total = cell.total < total ? (uint32_t)cell.total : total;
    }
    const double a = (double)lately / UNIT + 1.0, s = (double)total + 1.0 + ticks * usual_rate;
    const double above = a * ticks - s;
    return above <= 0.0 ? 0.0 : above * above / (s * (ticks - 1.0));
}

double edge_sketch_bits(const edge_sketch *self, uint64_t end, uint64_t account, int64_t ts_us)
{
    const uint64_t tick = tick_of(ts_us);
    uint32_t edge[ROWS], shared[ROWS];

    if (self->first_tick == 0 || tick <= self->first_tick) {
        return 0.0;
    }
    const double ticks = (double)(tick - self->first_tick + 1);
    find(edge_of(end, account), EDGE_EDGES, LINE_CELLS, edge);
    find(end, EDGE_ENDS, LINE_CELLS, shared);
    const double of_edge = chi_squared(self->edges, edge, tick, ticks);
    const double of_end = chi_squared(self->ends, shared, tick, ticks);
    return log2_exact(1.0 + (of_edge > of_end ? of_edge : of_end));
}

static void add(edge_cell *cells, const uint32_t at[ROWS], uint64_t tick)
{
    for (int i = 0; i < ROWS; i++) {
        edge_cell *cell = &cells[at[i]];
        const uint32_t lately = lately_at(*cell, tick) + UNIT;
        cell->tick = cell->total == 0 ? tick & tick_mask
                                      : (cell->tick + ticks_since(*cell, tick)) & tick_mask;
        cell->lately = (lately > LATELY_MOST ? LATELY_MOST : lately) & LATELY_MOST;
        cell->total = (cell->total < TOTAL_MOST ? cell->total + 1u : cell->total) & TOTAL_MOST;
    }
}

void edge_sketch_add(edge_sketch *self, uint64_t end, uint64_t account, int64_t ts_us)
{
    const uint64_t tick = tick_of(ts_us);
    uint32_t at[ROWS];

    self->first_tick = self->first_tick == 0 ? tick : self->first_tick;
    find(edge_of(end, account), EDGE_EDGES, LINE_CELLS, at);
    add(self->edges, at, tick);
    find(end, EDGE_ENDS, LINE_CELLS, at);
    add(self->ends, at, tick);
}

void edge_sketch_prefetch(const edge_sketch *self, uint64_t end, uint64_t account)
{
    uint32_t at[ROWS];

    find(edge_of(end, account), EDGE_EDGES, LINE_CELLS, at);
    __builtin_prefetch(&self->edges[at[0]], 1);
    find(end, EDGE_ENDS, LINE_CELLS, at);
    __builtin_prefetch(&self->ends[at[0]], 1);
}

double popularity_of(const popularity *self, uint64_t id)
{
    uint32_t at[ROWS];

    find(id, POPULARITY_CELLS, LINE_COUNTS, at);
    const uint32_t a = self->count[at[0]], b = self->count[at[1]];
    return (double)(a < b ? a : b);
}

void popularity_add(popularity *self, uint64_t id)
{
    uint32_t at[ROWS];

    find(id, POPULARITY_CELLS, LINE_COUNTS, at);
    self->total++;
    for (int i = 0; i < ROWS; i++) {
        self->count[at[i]] += self->count[at[i]] < UINT32_MAX ? 1 : 0;
    }
}

void popularity_prefetch(const popularity *self, uint64_t id)
{
    uint32_t at[ROWS];

    find(id, POPULARITY_CELLS, LINE_COUNTS, at);
    __builtin_prefetch(&self->count[at[0]], 1);
}
