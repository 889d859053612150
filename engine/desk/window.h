#ifndef JAGA_DESK_WINDOW_H
#define JAGA_DESK_WINDOW_H

#include "jaga/span.h"

#include <stdbool.h>
#include <stdint.h>

/* When a customer may be called, by the clock where they are. Bands 1 and 2 are protection calls at
 * any hour (band 2 unless the customer asked not to be called at night); 3 and 4 wait for the day.
 * Zones are seconds east of UTC; Indonesia has no daylight saving. */
typedef struct window_hours {
    int64_t opens_s, closes_s;           /* since local midnight */
    int64_t quiet_from_s, quiet_until_s; /* over midnight: band 2 gets a quiet message first */
} window_hours;

window_hours window_hours_default(void); /* 08:00 to 20:00, quiet 22:00 to 06:00 */

bool window_is_open(const window_hours *hours, int band, int64_t now_us, int64_t zone_s,
                    bool is_night_refused);

/* now_us when it is open, else when it opens next. */
int64_t window_opens_us(const window_hours *hours, int band, int64_t now_us, int64_t zone_s,
                        bool is_night_refused);

bool window_is_quiet(const window_hours *hours, int64_t now_us, int64_t zone_s);

/* The customer's zone, by what is known: the account's time zone, the region of the registered
 * address (ISO 3166-2, "ID-PA"), the beginning of the number dialled ("+62361"), western Indonesia.
 * The empty span: not known. What is not understood is passed over. */
int64_t window_zone_s(jaga_span account_zone, jaga_span region, jaga_span phone);

/* "WIB", "WITA", "WIT", or "UTC+05:30". */
enum { WINDOW_ZONE_BYTES = 12 };
void window_zone_name(int64_t zone_s, char text[WINDOW_ZONE_BYTES]);

#endif
