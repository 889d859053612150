#include "model/trees_walk.h"

#include <math.h>
#include <string.h>

/* ---- making ---------------------------------------------------------------------------------- */

typedef struct maker {
    trees *out;
    const trees_tree *tree;
    uint32_t *questions; /* of the tree at hand */
    float *values;
    uint16_t columns[JAGA_MODEL_FEATURES_MAX][2]; /* by place in the table and side of missing */
} maker;

static size_t depth_below(const trees_tree *tree, int16_t node)
{
    const trees_node *now = &tree->nodes[node];

    if (now->feature < 0) {
        return 0;
    }
    const size_t left = depth_below(tree, now->left), right = depth_below(tree, now->right);
    return 1 + (left > right ? left : right);
}

static void note_columns(maker *self, const trees_tree *tree)
{
    trees *out = self->out;

    for (size_t i = 0; i < tree->count; i++) {
        const trees_node *node = &tree->nodes[i];
        if (node->feature >= 0 && self->columns[node->feature][node->missing_left] == UINT16_MAX) {
            self->columns[node->feature][node->missing_left] = (uint16_t)out->columns;
            out->places[out->columns] = (uint16_t)node->feature;
            out->missing[out->columns] = node->missing_left ? -INFINITY : INFINITY;
            out->columns++;
        }
    }
}

static uint32_t question_of(const maker *self, const trees_node *node)
{
    uint32_t bits;

    memcpy(&bits, &node->threshold, sizeof bits);
    return bits | self->columns[node->feature][node->missing_left];
}

/* A leaf above the bottom goes on as both its children, under question 0. */
static void fill(const maker *self, size_t heap, int16_t from)
{
    const trees_node *node = &self->tree->nodes[from];
    const bool is_leaf = node->feature < 0;

    self->values[heap] = node->value;
    if (heap >= self->out->width) {
        return;
    }
    self->questions[heap] = is_leaf ? 0 : question_of(self, node);
    fill(self, 2 * heap, is_leaf ? from : node->left);
    fill(self, 2 * heap + 1, is_leaf ? from : node->right);
}

static trees *take_trees(const trees_file *file, size_t depth, arena *memory)
{
    const size_t width = (size_t)1 << depth, heaps = file->count + TREES_BLOCK;
    trees *out = arena_take(memory, sizeof *out);
    uint32_t *questions = arena_take(memory, heaps * width * sizeof *questions);
    float *values = arena_take(memory, heaps * 2 * width * sizeof *values);
    trees_point *points = arena_take(memory, file->point_count * sizeof *points);

    if (out == NULL || questions == NULL || values == NULL || points == NULL) {
        return NULL;
    }
    memcpy(points, file->points, file->point_count * sizeof *points);
    *out = (trees){ .questions = questions,
                    .values = values,
                    .points = points,
                    .width = width,
                    .depth = depth,
                    .count = file->count,
                    .stage_one = file->stage_one,
                    .point_count = file->point_count,
                    .base_margin = file->base_margin,
                    .cut = file->cut };
    return out;
}

static trees_walk *fastest(void)
{
    trees_way ways[TREES_WAYS];
    size_t i = TREES_WAYS - 1;

    trees_ways(ways);
    while (ways[i].walk == NULL) {
        i--;
    }
    return ways[i].walk;
}

jaga_status trees_compile(const trees_file *file, arena *memory, trees **out, jaga_error *err)
{
    maker self = { .out = NULL };
    size_t depth = 0;

    for (size_t i = 0; i < file->count; i++) {
        const size_t here = depth_below(&file->trees[i], 0);
        depth = here > depth ? here : depth;
    }
    self.out = take_trees(file, depth, memory);
    if (self.out == NULL) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "no memory for a model of %zu trees", file->count);
    }
    memset(self.columns, 0xFF, sizeof self.columns);
    for (size_t i = 0; i < file->count; i++) {
        note_columns(&self, &file->trees[i]);
        self.out->stage_one_columns =
            i < file->stage_one ? self.out->columns : self.out->stage_one_columns;
    }
    for (size_t i = 0; i < file->count; i++) {
        self.tree = &file->trees[i];
        self.questions = self.out->questions + i * self.out->width;
        self.values = self.out->values + i * 2 * self.out->width;
        fill(&self, 1, 0);
    }
    self.out->walk = fastest();
    *out = self.out;
    return JAGA_OK;
}

