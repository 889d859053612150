#include "desk/window.h"

#include "base/date_format.h"
#include "base/when.h"
#include "jaga/status.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HOUR_S = 3600, DAY_S = 86400, WIB_S = 7 * HOUR_S, WITA_S = 8 * HOUR_S, WIT_S = 9 * HOUR_S };

window_hours window_hours_default(void)
{
    return (window_hours){ .opens_s = 8 * HOUR_S,
                           .closes_s = 20 * HOUR_S,
                           .quiet_from_s = 22 * HOUR_S,
                           .quiet_until_s = 6 * HOUR_S };
}

/* Microseconds since midnight where the customer is. */
static int64_t local_time(int64_t now_us, int64_t zone_s)
{
    return ((now_us + zone_s * US_PER_SECOND) % US_PER_DAY + US_PER_DAY) % US_PER_DAY;
}

static bool is_any_hour(int band, bool is_night_refused)
{
    JAGA_CHECK(band >= 1 && band <= 4);
    return band == 1 || (band == 2 && !is_night_refused);
}

bool window_is_open(const window_hours *hours, int band, int64_t now_us, int64_t zone_s,
                    bool is_night_refused)
{
    const int64_t at = local_time(now_us, zone_s);

    return is_any_hour(band, is_night_refused) ||
           (at >= hours->opens_s * US_PER_SECOND && at < hours->closes_s * US_PER_SECOND);
}

int64_t window_opens_us(const window_hours *hours, int band, int64_t now_us, int64_t zone_s,
                        bool is_night_refused)
{
    if (window_is_open(hours, band, now_us, zone_s, is_night_refused)) {
        return now_us;
    }
    const int64_t at = local_time(now_us, zone_s), opens = hours->opens_s * US_PER_SECOND;
    return now_us - at + opens + (at >= opens ? US_PER_DAY : 0);
}

bool window_is_quiet(const window_hours *hours, int64_t now_us, int64_t zone_s)
{
    const int64_t at = local_time(now_us, zone_s);

    return at >= hours->quiet_from_s * US_PER_SECOND || at < hours->quiet_until_s * US_PER_SECOND;
}

typedef struct zone_row {
    const char *key;
    int64_t zone_s;
} zone_row;

static const zone_row zones[] = {
    { "Asia/Jakarta", WIB_S },
    { "Asia/Pontianak", WIB_S },
    { "WIB", WIB_S },
    { "Asia/Makassar", WITA_S },
    { "Asia/Ujung_Pandang", WITA_S },
    { "WITA", WITA_S },
    { "Asia/Jayapura", WIT_S },
    { "WIT", WIT_S },
};

/* The provinces; those that are not here keep western time. */
static const zone_row regions[] = {
    { "ID-BA", WITA_S }, { "ID-NB", WITA_S }, { "ID-NT", WITA_S }, { "ID-KS", WITA_S },
    { "ID-KI", WITA_S }, { "ID-KU", WITA_S }, { "ID-SA", WITA_S }, { "ID-ST", WITA_S },
    { "ID-SN", WITA_S }, { "ID-SG", WITA_S }, { "ID-GO", WITA_S }, { "ID-SR", WITA_S },
    { "ID-MA", WIT_S },  { "ID-MU", WIT_S },  { "ID-PA", WIT_S },  { "ID-PB", WIT_S },
    { "ID-PD", WIT_S },  { "ID-PE", WIT_S },  { "ID-PS", WIT_S },  { "ID-PT", WIT_S },
};

/* Area codes of fixed lines, coarse; mobile numbers (8...) say nothing. */
static const zone_row prefixes[] = {
    { "+6236", WITA_S }, { "+6237", WITA_S },  { "+6238", WITA_S },
    { "+624", WITA_S },  { "+62511", WITA_S }, { "+62512", WITA_S },
    { "+6254", WITA_S }, { "+6255", WITA_S },  { "+629", WIT_S },
};

static const zone_row *exact(const zone_row *rows, size_t count, jaga_span text)
{
    for (size_t i = 0; i < count; i++) {
        if (strlen(rows[i].key) == text.length && memcmp(rows[i].key, text.at, text.length) == 0) {
            return &rows[i];
        }
    }
    return NULL;
}

int64_t window_zone_s(jaga_span account_zone, jaga_span region, jaga_span phone)
{
    int64_t zone_s;

    if (account_zone.length > 0) {
        const zone_row *row = exact(zones, sizeof zones / sizeof zones[0], account_zone);
        if (row != NULL) {
            return row->zone_s;
        }
        if (date_format_zone(account_zone, &zone_s) == NULL) {
            return zone_s;
        }
    }
    if (region.length == 5 && memcmp(region.at, "ID-", 3) == 0) {
        const zone_row *row = exact(regions, sizeof regions / sizeof regions[0], region);
        return row != NULL ? row->zone_s : WIB_S;
    }
    for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++) {
        const size_t length = strlen(prefixes[i].key);
        if (phone.length >= length && memcmp(phone.at, prefixes[i].key, length) == 0) {
            return prefixes[i].zone_s;
        }
    }
    return WIB_S;
}

void window_zone_name(int64_t zone_s, char text[WINDOW_ZONE_BYTES])
{
    const int64_t minutes = llabs(zone_s) / 60;

    if (zone_s == WIB_S || zone_s == WITA_S || zone_s == WIT_S) {
        (void)snprintf(text, WINDOW_ZONE_BYTES, "%s",
                       zone_s == WIB_S    ? "WIB"
                       : zone_s == WITA_S ? "WITA"
                                          : "WIT");
        return;
    }
    (void)snprintf(text, WINDOW_ZONE_BYTES, "UTC%c%02d:%02d", zone_s < 0 ? '-' : '+',
                   (int)(minutes / 60 % 24), (int)(minutes % 60));
}
