/* truth: any file is an answer key or is refused in one line; what is taken is in order, and every
 * theft is found again at its beginning and its end. */
#include "pipeline/truth.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const truth *known, const truth_kinds *kinds)
{
    jaga_error err;

    for (size_t i = 0; i < known->theft_count; i++) {
        const truth_theft *theft = &known->thefts[i];
        size_t found = known->theft_count;
        if (theft->until_us < theft->from_us ||
            truth_about(known, theft->account, theft->from_us, &found) != TRUTH_THEFT ||
            truth_about(known, theft->account, theft->until_us, &found) != TRUTH_THEFT ||
            found >= known->theft_count) {
            abort();
        }
    }
    for (size_t i = 0; i < kinds->count; i++) {
        if (truth_check_left_out(kinds, kinds->name[i], &err) != JAGA_OK) {
            abort();
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static truth_kinds kinds;
    jaga_error err = { .text = "" };
    arena *memory = NULL;
    truth known;
    char path[64];
    const int fd = memfd_create("truth", MFD_CLOEXEC);

    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    if (fd < 0 || write(fd, data, size) != (ssize_t)size ||
        arena_open((size_t)1 << 28, &memory, NULL) != JAGA_OK) {
        abort();
    }
    kinds.count = 0;
    if (truth_read(&known, path, "sleeper", &kinds, memory, &err) == JAGA_OK) {
        check(&known, &kinds);
    } else if (strstr(err.text, ": line ") == NULL || strchr(err.text, '\n') != NULL) {
        abort();
    }
    arena_close(memory);
    (void)close(fd);
    return 0;
}
