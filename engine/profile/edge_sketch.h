#ifndef JAGA_PROFILE_EDGE_SKETCH_H
#define JAGA_PROFILE_EDGE_SKETCH_H

#include <stdbool.h>
#include <stdint.h>

/* Sudden crowds in a stream of edges, in constant memory: MIDAS-R (Bhatia et al., AAAI 2020). A
 * count-min sketch holds, of each edge and of its shared end, how often it came lately (halved with
 * every tick that passes) and how often in all; chi squared says how far the first is above what
 * the second lets expect, which is never less than once a day. Of the account's end its profile
 * knows more than a sketch could.
 *
 * Both counters of a thing stand in one cache line. Places are functions of the ids and fixed
 * constants. What collides counts too much, lately and in all. A late edge counts as one of now. */
enum {
    EDGE_TICK_S = 3600,
    EDGE_EDGES = 1 << 14, /* cells; a line holds eight */
    EDGE_ENDS = 1 << 13
};

typedef struct edge_cell {
    uint64_t total : 30;
    uint64_t lately : 20; /* sixteenths */
    uint64_t tick : 14;   /* as of which lately stands, modulo 2^14: almost two years */
} edge_cell;

typedef struct edge_sketch {
    uint64_t first_tick; /* of any edge; 0: none yet */
    uint64_t reserved[7];
    edge_cell edges[EDGE_EDGES], ends[EDGE_ENDS];
} edge_sketch;

/* How sudden an edge of now is, itself counted: log2(1 + chi squared) of the edge or of its shared
 * end, whichever is more. 0 within the first tick. */
double edge_sketch_bits(const edge_sketch *self, uint64_t end, uint64_t account, int64_t ts_us);

void edge_sketch_add(edge_sketch *self, uint64_t end, uint64_t account, int64_t ts_us);
void edge_sketch_prefetch(const edge_sketch *self, uint64_t end, uint64_t account);

/* How often a thing was counted: a count-min sketch of the same kind, without time. */
enum { POPULARITY_CELLS = 1 << 15 };
typedef struct popularity {
    uint64_t total;
    uint64_t reserved[7];
    uint32_t count[POPULARITY_CELLS];
} popularity;

double popularity_of(const popularity *self, uint64_t id); /* never too small */
void popularity_add(popularity *self, uint64_t id);
void popularity_prefetch(const popularity *self, uint64_t id);

#endif
