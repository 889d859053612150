/* Small lists of what an account is known to use. */
#include "profile/aspect.h"

int known_at(const jaga_known *list, int count, uint32_t fingerprint)
{
    for (int i = 0; i < count; i++) {
        if (list[i].fingerprint == fingerprint) {
            return i;
        }
    }
    return -1;
}

bool known_has(const jaga_known *list, int count, uint32_t fingerprint)
{
    bool has = false;

    for (int i = 0; i < count; i++) {
        has |= list[i].fingerprint == fingerprint;
    }
    return has;
}

double known_count(const jaga_known *list, int count)
{
    int used = 0;

    for (int i = 0; i < count; i++) {
        used += list[i].fingerprint != 0;
    }
    return (double)used;
}

int known_use(jaga_known *list, int count, uint32_t fingerprint, uint32_t now_s)
{
    jaga_known *oldest = &list[0];

    for (int i = 0; i < count; i++) {
        if (list[i].fingerprint == fingerprint) {
            list[i].last_s = now_s > list[i].last_s ? now_s : list[i].last_s;
            return i;
        }
        if (list[i].last_s < oldest->last_s) {
            oldest = &list[i];
        }
    }
    *oldest = (jaga_known){ fingerprint, now_s };
    return (int)(oldest - list);
}
