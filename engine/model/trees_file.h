#ifndef JAGA_MODEL_TREES_FILE_H
#define JAGA_MODEL_TREES_FILE_H

#include "base/arena.h"
#include "jaga/span.h"
#include "jaga/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* An ensemble of regression trees as it lies in a file, one JSON object:
 *
 *   {"format": "jaga-trees", "version": 1,
 *    "features": ["amount-ln", ...],         what is read, by name (jaga/feature.h)
 *    "base_margin": x,                       the margin is this and one value of each tree
 *    "trees": [{"feature": [i, ...],         columns over nodes; node 0 is the root; i counts in
 *               "threshold": [t, ...],       "features", -1 is a leaf; left when feature < t
 *               "left": [n, ...], "right": [n, ...],       nodes; -1 in a leaf
 *               "missing_left": [true, ...], where a number goes that is missing
 *               "value": [v, ...]}, ...],    of a leaf; of another node, what is expected there
 *    "stage_one": {"trees": n, "cut": m},    the first n trees always, the rest above margin m
 *    "calibration": {"points": [[margin, log2_odds], ...], "prior": p},
 *    "card": {...},                          where it comes from and how good it is, free
 *    "event": {...}}                         of a belief: the ensemble below it, another such
 * object
 *
 * An ensemble speaks of an event. One with another below it speaks of the account: what the lower
 * one says of this event and said of those before is among the numbers that it reads
 * (jaga_features.event_bits, .suspicion). The lower one stands on none.
 *
 * Numbers of trees are floats and read as the nearest one. Margins are natural logarithms of odds
 * as training left them; calibration says what they are worth, in bits: straight lines between
 * points, level below the first; above the last, where there were next to no honest events to learn
 * odds from, TREES_BEYOND_BITS for each unit of margin, so that what is surer still ranks higher.
 * The prior is the log2 odds of any event of the log that the points were made on: what an event is
 * worth is log2 odds less the prior, a log2 likelihood ratio. */
enum {
    TREES_MOST = 2000,
    TREES_NODES_MOST = 256, /* of one tree */
    TREES_DEPTH_MOST = 8,   /* questions on a way */
    TREES_POINTS_MOST = 1024,
    TREES_CARD_BYTES_MOST = 64 << 10,
    TREES_TEXT_BYTES_MOST = 64 << 20
};
#define TREES_VALUE_MOST  1000.0f /* of margins and values, either way */
#define TREES_BEYOND_BITS 0.5     /* a third of its face value */

typedef struct trees_node {
    float threshold; /* of half precision: base/half.h */
    float value;
    int16_t feature; /* place in the feature table; -1: a leaf, and nothing but value counts */
    int16_t left, right;
    bool missing_left;
} trees_node;

typedef struct trees_tree {
    trees_node *nodes;
    size_t count;
} trees_tree;

typedef struct trees_point {
    double margin, log2_odds;
} trees_point;

typedef struct trees_file {
    float base_margin;
    trees_tree *trees;
    size_t count;
    size_t stage_one; /* 1..count */
    float cut;
    trees_point *points;
    size_t point_count;
    double prior;
    const char *card;         /* a JSON object, terminated */
    struct trees_file *event; /* the ensemble below; NULL: none */
} trees_file;

/* Reads and checks; pieces come from `memory`. `name` is for errors, which say in one line what is
 * wrong and where. JAGA_ERR_FORMAT, JAGA_ERR_LIMIT (too many of something), JAGA_ERR_NOMEM. */
JAGA_USE_RESULT jaga_status trees_read(trees_file *out, jaga_span text, const char *name,
                                       arena *memory, jaga_error *err);

/* Everything that trees_read promises of what it gives: for who made one otherwise. */
JAGA_USE_RESULT jaga_status trees_check(const trees_file *file, const char *name, jaga_error *err);

/* The file must be one that trees_check passes. Reading it again gives the same, to the last bit.
 * JAGA_ERR_IO: `out` refused. */
JAGA_USE_RESULT jaga_status trees_write(const trees_file *file, FILE *out, jaga_error *err);

#endif
