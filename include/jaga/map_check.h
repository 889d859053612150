#ifndef JAGA_MAP_CHECK_H
#define JAGA_MAP_CHECK_H

#include "jaga/event.h"
#include "jaga/run.h"
#include "jaga/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a mapping makes of a foreign export, before anything is decided on it. Plain values; all
 * counts are of rows. No text of the export is in here but the names of its columns: examples are
 * masked (letters a or A, digits 9). */

enum {
    JAGA_MAP_COLUMNS_MAX = 256,
    JAGA_MAP_FIELDS_MAX = 32,
    JAGA_MAP_SHAPES_MAX = 3,
    JAGA_MAP_WARNINGS_MAX = 16
};

typedef enum jaga_map_use { JAGA_MAP_UNKNOWN, JAGA_MAP_IGNORED, JAGA_MAP_READ } jaga_map_use;

/* A column of the export. */
typedef struct jaga_map_column {
    char name[48];
    jaga_map_use use;
    char into[120]; /* "amount (in), type (enum)" */
    int64_t filled;
    size_t shape_count;
    char shape[JAGA_MAP_SHAPES_MAX][28]; /* the first different ones */
    int64_t unlisted;                    /* values that an enum's table does not list */
    uint64_t unlisted_line;              /* the first one's */
} jaga_map_column;

/* A canonical field. */
typedef struct jaga_map_field {
    const char *name; /* static */
    char from[160];   /* "Paid In, Withdrawn"; "(the file's name)" */
    int64_t filled;   /* of the events */
} jaga_map_field;

typedef struct jaga_map_report {
    int64_t rows, events, late, duplicates, stale; /* as a scan would count them */
    int64_t rejects;
    size_t reject_reasons;
    jaga_reject_count reject_reason[JAGA_REJECT_REASONS_MAX];
    int64_t accounts;
    int64_t first_us, last_us, longest_gap_us;
    int64_t type_count[JAGA_TYPE_COUNT];
    int64_t status_count[JAGA_STATUS_COUNT];
    int64_t balances, balances_follow; /* that the one before and the amount explain */
    size_t columns;
    jaga_map_column column[JAGA_MAP_COLUMNS_MAX];
    size_t fields;
    jaga_map_field field[JAGA_MAP_FIELDS_MAX];
    size_t warnings;
    char warning[JAGA_MAP_WARNINGS_MAX][200];
} jaga_map_report;

/* Reads the export `log` ("-" is standard input) by the mapping `map`, the name of a shipped one or
 * a file; NULL is the canonical schema. events_to: a file that gets the canonical events as CSV,
 * NULL for none. now_us is the wall clock. */
JAGA_USE_RESULT jaga_status jaga_map_check(const char *map, const char *log, const char *events_to,
                                           int64_t now_us, jaga_map_report *out, jaga_error *err);

/* The mappings that come with jaga, by name. Static. */
typedef struct jaga_map {
    char name[32];
    char about[120];
    const char *text; /* the mapping file */
} jaga_map;
size_t jaga_map_count(void);
/* index < jaga_map_count(). */
JAGA_USE_RESULT jaga_status jaga_map_at(size_t index, jaga_map *out, jaga_error *err);

#endif