/* ---- running --------------------------------------------------------------------------------- */

static size_t child_of(const uint32_t *questions, const float *columns, size_t at)
{
    const uint32_t question = questions[at], bits = question & ~TREES_COLUMN_MASK;
    float threshold;

    memcpy(&threshold, &bits, sizeof threshold);
    return 2 * at + !(columns[question & TREES_COLUMN_MASK] < threshold);
}

static float walk_plain(const trees *self, const float *columns, size_t from, size_t to, float sum)
{
    const size_t width = self->width;

    for (size_t first = from; first < to; first += TREES_BLOCK) {
        const uint32_t *questions = self->questions + first * width;
        const float *values = self->values + first * 2 * width;
        const size_t here = to - first < TREES_BLOCK ? to - first : TREES_BLOCK;
        size_t at[TREES_BLOCK] = { 1, 1, 1, 1, 1, 1, 1, 1 };
        for (size_t level = 0; level < self->depth; level++) {
            for (size_t i = 0; i < TREES_BLOCK; i++) {
                at[i] = child_of(questions + i * width, columns, at[i]);
            }
        }
        for (size_t i = 0; i < here; i++) {
            sum += values[i * 2 * width + at[i]];
        }
    }
    return sum;
}

void trees_ways(trees_way out[TREES_WAYS])
{
    out[0] = (trees_way){ "plain", walk_plain };
    out[1] = trees_simd_way();
}

static void spread(const trees *self, const float *row, size_t from, size_t to, float *columns)
{
    for (size_t i = from; i < to; i++) {
        const float x = row[self->places[i]];
        columns[i] = isnan(x) ? self->missing[i] : x;
    }
}

trees_verdict trees_margin(const trees *self, const float row[JAGA_MODEL_FEATURES_MAX])
{
    float columns[TREES_COLUMNS_MAX];

    columns[0] = 0.0f; /* trees without a question read it, and it does not matter */
    spread(self, row, 0, self->stage_one_columns, columns);
    const float first = self->walk(self, columns, 0, self->stage_one, self->base_margin);
    if (self->stage_one < self->count && !(first > self->cut)) {
        return (trees_verdict){ first, false };
    }
    spread(self, row, self->stage_one_columns, self->columns, columns);
    return (trees_verdict){ self->walk(self, columns, self->stage_one, self->count, first), true };
}

float trees_full_margin(const trees *self, const float row[JAGA_MODEL_FEATURES_MAX])
{
    float columns[TREES_COLUMNS_MAX];

    columns[0] = 0.0f;
    spread(self, row, 0, self->columns, columns);
    return self->walk(self, columns, 0, self->count, self->base_margin);
}

double trees_log2_odds(const trees *self, float margin)
{
    const trees_point *points = self->points;
    const double x = (double)margin;
    size_t low = 0, high = self->point_count - 1;

    if (x <= points[low].margin) {
        return points[low].log2_odds;
    }
    if (x >= points[high].margin) {
        return points[high].log2_odds;
    }
    while (high - low > 1) {
        const size_t middle = (low + high) / 2;
        if (points[middle].margin <= x) {
            low = middle;
        } else {
            high = middle;
        }
    }
    const double part = (x - points[low].margin) / (points[high].margin - points[low].margin);
    return points[low].log2_odds + part * (points[high].log2_odds - points[low].log2_odds);
}

double trees_explain(const trees *self, const float row[JAGA_MODEL_FEATURES_MAX],
                     double by_feature[JAGA_MODEL_FEATURES_MAX])
{
    float columns[TREES_COLUMNS_MAX];
    double expected = (double)self->base_margin;

    columns[0] = 0.0f;
    spread(self, row, 0, self->columns, columns);
    memset(by_feature, 0, JAGA_MODEL_FEATURES_MAX * sizeof *by_feature);
    for (size_t tree = 0; tree < self->count; tree++) {
        const uint32_t *questions = self->questions + tree * self->width;
        const float *values = self->values + tree * 2 * self->width;
        expected += (double)values[1];
        for (size_t at = 1, next; at < self->width; at = next) {
            const size_t place = self->places[questions[at] & TREES_COLUMN_MASK];
            next = child_of(questions, columns, at);
            by_feature[place] += (double)values[next] - (double)values[at];
        }
    }
    return expected;
}
