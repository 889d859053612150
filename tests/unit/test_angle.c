#include "story.h"

#include "base/angle.h"

/* Against libm, and against distances that others have measured. */

START_TEST(sine_and_cosine_are_those_of_libm)
{
    uint64_t random = 1;

    for (int i = 0; i < 1000000; i++) {
        const double scale = i % 2 == 0 ? 7.0 : 1e3;
        const double x = (2.0 * story_unit(&random) - 1.0) * scale;
        const double most = scale > 7.0 ? 1e-12 : 1e-14;
        ck_assert_double_eq_tol(sin_exact(x), sin(x), most);
        ck_assert_double_eq_tol(cos_exact(x), cos(x), most);
    }
}
END_TEST

START_TEST(sine_and_cosine_hold_at_the_borders_of_the_quadrants)
{
    const double quarter = acos(0.0);

    for (int i = -8; i <= 8; i++) {
        for (int side = -1; side <= 1; side++) {
            const double x = quarter / 2.0 * i + side * 1e-9;
            ck_assert_double_eq_tol(sin_exact(x), sin(x), 1e-14);
            ck_assert_double_eq_tol(cos_exact(x), cos(x), 1e-14);
        }
    }
    ck_assert_double_eq(sin_exact(0.0), 0.0);
    ck_assert_double_eq_tol(cos_exact(0.0), 1.0, 1e-15);
}
END_TEST

START_TEST(arc_sine_is_that_of_libm)
{
    for (int i = 0; i <= 1000000; i++) {
        const double x = (double)i / 1e6;
        ck_assert_double_eq_tol(asin_exact(x), asin(x), 1e-12);
    }
}
END_TEST

/* Spherical law of cosines, which is of no use for points next to each other. */
START_TEST(great_circles_are_those_of_the_law_of_cosines)
{
    const double degree = acos(-1.0) / 180.0;
    uint64_t random = 2;

    for (int i = 0; i < 300000; i++) {
        const double a = 180.0 * story_unit(&random) - 90.0, b = 180.0 * story_unit(&random) - 90.0;
        const double l = 360.0 * story_unit(&random) - 180.0;
        const double m = 360.0 * story_unit(&random) - 180.0;
        const double c = sin(a * degree) * sin(b * degree) +
                         cos(a * degree) * cos(b * degree) * cos((l - m) * degree);
        if (fabs(c) < 0.999) {
            ck_assert_double_eq_tol(great_circle_km(a, l, b, m), 6371.0 * acos(c), 1e-9 * 6371.0);
        }
    }
}
END_TEST

/* Geodesics of the WGS 84 ellipsoid (Vincenty 1975), to which a sphere is right within 0.56 %. */
START_TEST(cities_are_as_far_apart_as_they_are)
{
    static const struct {
        double lat_a, lon_a, lat_b, lon_b, km;
    } rows[] = {
        { 51.5074, -0.1278, 48.8566, 2.3522, 343.9 },        /* London, Paris */
        { 40.7128, -74.0060, 51.5074, -0.1278, 5585.2 },     /* New York, London */
        { -6.2088, 106.8456, 1.3521, 103.8198, 901.2 },      /* Jakarta, Singapore */
        { -33.8688, 151.2093, -34.6037, -58.3816, 11823.9 }, /* Sydney, Buenos Aires */
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const double km =
            great_circle_km(rows[i].lat_a, rows[i].lon_a, rows[i].lat_b, rows[i].lon_b);
        ck_assert_double_eq_tol(km, rows[i].km, 0.0056 * rows[i].km);
    }
}
END_TEST

START_TEST(the_same_place_the_pole_the_date_line_and_the_other_side_of_the_world)
{
    const double half_way = 6371.0 * acos(-1.0);

    ck_assert_double_eq(great_circle_km(-6.2, 106.8, -6.2, 106.8), 0.0);
    ck_assert_double_eq_tol(great_circle_km(90.0, 10.0, 90.0, -120.0), 0.0, 1e-6);
    ck_assert_double_eq_tol(great_circle_km(0.0, 179.9, 0.0, -179.9), half_way / 900.0, 1e-6);
    ck_assert_double_eq_tol(great_circle_km(-90.0, 0.0, 90.0, 0.0), half_way, 1e-6);
    ck_assert_double_eq_tol(great_circle_km(10.0, 20.0, -10.0, -160.0), half_way, 1e-3);
    /* A hundred metres. */
    ck_assert_double_eq_tol(great_circle_km(0.0, 0.0, 0.0009, 0.0), half_way * 0.0009 / 180.0,
                            1e-9);
}
END_TEST

UNIT_MAIN("angle", sine_and_cosine_are_those_of_libm,
          sine_and_cosine_hold_at_the_borders_of_the_quadrants, arc_sine_is_that_of_libm,
          great_circles_are_those_of_the_law_of_cosines, cities_are_as_far_apart_as_they_are,
          the_same_place_the_pole_the_date_line_and_the_other_side_of_the_world)
