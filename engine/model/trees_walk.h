#ifndef JAGA_MODEL_TREES_WALK_H
#define JAGA_MODEL_TREES_WALK_H

#include "model/trees.h"

/* Trees as perfect heaps of one depth: the root is node 1, the children of n are 2n and 2n + 1, so
 * that walking needs no branch. A leaf above the bottom is filled up with questions whose answer
 * does not matter.
 *
 * A question is 32 bits: a threshold of half precision has zeros in the low 13 bits of its float,
 * which hold the column. A column is a number with what stands there when it is missing: above all
 * thresholds, to go right, or below them, to go left. Columns are in the order of first use, so
 * that stage one needs the first ones only. */
enum {
    TREES_BLOCK = 8, /* trees walked at a time, whose steps need not wait for each other */
    TREES_COLUMNS_MAX = 2 * JAGA_MODEL_FEATURES_MAX,
    TREES_WAYS = 2
};
#define TREES_COLUMN_MASK 0x1FFFu

typedef float trees_walk(const trees *self, const float *columns, size_t from, size_t to,
                         float sum);

struct trees {
    uint32_t *questions; /* `width` of each tree, the first unused; TREES_BLOCK trees more */
    float *values;       /* 2 * width of each tree, by heap node: the second half is leaves */
    trees_walk *walk;
    trees_point *points;
    size_t width; /* 2^depth */
    size_t depth;
    size_t count, stage_one;
    size_t point_count;
    float base_margin, cut;
    size_t columns, stage_one_columns;
    uint16_t places[TREES_COLUMNS_MAX]; /* of each in the table */
    float missing[TREES_COLUMNS_MAX];   /* what stands there then: +-infinity */
};

/* One way of walking; NULL where the processor cannot. The last that is there is the fastest. */
typedef struct trees_way {
    const char *name;
    trees_walk *walk;
} trees_way;

void trees_ways(trees_way out[TREES_WAYS]);

/* The one that needs vector instructions. */
trees_way trees_simd_way(void);

#endif
