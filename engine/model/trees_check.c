/* What an ensemble must be, whoever made it. */
#include "model/trees_file.h"

#include "base/half.h"
#include "jaga/feature.h"

#include <math.h>

typedef struct walk {
    const trees_tree *tree;
    size_t index; /* of the tree */
    bool seen[TREES_NODES_MOST];
    const char *name;
    jaga_error *err;
} walk;

static bool is_value(double x)
{
    return isfinite(x) && fabs(x) <= (double)TREES_VALUE_MOST;
}

static jaga_status refuse(const walk *self, size_t node, const char *cause)
{
    return jaga_fail(self->err, JAGA_ERR_FORMAT, "%s: tree %zu, node %zu: %s", self->name,
                     self->index, node, cause);
}

static jaga_status check_node(walk *self, int64_t at, size_t parent, size_t depth)
{
    if (at < 0 || (size_t)at >= self->tree->count) {
        return refuse(self, parent, "a child is no node of the tree");
    }
    const size_t node = (size_t)at;
    const trees_node *now = &self->tree->nodes[node];
    if (self->seen[node]) {
        return refuse(self, node, "it is reached twice");
    }
    self->seen[node] = true;
    if (!is_value((double)now->value)) {
        return refuse(self, node, "its value is not within -1000 and 1000");
    }
    if (now->feature < 0) {
        return JAGA_OK;
    }
    if (depth == TREES_DEPTH_MOST) {
        return refuse(self, node, "it lies deeper than 8 questions");
    }
    if ((size_t)now->feature >= jaga_feature_count()) {
        return refuse(self, node, "no such feature");
    }
    if (!half_is(now->threshold)) {
        return refuse(self, node, "its threshold is not of half precision");
    }
    JAGA_TRY(check_node(self, now->left, node, depth + 1));
    return check_node(self, now->right, node, depth + 1);
}

static jaga_status check_tree(const trees_file *file, size_t index, const char *name,
                              jaga_error *err)
{
    walk self = { .tree = &file->trees[index], .index = index, .name = name, .err = err };

    if (self.tree->count == 0 || self.tree->count > TREES_NODES_MOST) {
        return jaga_fail(err, JAGA_ERR_LIMIT, "%s: tree %zu has %zu nodes; 1 to %d are possible",
                         name, index, self.tree->count, TREES_NODES_MOST);
    }
    JAGA_TRY(check_node(&self, 0, 0, 0));
    for (size_t i = 0; i < self.tree->count; i++) {
        if (!self.seen[i]) {
            return refuse(&self, i, "no way leads to it");
        }
    }
    return JAGA_OK;
}

static jaga_status check_points(const trees_file *file, const char *name, jaga_error *err)
{
    if (file->point_count == 0 || file->point_count > TREES_POINTS_MOST) {
        return jaga_fail(err, JAGA_ERR_LIMIT,
                         "%s: calibration has %zu points; 1 to %d are possible", name,
                         file->point_count, TREES_POINTS_MOST);
    }
    if (!is_value(file->prior)) {
        return jaga_fail(err, JAGA_ERR_FORMAT,
                         "%s: the prior of calibration is not within -1000 and 1000", name);
    }
    for (size_t i = 0; i < file->point_count; i++) {
        const trees_point *now = &file->points[i];
        if (!is_value(now->margin) || !is_value(now->log2_odds)) {
            return jaga_fail(err, JAGA_ERR_FORMAT,
                             "%s: calibration, point %zu: not within -1000 and 1000", name, i);
        }
        if (i > 0 && (now->margin <= now[-1].margin || now->log2_odds < now[-1].log2_odds)) {
            return jaga_fail(err, JAGA_ERR_FORMAT,
                             "%s: calibration, point %zu: margins must rise, odds never fall", name,
                             i);
        }
    }
    return JAGA_OK;
}

jaga_status trees_check(const trees_file *file, const char *name, jaga_error *err)
{
    if (file->count == 0 || file->count > TREES_MOST) {
        return jaga_fail(err, JAGA_ERR_LIMIT, "%s: %zu trees; 1 to %d are possible", name,
                         file->count, TREES_MOST);
    }
    if (!is_value((double)file->base_margin) || !is_value((double)file->cut)) {
        return jaga_fail(err, JAGA_ERR_FORMAT,
                         "%s: base_margin or cut is not within -1000 and 1000", name);
    }
    if (file->stage_one == 0 || file->stage_one > file->count) {
        return jaga_fail(err, JAGA_ERR_FORMAT, "%s: stage one has %zu of %zu trees", name,
                         file->stage_one, file->count);
    }
    for (size_t i = 0; i < file->count; i++) {
        JAGA_TRY(check_tree(file, i, name, err));
    }
    JAGA_TRY(check_points(file, name, err));
    if (file->event != NULL && file->event->event != NULL) {
        return jaga_fail(err, JAGA_ERR_FORMAT, "%s: the ensemble below has another one below it",
                         name);
    }
    return file->event == NULL ? JAGA_OK : trees_check(file->event, name, err);
}
