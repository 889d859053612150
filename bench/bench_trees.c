/* What an ensemble of trees costs per row, and what making the row costs.
 *
 * usage: bench_trees [ROWS]     default 200,000
 *
 * Prints one JSON line; ns are processor time of one thread. Trees are full, six questions deep, of
 * chance: no two rows take the same way, which is the worst that can happen to caches and to what
 * the processor guesses. Fails when the sum of all margins is not that of walking the nodes. */
#include "clock.h"

#include "base/half.h"
#include "model/trees.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH = 6, NODES = 2 * (1 << DEPTH) - 1, SOME = 24, MANY = 200, POOL = 2048, ROUNDS = 5 };

static uint64_t state = 1;

static uint32_t chance(uint32_t bound)
{
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(state >> 33) % bound;
}

/* The heap's own order: node i has children 2i + 1 and 2i + 2. */
static trees_file ensemble(size_t count, arena *memory)
{
    static trees_point level[] = { { 0.0, 0.0 } };
    trees_file file = { .trees = arena_take(memory, count * sizeof(trees_tree)),
                        .count = count,
                        .stage_one = count,
                        .points = level,
                        .point_count = 1,
                        .card = "{}" };

    for (size_t i = 0; i < count; i++) {
        trees_node *nodes = arena_take(memory, NODES * sizeof(trees_node));
        file.trees[i] = (trees_tree){ nodes, NODES };
        for (size_t j = 0; j < NODES; j++) {
            const bool is_leaf = 2 * j + 2 >= NODES;
            nodes[j] = (trees_node){
                .feature = (int16_t)(is_leaf ? -1 : (int)chance((uint32_t)jaga_feature_count())),
                .threshold = half_round((float)chance(1000) / 1000.0f),
                .value = (float)chance(1000) / 1000.0f - 0.5f,
                .left = (int16_t)(is_leaf ? -1 : (int)(2 * j + 1)),
                .right = (int16_t)(is_leaf ? -1 : (int)(2 * j + 2)),
                .missing_left = chance(2) == 0
            };
        }
    }
    return file;
}

static float rows[POOL][JAGA_MODEL_FEATURES_MAX];

static void fill_rows(void)
{
    for (size_t i = 0; i < POOL; i++) {
        for (size_t j = 0; j < JAGA_MODEL_FEATURES_MAX; j++) {
            rows[i][j] = chance(10) == 0 ? NAN : half_round((float)chance(1000) / 1000.0f);
        }
    }
}

/* The least of some rounds: others use the machine, none makes it faster. */
static double walk_ns(const trees *model, size_t asked, double *check)
{
    double least = HUGE_VAL;

    for (int round = 0; round < ROUNDS; round++) {
        const double began = seconds_on(CLOCK_THREAD_CPUTIME_ID);
        double sum = 0.0;
        for (size_t i = 0; i < asked; i++) {
            sum += (double)trees_margin(model, rows[i % POOL]).margin;
        }
        const double took = (seconds_on(CLOCK_THREAD_CPUTIME_ID) - began) * 1e9 / (double)asked;
        least = took < least ? took : least;
        *check = sum;
    }
    return least;
}

static double explain_ns(const trees *model, size_t asked)
{
    double by_feature[JAGA_MODEL_FEATURES_MAX], sum = 0.0;
    const double began = seconds_on(CLOCK_THREAD_CPUTIME_ID);

    for (size_t i = 0; i < asked; i++) {
        sum += trees_explain(model, rows[i % POOL], by_feature);
    }
    const double took = (seconds_on(CLOCK_THREAD_CPUTIME_ID) - began) * 1e9 / (double)asked;
    return sum > -HUGE_VAL ? took : 0.0;
}

/* A transfer with money in every place where money can be. */
static double row_ns(size_t asked, double *check)
{
    jaga_event event = { .ts_us = INT64_C(1767225600000000), .type = JAGA_TYPE_TRANSFER };
    jaga_features features = { .last_out_minor = 7e6,
                               .balance_minor = 3e7,
                               .in_1d_minor = 4e5,
                               .topup_minor = 5e6,
                               .payee_in_1d_minor = 9e6,
                               .own_in_1d_minor = 3e5,
                               .own_out_1d_minor = 2e5 };
    double least = HUGE_VAL;

    for (int i = 0; i < JAGA_SPANS; i++) {
        features.out_minor[i] = 1e5 * (i + 1);
    }
    for (int round = 0; round < ROUNDS; round++) {
        const double began = seconds_on(CLOCK_THREAD_CPUTIME_ID);
        double sum = 0.0;
        for (size_t i = 0; i < asked; i++) {
            float *row = rows[i % POOL];
            event.amount_minor = (int64_t)i * 1000 + 1;
            event.fee_minor = (int64_t)i;
            features.events_seen = (double)i;
            jaga_feature_row(&event, &features, row);
            sum += (double)row[jaga_feature_count() - 1 - i % 2];
        }
        const double took = (seconds_on(CLOCK_THREAD_CPUTIME_ID) - began) * 1e9 / (double)asked;
        least = took < least ? took : least;
        *check = sum;
    }
    return least;
}

static double by_hand(const trees_file *file, size_t asked)
{
    double all = 0.0;

    for (size_t i = 0; i < asked; i++) {
        float sum = file->base_margin;
        for (size_t j = 0; j < file->count; j++) {
            const trees_node *node = file->trees[j].nodes;
            while (node->feature >= 0) {
                const float x = rows[i % POOL][node->feature];
                const bool is_left = isnan(x) ? node->missing_left : x < node->threshold;
                node = &file->trees[j].nodes[is_left ? node->left : node->right];
            }
            sum += node->value;
        }
        all += (double)sum;
    }
    return all;
}

int main(int argc, char **argv)
{
    const size_t asked = argc > 1 ? strtoul(argv[1], NULL, 10) : 200000;
    const size_t counts[] = { SOME, MANY };
    double ns[2], check, explain = 0.0;
    arena *memory = NULL;
    jaga_error err;

    must(arena_open(64 << 20, &memory, &err), &err);
    fill_rows();
    for (size_t i = 0; i < 2; i++) {
        const trees_file file = ensemble(counts[i], memory);
        trees *model = NULL;
        must(trees_compile(&file, memory, &model, &err), &err);
        ns[i] = walk_ns(model, asked, &check);
        explain = explain_ns(model, asked / 10 + 1);
        if (check != by_hand(&file, asked)) {
            fprintf(stderr, "bench_trees: margins are not those of the nodes\n");
            return 1;
        }
    }
    double row_check;
    const double row = row_ns(asked, &row_check);
    printf("{\"bench\":\"trees\",\"rows\":%zu,\"row_ns\":%.0f,\"trees_24_ns\":%.0f,"
           "\"trees_200_ns\":%.0f,\"explain_200_ns\":%.0f,\"check\":%.6g}\n",
           asked, row, ns[0], ns[1], explain, check + row_check);
    arena_close(memory);
    return 0;
}
