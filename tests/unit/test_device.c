#include "story_entities.h"

#include "profile/entity.h"

/* Devices of an account, and who else uses them, against the raw log. */

/* Devices that an account uses, in the order of latest use; beyond four the first makes room. */
typedef struct uses {
    int count;
    uint64_t id[5];
    int64_t first_s[5], last_s[5];
} uses;

static bool is_use(int k)
{
    return list[k].record.identity.device != 0 && is_ok(k) && !list[k].is_held;
}

static int find(const uses *u, uint64_t id)
{
    for (int k = 0; k < u->count; k++) {
        if (u->id[k] == id) {
            return k;
        }
    }
    return -1;
}

static void forget(uses *u, int at)
{
    u->count--;
    u->id[at] = u->id[u->count];
    u->first_s[at] = u->first_s[u->count];
    u->last_s[at] = u->last_s[u->count];
}

static uses uses_before(int i)
{
    uses u = { .count = 0 };

    for (int k = 0; k < i; k++) {
        if (!is_same(k, i) || !is_use(k)) {
            continue;
        }
        const uint64_t id = list[k].record.identity.device;
        const int64_t now_s = whole_s(event_at(k)->ts_us);
        int at = find(&u, id);
        if (at < 0) {
            if (u.count == 4) {
                int oldest = 0;
                for (int j = 1; j < 4; j++) {
                    oldest = u.last_s[j] < u.last_s[oldest] ? j : oldest;
                }
                forget(&u, oldest);
            }
            at = u.count++;
            u.id[at] = id;
            u.first_s[at] = u.last_s[at] = now_s;
        }
        u.first_s[at] = now_s < u.first_s[at] ? now_s : u.first_s[at];
        u.last_s[at] = now_s > u.last_s[at] ? now_s : u.last_s[at];
    }
    return u;
}

static int64_t first_seen_s(int i)
{
    int64_t first_s = INT64_MAX;

    for (int k = 0; k < i; k++) {
        const int64_t then_s = whole_s(event_at(k)->ts_us);
        first_s = is_same(k, i) && then_s < first_s ? then_s : first_s;
    }
    return first_s;
}

static void check_shared(int i, const jaga_features *f)
{
    const jaga_identity *identity = &list[i].record.identity;
    const int64_t now_us = event_at(i)->ts_us;
    const log_entity e = entity_of(ENTITY_DEVICE, identity->device, now_us, 86400.0);

    if (!f->has_device || !e.is_there) {
        ck_assert_double_eq(f->device_newcomers, 0.0);
        ck_assert_double_eq(f->device_shared_s, 0.0);
        ck_assert_double_eq(f->device_accounts, 0.0);
        return;
    }
    ck_assert_near(f->device_newcomers, e.uses, 1e-5);
    ck_assert_near(f->device_shared_s, since(e.first_s, now_us), 1e-12);
    ck_assert_near(
        f->device_accounts,
        accounts_of(ENTITY_DEVICE, identity->device, now_us, 15 * STORY_DAY, identity->account_low),
        1e-12);
}

static void check(int i, const jaga_features *f)
{
    const jaga_identity *identity = &list[i].record.identity;
    const uses u = uses_before(i);
    const int at = find(&u, identity->device);

    told_count = i == 0 ? 0 : told_count;
    ck_assert_int_eq(f->has_device, identity->device != 0);
    ck_assert_double_eq(f->devices_known, u.count);
    ck_assert_int_eq(f->device_is_known, f->has_device && at >= 0);
    ck_assert_near(f->device_age_s,
                   f->device_is_known ? since(u.first_s[at], event_at(i)->ts_us) : 0.0, 1e-12);
    ck_assert_int_eq(f->device_is_first,
                     f->device_is_known && u.first_s[at] - first_seen_s(i) < 86400);
    check_shared(i, f);
    if (is_use(i)) {
        note_told((log_message){ .kind = ENTITY_DEVICE,
                                 .id = identity->device,
                                 .account = identity->account_low,
                                 .ts_us = event_at(i)->ts_us,
                                 .uses = at < 0 ? 1.0 : 0.0 });
    }
}

START_TEST(devices_are_those_of_the_raw_events_in_order)
{
    walk_logs(0, check);
}
END_TEST

START_TEST(devices_are_those_of_the_raw_events_when_some_come_late)
{
    walk_logs(25, check);
}
END_TEST

UNIT_MAIN("device", devices_are_those_of_the_raw_events_in_order,
          devices_are_those_of_the_raw_events_when_some_come_late)
