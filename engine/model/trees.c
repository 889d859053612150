#include "model/trees.h"

#include <string.h>

/* Trees as perfect heaps of one depth: the root is node 1, the children of n are 2n and 2n + 1, so
 * that walking needs no branch. A leaf above the bottom is filled up with questions whose answer
 * does not matter.
 *
 * A question is 32 bits: a threshold of half precision has zeros in the low 13 bits of its float,
 * which hold the column. Each number stands in two columns, that of its place in the table and
 * JAGA_MODEL_FEATURES_MAX further: where it is missing, the first is above all thresholds and goes
 * right, the second below them and goes left.
 *
 * Eight trees are walked at a time: their steps do not wait for each other. Gathering their
 * questions with AVX2 was measured and takes twice as long. */
enum { TREES_BLOCK = 8, TREES_COLUMNS = 2 * JAGA_MODEL_FEATURES_MAX };
static const uint32_t column_mask = 0x1FFF;

struct trees {
    uint32_t *questions; /* `width` of each tree, the first unused; TREES_BLOCK trees more */
    float *values;       /* 2 * width of each tree, by heap node: the second half is leaves */
    trees_point *points;
    size_t width; /* 2^depth */
    size_t depth;
    size_t count, stage_one;
    size_t point_count;
    double prior;
    float base_margin, cut;
    trees *event;
};

/* ---- making ---------------------------------------------------------------------------------- */

typedef struct maker {
    trees *out;
    const trees_tree *tree;
    uint32_t *questions; /* of the tree at hand */
    float *values;
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

static uint32_t question_of(const trees_node *node)
{
    const uint32_t column = (uint32_t)node->feature;
    uint32_t bits;

    memcpy(&bits, &node->threshold, sizeof bits);
    return bits | (node->missing_left ? column + JAGA_MODEL_FEATURES_MAX : column);
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
    self->questions[heap] = is_leaf ? 0 : question_of(node);
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
                    .cut = file->cut,
                    .prior = file->prior };
    return out;
}

static jaga_status compile_one(const trees_file *file, arena *memory, trees **out, jaga_error *err)
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
    for (size_t i = 0; i < file->count; i++) {
        self.tree = &file->trees[i];
        self.questions = self.out->questions + i * self.out->width;
        self.values = self.out->values + i * 2 * self.out->width;
        fill(&self, 1, 0);
    }
    *out = self.out;
    return JAGA_OK;
}

jaga_status trees_compile(const trees_file *file, arena *memory, trees **out, jaga_error *err)
{
    JAGA_TRY(compile_one(file, memory, out, err));
    return file->event == NULL ? JAGA_OK : compile_one(file->event, memory, &(*out)->event, err);
}

const trees *trees_event(const trees *self)
{
    return self->event;
}

/* ---- running --------------------------------------------------------------------------------- */

static inline size_t child_of(const uint32_t *questions, const float *columns, size_t at)
{
    const uint32_t question = questions[at], bits = question & ~column_mask;
    float threshold;

    memcpy(&threshold, &bits, sizeof threshold);
    return 2 * at + !(columns[question & column_mask] < threshold);
}

static float walk(const trees *self, const float *columns, size_t from, size_t to, float sum)
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

/* Both columns of each number, without a branch, so that compilers do several at once. */
static void spread(const float *row, float columns[TREES_COLUMNS])
{
    const int32_t infinity = 0x7F800000;
    const size_t count = jaga_feature_count();

    for (size_t i = 0; i < count; i++) {
        int32_t bits;
        memcpy(&bits, &row[i], sizeof bits);
        const int32_t is_missing = -((bits & INT32_MAX) > infinity);
        const int32_t right = (bits & ~is_missing) | (infinity & is_missing);
        const int32_t left = right | (INT32_MIN & is_missing);
        memcpy(&columns[i], &right, sizeof right);
        memcpy(&columns[JAGA_MODEL_FEATURES_MAX + i], &left, sizeof left);
    }
}

trees_verdict trees_margin(const trees *self, const float row[JAGA_MODEL_FEATURES_MAX])
{
    float columns[TREES_COLUMNS];

    spread(row, columns);
    const float first = walk(self, columns, 0, self->stage_one, self->base_margin);
    if (self->stage_one < self->count && !(first > self->cut)) {
        return (trees_verdict){ first, false };
    }
    return (trees_verdict){ walk(self, columns, self->stage_one, self->count, first), true };
}

float trees_full_margin(const trees *self, const float row[JAGA_MODEL_FEATURES_MAX])
{
    float columns[TREES_COLUMNS];

    spread(row, columns);
    return walk(self, columns, 0, self->count, self->base_margin);
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
        return points[high].log2_odds + (x - points[high].margin) * TREES_BEYOND_BITS;
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

double trees_evidence_bits(const trees *self, float margin)
{
    return trees_log2_odds(self, margin) - self->prior;
}

double trees_explain(const trees *self, const float row[JAGA_MODEL_FEATURES_MAX],
                     double by_feature[JAGA_MODEL_FEATURES_MAX])
{
    float columns[TREES_COLUMNS];
    double expected = (double)self->base_margin;

    spread(row, columns);
    memset(by_feature, 0, JAGA_MODEL_FEATURES_MAX * sizeof *by_feature);
    for (size_t tree = 0; tree < self->count; tree++) {
        const uint32_t *questions = self->questions + tree * self->width;
        const float *values = self->values + tree * 2 * self->width;
        expected += (double)values[1];
        for (size_t at = 1, next; at < self->width; at = next) {
            const size_t column = questions[at] & column_mask;
            next = child_of(questions, columns, at);
            by_feature[column % JAGA_MODEL_FEATURES_MAX] +=
                (double)values[next] - (double)values[at];
        }
    }
    return expected;
}
