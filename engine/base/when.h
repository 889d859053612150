#ifndef JAGA_BASE_WHEN_H
#define JAGA_BASE_WHEN_H

#include "jaga/span.h"

#include <stdbool.h>
#include <stdint.h>

/* Event time: int64 microseconds since 1970-01-01 UTC, proleptic Gregorian, no leap seconds, no
 * locale, no time zone but the offset that the text carries. */

#define US_PER_SECOND INT64_C(1000000)
#define US_PER_DAY    (INT64_C(86400) * US_PER_SECOND)

/* As the state keeps times that need not be exact; of those that when_parse takes. */
static inline uint32_t seconds_of(int64_t us)
{
    return (uint32_t)(us / US_PER_SECOND);
}

/* RFC 3339 with an offset ("2026-01-31T23:59:59.25+07:00", "Z", a space for the T), or an integer
 * epoch whose unit is told by its size: below 10^11 seconds, below 10^14 milliseconds, below 10^17
 * microseconds. Years 1971 to 2100 only: anything else in a wallet's log is a unit or parsing
 * mistake upstream. Returns NULL, or what is wrong in a few words (static). */
const char *when_parse(jaga_span text, int64_t *us);

/* Within the years that when_parse takes. */
bool when_is_plausible(int64_t us);

/* RFC 3339 UTC with microseconds cut to what is needed: "2026-01-31T16:59:59Z", ".250Z",
 * ".000001Z". Always fits. */
enum { WHEN_TEXT_BYTES = 32 };
void when_format(int64_t us, char text[WHEN_TEXT_BYTES]);

/* The same instant as people read it, offset hours east: "2026-01-31 23:59:59". */
void when_format_local(int64_t us, int64_t zone_s, char text[WHEN_TEXT_BYTES]);

#endif
