/* An address from which several accounts are tried within the hour, with refusals among them.
 *
 * Why it matters: stolen lists are tried from one machine; its owner's customers share nothing
 * else. Blind spot: an office, a campus or a mobile operator's gateway has many accounts too. Those
 * have been there for weeks and their users are known there; a list tried through thousands of
 * homes is not seen. */
#include "signal/signals.h"

static double eval(const jaga_event *event, const jaga_features *features)
{
    (void)event;
    if (features->network_is_known || features->networks_known == 0.0) {
        return 0.0;
    }
    const double common = features->address_age_s > 7.0 * 86400.0 ? 0.4 : 1.0;
    return common * signal_ramp(features->address_accounts, 2.5, 8.0) *
           signal_ramp(features->address_fails_1h, 1.0, 5.0);
}

static jaga_facts facts(const jaga_event *event, const jaga_features *features)
{
    (void)event;
    return (jaga_facts){ .value = features->address_accounts,
                         .normal = features->address_fails_1h };
}

const jaga_signal signal_stuffed_address = {
    .name = "stuffed-address",
    .help = "an address that tries many accounts and is refused by some",
    .blind = "gateways shared by honest people; attacks spread over many addresses",
    .says = { "the address tried {value} accounts within the hour; {normal} refusals",
              "alamat ini mencoba {value} akun dalam satu jam; {normal} penolakan",
              "该地址一小时内尝试了 {value} 个账户；被拒 {normal} 次" },
    .value_unit = JAGA_UNIT_COUNT,
    .normal_unit = JAGA_UNIT_COUNT,
    .bits = 5.0,
    .eval = eval,
    .facts = facts,
};
