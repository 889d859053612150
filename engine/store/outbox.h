#ifndef JAGA_STORE_OUTBOX_H
#define JAGA_STORE_OUTBOX_H

#include "store/connection.h"

#include <stdint.h>

/* Inside a group. The decision with this record is a hold: it goes out, and with the first of its
 * case the callback. The fencing number is at least fence_us; INT64_MIN: only the decision's time
 * counts. */
JAGA_USE_RESULT jaga_status outbox_put_hold(jaga_store *store, int64_t record, int64_t fence_us,
                                            jaga_error *err);

/* The decision with this record was a step-up. */
JAGA_USE_RESULT jaga_status outbox_put_step_up(jaga_store *store, int64_t record, jaga_error *err);

#endif
