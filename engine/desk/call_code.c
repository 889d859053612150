#include "desk/call_code.h"

#include "base/when.h"
#include "jaga/status.h"

#include <sodium.h>
#include <stdio.h>

call_code call_code_make(const unsigned char key[CALL_CODE_KEY_BYTES], jaga_span task,
                         int64_t attempt)
{
    crypto_generichash_state state;
    unsigned char hash[32], number[8];
    call_code out;
    uint64_t value = 0;

    for (int i = 0; i < 8; i++) {
        number[i] = (unsigned char)((uint64_t)attempt >> (8 * i));
    }
    JAGA_CHECK(crypto_generichash_init(&state, key, CALL_CODE_KEY_BYTES, sizeof hash) == 0);
    (void)crypto_generichash_update(&state, number, sizeof number);
    (void)crypto_generichash_update(&state, (const unsigned char *)task.at, task.length);
    (void)crypto_generichash_final(&state, hash, sizeof hash);
    /* Of 64 bits the remainder by 10,000 is as good as even. */
    for (int i = 0; i < 8; i++) {
        value = value << 8 | hash[i];
    }
    (void)snprintf(out.digits, sizeof out.digits, "%04u", (unsigned)(value % 10000));
    return out;
}

const char *call_code_refusal(int64_t issued_us, int64_t now_us, bool is_used)
{
    if (is_used) {
        return "the call code was used already";
    }
    if (now_us < issued_us) {
        return "the call code is from the future";
    }
    return now_us - issued_us > CALL_CODE_LIFE_S * US_PER_SECOND
               ? "the call code is older than 10 minutes"
               : NULL;
}
