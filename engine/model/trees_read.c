#include "model/trees_file.h"

#include "jaga/feature.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

enum { VERSION = 1 };

typedef struct reader {
    trees_file *out;
    const char *name;
    arena *memory;
    jaga_error *err;
    size_t features; /* named by the file */
    int16_t places[JAGA_MODEL_FEATURES_MAX];
} reader;

/* The columns of a tree. */
enum { FEATURE, THRESHOLD, LEFT, RIGHT, MISSING_LEFT, VALUE, COLUMNS };
static const char *const column_names[COLUMNS] = { "feature", "threshold",    "left",
                                                   "right",   "missing_left", "value" };

static jaga_status refuse(const reader *self, const char *cause)
{
    return jaga_fail(self->err, JAGA_ERR_FORMAT, "%s: %s", self->name, cause);
}

/* What is quoted from the file may hold line ends. */
static jaga_status in_one_line(jaga_status status, jaga_error *err)
{
    for (char *c = err != NULL ? err->text : NULL; c != NULL && *c != '\0'; c++) {
        *c = (unsigned char)*c < ' ' ? ' ' : *c;
    }
    return status;
}

static jaga_status refuse_json(const reader *self, const json_error_t *why)
{
    const jaga_status status =
        json_error_code(why) == json_error_out_of_memory ? JAGA_ERR_NOMEM : JAGA_ERR_FORMAT;
    return in_one_line(jaga_fail(self->err, status, "%s: line %d: %s", self->name,
                                 why->line > 0 ? why->line : 1, why->text),
                       self->err);
}

static void *take(const reader *self, size_t bytes)
{
    void *piece = arena_take(self->memory, bytes);

    if (piece == NULL) {
        (void)jaga_fail(self->err, JAGA_ERR_NOMEM, "%s: no memory for the model", self->name);
    }
    return piece;
}

static jaga_status read_names(reader *self, const json_t *names)
{
    self->features = json_array_size(names);
    if (!json_is_array(names) || self->features > JAGA_MODEL_FEATURES_MAX) {
        return refuse(self, "features is not a list of up to 256 names");
    }
    for (size_t i = 0; i < self->features; i++) {
        const char *wanted = json_string_value(json_array_get(names, i));
        const size_t place = wanted == NULL ? jaga_feature_count() : jaga_feature_find(wanted);
        if (wanted == NULL) {
            return refuse(self, "features is not a list of up to 256 names");
        }
        if (place == jaga_feature_count()) {
            return in_one_line(jaga_fail(self->err, JAGA_ERR_FORMAT,
                                         "%s: this jaga knows no feature `%.60s`", self->name,
                                         wanted),
                               self->err);
        }
        self->places[i] = (int16_t)place;
    }
    return JAGA_OK;
}

/* A whole number of a node; false: it is none, or beyond anything that a node can mean. */
static bool read_index(const json_t *value, int64_t bound, int16_t *out)
{
    const json_int_t number = json_integer_value(value);

    *out = (int16_t)(number >= -1 && number < bound ? number : -1);
    return json_is_integer(value) && *out == number;
}

static bool read_float(const json_t *value, float *out)
{
    const double number = json_number_value(value);
    const bool is_float = json_is_number(value) && fabs(number) <= 1e30;

    *out = is_float ? (float)number : 0.0f;
    return is_float;
}

static const char *read_node(const reader *self, json_t *const columns[COLUMNS], size_t at,
                             trees_node *out)
{
    const json_t *missing_left = json_array_get(columns[MISSING_LEFT], at);
    int16_t feature;

    if (!read_index(json_array_get(columns[FEATURE], at), (int64_t)self->features, &feature)) {
        return "its feature is none of those named";
    }
    if (!read_index(json_array_get(columns[LEFT], at), TREES_NODES_MOST, &out->left) ||
        !read_index(json_array_get(columns[RIGHT], at), TREES_NODES_MOST, &out->right)) {
        return "a child is no node of the tree";
    }
    if (!read_float(json_array_get(columns[THRESHOLD], at), &out->threshold)) {
        return "its threshold is no number";
    }
    if (!read_float(json_array_get(columns[VALUE], at), &out->value)) {
        return "its value is no number";
    }
    if (!json_is_boolean(missing_left)) {
        return "missing_left is neither true nor false";
    }
    out->missing_left = json_is_true(missing_left);
    out->feature = feature < 0 ? feature : self->places[feature];
    if (feature < 0 && (out->left != -1 || out->right != -1)) {
        return "a leaf has a child";
    }
    return NULL;
}

