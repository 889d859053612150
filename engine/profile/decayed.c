#include "profile/decayed.h"

#include "base/exponent.h"

#include <math.h>

static double seconds(int64_t us)
{
    return (double)us / 1e6;
}

double decayed_at(double c, int64_t as_of_us, int64_t now_us, double half_life_s)
{
    return c == 0.0 ? 0.0 : c * decay(seconds(now_us - as_of_us), half_life_s);
}

double decayed_add(double c, int64_t *as_of_us, double x, int64_t t_us, double half_life_s)
{
    if (t_us < *as_of_us) {
        return c + x * decay(seconds(*as_of_us - t_us), half_life_s);
    }
    c = decayed_at(c, *as_of_us, t_us, half_life_s) + x;
    *as_of_us = t_us;
    return c;
}

void decayed_mean_weigh(decayed_mean *m, double x, double weight)
{
    const double before = x - m->mean;

    m->weight += weight;
    m->mean += before * weight / m->weight;
    m->m2 += weight * before * (x - m->mean);
}

double decayed_deviation(const decayed_mean *m)
{
    return m->weight > 0.0 && m->m2 > 0.0 ? sqrt(m->m2 / m->weight) : 0.0;
}
