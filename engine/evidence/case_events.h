#ifndef JAGA_EVIDENCE_CASE_EVENTS_H
#define JAGA_EVIDENCE_CASE_EVENTS_H

#include "evidence/bundle.h"
#include "jaga/event.h"

/* The account's events that a case stands on: from CASE_EVENT_DAYS before it began, which is what
 * "normal" is measured on, to its closing. Sorted by time; what the reader may not see is masked:
 * for a customer all but the end of other people's accounts, for all but the police all but the
 * network of an address. */
enum { CASE_EVENT_DAYS = 90 };

typedef struct case_events {
    jaga_event *list; /* with its texts, lives as long as the bundle's memory */
    size_t count;
    int64_t since_us; /* the incident's beginning */
    bool has_history; /* false: the log is not beside the database, and nothing can be listed */
} case_events;

JAGA_USE_RESULT jaga_status case_events_read(const bundle *self, case_events *out, jaga_error *err);

#endif
