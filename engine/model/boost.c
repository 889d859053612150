#include "model/boost.h"

#include "model/trees.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <xgboost/c_api.h>

enum { MONOTONE_BYTES = 4096 };

struct boost {
    BoosterHandle handle;
    const trees_file *beginning;
    arena *memory;
};

/* The first line of what libxgboost says; the rest is where in its source it happened. */
static jaga_status refuse(jaga_error *err)
{
    const char *text = XGBGetLastError();
    const char *cause = strstr(text, "Check failed: ");

    text = cause != NULL ? cause : text;
    return jaga_fail(err, JAGA_ERR_FORMAT, "libxgboost: %.*s", (int)strcspn(text, "\n"), text);
}

static int begun(const trees_file *beginning)
{
    return beginning == NULL ? 0 : (int)beginning->count;
}

/* By its first `count` trees. */
static jaga_status ask_beginning(const trees_file *beginning, const boost_rows *rows, int count,
                                 arena *memory, float *out, jaga_error *err)
{
    const size_t mark = arena_mark(memory);
    trees_file first = *beginning;
    float row[JAGA_MODEL_FEATURES_MAX] = { 0.0f };
    trees *ready = NULL;

    first.count = first.stage_one = (size_t)count;
    first.event = NULL;
    JAGA_TRY(trees_compile(&first, memory, &ready, err));
    for (size_t i = 0; i < rows->count; i++) {
        memcpy(row, &rows->at[i * rows->width], rows->width * sizeof *row);
        out[i] = trees_full_margin(ready, row);
    }
    arena_reset(memory, mark);
    return JAGA_OK;
}

static jaga_status set_beginning(const trees_file *beginning, const boost_rows *rows, arena *memory,
                                 DMatrixHandle matrix, jaga_error *err)
{
    const size_t mark = arena_mark(memory);

    if (beginning == NULL) {
        return JAGA_OK;
    }
    float *margins = arena_take(memory, (rows->count + 1) * sizeof *margins);
    if (margins == NULL) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "no room for the trees");
    }
    jaga_status status = ask_beginning(beginning, rows, begun(beginning), memory, margins, err);
    if (status == JAGA_OK &&
        XGDMatrixSetFloatInfo(matrix, "base_margin", margins, rows->count) != 0) {
        status = refuse(err);
    }
    arena_reset(memory, mark);
    return status;
}

static jaga_status make_matrix(const boost_rows *rows, DMatrixHandle *out, jaga_error *err)
{
    *out = NULL;
    if (XGDMatrixCreateFromMat_omp(rows->at, rows->count, rows->width, NAN, out, 1) != 0) {
        return refuse(err);
    }
    if ((rows->targets != NULL &&
         XGDMatrixSetFloatInfo(*out, "label", rows->targets, rows->count) != 0) ||
        (rows->weights != NULL &&
         XGDMatrixSetFloatInfo(*out, "weight", rows->weights, rows->count) != 0)) {
        (void)XGDMatrixFree(*out);
        return refuse(err);
    }
    return JAGA_OK;
}

static bool set_number(const boost *self, const char *name, double value)
{
    char text[32];

    (void)snprintf(text, sizeof text, "%.9g", value);
    return XGBoosterSetParam(self->handle, name, text) == 0;
}

static bool set_monotone(const boost *self, const signed char *signs, size_t width)
{
    char text[MONOTONE_BYTES] = "(";
    size_t used = 1;

    for (size_t i = 0; i < width && used < sizeof text - 8; i++) {
        used +=
            (size_t)snprintf(text + used, sizeof text - used, "%s%d", i > 0 ? "," : "", signs[i]);
    }
    (void)snprintf(text + used, sizeof text - used, ")");
    return XGBoosterSetParam(self->handle, "monotone_constraints", text) == 0;
}

static bool set_plan(const boost *self, const boost_plan *plan, size_t width)
{
    return XGBoosterSetParam(self->handle, "verbosity", "0") == 0 &&
           XGBoosterSetParam(self->handle, "objective", "binary:logistic") == 0 &&
           XGBoosterSetParam(self->handle, "tree_method", "hist") == 0 &&
           set_number(self, "nthread", 1) && set_number(self, "seed", 1) &&
           set_number(self, "max_depth", plan->depth) && set_number(self, "eta", plan->rate) &&
           set_number(self, "subsample", plan->row_share) &&
           set_number(self, "colsample_bytree", plan->column_share) &&
           set_number(self, "min_child_weight", plan->least_weight) &&
           set_number(self, "lambda", plan->draw_to_zero) &&
           set_monotone(self, plan->monotone, width);
}

jaga_status boost_train(const boost_rows *rows, const boost_plan *plan, arena *memory, boost **out,
                        jaga_error *err)
{
    DMatrixHandle matrix;
    boost *self = arena_take(memory, sizeof *self);

    *out = NULL;
    if (self == NULL) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "no room for the trees");
    }
    *self = (boost){ .beginning = plan->beginning, .memory = memory };
    JAGA_TRY(make_matrix(rows, &matrix, err));
    jaga_status status = set_beginning(plan->beginning, rows, memory, matrix, err);
    if (status != JAGA_OK) {
        (void)XGDMatrixFree(matrix);
        return status;
    }
    bool is_good = XGBoosterCreate(&matrix, 1, &self->handle) == 0;
    if (is_good) {
        *out = self;
        is_good = set_plan(self, plan, rows->width);
    }
    if (is_good) {
        is_good =
            XGBoosterSetStrFeatureInfo(self->handle, "feature_name", plan->names, rows->width) == 0;
    }
    for (int i = 0; i < plan->rounds && is_good; i++) {
        is_good = XGBoosterUpdateOneIter(self->handle, i, matrix) == 0;
    }
    status = is_good ? JAGA_OK : refuse(err);
    (void)XGDMatrixFree(matrix);
    return status;
}

void boost_close(boost *self)
{
    if (self != NULL) {
        (void)XGBoosterFree(self->handle);
    }
}

jaga_status boost_margins(const boost *self, const boost_rows *rows, int count, float *out,
                          jaga_error *err)
{
    DMatrixHandle matrix;
    bst_ulong const *shape;
    bst_ulong dimensions;
    float const *result;
    char config[160];

    if (self->beginning != NULL && count <= begun(self->beginning)) {
        return ask_beginning(self->beginning, rows, count, self->memory, out, err);
    }
    JAGA_TRY(make_matrix(rows, &matrix, err));
    jaga_status status = set_beginning(self->beginning, rows, self->memory, matrix, err);
    if (status != JAGA_OK) {
        (void)XGDMatrixFree(matrix);
        return status;
    }
    (void)snprintf(config, sizeof config,
                   "{\"type\":1,\"training\":false,\"iteration_begin\":0,\"iteration_end\":%d,"
                   "\"strict_shape\":false}",
                   count - begun(self->beginning));
    const bool is_good = XGBoosterPredictFromDMatrix(self->handle, matrix, config, &shape,
                                                     &dimensions, &result) == 0;
    if (is_good) {
        memcpy(out, result, rows->count * sizeof *out);
    }
    status = is_good ? JAGA_OK : refuse(err);
    (void)XGDMatrixFree(matrix);
    return status;
}

int boost_begun(const boost *self)
{
    return begun(self->beginning);
}

jaga_status boost_json(const boost *self, const char **at, size_t *length, jaga_error *err)
{
    bst_ulong bytes = 0;

    if (XGBoosterSaveModelToBuffer(self->handle, "{\"format\":\"json\"}", &bytes, at) != 0) {
        return refuse(err);
    }
    *length = bytes;
    return JAGA_OK;
}
