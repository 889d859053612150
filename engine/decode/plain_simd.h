#ifndef JAGA_DECODE_PLAIN_SIMD_H
#define JAGA_DECODE_PLAIN_SIMD_H

#include "decode/plain_row.h"

/* The ways that need vector instructions, slower ones first; split is NULL where they are not
 * there. */
void plain_row_simd_ways(plain_row_way out[PLAIN_ROW_WAYS - 1]);

#endif
