#ifndef JAGA_BASE_ANGLE_H
#define JAGA_BASE_ANGLE_H

/* Trigonometry that gives the same bits on every machine, within 1e-12 of the true value. */

double cos_exact(double radians); /* |radians| <= 1e3 */
double sin_exact(double radians); /* |radians| <= 1e3 */
double asin_exact(double x);      /* x in [0, 1] */

/* Great-circle distance in km between two points in WGS 84 degrees, on a sphere of 6371 km:
 * haversine (Sinnott 1984). */
double great_circle_km(double lat_a, double lon_a, double lat_b, double lon_b);

#endif
