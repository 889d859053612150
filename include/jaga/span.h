#ifndef JAGA_SPAN_H
#define JAGA_SPAN_H

#include <stdint.h>

/* A borrowed piece of text: not terminated, not owned. Who hands one out says how long it lives.
 * The empty span { NULL, 0 } means "the source did not say". */
typedef struct jaga_span {
    const char *at;
    uint32_t length;
} jaga_span;

#endif
