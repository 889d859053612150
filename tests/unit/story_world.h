#ifndef STORY_WORLD_H
#define STORY_WORLD_H

#include "story.h"

/* A random wallet: accounts, devices and payees all begin with the prefix, so that two worlds
 * with different prefixes share nothing. */
enum { STORY_ACCOUNTS_MAX = 16 };
typedef struct story_world {
    const char *prefix;
    uint64_t random;
    int accounts, devices, payees;
    int64_t balance[STORY_ACCOUNTS_MAX];
    int made;
} story_world;

static inline void story_move_money(story_world *world, int account, jaga_event *event)
{
    const bool is_out = jaga_event_is_money_out(event);
    const int64_t there = world->balance[account];
    int64_t minor = 100 + story_pick(&world->random, 5000000);

    if (story_chance(&world->random, 4)) {
        memcpy(event->currency, "USD", 4);
        event->amount_minor = minor;
        return;
    }
    if (is_out && event->status == JAGA_STATUS_OK) {
        minor = there <= 0 ? 1 : 1 + minor % there;
        minor = story_chance(&world->random, 10) && there > 0 ? there : minor;
    }
    event->amount_minor = minor;
    if (event->status == JAGA_STATUS_OK) {
        world->balance[account] += is_out ? -minor : minor;
    }
    if (story_chance(&world->random, 75)) {
        event->balance_minor = world->balance[account];
    }
}

/* The next event of a random account, of any kind and with any field missing at times. */
static inline jaga_record story_next(story_world *world, int64_t ts_us)
{
    static const uint8_t types[] = {
        JAGA_TYPE_TRANSFER,   JAGA_TYPE_TRANSFER,      JAGA_TYPE_TRANSFER,  JAGA_TYPE_PAYMENT,
        JAGA_TYPE_PAYMENT,    JAGA_TYPE_WITHDRAW,      JAGA_TYPE_FEE,       JAGA_TYPE_TOPUP,
        JAGA_TYPE_TOPUP,      JAGA_TYPE_RECEIVE,       JAGA_TYPE_RECEIVE,   JAGA_TYPE_LOGIN,
        JAGA_TYPE_LOGIN,      JAGA_TYPE_LOGIN,         JAGA_TYPE_PIN_RESET, JAGA_TYPE_SIM_CHANGE,
        JAGA_TYPE_OTP_VERIFY, JAGA_TYPE_CONTACT_CHANGE
    };
    uint64_t *random = &world->random;
    const int account = (int)story_pick(random, world->accounts);
    jaga_event event = { .ts_us = ts_us,
                         .amount_minor = JAGA_UNKNOWN_MINOR,
                         .balance_minor = JAGA_UNKNOWN_MINOR,
                         .fee_minor = JAGA_UNKNOWN_MINOR,
                         .lat = (double)NAN,
                         .lon = (double)NAN,
                         .currency = "IDR",
                         .type = types[story_pick(random, sizeof types)] };

    event.event_id = story_text("%se%d", world->prefix, ++world->made);
    event.account = story_text("%sacc%d", world->prefix, account);
    event.status = (uint8_t)(story_chance(random, 88) ? JAGA_STATUS_OK
                                                      : story_pick(random, JAGA_STATUS_COUNT));
    event.actor = (uint8_t)(story_chance(random, 90) ? JAGA_ACTOR_CUSTOMER
                                                     : story_pick(random, JAGA_ACTOR_COUNT));
    event.type = story_chance(random, 1) ? JAGA_TYPE_CUSTOMER_REPORT : event.type;
    if (story_chance(random, 70)) {
        const int64_t device = story_chance(random, 80) ? account % world->devices
                                                        : story_pick(random, world->devices);
        event.device = story_text("%sdev%d", world->prefix, (int)device);
    }
    const jaga_event_class class = jaga_event_class_of((jaga_event_type)event.type);
    if (class == JAGA_CLASS_MONEY_IN || class == JAGA_CLASS_MONEY_OUT) {
        story_move_money(world, account, &event);
        if (story_chance(random, 85)) {
            event.counterparty =
                story_text("%spay%d", world->prefix, (int)story_pick(random, world->payees));
            event.counterparty_kind = (uint8_t)story_pick(random, JAGA_PARTY_COUNT);
        }
    }
    return story_record(&event);
}

#endif
