#ifndef BOOSTED_H
#define BOOSTED_H

/* Boosters that libxgboost trains on rows by chance, and what it says about other rows. */
#include "random_trees.h"

#include <stdio.h>
#include <xgboost/c_api.h>

enum { BOOSTED_COLUMNS = 24 };

/* A table of numbers, some missing, and what is to be learned from them. */
typedef struct lesson {
    size_t rows;
    float *numbers; /* BOOSTED_COLUMNS of each row */
    float *labels;
} lesson;

#define MUST(call) ck_assert_msg((call) == 0, "libxgboost: %s", XGBGetLastError())

/* Small whole numbers, fractions, ages from seconds to years, the largest number that there is. */
static inline float boosted_number(uint64_t *seed, size_t column)
{
    const double uniform = (double)below(seed, 1u << 20) / (double)(1u << 20);

    if (column % 6 != 0 && below(seed, 8) == 0) {
        return NAN;
    }
    switch (column % 4) {
    case 0: return (float)below(seed, 2);
    case 1: return half_round((float)(uniform * 4.0 - 2.0));
    case 2: return half_round_within((float)exp(uniform * 24.0 - 12.0), JAGA_FEATURE_MOST);
    default: return below(seed, 6) == 0 ? JAGA_FEATURE_MOST : half_round((float)(uniform * 5e4));
    }
}

static inline bool boosted_label(uint64_t *seed, const float *x)
{
    double odds = -3.0;

    odds += x[0] > 0.0f ? 1.5 : 0.0;
    odds += x[1] > 0.5f && x[2] < 20.0f ? 3.0 : 0.0;
    odds += isnan(x[3]) ? 2.0 : 0.0; /* that it is missing says something */
    odds += isnan(x[5]) ? 0.0 : (double)(x[5] * x[9]);
    odds += x[13] > x[17] ? 1.0 : -1.0;
    odds += x[7] >= JAGA_FEATURE_MOST ? 1.0 : 0.0;
    return (double)below(seed, 1u << 20) / (double)(1u << 20) < 1.0 / (1.0 + exp(-odds));
}

static inline lesson new_lesson(arena *memory, uint64_t *seed, size_t rows)
{
    lesson made = { .rows = rows,
                    .numbers = arena_take(memory, rows * BOOSTED_COLUMNS * sizeof(float)),
                    .labels = arena_take(memory, rows * sizeof(float)) };

    for (size_t i = 0; i < rows; i++) {
        float *x = made.numbers + i * BOOSTED_COLUMNS;
        for (size_t j = 0; j < BOOSTED_COLUMNS; j++) {
            x[j] = boosted_number(seed, j);
        }
        made.labels[i] = boosted_label(seed, x) ? 1.0f : 0.0f;
    }
    return made;
}

/* Columns are the table's features, in another order. */
static inline size_t boosted_place(size_t column)
{
    return (column * 37 + 11) % jaga_feature_count();
}

static inline void boosted_row(const lesson *of, size_t row, row_of_numbers out)
{
    for (size_t i = 0; i < JAGA_MODEL_FEATURES_MAX; i++) {
        out[i] = 12345.0f;
    }
    for (size_t i = 0; i < BOOSTED_COLUMNS; i++) {
        out[boosted_place(i)] = of->numbers[row * BOOSTED_COLUMNS + i];
    }
}

static inline DMatrixHandle matrix_of(const lesson *from)
{
    DMatrixHandle made;

    MUST(XGDMatrixCreateFromMat(from->numbers, from->rows, BOOSTED_COLUMNS, NAN, &made));
    MUST(XGDMatrixSetFloatInfo(made, "label", from->labels, from->rows));
    return made;
}

/* `settings`: names and values in turn, NULL at the end. */
static inline BoosterHandle boosted(const lesson *from, const char *const *settings, int rounds)
{
    const char *names[BOOSTED_COLUMNS];
    DMatrixHandle matrix = matrix_of(from);
    BoosterHandle made;

    for (size_t i = 0; i < BOOSTED_COLUMNS; i++) {
        names[i] = jaga_feature_at(boosted_place(i))->name;
    }
    MUST(XGBoosterCreate(&matrix, 1, &made));
    MUST(XGBoosterSetParam(made, "nthread", "1"));
    MUST(XGBoosterSetParam(made, "objective", "binary:logistic"));
    for (size_t i = 0; settings[i] != NULL; i += 2) {
        MUST(XGBoosterSetParam(made, settings[i], settings[i + 1]));
    }
    MUST(XGBoosterSetStrFeatureInfo(made, "feature_name", names, BOOSTED_COLUMNS));
    for (int i = 0; i < rounds; i++) {
        MUST(XGBoosterUpdateOneIter(made, i, matrix));
    }
    MUST(XGDMatrixFree(matrix));
    return made;
}

/* The library's own: it goes with the next call. */
static inline jaga_span saved(BoosterHandle booster)
{
    const char *text = NULL;
    bst_ulong length = 0;

    MUST(XGBoosterSaveModelToBuffer(booster, "{\"format\":\"json\"}", &length, &text));
    return (jaga_span){ text, (uint32_t)length };
}

/* type 1: margins; 3: approximate contributions, one more number in a row for what is expected. */
static inline const float *predicted(BoosterHandle booster, const lesson *rows, int type)
{
    const bst_ulong *shape = NULL;
    const float *out = NULL;
    DMatrixHandle matrix = matrix_of(rows);
    bst_ulong dimensions = 0;
    char wanted[120];

    (void)snprintf(wanted, sizeof wanted,
                   "{\"type\":%d,\"training\":false,\"iteration_begin\":0,\"iteration_end\":0,"
                   "\"strict_shape\":false}",
                   type);
    MUST(XGBoosterPredictFromDMatrix(booster, matrix, wanted, &shape, &dimensions, &out));
    MUST(XGDMatrixFree(matrix));
    return out;
}

#endif
