#ifndef JAGA_BASE_DATE_FORMAT_H
#define JAGA_BASE_DATE_FORMAT_H

#include "jaga/span.h"

#include <stdint.h>

/* Times as foreign exports write them, by a declared format: a small closed set of strptime's
 * fields, without its locale.
 *
 *   %Y year, four digits     %m month       %d day          %H hour, 0 to 23     %M minute
 *   %y year, two digits      %b Jan..Dec    %I hour, 1..12  %p AM or PM          %S second
 *   %f decimals of a second  %z Z, +07:00 or +0700          %% a percent sign
 *
 * Numbers but %Y take one or two digits, as many as there are; anything else stands for itself.
 * A two-digit year is 1971 to 2070. Zones are offsets, not names: what a name meant on a day is a
 * matter of the machine's own tables, and the hour that comes twice in autumn stays ambiguous. */

/* NULL, or what is wrong with the format. has_zone: the zone is declared beside it, so %z must be
 * absent, else present. */
const char *date_format_check(jaga_span format, int has_zone);

/* The zone of a format without %z, "Z" or "+07:00", in seconds east. NULL, or what is wrong. */
const char *date_format_zone(jaga_span text, int64_t *zone_s);

/* format must have passed date_format_check; zone_s is used when it has no %z. Microseconds UTC.
 * NULL, or what is wrong in a few words (static). */
const char *date_format_parse(jaga_span text, jaga_span format, int64_t zone_s, int64_t *us);

#endif
