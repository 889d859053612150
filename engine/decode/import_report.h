#ifndef JAGA_DECODE_IMPORT_REPORT_H
#define JAGA_DECODE_IMPORT_REPORT_H

#include "base/key_index.h"
#include "decode/import_columns.h"
#include "decode/order.h"
#include "jaga/map_check.h"
#include "jaga/record.h"

/* Counts what a mapping makes of an export, row by row, and says at the end what looks wrong. */
typedef struct import_report {
    jaga_map_report *report; /* borrowed */
    const header *head;      /* borrowed; of the export being read */
    order order;
    slab_pool accounts; /* of import_account */
    key_index index;
    import_decimals decimals;
    int64_t now_us;
    int64_t last_us;       /* of the event before; INT64_MIN: none */
    int64_t backwards;     /* events earlier than the one before */
    int64_t ahead;         /* of now */
    int64_t opposite;      /* balances that would follow if in were out */
    int64_t time_of_day;   /* of the first event */
    bool has_time_of_day;  /* some event has another */
    int64_t with_evidence; /* events with a device, an address or a session */
} import_report;

/* limits: what a scan would judge order by. */
JAGA_USE_RESULT jaga_status import_report_open(import_report *self, jaga_map_report *report,
                                               order_limits limits, int64_t now_us,
                                               jaga_error *err);
void import_report_close(import_report *self); /* accepts a zeroed one */

/* Once the header is known: before the first record. */
void import_report_begin(import_report *self, const header *head);

/* values: of the record's row, NULL when it has none. source: its name, for rejects. */
JAGA_USE_RESULT jaga_status import_report_add(import_report *self, const jaga_record *record,
                                              const jaga_span *values, const char *source,
                                              jaga_error *err);
void import_report_end(import_report *self);

#endif
