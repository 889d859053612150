#ifndef STORY_HABITS_H
#define STORY_HABITS_H

/* What an account is in the habit of using, told anew from the raw log: up to `most` things, of
 * which the one longest unused makes room and is forgotten with all that was counted of it. */
#include "story_log.h"

enum { HABITS_MOST = 12, HABIT_VISIT_S = 900 };

typedef struct habit_thing {
    uint64_t id;
    int since; /* entry that it was learned by, after it had been forgotten if it ever was */
    int64_t first_s, last_s;
    double visits; /* uses, each at least a quarter of an hour after the latest before it */
} habit_thing;

typedef struct habits {
    int count;
    habit_thing thing[HABITS_MOST];
} habits;

/* What entry k taught its account of it; 0: nothing. */
typedef uint64_t habit_used(int k);

/* -1: not there. */
static inline int habit_at(const habits *all, uint64_t id)
{
    for (int j = 0; j < all->count; j++) {
        if (all->thing[j].id == id) {
            return j;
        }
    }
    return -1;
}

/* NULL: not there. */
static inline const habit_thing *habit_of(const habits *all, uint64_t id)
{
    const int at = habit_at(all, id);
    return at < 0 ? NULL : &all->thing[at];
}

static inline void habit_learn(habits *all, int most, uint64_t id, int k)
{
    const int64_t now_s = whole_s(event_at(k)->ts_us);
    const int known = habit_at(all, id);
    int at = all->count;

    if (known >= 0) {
        habit_thing *thing = &all->thing[known];
        thing->visits += now_s - thing->last_s >= HABIT_VISIT_S ? 1.0 : 0.0;
        thing->first_s = now_s < thing->first_s ? now_s : thing->first_s;
        thing->last_s = now_s > thing->last_s ? now_s : thing->last_s;
        return;
    }
    if (all->count == most) {
        at = 0;
        for (int j = 1; j < most; j++) {
            at = all->thing[j].last_s < all->thing[at].last_s ? j : at;
        }
    }
    all->count += at == all->count;
    all->thing[at] = (habit_thing){ id, k, now_s, now_s, 1.0 };
}

/* Those of i's account, just before i. */
static inline habits habits_before(int i, int most, habit_used *used)
{
    habits all = { .count = 0 };

    for (int k = 0; k < i; k++) {
        const uint64_t id = is_same(k, i) ? used(k) : 0;
        if (id != 0) {
            habit_learn(&all, most, id, k);
        }
    }
    return all;
}

static inline double habit_visits(const habits *all)
{
    double sum = 0.0;

    for (int j = 0; j < all->count; j++) {
        sum += all->thing[j].visits;
    }
    return sum;
}

/* Of all visits, those with id. */
static inline double habit_share(const habits *all, uint64_t id)
{
    const habit_thing *thing = habit_of(all, id);

    return thing == NULL ? 0.0 : thing->visits / habit_visits(all);
}

/* ---- what teaches what ---- */

static inline uint64_t device_used(int k)
{
    return is_ok(k) && !list[k].is_held ? list[k].record.identity.device : 0;
}

/* The customer's own doing, which what others send, fees and people of the house are not. */
static inline bool is_own_act(int k)
{
    const jaga_event *event = event_at(k);
    const jaga_event_class class = jaga_event_class_of((jaga_event_type)event->type);

    return event->actor == JAGA_ACTOR_CUSTOMER && is_ok(k) && !list[k].is_held &&
           event->type != JAGA_TYPE_RECEIVE && event->type != JAGA_TYPE_REFUND &&
           event->type != JAGA_TYPE_FEE && event->type != JAGA_TYPE_CLOSED &&
           class != JAGA_CLASS_PLATFORM && class != JAGA_CLASS_RESPONSE;
}

static inline uint64_t network_used(int k)
{
    return is_own_act(k) ? list[k].record.identity.network : 0;
}

/* The two letters. */
static inline uint64_t country_at(int k)
{
    return (uint64_t)(unsigned char)event_at(k)->country[0] * 256 +
           (unsigned char)event_at(k)->country[1];
}

static inline uint64_t country_used(int k)
{
    return is_own_act(k) ? country_at(k) : 0;
}

static inline uint64_t payee_used(int k)
{
    return is_wanted(k) && is_ok(k) && !list[k].is_held ? list[k].record.identity.payee : 0;
}

#endif
