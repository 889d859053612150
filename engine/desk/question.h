#ifndef JAGA_DESK_QUESTION_H
#define JAGA_DESK_QUESTION_H

#include "desk/machine.h"

/* How something is done: the customer gets a guide, in the app and never as a link by SMS. Whoever
 * asks the same again within a week was not helped by it. */
enum { QUESTION_AGAIN_S = 7 * 86400 };
enum { QUESTION_IF_WORDS = 1, QUESTION_IF_SENT = 2, QUESTION_IF_REFERENCE = 4 };
/* OPEN, ANSWERED, CLOSED; or HANDED_OVER to another request. */
const machine *question_machine(void);

#endif
