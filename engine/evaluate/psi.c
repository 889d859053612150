#include "evaluate/psi.h"

#include <math.h>

static const double least_share = 1e-4;

psi_scale psi_scale_of(const float *sorted, size_t count)
{
    psi_scale out = { .edges = 0 };

    for (size_t part = 1; part < PSI_PARTS && count > 0; part++) {
        const float edge = sorted[(count - 1) * part / PSI_PARTS];
        if (out.edges == 0 || edge > out.edge[out.edges - 1]) {
            out.edge[out.edges++] = edge;
        }
    }
    return out;
}

size_t psi_bin(const psi_scale *scale, float value)
{
    size_t from = 0, to = scale->edges;

    if (isnan(value)) {
        return PSI_PARTS;
    }
    while (from < to) {
        const size_t middle = from + (to - from) / 2;
        if (scale->edge[middle] < value) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    return from;
}

static uint64_t sum_of(const uint64_t bins[PSI_BINS])
{
    uint64_t sum = 0;

    for (size_t i = 0; i < PSI_BINS; i++) {
        sum += bins[i];
    }
    return sum;
}

double psi_of(const uint64_t reference[PSI_BINS], const uint64_t actual[PSI_BINS])
{
    const uint64_t all_reference = sum_of(reference), all_actual = sum_of(actual);
    double sum = 0.0;

    if (all_reference == 0 || all_actual == 0) {
        return 0.0;
    }
    for (size_t i = 0; i < PSI_BINS; i++) {
        const double r = fmax((double)reference[i] / (double)all_reference, least_share);
        const double a = fmax((double)actual[i] / (double)all_actual, least_share);
        sum += (a - r) * log(a / r);
    }
    return sum;
}
