#ifndef JAGA_BASE_EXPONENT_H
#define JAGA_BASE_EXPONENT_H

/* Powers and logarithms that give the same bits on every machine and compiler: only + - * / in a
 * fixed order (-ffp-contract=off), no libm. Relative error below 1e-14, which
 * tests/unit/test_exponent.c holds against libm. */

/* 2^x. 0 below -1022, HUGE_VAL above 1023; NaN is a broken promise of the caller. */
double exp2_exact(double x);

/* log2 of a finite x > 0. */
double log2_exact(double x);

/* Decay over an age with a half-life: 2^(-age / half_life). age < 0 counts as 0. */
double decay(double age_s, double half_life_s);

#endif
