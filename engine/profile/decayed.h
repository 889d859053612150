#ifndef JAGA_PROFILE_DECAYED_H
#define JAGA_PROFILE_DECAYED_H

#include <stdint.h>

/* Quantities that fade with a half-life: constant memory in place of a window. A value of time t
 * weighs 2^(-(now - t) / half-life); one that comes late weighs what it would by now, so the order
 * of arrival does not matter (tests hold each against a sum over the raw events). */

/* c as of `as_of_us`, read at now_us: unchanged for a late reader. */
double decayed_at(double c, int64_t as_of_us, int64_t now_us, double half_life_s);

/* Adds x of time t_us. as_of_us moves on to t_us unless the value is late. */
double decayed_add(double c, int64_t *as_of_us, double x, int64_t t_us, double half_life_s);

/* Mean and deviation of a stream, weighted by age: West 1979, Welford's update with weights. */
typedef struct decayed_mean {
    double weight, mean, m2;
} decayed_mean;

/* Adds x with its weight as of the time at which m stands: less than 1 for a late one. To move m
 * on to a later time, let weight and m2 fade; the mean stays. */
void decayed_mean_weigh(decayed_mean *m, double x, double weight);

double decayed_deviation(const decayed_mean *m); /* population deviation; 0 below two values */

#endif
