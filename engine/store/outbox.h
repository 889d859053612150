#ifndef JAGA_STORE_OUTBOX_H
#define JAGA_STORE_OUTBOX_H

#include "store/connection.h"

#include <stdint.h>

/* Inside a group. The decision with this record opened a case: its hold and callback go out. */
JAGA_USE_RESULT jaga_status outbox_put_hold(jaga_store *store, int64_t record, jaga_error *err);

/* The decision with this record was a step-up. */
JAGA_USE_RESULT jaga_status outbox_put_step_up(jaga_store *store, int64_t record, jaga_error *err);

#endif
