#ifndef JAGA_DECODE_IMPORT_COLUMNS_H
#define JAGA_DECODE_IMPORT_COLUMNS_H

#include "decode/header.h"
#include "jaga/map_check.h"

/* What stands in an export's columns, told without quoting it. */

/* Names the columns that are not named yet, and what the mapping does with each. */
void import_columns_begin(jaga_map_report *report, const header *head);

/* Where each canonical field comes from. */
void import_fields_begin(jaga_map_report *report, const header *head);

/* Counts one row's values. */
void import_columns_add(jaga_map_report *report, const header *head, const jaga_span *values,
                        uint64_t line);

/* Do all amounts that have decimals have three? That is how a group separator looks that was taken
 * for the decimal one. Both counts go on from row to row. */
typedef struct import_decimals {
    int64_t three, other;
} import_decimals;
void import_decimals_add(import_decimals *self, const header *head, const jaga_span *values);

#endif
