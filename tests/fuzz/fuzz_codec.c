/* codec: any bytes are records or damage; what was read can be written, and comes back the same. */
#include "history/codec.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_again(const jaga_record *record)
{
    static char first[CODEC_RECORD_BYTES_MAX], second[CODEC_RECORD_BYTES_MAX];
    codec_state state = { 0, 0 };
    const char *at = first;
    jaga_record copy;

    const size_t length = codec_write(&state, record, first);
    if (length > sizeof first) {
        abort();
    }
    state = (codec_state){ 0, 0 };
    if (!codec_read(&state, &at, first + length, &copy) || at != first + length) {
        abort();
    }
    state = (codec_state){ 0, 0 };
    if (codec_write(&state, &copy, second) != length || memcmp(first, second, length) != 0) {
        abort();
    }
    for (size_t cut = 0; cut < length && cut < 64; cut++) { /* half a record is damage */
        at = first;
        state = (codec_state){ 0, 0 };
        if (codec_read(&state, &at, first + cut, &copy)) {
            abort();
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    codec_state state = { 0, 0 };
    const char *at = (const char *)data;
    const char *end = at + size;
    jaga_record record;

    if (size > (64u << 10)) {
        return 0;
    }
    while (at < end && codec_read(&state, &at, end, &record)) {
        if (record.kind > JAGA_RECORD_WEIGHTS || at > end) {
            abort();
        }
        check_again(&record);
    }
    return 0;
}
