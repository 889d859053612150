#ifndef RANDOM_TREES_H
#define RANDOM_TREES_H

/* Ensembles and rows by chance, and what an ensemble says, worked out by recursion over the nodes
 * as the file has them. */
#include "base/half.h"
#include "decode_fixture.h"
#include "jaga/feature.h"
#include "model/trees_file.h"

#include <math.h>

typedef float row_of_numbers[JAGA_MODEL_FEATURES_MAX];

static inline float random_half(uint64_t *seed)
{
    static const float corners[] = { 0.0f,      -0.0f,      0x1p-24f, -0x1p-24f,
                                     HALF_MOST, -HALF_MOST, 1.0f,     0.5f };

    if (below(seed, 4) == 0) {
        return corners[below(seed, sizeof corners / sizeof corners[0])];
    }
    return half_round((float)below(seed, 200) / 8.0f - 10.0f);
}

/* A node and what hangs below it; returns its index. */
static inline int16_t random_node(trees_tree *tree, uint64_t *seed, size_t features, size_t depth)
{
    const size_t here = tree->count++;
    trees_node *node = &tree->nodes[here];

    *node = (trees_node){ .feature = -1, .left = -1, .right = -1 };
    node->value = (float)((double)below(seed, 2000001) / 1e6 - 1.0);
    if (depth > 0 && tree->count + 20 < TREES_NODES_MOST && below(seed, 8) != 0) {
        node->feature = (int16_t)below(seed, features);
        node->threshold = random_half(seed);
        node->missing_left = below(seed, 2) == 0;
        node->left = random_node(tree, seed, features, depth - 1);
        node->right = random_node(tree, seed, features, depth - 1);
    }
    return (int16_t)here;
}

static inline trees_file random_trees(arena *memory, uint64_t *seed, size_t count, size_t features,
                                      size_t depth)
{
    static trees_point points[] = { { -3.0, -8.0 }, { -1.0, -2.0 }, { 0.5, -2.0 }, { 2.0, 9.25 } };
    trees_file file = { .base_margin = (float)below(seed, 100) / 7.0f - 5.0f,
                        .trees = arena_take(memory, count * sizeof(trees_tree)),
                        .count = count,
                        .stage_one = 1 + below(seed, count),
                        .cut = (float)below(seed, 100) / 7.0f - 5.0f,
                        .points = points,
                        .prior = -13.0,
                        .point_count = 4,
                        .card = "{\"about\":[1,2.5,\"x\"]}" };

    for (size_t i = 0; i < count; i++) {
        file.trees[i].nodes = arena_take(memory, TREES_NODES_MOST * sizeof(trees_node));
        (void)random_node(&file.trees[i], seed, features, depth);
    }
    return file;
}

static inline void random_row(row_of_numbers row, uint64_t *seed)
{
    for (size_t i = 0; i < JAGA_MODEL_FEATURES_MAX; i++) {
        row[i] = below(seed, 5) == 0 ? NAN : random_half(seed);
    }
}

static inline const trees_node *next_node(const trees_tree *tree, const trees_node *node,
                                          const float *row)
{
    const float x = row[node->feature];
    const bool is_left = isnan(x) ? node->missing_left : x < node->threshold;

    return &tree->nodes[is_left ? node->left : node->right];
}

static inline float leaf_by_hand(const trees_tree *tree, const float *row)
{
    const trees_node *node = tree->nodes;

    while (node->feature >= 0) {
        node = next_node(tree, node, row);
    }
    return node->value;
}

static inline float margin_by_hand(const trees_file *file, size_t count, const float *row)
{
    float sum = file->base_margin;

    for (size_t i = 0; i < count; i++) {
        sum += leaf_by_hand(&file->trees[i], row);
    }
    return sum;
}

static inline uint32_t bits_of_float(float x)
{
    uint32_t bits;

    memcpy(&bits, &x, sizeof bits);
    return bits;
}

#endif
