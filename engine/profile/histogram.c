#include "profile/histogram.h"

#include "base/exponent.h"

static const double half_life_days = 30.0;
/* Nothing is rarer than one more value beyond all that were seen. */
static const double unseen = 0.5;

uint16_t histogram_bin(double value, double from, double step)
{
    const double place = (value - from) / step;
    const double most = HISTOGRAM_BINS - 1;

    return (uint16_t)(!(place > 0.0) ? 0.0 : place > most ? most : place);
}

void histogram_turn(histogram *self, double days)
{
    const double left = decay(days, half_life_days);
    double beyond = 0.0;

    self->total *= left;
    for (int i = HISTOGRAM_BINS; i-- > 0;) {
        const double here = (double)self->bin[i].count * left;
        self->bin[i].count = (float)here;
        const double share = (beyond + here / 2.0 + unseen) / (self->total + 2.0 * unseen);
        self->bin[i].bits = (float)(share < 1.0 ? -log2_exact(share) : 0.0);
        beyond += here;
    }
}
