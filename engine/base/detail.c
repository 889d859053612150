#include "base/detail.h"

#include <string.h>

jaga_span detail_value(jaga_span detail, const char *key)
{
    const size_t key_length = strlen(key);
    uint32_t at = 0;

    while (at < detail.length) {
        const char *from = detail.at + at;
        const char *semicolon = memchr(from, ';', detail.length - at);
        const size_t length = semicolon == NULL ? detail.length - at : (size_t)(semicolon - from);
        if (length > key_length && from[key_length] == '=' && memcmp(from, key, key_length) == 0) {
            return (jaga_span){ from + key_length + 1, (uint32_t)(length - key_length - 1) };
        }
        at += (uint32_t)length + 1;
    }
    return (jaga_span){ NULL, 0 };
}
