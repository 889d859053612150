#include "model/trees_file.h"

#include "jaga/feature.h"

#include <jansson.h>

/* Nine digits tell any two floats apart, seventeen any two doubles. */
#define FLOATS  (JSON_COMPACT | JSON_REAL_PRECISION(9))
#define DOUBLES (JSON_COMPACT | JSON_REAL_PRECISION(17))

typedef struct writer {
    FILE *out;
    bool is_bad;
    size_t features;
    int16_t columns[JAGA_MODEL_FEATURES_MAX]; /* by place in the table; -1: not read */
} writer;

/* Takes the reference; NULL: memory ran out while it was made. */
static void put(writer *self, json_t *value, size_t flags)
{
    self->is_bad =
        value == NULL || json_dumpf(value, self->out, flags | JSON_ENCODE_ANY) != 0 || self->is_bad;
    json_decref(value);
}

static void put_text(writer *self, const char *text)
{
    self->is_bad = fputs(text, self->out) < 0 || self->is_bad;
}

static void add(writer *self, json_t *column, json_t *value)
{
    self->is_bad = json_array_append_new(column, value) != 0 || self->is_bad;
}

static void number_columns(writer *self, const trees_file *file)
{
    bool is_read[JAGA_MODEL_FEATURES_MAX] = { false };

    for (size_t i = 0; i < file->count; i++) {
        for (size_t j = 0; j < file->trees[i].count; j++) {
            const int16_t feature = file->trees[i].nodes[j].feature;
            if (feature >= 0) {
                is_read[feature] = true;
            }
        }
    }
    for (size_t i = 0; i < JAGA_MODEL_FEATURES_MAX; i++) {
        self->columns[i] = (int16_t)(is_read[i] ? (int16_t)self->features++ : -1);
    }
}

static void put_features(writer *self)
{
    json_t *names = json_array();

    for (size_t i = 0; i < jaga_feature_count(); i++) {
        if (self->columns[i] >= 0) {
            add(self, names, json_string(jaga_feature_at(i)->name));
        }
    }
    put(self, names, JSON_COMPACT);
}

static json_t *tree_of(writer *self, const trees_tree *tree)
{
    json_t *feature = json_array(), *threshold = json_array(), *left = json_array();
    json_t *right = json_array(), *missing_left = json_array(), *value = json_array();

    for (size_t i = 0; i < tree->count; i++) {
        const trees_node *node = &tree->nodes[i];
        const bool is_leaf = node->feature < 0;
        add(self, feature, json_integer(is_leaf ? -1 : self->columns[node->feature]));
        add(self, threshold, json_real(is_leaf ? 0.0 : (double)node->threshold));
        add(self, left, json_integer(is_leaf ? -1 : node->left));
        add(self, right, json_integer(is_leaf ? -1 : node->right));
        add(self, missing_left, json_boolean(!is_leaf && node->missing_left));
        add(self, value, json_real((double)node->value));
    }
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "feature", feature, "threshold", threshold,
                     "left", left, "right", right, "missing_left", missing_left, "value", value);
}

static void put_trees(writer *self, const trees_file *file)
{
    for (size_t i = 0; i < file->count; i++) {
        put_text(self, i == 0 ? "\n" : ",\n");
        put(self, tree_of(self, &file->trees[i]), FLOATS);
    }
}

static void put_points(writer *self, const trees_file *file)
{
    for (size_t i = 0; i < file->point_count; i++) {
        put_text(self, i == 0 ? "" : ",");
        put(self, json_pack("[f, f]", file->points[i].margin, file->points[i].log2_odds), DOUBLES);
    }
}

/* One tree a line, so that a comparison of two models can be read. */
static bool write_object(const trees_file *file, FILE *out)
{
    writer self = { .out = out };

    number_columns(&self, file);
    put_text(&self, "{\"format\":\"jaga-trees\",\"version\":1,\n\"features\":");
    put_features(&self);
    put_text(&self, ",\n\"base_margin\":");
    put(&self, json_real((double)file->base_margin), FLOATS);
    put_text(&self, ",\n\"stage_one\":");
    put(&self,
        json_pack("{s:I, s:f}", "trees", (json_int_t)file->stage_one, "cut", (double)file->cut),
        FLOATS);
    put_text(&self, ",\n\"calibration\":{\"points\":[");
    put_points(&self, file);
    put_text(&self, "],\"prior\":");
    put(&self, json_real(file->prior), DOUBLES);
    put_text(&self, "},\n\"card\":");
    put_text(&self, file->card);
    put_text(&self, ",\n\"trees\":[");
    put_trees(&self, file);
    put_text(&self, "]");
    if (file->event != NULL) {
        put_text(&self, ",\n\"event\":");
        self.is_bad = !write_object(file->event, out) || self.is_bad;
    }
    put_text(&self, "}\n");
    return !self.is_bad;
}

jaga_status trees_write(const trees_file *file, FILE *out, jaga_error *err)
{
    return write_object(file, out) ? JAGA_OK
                                   : jaga_fail(err, JAGA_ERR_IO, "the model could not be written");
}
