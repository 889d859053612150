#include "model/calibrate.h"

#include <math.h>
#include <stdlib.h>

enum { NEWTON_STEPS = 100, BLOCKS_WANTED = CALIBRATION_POINTS_MOST - 4 };
static const double log2_of_e = 1.4426950408889634;

static int by_margin(const void *a, const void *b)
{
    const calibration_row *x = a, *y = b;
    return x->margin < y->margin ? -1 : x->margin > y->margin;
}

static double share_of(const calibration_row *at)
{
    return at->thefts / (at->thefts + at->honest);
}

static calibration_row joined(const calibration_row *x, const calibration_row *y)
{
    const double of_x = x->honest + x->thefts, of_y = y->honest + y->thefts;
    return (calibration_row){ (x->margin * of_x + y->margin * of_y) / (of_x + of_y),
                              x->honest + y->honest, x->thefts + y->thefts };
}

/* Neighbours are joined until shares and margins rise strictly; returns how many are left. */
static size_t pool(calibration_row *rows, size_t count)
{
    size_t used = 0;

    for (size_t i = 0; i < count; i++) {
        calibration_row now = rows[i];
        while (used > 0 && (share_of(&rows[used - 1]) >= share_of(&now) ||
                            rows[used - 1].margin >= now.margin)) {
            now = joined(&rows[--used], &now);
        }
        rows[used++] = now;
    }
    return used;
}

/* Neighbours are joined until each has its part of the thefts: a share of few says little. */
static size_t coarsen(calibration_row *rows, size_t count, double thefts)
{
    size_t used = 0;

    for (size_t i = 0; i < count; i++) {
        const bool is_thin = used > 0 && rows[used - 1].thefts < thefts / BLOCKS_WANTED;
        if (is_thin) {
            rows[used - 1] = joined(&rows[used - 1], &rows[i]);
        } else {
            rows[used++] = rows[i];
        }
    }
    /* The last one may have got too little. */
    if (used > 2 && rows[used - 1].thefts < thefts / BLOCKS_WANTED) {
        rows[used - 2] = joined(&rows[used - 2], &rows[used - 1]);
        used--;
    }
    return used;
}

/* Half a row of each kind more, so that a block of one kind has finite odds. */
static size_t isotonic(calibration_row *rows, size_t count, double thefts,
                       calibration_point out[CALIBRATION_POINTS_MOST])
{
    const size_t used = coarsen(rows, pool(rows, count), thefts);

    for (size_t i = 0; i < used; i++) {
        const double bits = log2((rows[i].thefts + 0.5) / (rows[i].honest + 0.5));
        const bool falls = i > 0 && bits < out[i - 1].log2_odds;
        out[i] = (calibration_point){ rows[i].margin, falls ? out[i - 1].log2_odds : bits };
    }
    return used;
}

typedef struct line {
    double slope, at_zero; /* of log odds, base e */
} line;

/* Newton's method on the weighted log loss, with a step that is halved while it does not help. */
static double loss_of(const calibration_row *rows, size_t count, line by, const double target[2])
{
    double loss = 0.0;

    for (size_t i = 0; i < count; i++) {
        const double x = by.slope * rows[i].margin + by.at_zero;
        const double log_sum = x > 0.0 ? x + log1p(exp(-x)) : log1p(exp(x));
        loss += rows[i].honest * (log_sum - target[0] * x);
        loss += rows[i].thefts * (log_sum - target[1] * x);
    }
    return loss;
}

static line newton_step(const calibration_row *rows, size_t count, line by, const double target[2])
{
    double g0 = 0.0, g1 = 0.0, h00 = 1e-12, h01 = 0.0, h11 = 1e-12;

    for (size_t i = 0; i < count; i++) {
        const double m = rows[i].margin, all = rows[i].honest + rows[i].thefts;
        const double p = 1.0 / (1.0 + exp(-(by.slope * m + by.at_zero)));
        const double g = all * p - rows[i].honest * target[0] - rows[i].thefts * target[1];
        const double h = all * p * (1.0 - p);
        g0 += g;
        g1 += g * m;
        h00 += h;
        h01 += h * m;
        h11 += h * m * m;
    }
    const double area = h00 * h11 - h01 * h01;
    return area > 0.0 ? (line){ -(h00 * g1 - h01 * g0) / area, -(h11 * g0 - h01 * g1) / area }
                      : (line){ 0.0, -g0 / h00 };
}

static line platt(const calibration_row *rows, size_t count, double honest, double thefts)
{
    const double target[2] = { 1.0 / (honest + 2.0), (thefts + 1.0) / (thefts + 2.0) };
    line by = { 0.0, log((thefts + 1.0) / (honest + 1.0)) };
    double loss = loss_of(rows, count, by, target);

    for (int i = 0; i < NEWTON_STEPS; i++) {
        const line step = newton_step(rows, count, by, target);
        double part = 1.0, next_loss = loss;
        line next = by;
        do {
            next = (line){ by.slope + part * step.slope, by.at_zero + part * step.at_zero };
            next_loss = loss_of(rows, count, next, target);
            part /= 2.0;
        } while (!(next_loss <= loss) && part > 1e-10);
        if (!(loss - next_loss > 1e-10 * loss)) {
            break;
        }
        by = next;
        loss = next_loss;
    }
    return by;
}

jaga_status calibrate(calibration_row *rows, size_t row_count,
                      calibration_point out[CALIBRATION_POINTS_MOST], size_t *count,
                      jaga_error *err)
{
    double honest = 0.0, thefts = 0.0;

    for (size_t i = 0; i < row_count; i++) {
        honest += rows[i].honest;
        thefts += rows[i].thefts;
    }
    if (!(honest > 0.0) || !(thefts > 0.0)) {
        return jaga_fail(err, JAGA_ERR_FORMAT, "calibration needs thefts and honest rows");
    }
    qsort(rows, row_count, sizeof *rows, by_margin);
    *count = 0;
    if (thefts >= CALIBRATION_ISOTONIC_LEAST) {
        *count = isotonic(rows, row_count, thefts, out);
    } else if (rows[0].margin < rows[row_count - 1].margin) {
        const line by = platt(rows, row_count, honest, thefts);
        const double ends[2] = { rows[0].margin, rows[row_count - 1].margin };
        for (int i = 0; i < 2 && by.slope > 0.0; i++) {
            const double log_odds = by.slope * ends[i] + by.at_zero;
            out[(*count)++] = (calibration_point){ ends[i], log_odds * log2_of_e };
        }
    }
    return *count >= 2 ? JAGA_OK
                       : jaga_fail(err, JAGA_ERR_FORMAT,
                                   "the trees do not tell thefts from honest rows that they were "
                                   "not trained on");
}
