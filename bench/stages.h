#ifndef STAGES_H
#define STAGES_H

#include <stddef.h>

/* What each stage of a scan costs per event, in processor nanoseconds of one thread. */
typedef struct stage_costs {
    double decode_ns, engine_ns, history_ns;
    double bytes_per_event; /* of history, on disk */
} stage_costs;

/* Takes a log through decoder, history and engine in batches, as a scan does, but on one thread and
 * with a clock around each stage. The history goes to a file in `folder`, removed at the end. */
void stages_measure(const char *folder, const char *log, stage_costs *out);

#endif
