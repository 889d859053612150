#ifndef JAGA_MODEL_CALIBRATE_H
#define JAGA_MODEL_CALIBRATE_H

#include "jaga/status.h"

#include <stdbool.h>
#include <stddef.h>

/* From a model's margin to log2 odds of theft, never falling: points to draw straight lines
 * between. */
typedef struct calibration_point {
    double margin, log2_odds;
} calibration_point;

/* Rows of one margin, or of nearly one: how many of the log they stand for. */
typedef struct calibration_row {
    double margin, honest, thefts;
} calibration_row;

enum { CALIBRATION_POINTS_MOST = 64, CALIBRATION_ISOTONIC_LEAST = 1000 };

/* Sorts and pools the rows in place. With at least CALIBRATION_ISOTONIC_LEAST thefts by isotonic
 * regression (pool adjacent violators, Ayer 1955), else by a line in log odds (Platt 1999, with his
 * smoothed targets), which is beta calibration with one slope and needs far fewer. *count: at least
 * two points, margins strictly rising. JAGA_ERR_FORMAT when there are only thefts or none, or when
 * thefts do not have the larger margins. */
JAGA_USE_RESULT jaga_status calibrate(calibration_row *rows, size_t row_count,
                                      calibration_point out[CALIBRATION_POINTS_MOST], size_t *count,
                                      jaga_error *err);

#endif
