/* Sudden crowds, without labels: logins from one address or device, payments to one payee. */
#include "profile/aspect.h"
#include "profile/crowd.h"

static bool is_login(const jaga_event *event)
{
    return event->type == JAGA_TYPE_LOGIN;
}

/* Shops and billers are crowded by nature. */
static bool is_to_somebody(const jaga_event *event)
{
    return event->counterparty_kind != JAGA_PARTY_MERCHANT &&
           event->counterparty_kind != JAGA_PARTY_BILLER;
}

void measure_sudden(const look *at, jaga_features *out)
{
    const profile_crowd *crowd = at->account->crowd;
    const jaga_identity *who = &at->record->identity;
    const int64_t now_us = at->event->ts_us;

    if (is_login(at->event) && who->address != 0) {
        out->address_sudden_bits =
            edge_sketch_bits(&crowd->edge[CROWD_ADDRESS], who->address, who->account_low, now_us);
    }
    if (is_login(at->event) && who->device != 0) {
        out->device_sudden_bits =
            edge_sketch_bits(&crowd->edge[CROWD_HARDWARE], who->device, who->account_low, now_us);
    }
    if (out->is_attempt && out->has_payee && is_to_somebody(at->event)) {
        out->payee_sudden_bits =
            edge_sketch_bits(&crowd->edge[CROWD_PAYMENT], who->payee, who->account_low, now_us);
    }
}

/* Refused logins and held payments too: they are what a crowd of thieves does. */
void learn_sudden(const lesson *from)
{
    profile_crowd *crowd = from->account->crowd;
    const jaga_identity *who = &from->record->identity;
    const int64_t now_us = from->event->ts_us;

    if (is_login(from->event) && who->address != 0) {
        edge_sketch_add(&crowd->edge[CROWD_ADDRESS], who->address, who->account_low, now_us);
    }
    if (is_login(from->event) && who->device != 0) {
        edge_sketch_add(&crowd->edge[CROWD_HARDWARE], who->device, who->account_low, now_us);
    }
    if (from->features->is_attempt && from->features->has_payee && is_to_somebody(from->event)) {
        edge_sketch_add(&crowd->edge[CROWD_PAYMENT], who->payee, who->account_low, now_us);
    }
}

void crowd_prefetch(const profile_crowd *crowd, const jaga_record *record)
{
    const jaga_identity *who = &record->identity;

    if (is_login(&record->event)) {
        edge_sketch_prefetch(&crowd->edge[CROWD_ADDRESS], who->address, who->account_low);
        edge_sketch_prefetch(&crowd->edge[CROWD_HARDWARE], who->device, who->account_low);
        popularity_prefetch(&crowd->networks, who->network);
        popularity_prefetch(&crowd->devices, who->device);
    } else if (is_spend(&record->event) && is_to_somebody(&record->event)) {
        edge_sketch_prefetch(&crowd->edge[CROWD_PAYMENT], who->payee, who->account_low);
    }
}
