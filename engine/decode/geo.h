#ifndef JAGA_DECODE_GEO_H
#define JAGA_DECODE_GEO_H

#include "jaga/event.h"
#include "jaga/status.h"

#include <stdbool.h>
#include <stddef.h>

/* Where an address is and whose network it is in, by MaxMind DB files: MaxMind's own (nested:
 * country.iso_code), flat ones (country_code), and ASN files (autonomous_system_number, or asn).
 * What is looked up becomes part of the event, so running the log again needs no file; it does not
 * count when a repetition is told from a conflict, so another file changes nothing there. */
typedef struct geo geo;

enum { GEO_FILES_MAX = 4, GEO_ROOM_BYTES = 40 };

/* paths: one file, or several as "country.mmdb,asn.mmdb". Every record of each is read once, so
 * that a damaged file fails here, naming it, and not in the middle of a run. */
JAGA_USE_RESULT jaga_status geo_open(const char *paths, geo **out, jaga_error *err);
void geo_close(geo *self); /* accepts NULL */

/* Fills a country that the log does not say, and adds asn= to the detail, where the ip is known.
 * What was looked up is told at the end of the detail: geoip=country, geoip=asn or geoip=both.
 * room: the detail's length and GEO_ROOM_BYTES; must live as long as the event. */
void geo_fill(const geo *self, jaga_event *event, char *room);

/* The detail as the log itself said it, without what geo_fill put behind it, and whether the
 * country is the log's. */
jaga_span geo_said(const jaga_event *event, bool *has_country);

#endif
