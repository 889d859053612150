#include "model/from_xgboost.h"

#include "base/half.h"
#include "jaga/feature.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

/* The order of the columns that are wanted of a tree. */
enum { PARENT, LEFT, RIGHT, FEATURE, CONDITION, DEFAULT_LEFT, SPLIT_TYPE, WEIGHT, COLUMNS };
static const char *const column_names[COLUMNS] = { "parents",          "left_children",
                                                   "right_children",   "split_indices",
                                                   "split_conditions", "default_left",
                                                   "split_type",       "sum_hessian" };
static const json_int_t no_parent = INT32_MAX;

typedef struct converter {
    trees_file *out;
    const char *name;
    arena *memory;
    jaga_error *err;
    size_t features;
    int16_t places[JAGA_MODEL_FEATURES_MAX];
    json_t *columns[COLUMNS]; /* of the tree at hand */
    size_t index;             /* of it */
    trees_tree *tree;
} converter;

static jaga_status refuse(const converter *self, const char *cause)
{
    return jaga_fail(self->err, JAGA_ERR_FORMAT, "%s: %s", self->name, cause);
}

static jaga_status refuse_tree(const converter *self, const char *cause)
{
    return jaga_fail(self->err, JAGA_ERR_FORMAT, "%s: tree %zu: %s", self->name, self->index,
                     cause);
}

static void *take(const converter *self, size_t bytes)
{
    void *piece = arena_take(self->memory, bytes);

    if (piece == NULL) {
        (void)jaga_fail(self->err, JAGA_ERR_NOMEM, "%s: no memory for the model", self->name);
    }
    return piece;
}

static jaga_status read_names(converter *self, const json_t *names)
{
    self->features = json_array_size(names);
    if (self->features == 0 || self->features > JAGA_MODEL_FEATURES_MAX) {
        return refuse(self, "the booster names no features (feature_name)");
    }
    for (size_t i = 0; i < self->features; i++) {
        const char *wanted = json_string_value(json_array_get(names, i));
        const size_t place = wanted == NULL ? jaga_feature_count() : jaga_feature_find(wanted);
        if (place == jaga_feature_count()) {
            return jaga_fail(self->err, JAGA_ERR_FORMAT, "%s: feature %zu is none of jaga's",
                             self->name, i);
        }
        self->places[i] = (int16_t)place;
    }
    return JAGA_OK;
}

static const json_t *cell(const converter *self, int column, size_t node)
{
    return json_array_get(self->columns[column], node);
}

static json_int_t whole(const converter *self, int column, size_t node)
{
    const json_t *value = cell(self, column, node);

    return json_is_boolean(value) ? json_is_true(value) : json_integer_value(value);
}

static double number(const converter *self, int column, size_t node)
{
    return json_number_value(cell(self, column, node));
}

/* h < t for the same halves h. Above all halves: above all numbers of a row. */
static float half_threshold(double t)
{
    return fabs(t) <= (double)HALF_MOST ? half_ceil((float)t) : (float)copysign(HALF_MOST, t);
}

/* The nodes below, the left side first, without the places that pruning left empty. `mean` is of
 * the leaves below `from`. */
static jaga_status take_node(converter *self, json_int_t from, json_int_t parent, size_t depth,
                             double *mean)
{
    const size_t there = (size_t)from;

    if (from < 0 || there >= json_array_size(self->columns[PARENT]) ||
        whole(self, PARENT, there) != parent) {
        return refuse_tree(self, "a child is no node, or another's");
    }
    if (self->tree->count == TREES_NODES_MOST || depth > TREES_DEPTH_MOST) {
        return jaga_fail(self->err, JAGA_ERR_LIMIT,
                         "%s: tree %zu has more than 256 nodes or 8 levels", self->name,
                         self->index);
    }
    trees_node *made = &self->tree->nodes[self->tree->count++];
    *made = (trees_node){ .feature = -1, .left = -1, .right = -1 };
    if (whole(self, LEFT, there) < 0) {
        made->value = (float)number(self, CONDITION, there);
        *mean = (double)made->value;
        return JAGA_OK;
    }
    const json_int_t feature = whole(self, FEATURE, there);
    if (feature < 0 || feature >= (json_int_t)self->features || whole(self, SPLIT_TYPE, there)) {
        return refuse_tree(self, "a split is not of a number that has a name");
    }
    const json_int_t left = whole(self, LEFT, there), right = whole(self, RIGHT, there);
    double left_mean = 0.0, right_mean = 0.0;
    if (left == right) {
        return refuse_tree(self, "a child is no node, or another's");
    }
    made->feature = self->places[feature];
    made->threshold = half_threshold(number(self, CONDITION, there));
    made->missing_left = whole(self, DEFAULT_LEFT, there) != 0;
    made->left = (int16_t)self->tree->count;
    JAGA_TRY(take_node(self, left, from, depth + 1, &left_mean));
    made->right = (int16_t)self->tree->count;
    JAGA_TRY(take_node(self, right, from, depth + 1, &right_mean));
    const double left_weight = number(self, WEIGHT, (size_t)left);
    const double weight = left_weight + number(self, WEIGHT, (size_t)right);
    const double share = weight > 0.0 ? left_weight / weight : 0.5;
    *mean = left_mean * share + right_mean * (1.0 - share);
    made->value = (float)*mean;
    return JAGA_OK;
}

