#ifndef JAGA_MODEL_FROM_XGBOOST_H
#define JAGA_MODEL_FROM_XGBOOST_H

#include "model/trees_file.h"

/* What XGBoost 1.x saves (XGBoosterSaveModelToBuffer, format "json") as an ensemble of ours, which
 * gives the same margins to the last bit for every row of jaga_feature_row: thresholds become the
 * halves that separate the same halves, the sum keeps its order.
 *
 * Taken: booster gbtree, objective binary:logistic, numeric splits, features named (the booster's
 * "feature_name") as in jaga/feature.h. A node's value is the mean of the leaves below it, each
 * weighing what training saw there (sum of hessians). Stage one is the whole ensemble, calibration
 * takes the margin for what it says, the card is empty: the caller knows better.
 *
 * `name` is for errors, which say in one line what cannot be taken. Pieces come from `memory`. */
JAGA_USE_RESULT jaga_status from_xgboost(trees_file *out, jaga_span json, const char *name,
                                         arena *memory, jaga_error *err);

#endif
