#ifndef JAGA_EVALUATE_PSI_H
#define JAGA_EVALUATE_PSI_H

#include <stddef.h>
#include <stdint.h>

/* Population stability index (Karakoulas 2004; the credit industry's convention): how far a
 * distribution is from a reference. */
enum { PSI_PARTS = 20, PSI_BINS = PSI_PARTS + 1 };

typedef struct psi_scale {
    float edge[PSI_PARTS - 1]; /* upper ends, rising: a bin ends with its edge */
    size_t edges;
} psi_scale;

/* From values that are sorted, none NaN: edges at every twentieth of them, equal ones once. */
psi_scale psi_scale_of(const float *sorted, size_t count);

/* 0 to scale->edges; PSI_PARTS: NaN. */
size_t psi_bin(const psi_scale *scale, float value);

/* sum of (a - r) ln(a / r), no share below 1e-4. 0 when either has nothing. */
double psi_of(const uint64_t reference[PSI_BINS], const uint64_t actual[PSI_BINS]);

#endif