static jaga_status read_tree(reader *self, json_t *value, size_t index)
{
    json_t *columns[COLUMNS];
    trees_tree *tree = &self->out->trees[index];

    for (size_t i = 0; i < COLUMNS; i++) {
        columns[i] = json_object_get(value, column_names[i]);
        if (!json_is_array(columns[i]) ||
            json_array_size(columns[i]) != json_array_size(columns[0])) {
            return jaga_fail(self->err, JAGA_ERR_FORMAT,
                             "%s: tree %zu: `%s` is no column as long as `%s`", self->name, index,
                             column_names[i], column_names[0]);
        }
    }
    tree->count = json_array_size(columns[0]);
    if (json_object_size(value) != COLUMNS || tree->count > TREES_NODES_MOST) {
        return jaga_fail(self->err, JAGA_ERR_LIMIT,
                         "%s: tree %zu has %zu columns and %zu nodes; 6 and 1 to %d are possible",
                         self->name, index, json_object_size(value), tree->count, TREES_NODES_MOST);
    }
    tree->nodes = take(self, (tree->count + 1) * sizeof *tree->nodes);
    if (tree->nodes == NULL) {
        return JAGA_ERR_NOMEM;
    }
    for (size_t i = 0; i < tree->count; i++) {
        const char *cause = read_node(self, columns, i, &tree->nodes[i]);
        if (cause != NULL) {
            return jaga_fail(self->err, JAGA_ERR_FORMAT, "%s: tree %zu, node %zu: %s", self->name,
                             index, i, cause);
        }
    }
    return JAGA_OK;
}

static jaga_status read_trees(reader *self, const json_t *trees)
{
    self->out->count = json_array_size(trees);
    if (!json_is_array(trees)) {
        return refuse(self, "trees is not a list");
    }
    if (self->out->count > TREES_MOST) {
        return jaga_fail(self->err, JAGA_ERR_LIMIT, "%s: %zu trees; 1 to %d are possible",
                         self->name, self->out->count, TREES_MOST);
    }
    self->out->trees = take(self, (self->out->count + 1) * sizeof *self->out->trees);
    if (self->out->trees == NULL) {
        return JAGA_ERR_NOMEM;
    }
    for (size_t i = 0; i < self->out->count; i++) {
        JAGA_TRY(read_tree(self, json_array_get(trees, i), i));
    }
    return JAGA_OK;
}

static jaga_status read_points(reader *self, const json_t *points)
{
    const size_t count = json_array_size(points);

    if (!json_is_array(points) || count > TREES_POINTS_MOST) {
        return refuse(self, "calibration is not a list of up to 1024 points");
    }
    self->out->points = take(self, (count + 1) * sizeof *self->out->points);
    if (self->out->points == NULL) {
        return JAGA_ERR_NOMEM;
    }
    for (size_t i = 0; i < count; i++) {
        const json_t *pair = json_array_get(points, i);
        const json_t *margin = json_array_get(pair, 0), *odds = json_array_get(pair, 1);
        if (json_array_size(pair) != 2 || !json_is_number(margin) || !json_is_number(odds)) {
            return refuse(self, "a point of calibration is not a margin and its odds");
        }
        self->out->points[i] = (trees_point){ json_number_value(margin), json_number_value(odds) };
    }
    self->out->point_count = count;
    return JAGA_OK;
}

