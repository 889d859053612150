#include "evaluate/belief.h"

#include "jaga/decision.h"

#include <math.h>

static size_t bin_of(double belief)
{
    const double bits = log2(belief / (1.0 - belief));
    const double place = (bits - JAGA_BELIEF_BASE_BITS) * BELIEF_FINE;

    if (!(place > 0.0)) {
        return 0;
    }
    return place >= BELIEF_BINS ? BELIEF_BINS - 1 : (size_t)place;
}

void belief_add(belief_tally *self, double belief, bool is_theft)
{
    const size_t bin = bin_of(belief);
    const double miss = belief - (is_theft ? 1.0 : 0.0);

    self->rows[is_theft][bin]++;
    self->sum[bin / BELIEF_FINE] += belief;
    self->squares += miss * miss;
}

static void fit(const belief_tally *self, jaga_eval_belief *out)
{
    double distance = 0.0;

    for (size_t i = 0; i < JAGA_EVAL_BELIEF_BINS; i++) {
        jaga_eval_bin *bin = &out->bins[i];
        *bin = (jaga_eval_bin){ .belief = self->sum[i] };
        for (size_t k = i * BELIEF_FINE; k < (i + 1) * BELIEF_FINE; k++) {
            bin->rows += self->rows[0][k] + self->rows[1][k];
            bin->in_theft += self->rows[1][k];
        }
        out->rows += bin->rows;
        out->in_theft += bin->in_theft;
        distance += fabs(bin->belief - (double)bin->in_theft);
    }
    const double rows = (double)out->rows;
    out->calibration_error = out->rows > 0 ? distance / rows : NAN;
    out->brier = out->rows > 0 ? self->squares / rows : NAN;
}

/* From the most believed down. Points are kept where recall has grown by a step, so that few carry
 * the whole curve. */
static void rank(const belief_tally *self, jaga_eval_belief *out)
{
    int64_t thefts = 0, rows = 0;
    double precision_sum = 0.0;

    out->average_precision = NAN;
    if (out->in_theft == 0) {
        return;
    }
    for (size_t i = BELIEF_BINS; i-- > 0;) {
        const int64_t found = self->rows[1][i];
        thefts += found;
        rows += found + self->rows[0][i];
        if (found == 0) {
            continue;
        }
        const double recall = (double)thefts / (double)out->in_theft;
        const double precision = (double)thefts / (double)rows;
        precision_sum += precision * (double)found;
        const double next = (double)out->ranks / (JAGA_EVAL_RANKING - 1);
        if (recall >= next && out->ranks < JAGA_EVAL_RANKING) {
            out->ranking[out->ranks++] = (jaga_eval_rank){ recall, precision };
        }
    }
    out->average_precision = precision_sum / (double)out->in_theft;
}

void belief_sum_up(const belief_tally *self, jaga_eval_belief *out)
{
    *out = (jaga_eval_belief){ .rows = 0 };
    fit(self, out);
    rank(self, out);
}
