#ifndef JAGA_DESK_REQUEST_SHOW_H
#define JAGA_DESK_REQUEST_SHOW_H

#include "desk/request.h"
#include "desk/texts.h"
#include "jaga/signal.h"

#include <jansson.h>

/* For people, out of the object that programs get. */
void request_put_table(const json_t *said, jaga_lang lang, FILE *out);

#endif