static jaga_status read_card(reader *self, const json_t *card)
{
    const size_t length = json_dumpb(card, NULL, 0, JSON_COMPACT);

    if (!json_is_object(card) || length == 0 || length > TREES_CARD_BYTES_MOST) {
        return refuse(self, "card is not an object of up to 64 KiB");
    }
    char *text = take(self, length + 1);
    if (text == NULL) {
        return JAGA_ERR_NOMEM;
    }
    (void)json_dumpb(card, text, length, JSON_COMPACT);
    self->out->card = text;
    return JAGA_OK;
}

static jaga_status read_stage_one(reader *self, json_t *stage_one, const json_t *base_margin)
{
    json_error_t why;
    json_int_t trees;
    const json_t *cut;

    if (json_unpack_ex(stage_one, &why, JSON_STRICT, "{s:I, s:o}", "trees", &trees, "cut", &cut) !=
        0) {
        return refuse(self, "stage_one is not a number of trees and a cut");
    }
    if (!read_float(cut, &self->out->cut) || !read_float(base_margin, &self->out->base_margin)) {
        return refuse(self, "base_margin or cut is no number");
    }
    self->out->stage_one = trees > 0 && trees <= TREES_MOST ? (size_t)trees : 0;
    return JAGA_OK;
}

static jaga_status read_root(reader *self, json_t *root);

/* The ensemble below. */
static jaga_status read_event(const reader *above, json_t *event)
{
    reader self = { .name = above->name, .memory = above->memory, .err = above->err };

    self.out = take(above, sizeof *self.out);
    if (self.out == NULL) {
        return JAGA_ERR_NOMEM;
    }
    *self.out = (trees_file){ .base_margin = 0.0f };
    if (json_object_get(event, "event") != NULL) {
        return refuse(above, "the ensemble below has another one below it");
    }
    above->out->event = self.out;
    return read_root(&self, event);
}

static jaga_status read_root(reader *self, json_t *root)
{
    const char *format = json_string_value(json_object_get(root, "format"));
    json_t *version = json_object_get(root, "version");
    json_t *names, *base_margin, *trees, *stage_one, *points, *prior, *card, *event = NULL;
    json_error_t why;

    if (format == NULL || strcmp(format, "jaga-trees") != 0) {
        return refuse(self, "not a model of the format `jaga-trees`");
    }
    if (!json_is_integer(version) || json_integer_value(version) != VERSION) {
        return refuse(self, "another version of the format; this jaga reads version 1");
    }
    if (json_unpack_ex(root, &why, JSON_STRICT,
                       "{s:o, s:o, s:o, s:o, s:o, s:o, s:{s:o, s:o}, s:o, s?o}", "format", &names,
                       "version", &version, "features", &names, "base_margin", &base_margin,
                       "trees", &trees, "stage_one", &stage_one, "calibration", "points", &points,
                       "prior", &prior, "card", &card, "event", &event) != 0) {
        return refuse_json(self, &why);
    }
    JAGA_TRY(read_names(self, names));
    JAGA_TRY(read_trees(self, trees));
    JAGA_TRY(read_stage_one(self, stage_one, base_margin));
    JAGA_TRY(read_points(self, points));
    if (!json_is_number(prior)) {
        return refuse(self, "the prior of calibration is no number");
    }
    self->out->prior = json_number_value(prior);
    JAGA_TRY(read_card(self, card));
    return event == NULL ? JAGA_OK : read_event(self, event);
}

jaga_status trees_read(trees_file *out, jaga_span text, const char *name, arena *memory,
                       jaga_error *err)
{
    reader self = { .out = out, .name = name, .memory = memory, .err = err };
    json_error_t why;

    *out = (trees_file){ .base_margin = 0.0f };
    if (text.length > TREES_TEXT_BYTES_MOST) {
        return jaga_fail(err, JAGA_ERR_LIMIT, "%s: more than 64 MiB", name);
    }
    json_t *root =
        json_loadb(text.at != NULL ? text.at : "", text.length, JSON_REJECT_DUPLICATES, &why);
    if (root == NULL) {
        return refuse_json(&self, &why);
    }
    const jaga_status status = read_root(&self, root);
    json_decref(root);
    JAGA_TRY(status);
    return trees_check(out, name, err);
}
