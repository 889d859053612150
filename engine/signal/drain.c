/* The balance falls far below what was there within the last hour.
 *
 * Why it matters: a thief wants it all, in one piece or several.
 * Blind spot: a theft over days; owners who move savings out. Accounts that let most of their money
 * go each time say nothing by it. The last coin is another matter: emptied.c. */
#include "signal/signals.h"

static double eval(const jaga_event *event, const jaga_features *features)
{
    (void)event;
    if (features->events_seen == 0.0) {
        return 0.0;
    }
    const double habit =
        features->amounts_seen > 0.0 ? features->drains_seen / features->amounts_seen : 0.0;
    return signal_ramp(features->drain_share, 0.5, 0.95) * (1.0 - signal_ramp(habit, 0.05, 0.4)) *
           signal_on_device(features);
}

static jaga_facts facts(const jaga_event *event, const jaga_features *features)
{
    (void)event;
    return (jaga_facts){ .value = features->drain_share, .normal = features->drains_seen };
}

const jaga_signal signal_drain = {
    .name = "drain",
    .help = "the balance falls far below what was there within the hour",
    .blind = "a theft spread over days; an owner who moves savings out",
    .says = { "the balance falls {value} below its peak of the last hour; emptied {normal} times "
              "before",
              "saldo turun {value} dari puncaknya satu jam terakhir; pernah dikosongkan {normal} "
              "kali",
              "余额较一小时内最高值下降 {value}；此前清空过 {normal} 次" },
    .value_unit = JAGA_UNIT_RATIO,
    .normal_unit = JAGA_UNIT_COUNT,
    .bits = 3.5,
    .eval = eval,
    .facts = facts,
};
