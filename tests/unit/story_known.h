#ifndef STORY_KNOWN_H
#define STORY_KNOWN_H

#include "story_log.h"

/* What an account is known to use: up to `most` ids, of which the one longest unused makes room. */
enum { KNOWN_MOST = 12 };
typedef struct known {
    int count;
    uint64_t id[KNOWN_MOST];
    int64_t last_s[KNOWN_MOST];
} known;

static inline bool known_has_id(const known *k, uint64_t id)
{
    bool has = false;

    for (int i = 0; i < k->count; i++) {
        has = has || k->id[i] == id;
    }
    return has;
}

static inline void known_use_id(known *k, int most, uint64_t id, int64_t now_s)
{
    int at = 0;

    while (at < k->count && k->id[at] != id) {
        at++;
    }
    if (at < k->count) {
        k->last_s[at] = now_s > k->last_s[at] ? now_s : k->last_s[at];
        return;
    }
    if (at == most) {
        at = 0;
        for (int i = 1; i < most; i++) {
            at = k->last_s[i] < k->last_s[at] ? i : at;
        }
    }
    k->count = at == k->count ? at + 1 : k->count;
    k->id[at] = id;
    k->last_s[at] = now_s;
}

#endif
