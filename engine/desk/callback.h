#ifndef JAGA_DESK_CALLBACK_H
#define JAGA_DESK_CALLBACK_H

#include "jaga/decision.h"

/* Fills priority, band and due time of a decision that opens a case, as of its event: the hold is
 * not yet acknowledged, nobody waits yet, and the money of the event itself is what has left so
 * far; on a customer's report it is what left lately, to nobody knows where. zone_s: where the
 * hotline is, seconds east of UTC. */
void callback_plan(jaga_decision *decision, int64_t zone_s);

#endif
