#ifndef STORY_ENTITIES_H
#define STORY_ENTITIES_H

/* What a test says that its raw events told devices, addresses and payees, and sums over it. */
#include "story_log.h"

enum { LOG_MESSAGES = LOG_EVENTS * 2 };

typedef struct log_message {
    int kind;
    uint64_t id, account;
    int64_t ts_us;
    double uses, in, out;
    bool is_fresh, is_own;
} log_message;

static log_message told[LOG_MESSAGES];
static int told_count; /* a test sets it to 0 at event 0 */

static inline void note_told(log_message message)
{
    ck_assert_int_lt(told_count, LOG_MESSAGES);
    told[told_count++] = message;
}

/* Sums over the messages to one entity, as of now or of the latest message. A payee's own word on
 * what it passes on counts from the first word of a payer on. */
typedef struct log_entity {
    bool is_there;
    int64_t first_s, last_us;
    double uses, fresh, in, out, accounts;
} log_entity;

static inline bool is_told(int k, int kind, uint64_t id)
{
    return told[k].kind == kind && told[k].id == id;
}

/* Distinct bits of the accounts of the current pane and the one before, and one account more. */
static inline double accounts_of(int kind, uint64_t id, int64_t now_us, int64_t pane_us,
                                 uint64_t with)
{
    int64_t pane = now_us / pane_us;
    bool bits[64] = { false };
    int zeros = 64;

    for (int k = 0; k < told_count; k++) {
        if (is_told(k, kind, id) && !told[k].is_own && told[k].ts_us / pane_us > pane) {
            pane = told[k].ts_us / pane_us;
        }
    }
    for (int k = 0; k < told_count; k++) {
        if (is_told(k, kind, id) && !told[k].is_own && told[k].ts_us / pane_us >= pane - 1) {
            bits[told[k].account % 64] = true;
        }
    }
    if (with != 0) {
        bits[with % 64] = true;
    }
    for (int b = 0; b < 64; b++) {
        zeros -= bits[b];
    }
    return zeros == 0 ? 64.0 * log(128.0) : -64.0 * log((double)zeros / 64.0);
}

static inline log_entity entity_of(int kind, uint64_t id, int64_t now_us, double flow_half_life_s)
{
    log_entity e = { .first_s = INT64_MAX };

    for (int pass = 0; pass < 2; pass++) {
        bool is_there = false;
        const int64_t at_us = now_us > e.last_us ? now_us : e.last_us;
        for (int k = 0; k < told_count; k++) {
            const log_message *m = &told[k];
            is_there = is_there || (is_told(k, kind, id) && !m->is_own);
            if (!is_there || !is_told(k, kind, id)) {
                continue;
            }
            if (pass == 0) {
                e.last_us = m->ts_us > e.last_us ? m->ts_us : e.last_us;
                e.first_s = whole_s(m->ts_us) < e.first_s ? whole_s(m->ts_us) : e.first_s;
                continue;
            }
            e.uses += m->uses * faded(m->ts_us, at_us, 7.0 * 86400.0);
            e.fresh += m->is_fresh ? faded(m->ts_us, at_us, 86400.0) : 0.0;
            e.in += m->in * faded(m->ts_us, at_us, flow_half_life_s);
            e.out += m->out * faded(m->ts_us, at_us, flow_half_life_s);
        }
        e.is_there = is_there;
    }
    return e;
}

#endif
