#ifndef STORY_WORLD_H
#define STORY_WORLD_H

#include "story.h"

/* A random wallet: accounts, devices and payees all begin with the prefix, so that two worlds
 * with different prefixes share nothing. */
enum { STORY_ACCOUNTS_MAX = 16, STORY_ADDRESSES = 5 };

/* What an account has going on. */
typedef struct story_life {
    int64_t balance;
    int session;
    int64_t open_minor; /* an attempt without an outcome; 0: none */
    jaga_span open_id;
} story_life;

typedef struct story_world {
    const char *prefix;
    uint64_t random;
    int accounts, devices, payees;
    story_life life[STORY_ACCOUNTS_MAX];
    int made;
} story_world;

/* A payee, which at times is another account. */
static inline void story_name_payee(story_world *world, jaga_event *event)
{
    uint64_t *random = &world->random;

    event->counterparty_kind = (uint8_t)story_pick(random, JAGA_PARTY_COUNT);
    if (story_chance(random, 25)) {
        event->counterparty =
            story_text("%sacc%d", world->prefix, (int)story_pick(random, world->accounts));
        event->counterparty_kind = JAGA_PARTY_WALLET;
    } else if (story_chance(random, 80)) {
        event->counterparty =
            story_text("%spay%d", world->prefix, (int)story_pick(random, world->payees));
    }
    if (story_chance(random, 10)) {
        event->institution = story_span("BANK");
    }
    if (event->type == JAGA_TYPE_RECEIVE && story_chance(random, 40)) {
        event->ref = story_text("%sref%d", world->prefix, world->made);
    }
}

/* A spend may be the outcome of an attempt, or its beginning. Outcomes name what they belong to,
 * and so do rows of ledgers that write a reference on everything. */
static inline bool story_continue(story_world *world, story_life *life, jaga_event *event)
{
    uint64_t *random = &world->random;

    if (life->open_minor > 0 && story_chance(random, 60)) {
        event->status = (uint8_t)(story_chance(random, 60)   ? JAGA_STATUS_OK
                                  : story_chance(random, 50) ? JAGA_STATUS_FAILED
                                                             : JAGA_STATUS_REVERSED);
        event->amount_minor = life->open_minor;
        event->ref = life->open_id;
        life->open_minor = 0;
        return true;
    }
    if (story_chance(random, 8)) {
        event->ref = story_text("%sref%d", world->prefix, world->made);
    }
    return false;
}

static inline void story_move_money(story_world *world, story_life *life, jaga_event *event)
{
    uint64_t *random = &world->random;
    const bool is_out = jaga_event_is_money_out(event);
    const int64_t there = life->balance;
    int64_t minor = 100 + story_pick(random, 5000000);

    if (story_chance(random, 4)) {
        memcpy(event->currency, "USD", 4);
        event->amount_minor = minor;
        return;
    }
    const bool is_outcome =
        is_out && event->type != JAGA_TYPE_FEE && story_continue(world, life, event);
    if (is_out && event->type != JAGA_TYPE_FEE && !is_outcome && story_chance(random, 12)) {
        event->status = JAGA_STATUS_PENDING;
    }
    if (is_out && event->status == JAGA_STATUS_OK && !is_outcome) {
        minor = there <= 0 ? 1 : 1 + minor % there;
        minor = story_chance(random, 10) && there > 0 ? there : minor;
    }
    event->amount_minor = is_outcome ? event->amount_minor : minor;
    event->fee_minor = story_chance(random, 15) ? story_pick(random, 500) : JAGA_UNKNOWN_MINOR;
    if (event->status == JAGA_STATUS_OK) {
        life->balance += is_out ? -event->amount_minor : event->amount_minor;
        life->balance -= event->fee_minor == JAGA_UNKNOWN_MINOR ? 0 : event->fee_minor;
    }
    if (event->status == JAGA_STATUS_PENDING && is_out && event->type != JAGA_TYPE_FEE) {
        life->open_minor = minor;
        life->open_id = event->event_id;
    }
    if (story_chance(random, 75)) {
        event->balance_minor = life->balance;
    }
}

/* Where it comes from: mostly from home. */
static inline void story_place(story_world *world, int account, jaga_event *event)
{
    static const double cities[][2] = { { -6.2, 106.8 },  { 1.35, 103.8 }, { 51.5, -0.12 },
                                        { -33.9, 151.2 }, { 64.1, -21.9 }, { -8.65, 115.2 } };
    static const char countries[][3] = { "ID", "SG", "GB", "AU", "IS", "MY" };
    uint64_t *random = &world->random;
    const int64_t home = story_chance(random, 75) ? account % 3 : story_pick(random, 6);

    if (story_chance(random, 60)) {
        event->ip = story_text("10.%s%d.%d.%d", world->prefix, (int)home,
                               (int)story_pick(random, 2), (int)story_pick(random, 2));
    }
    if (story_chance(random, 50)) {
        memcpy(event->country, countries[home], 3);
    }
    if (story_chance(random, 40)) {
        event->lat = cities[home][0] + story_unit(random) * 0.4;
        event->lon = cities[home][1] + story_unit(random) * 0.4;
    }
}

