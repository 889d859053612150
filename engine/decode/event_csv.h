#ifndef JAGA_DECODE_EVENT_CSV_H
#define JAGA_DECODE_EVENT_CSV_H

#include "jaga/event.h"

#include <stdio.h>

/* Events as the canonical CSV that a scan reads: the same event bit for bit. */
void event_csv_head(FILE *out);
void event_csv_put(const jaga_event *event, FILE *out);

#endif