static jaga_status take_tree(converter *self, json_t *value, size_t index)
{
    double mean;

    self->index = index;
    self->tree = &self->out->trees[index];
    for (size_t i = 0; i < COLUMNS; i++) {
        self->columns[i] = json_object_get(value, column_names[i]);
        if (json_array_size(self->columns[i]) != json_array_size(self->columns[0])) {
            return refuse_tree(self, "its columns are of different length");
        }
    }
    const size_t count = json_array_size(self->columns[0]);
    self->tree->nodes = take(self, sizeof *self->tree->nodes *
                                       (count < TREES_NODES_MOST ? count + 1 : TREES_NODES_MOST));
    return self->tree->nodes == NULL ? JAGA_ERR_NOMEM : take_node(self, 0, no_parent, 0, &mean);
}

/* What libxgboost adds first, worked out as it does: in float, with the C library's logarithm. */
static bool read_base_margin(const char *text, float *out)
{
    json_t *value = text == NULL ? NULL : json_loads(text, JSON_DECODE_ANY, NULL);
    const float share = (float)json_number_value(value);
    const bool is_share = json_is_number(value) && share > 0.0f && share < 1.0f;

    json_decref(value);
    *out = is_share ? -logf(1.0f / share - 1.0f) : 0.0f;
    return is_share;
}

static jaga_status take_model(converter *self, json_t *root)
{
    json_t *names = NULL, *trees = NULL;
    const char *booster = "", *objective = "", *base_score = NULL;

    if (json_unpack(root, "{s:{s:o, s:{s:s, s:{s:o}}, s:{s:s}, s:{s:s}}}", "learner",
                    "feature_names", &names, "gradient_booster", "name", &booster, "model", "trees",
                    &trees, "learner_model_param", "base_score", &base_score, "objective", "name",
                    &objective) != 0) {
        return refuse(self, "not a model that XGBoost saved as JSON");
    }
    if (strcmp(booster, "gbtree") != 0 || strcmp(objective, "binary:logistic") != 0) {
        return refuse(self, "only gbtree with the objective binary:logistic can be taken");
    }
    if (!read_base_margin(base_score, &self->out->base_margin)) {
        return refuse(self, "base_score is not a number between 0 and 1");
    }
    JAGA_TRY(read_names(self, names));
    const size_t count = json_array_size(trees);
    if (count == 0 || count > TREES_MOST) {
        return jaga_fail(self->err, JAGA_ERR_LIMIT, "%s: %zu trees; 1 to %d are possible",
                         self->name, count, TREES_MOST);
    }
    self->out->trees = take(self, count * sizeof *self->out->trees);
    if (self->out->trees == NULL) {
        return JAGA_ERR_NOMEM;
    }
    for (size_t i = 0; i < count; i++) {
        JAGA_TRY(take_tree(self, json_array_get(trees, i), i));
    }
    self->out->count = self->out->stage_one = count;
    return JAGA_OK;
}

/* log2 e bits to a unit of margin. */
static jaga_status add_points(converter *self)
{
    static const trees_point plain[] = { { -400.0, -400.0 * 1.44269504088896340736 },
                                         { 400.0, 400.0 * 1.44269504088896340736 } };

    self->out->points = take(self, sizeof plain);
    if (self->out->points == NULL) {
        return JAGA_ERR_NOMEM;
    }
    memcpy(self->out->points, plain, sizeof plain);
    self->out->point_count = sizeof plain / sizeof plain[0];
    return JAGA_OK;
}

jaga_status from_xgboost(trees_file *out, jaga_span json, const char *name, arena *memory,
                         jaga_error *err)
{
    converter self = { .out = out, .name = name, .memory = memory, .err = err };

    *out = (trees_file){ .card = "{}" };
    json_t *root = json_loadb(json.at != NULL ? json.at : "", json.length, 0, NULL);
    if (root == NULL) {
        return refuse(&self, "not a model that XGBoost saved as JSON");
    }
    const jaga_status status = take_model(&self, root);
    json_decref(root);
    JAGA_TRY(status);
    JAGA_TRY(add_points(&self));
    return trees_check(out, name, err);
}
