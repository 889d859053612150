#include "base/nearest.h"

#include <stdbool.h>
#include <string.h>

static size_t least_of(size_t a, size_t b, size_t c)
{
    const size_t ab = a < b ? a : b;
    return ab < c ? ab : c;
}

/* Letters to add, drop or change to make one name of the other (Levenshtein). */
static size_t distance(const char *a, const char *b)
{
    size_t row[NEAREST_BYTES + 1];
    const size_t a_length = strlen(a), b_length = strlen(b);

    if (a_length > NEAREST_BYTES || b_length > NEAREST_BYTES) {
        return NEAREST_BYTES;
    }
    for (size_t k = 0; k <= b_length; k++) {
        row[k] = k;
    }
    for (size_t i = 1; i <= a_length; i++) {
        size_t corner = row[0];
        row[0] = i;
        for (size_t k = 1; k <= b_length; k++) {
            const size_t changed = corner + (a[i - 1] != b[k - 1]);
            corner = row[k];
            row[k] = least_of(changed, row[k] + 1, row[k - 1] + 1);
        }
    }
    return row[b_length];
}

const char *nearest_name(const char *name, const char *const *list, size_t count)
{
    const char *nearest = NULL;
    size_t least = strlen(name) / 3 + 2; /* further away it is another word */

    for (size_t i = 0; i < count; i++) {
        const bool begins = strlen(name) >= 2 && strncmp(list[i], name, strlen(name)) == 0;
        const size_t away = begins ? 1 : distance(name, list[i]);
        if (away < least) {
            least = away;
            nearest = list[i];
        }
    }
    return nearest;
}
