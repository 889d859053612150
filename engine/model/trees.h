#ifndef JAGA_MODEL_TREES_H
#define JAGA_MODEL_TREES_H

#include "jaga/feature.h"
#include "model/trees_file.h"

/* An ensemble of trees ready to run: what it says about one row of jaga_feature_row. Read-only once
 * made, so threads may share it; calls allocate nothing.
 *
 * Margins are float sums in the order of the trees, as libxgboost adds them: the same bits on every
 * machine. The first trees (stage one) are asked for every
 * row, the others only when the margin so far is above the cut, which few rows are (a cascade,
 * Viola, Jones 2001). */
typedef struct trees trees;

/* `file` must be one that trees_check passes; it may go afterwards. JAGA_ERR_NOMEM. */
JAGA_USE_RESULT jaga_status trees_compile(const trees_file *file, arena *memory, trees **out,
                                          jaga_error *err);

/* The ensemble below, which speaks of events alone; NULL: this one does. */
const trees *trees_event(const trees *self);

typedef struct trees_verdict {
    float margin;
    bool is_full; /* of all trees; else of stage one, and not above the cut */
} trees_verdict;

trees_verdict trees_margin(const trees *self, const float row[JAGA_MODEL_FEATURES_MAX]);

/* Of all trees, whatever stage one says. */
float trees_full_margin(const trees *self, const float row[JAGA_MODEL_FEATURES_MAX]);

/* What a margin of all trees is worth: log2 of the odds. */
double trees_log2_odds(const trees *self, float margin);

/* The same as evidence: log2 of how much likelier a thief's event looks like this than any event of
 * the log that the model was calibrated on. */
double trees_evidence_bits(const trees *self, float margin);

/* Which numbers made the margin of all trees: each question is credited with what its answer
 * changed of what is expected (Saabas 2014; XGBoost calls it approx_contribs). by_feature has the
 * table's places; the returned number is what is expected of every row, and with all of by_feature
 * it makes the margin up to rounding. Slower than a margin: for decisions only. */
double trees_explain(const trees *self, const float row[JAGA_MODEL_FEATURES_MAX],
                     double by_feature[JAGA_MODEL_FEATURES_MAX]);

#endif
