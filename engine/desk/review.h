#ifndef JAGA_DESK_REVIEW_H
#define JAGA_DESK_REVIEW_H

#include "desk/act.h"

#include "jaga/desk.h"

/* A hold on the customer's own word (CUST_REPORT, SAFE_MODE) stays while its case is open, so a
 * person looks whether it still has to: after five business days, and every thirty days. The review
 * is noted once each time; nothing about the hold changes. */
enum { REVIEW_BUSINESS_DAYS = 5, REVIEW_EVERY_DAYS = 30 };

/* The latest time of confirmation whose fifth business day is over at now_us, in the zone of the
 * calendar's country; where the calendar ends, seven days count as five. */
JAGA_USE_RESULT jaga_status review_before_us(int64_t now_us, int64_t *before_us, jaga_error *err);

/* Notes what is due, a batch a call, inside the open act: *count below `most` when nothing is left.
 */
JAGA_USE_RESULT jaga_status review_pass(jaga_desk *desk, size_t most, size_t *count,
                                        jaga_desk_ticked *out, jaga_error *err);

#endif
