#include "model/boost.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <xgboost/c_api.h>

enum { MONOTONE_BYTES = 4096 };

struct boost {
    BoosterHandle handle;
};

/* The first line of what libxgboost says; the rest is where in its source it happened. */
static jaga_status refuse(jaga_error *err)
{
    const char *text = XGBGetLastError();
    const char *cause = strstr(text, "Check failed: ");

    text = cause != NULL ? cause : text;
    return jaga_fail(err, JAGA_ERR_FORMAT, "libxgboost: %.*s", (int)strcspn(text, "\n"), text);
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
    JAGA_TRY(make_matrix(rows, &matrix, err));
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
    const jaga_status status = is_good ? JAGA_OK : refuse(err);
    (void)XGDMatrixFree(matrix);
    return status;
}

void boost_close(boost *self)
{
    if (self != NULL) {
        (void)XGBoosterFree(self->handle);
    }
}

jaga_status boost_margins(const boost *self, const boost_rows *rows, int trees, float *out,
                          jaga_error *err)
{
    DMatrixHandle matrix;
    bst_ulong const *shape;
    bst_ulong dimensions;
    float const *result;
    char config[160];

    JAGA_TRY(make_matrix(rows, &matrix, err));
    (void)snprintf(config, sizeof config,
                   "{\"type\":1,\"training\":false,\"iteration_begin\":0,\"iteration_end\":%d,"
                   "\"strict_shape\":false}",
                   trees);
    const bool is_good = XGBoosterPredictFromDMatrix(self->handle, matrix, config, &shape,
                                                     &dimensions, &result) == 0;
    if (is_good) {
        memcpy(out, result, rows->count * sizeof *out);
    }
    const jaga_status status = is_good ? JAGA_OK : refuse(err);
    (void)XGDMatrixFree(matrix);
    return status;
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
