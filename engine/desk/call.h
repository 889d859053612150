#ifndef JAGA_DESK_CALL_H
#define JAGA_DESK_CALL_H

#include "desk/act.h"
#include "desk/attempts.h"

/* Calls made so far, as the plan of attempts counts them. */
JAGA_USE_RESULT jaga_status call_attempts(jaga_desk *desk, const desk_file *about,
                                          attempts_state *out, jaga_error *err);

#endif
