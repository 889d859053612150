#ifndef STORY_LOG_H
#define STORY_LOG_H

/* Features against the raw log: a random wallet's events go through the profile one by one, and a
 * test's own naive code walks the list of all events before each, anew. Nothing is carried along
 * but what was noted of each event: what was measured and what was decided. */
#include "story_world.h"

#include "profile/profile.h"

enum { LOG_EVENTS = 400 };

typedef struct log_entry {
    jaga_record record;
    jaga_features features;
    bool is_held;
} log_entry;

/* A list of its own for the test; entry i is judged by entries 0 .. i - 1. */
static log_entry list[LOG_EVENTS];

static inline const jaga_event *event_at(int i)
{
    return &list[i].record.event;
}

static inline bool is_same(int a, int b)
{
    return list[a].record.identity.account_low == list[b].record.identity.account_low;
}

static inline double log_seconds(int64_t us)
{
    return (double)us / 1e6;
}

static inline int64_t whole_s(int64_t us)
{
    return us / STORY_SECOND;
}

static inline bool is_ok(int i)
{
    return event_at(i)->status == JAGA_STATUS_OK;
}

static inline bool is_class(int i, jaga_event_class class)
{
    return jaga_event_class_of((jaga_event_type)event_at(i)->type) == class;
}

/* Transfers, withdrawals and payments. */
static inline bool is_wanted(int i)
{
    return is_class(i, JAGA_CLASS_MONEY_OUT) && event_at(i)->type != JAGA_TYPE_FEE;
}

static inline double faded(int64_t then_us, int64_t now_us, double half_life_s)
{
    return now_us <= then_us ? 1.0 : exp2(-log_seconds(now_us - then_us) / half_life_s);
}

/* Since a time kept in whole seconds, 0 for never; for a late reader it is now. */
static inline double since(int64_t then_s, int64_t now_us)
{
    const double age_s = log_seconds(now_us) - (double)then_s;
    return then_s == 0 ? JAGA_NEVER_S : age_s < 0.0 ? 0.0 : age_s;
}

/* In the account's currency, which is that of its first event with an amount. */
static inline bool is_own(int i)
{
    for (int k = 0; k <= i; k++) {
        if (is_same(k, i) && event_at(k)->amount_minor != JAGA_UNKNOWN_MINOR) {
            return strcmp(event_at(k)->currency, event_at(i)->currency) == 0;
        }
    }
    return true;
}

/* What attempts of the account of i may still take just before it: each outcome takes off its own,
 * and all lapse 15 minutes after the latest was made. */
static inline double open_before(int i)
{
    int64_t latest_s = 0;
    double open = 0.0;

    for (int k = 0; k <= i; k++) {
        const jaga_event *event = event_at(k);
        if (!is_same(k, i) || !is_wanted(k) || !is_own(k)) {
            continue;
        }
        const double there = since(latest_s, event->ts_us) > 900.0 ? 0.0 : open;
        if (k == i) {
            return there;
        }
        if (event->status == JAGA_STATUS_PENDING) {
            open = there + (double)event->amount_minor;
            latest_s = whole_s(event->ts_us) > latest_s ? whole_s(event->ts_us) : latest_s;
        } else if (event->ref.length > 0 && there > 0.0) {
            open = there > (double)event->amount_minor ? there - (double)event->amount_minor : 0.0;
        }
    }
    return 0.0;
}

/* A later word on an open attempt. */
static inline bool is_outcome(int i)
{
    return is_wanted(i) && event_at(i)->status != JAGA_STATUS_PENDING &&
           event_at(i)->ref.length > 0 && open_before(i) > 0.0;
}

/* ---- the walk ---- */

/* One log: mean time between events, and how many come late, by up to twenty times that. */
typedef struct log_kind {
    uint64_t seed;
    int64_t pace_us;
    int late_percent;
    int payees;
} log_kind;

static inline void walk_log(log_kind kind, void (*check)(int i, const jaga_features *f))
{
    story_world world = {
        .prefix = "", .random = kind.seed, .accounts = 6, .devices = 9, .payees = kind.payees
    };
    uint64_t random = kind.seed * 7919;
    int64_t now_us = STORY_START;
    profile self;

    OK(profile_open(&self, (profile_caps){ .accounts = 64, .entities = 256 }, &why));
    for (int i = 0; i < LOG_EVENTS; i++) {
        profile_account account;
        now_us += story_pick(&random, 2 * kind.pace_us);
        const int64_t behind_us =
            story_chance(&random, kind.late_percent) ? story_pick(&random, 20 * kind.pace_us) : 0;
        do {
            list[i].record = story_next(&world, now_us - behind_us);
        } while (profile_is_mirror(event_at(i)));
        list[i].is_held = story_chance(&random, 5);
        OK(profile_find_account(&self, &list[i].record, &account, &why));
        profile_measure(&account, &list[i].record, &list[i].features);
        check(i, &list[i].features);
        OK(profile_learn(&self, &account, &list[i].record, &list[i].features,
                         list[i].is_held ? JAGA_OUTCOME_HOLD : JAGA_OUTCOME_ALLOW, &why));
    }
    profile_close(&self);
}

/* Errands, days and seasons. */
static inline void walk_logs(int late_percent, void (*check)(int i, const jaga_features *f))
{
    static const int64_t paces_us[] = { STORY_MINUTE, STORY_HOUR, 8 * STORY_HOUR };

    for (int i = 0; i < 12; i++) {
        walk_log((log_kind){ .seed = (uint64_t)i + 1,
                             .pace_us = paces_us[i % 3],
                             .late_percent = late_percent,
                             .payees = 24 },
                 check);
    }
}

#endif
