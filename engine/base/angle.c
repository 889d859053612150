#include "base/angle.h"

#include <math.h>
#include <stdint.h>

#define PI 3.14159265358979323846

/* Taylor series on [-pi/4, pi/4]: the term after the last is below 1e-17. */
static double sin_small(double x)
{
    static const double over[] = { -1.0 / 6.0,   -1.0 / 20.0,  -1.0 / 42.0, -1.0 / 72.0,
                                   -1.0 / 110.0, -1.0 / 156.0, -1.0 / 210.0 };
    const double xx = x * x;
    double term = x, sum = x;

    for (int i = 0; i < 7; i++) {
        term *= xx * over[i];
        sum += term;
    }
    return sum;
}

static double cos_small(double x)
{
    static const double over[] = { -1.0 / 2.0,  -1.0 / 12.0,  -1.0 / 30.0,  -1.0 / 56.0,
                                   -1.0 / 90.0, -1.0 / 132.0, -1.0 / 182.0, -1.0 / 240.0 };
    const double xx = x * x;
    double term = 1.0, sum = 1.0;

    for (int i = 0; i < 8; i++) {
        term *= xx * over[i];
        sum += term;
    }
    return sum;
}

double sin_exact(double radians)
{
    const double turns = radians / (PI / 2.0);
    const int64_t quarter = (int64_t)(turns + (turns < 0.0 ? -0.5 : 0.5));
    const double rest = radians - (double)quarter * (PI / 2.0);

    switch ((uint64_t)quarter & 3u) {
    case 0: return sin_small(rest);
    case 1: return cos_small(rest);
    case 2: return -sin_small(rest);
    default: return -cos_small(rest);
    }
}

double cos_exact(double radians)
{
    return sin_exact(radians + PI / 2.0);
}

/* asin(x) = 2 asin(x / sqrt(2 + 2 sqrt(1 - x^2))): three halvings bring x below 0.2, where twelve
 * terms of the series are enough. */
double asin_exact(double x)
{
    double term, sum;

    for (int i = 0; i < 3; i++) {
        const double left = 1.0 - x * x;
        x /= sqrt(2.0 + 2.0 * sqrt(left < 0.0 ? 0.0 : left));
    }
    term = sum = x;
    for (int n = 1; n <= 12; n++) {
        const double odd = 2.0 * n - 1.0;
        term *= x * x * odd / (2.0 * n);
        sum += term / (odd + 2.0);
    }
    return 8.0 * sum;
}

double great_circle_km(double lat_a, double lon_a, double lat_b, double lon_b)
{
    const double degree = PI / 180.0;
    const double dlat = sin_exact((lat_b - lat_a) * degree / 2.0);
    const double dlon = sin_exact((lon_b - lon_a) * degree / 2.0);
    const double h =
        dlat * dlat + cos_exact(lat_a * degree) * cos_exact(lat_b * degree) * dlon * dlon;

    return 2.0 * 6371.0 * asin_exact(h <= 0.0 ? 0.0 : h >= 1.0 ? 1.0 : sqrt(h));
}