/* What is said of the access: session, reasons, extension fields. */
static inline void story_access(story_world *world, story_life *life, jaga_event *event)
{
    static const char *const reasons[] = { "bad_password", "bad_otp", "otp_timeout", "network" };
    static const char *const details[] = { "sim_age_h=7", "asn=AS17974;remote_access=1",
                                           "os=android;sim_age_h=1200", "remote_access=0;asn=AS4",
                                           "sim_age_h=x" };
    uint64_t *random = &world->random;

    life->session += event->type == JAGA_TYPE_LOGIN && event->status == JAGA_STATUS_OK;
    if (life->session > 0 && story_chance(random, 70)) {
        event->session = story_text("%ss%d", event->account.at, life->session);
    }
    if (event->status == JAGA_STATUS_FAILED && story_chance(random, 70)) {
        event->reason = story_span(reasons[story_pick(random, 4)]);
    }
    if (story_chance(random, 20)) {
        event->detail = story_span(details[story_pick(random, 5)]);
    }
}

/* The next event of a random account, of any kind and with any field missing at times. */
static inline jaga_record story_next(story_world *world, int64_t ts_us)
{
    static const uint8_t types[] = {
        JAGA_TYPE_TRANSFER,       JAGA_TYPE_TRANSFER,        JAGA_TYPE_TRANSFER,
        JAGA_TYPE_TRANSFER,       JAGA_TYPE_PAYMENT,         JAGA_TYPE_PAYMENT,
        JAGA_TYPE_PAYMENT,        JAGA_TYPE_WITHDRAW,        JAGA_TYPE_FEE,
        JAGA_TYPE_TOPUP,          JAGA_TYPE_TOPUP,           JAGA_TYPE_RECEIVE,
        JAGA_TYPE_RECEIVE,        JAGA_TYPE_REFUND,          JAGA_TYPE_LOGIN,
        JAGA_TYPE_LOGIN,          JAGA_TYPE_LOGIN,           JAGA_TYPE_LOGIN,
        JAGA_TYPE_PIN_RESET,      JAGA_TYPE_SIM_CHANGE,      JAGA_TYPE_OTP_VERIFY,
        JAGA_TYPE_CONTACT_CHANGE, JAGA_TYPE_PASSWORD_CHANGE, JAGA_TYPE_DEVICE_BIND,
        JAGA_TYPE_LIMIT_CHANGE,   JAGA_TYPE_MFA_DISABLE,     JAGA_TYPE_PAYEE_ADD,
        JAGA_TYPE_STEP_UP_ANSWER, JAGA_TYPE_PASSWORD_RESET,  JAGA_TYPE_PIN_CHANGE,
        JAGA_TYPE_CLOSE_REQUEST
    };
    uint64_t *random = &world->random;
    const int account = (int)story_pick(random, world->accounts);
    story_life *life = &world->life[account];
    jaga_event event =
        story_event("", (jaga_event_type)types[story_pick(random, sizeof types)], ts_us);

    event.channel = JAGA_CHANNEL_UNKNOWN;
    event.event_id = story_text("%se%d", world->prefix, ++world->made);
    event.account = story_text("%sacc%d", world->prefix, account);
    event.status = (uint8_t)(story_chance(random, 80) ? JAGA_STATUS_OK
                                                      : story_pick(random, JAGA_STATUS_COUNT));
    event.actor = (uint8_t)(story_chance(random, 90) ? JAGA_ACTOR_CUSTOMER
                                                     : story_pick(random, JAGA_ACTOR_COUNT));
    if (event.type == JAGA_TYPE_LOGIN || event.type == JAGA_TYPE_OTP_VERIFY) {
        event.status = story_chance(random, 25) ? JAGA_STATUS_FAILED : event.status;
    }
    event.type = story_chance(random, 1) ? JAGA_TYPE_CUSTOMER_REPORT : event.type;
    if (story_chance(random, 70)) {
        const int64_t device = story_chance(random, 80) ? account % world->devices
                                                        : story_pick(random, world->devices);
        event.device = story_text("%sdev%d", world->prefix, (int)device);
    }
    const jaga_event_class class = jaga_event_class_of((jaga_event_type)event.type);
    if (class == JAGA_CLASS_MONEY_IN || class == JAGA_CLASS_MONEY_OUT) {
        story_move_money(world, life, &event);
        story_name_payee(world, &event);
    }
    if (story_chance(random, event.type == JAGA_TYPE_TOPUP ? 80 : 10)) {
        event.instrument = story_text("%scard%d", world->prefix, (int)story_pick(random, 5));
    }
    story_place(world, account, &event);
    story_access(world, life, &event);
    return story_record(&event);
}

#endif
