#ifndef JAGA_DESK_CALL_CODE_H
#define JAGA_DESK_CALL_CODE_H

#include "jaga/span.h"

#include <stdbool.h>
#include <stdint.h>

/* How we prove who we are: the agent reads four digits, the customer compares them with those the
 * app shows. The customer reads nothing out. A code belongs to one call and lives ten minutes. */
enum { CALL_CODE_DIGITS = 4, CALL_CODE_LIFE_S = 600, CALL_CODE_KEY_BYTES = 32 };

typedef struct call_code {
    char digits[CALL_CODE_DIGITS + 1];
} call_code;

/* From a secret of the installation, the task's name and the number of the call: the same again
 * after a restart, and not to be guessed from other codes. */
call_code call_code_make(const unsigned char key[CALL_CODE_KEY_BYTES], jaga_span task,
                         int64_t attempt);

/* Why a code may not be read out any more; NULL when it may. */
const char *call_code_refusal(int64_t issued_us, int64_t now_us, bool is_used);

#endif
