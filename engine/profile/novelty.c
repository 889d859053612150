/* How new a login is: the log likelihood ratio of Freeman et al. (NDSS 2016),
 *
 *     sum over network and device of log2 p(x) / p(x | account) + log2 p(account | thief) /
 * p(account),
 *
 * with uniform thieves. Everybody's counts are logins, an account's are visits. What an account
 * never used is smoothed to 1 / (n + M), M being how many values it is known to use, and to no more
 * than a quarter of p(x); and it backs off, a network to its country, a device to how often the
 * account takes new ones. */
#include "base/exponent.h"
#include "profile/aspect.h"
#include "profile/crowd.h"

static const double network_level = 0.9; /* the rest: its country */
static const double device_level = 0.95; /* the rest: new devices of this account */
static const double foreign = 0.02;      /* share of an account's logins from new countries */

typedef struct habit {
    double here, all, kinds; /* visits with this value, with any; values known */
} habit;

/* p(x | account) at its own level. */
static double own_share(habit of, double everybodys)
{
    if (of.here > 0.0) {
        return of.here / of.all * (1.0 - of.kinds / (of.all + of.kinds));
    }
    const double unseen = 1.0 / (of.all + of.kinds);
    return unseen < everybodys / 4.0 ? unseen : everybodys / 4.0;
}

static double share_in(const popularity *of, uint64_t id)
{
    return (popularity_of(of, id) + 1.0) / ((double)of->total + 1.0);
}

static double network_ratio(const look *at, const jaga_features *f, habit of)
{
    const double share = share_in(&at->account->crowd->networks, at->record->identity.network);
    const double home = !f->has_country || f->country_is_known ? 1.0 : foreign;

    return share / (network_level * own_share(of, share) + (1.0 - network_level) * home * share);
}

static double device_ratio(const look *at, habit of)
{
    const double share = share_in(&at->account->crowd->devices, at->record->identity.device);
    const double changes = of.kinds / (of.all + of.kinds);

    return share / (device_level * own_share(of, share) + (1.0 - device_level) * changes * share);
}

static habit network_habit(const look *at)
{
    const uint32_t fingerprint = fingerprint_of(at->record->identity.network);
    const jaga_account_cold *cold = at->cold;
    habit of = { 0 };

    for (int i = 0; i < JAGA_NETWORKS_KEPT; i++) {
        of.all += (double)cold->network_visits[i];
        of.kinds += cold->networks[i].fingerprint != 0;
        of.here +=
            cold->networks[i].fingerprint == fingerprint ? (double)cold->network_visits[i] : 0.0;
    }
    return of;
}

static habit device_habit(const look *at)
{
    const uint32_t fingerprint = fingerprint_of(at->record->identity.device);
    habit of = { 0 };

    for (int i = 0; i < JAGA_DEVICES_KEPT; i++) {
        const jaga_known_device *known = &at->cold->devices[i];
        of.all += (double)known->visits;
        of.kinds += known->fingerprint != 0;
        of.here += known->fingerprint == fingerprint ? (double)known->visits : 0.0;
    }
    return of;
}

void measure_novelty(const look *at, jaga_features *out)
{
    const profile_crowd *crowd = at->account->crowd;
    double ratio = 1.0, visits = 0.0, all = 0.0;

    if (out->has_network) {
        const habit of = network_habit(at);
        out->network_share = of.all > 0.0 ? of.here / of.all : 0.0;
        if (of.all > 0.0 && at->event->type == JAGA_TYPE_LOGIN) {
            ratio *= network_ratio(at, out, of);
            visits = of.all;
            all = (double)crowd->networks.total + 1.0;
        }
    }
    if (out->has_device) {
        const habit of = device_habit(at);
        out->device_share = of.all > 0.0 ? of.here / of.all : 0.0;
        if (of.all > 0.0 && at->event->type == JAGA_TYPE_LOGIN) {
            ratio *= device_ratio(at, of);
            visits = of.all;
            all = (double)crowd->devices.total + 1.0;
        }
    }
    if (visits > 0.0) {
        out->login_novelty_bits = log2_exact(ratio * all / (visits * (double)crowd->accounts));
    }
}

void learn_novelty(const lesson *from)
{
    profile_crowd *crowd = from->account->crowd;
    const jaga_identity *who = &from->record->identity;

    if (from->event->type != JAGA_TYPE_LOGIN || from->event->status != JAGA_STATUS_OK ||
        from->is_held) {
        return;
    }
    if (who->network != 0) {
        popularity_add(&crowd->networks, who->network);
    }
    if (who->device != 0) {
        popularity_add(&crowd->devices, who->device);
    }
}
