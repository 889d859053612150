/* Which account meets which thief on which day. The stories are in the files sim_attack_*.c. */
#include "simulate/sim_stories.h"

typedef void (*attack_story)(sim_run *, sim_random *, uint32_t, sim_thief);

static const attack_story stories[SIM_ATTACKS] = {
#define ATTACK(name, low, high)   [SIM_ATTACK_##name] = sim_attack_##name,
#define CAMPAIGN(name, low, high) ATTACK(name, low, high)
#include "simulate/attacks.def"
#undef CAMPAIGN
#undef ATTACK
};

static sim_thief draw_thief(const sim_world *w, sim_random *r)
{
    sim_thief thief = { .crew = sim_below(r, w->crews) };
    thief.skill = (sim_skill)sim_weighted(r, w->skill_weights, SIM_SKILLS);
    return thief;
}

static uint32_t sum_of(const uint16_t *weights, uint32_t from, uint32_t to)
{
    uint32_t sum = 0;
    for (uint32_t i = from; i < to; i++) {
        sum += weights[i];
    }
    return sum;
}

/* Of the attacks wanted, those that single accounts meet; the campaigns are counted apart. An
 * account that sleeps is there for one kind only, which makes up in rate what it lacks in days. */
static uint32_t rate_for(const sim_run *run, bool is_asleep)
{
    const sim_world *w = &run->world;
    const uint32_t all = sum_of(w->attack_weights, 0, SIM_ATTACKS);
    const uint32_t asleep = w->attack_weights[SIM_ATTACK_dormant_awakened];
    const uint32_t awake = sum_of(w->attack_weights, SIM_CAMPAIGNS, SIM_ATTACKS) - asleep;
    const uint64_t share = is_asleep ? asleep : awake;
    const uint64_t days = is_asleep ? run->asleep : SIM_MILLION - run->asleep;
    const uint64_t rate = w->theft_rare * share * SIM_MILLION / all / days;
    return (uint32_t)(rate < SIM_BILLION ? rate : SIM_BILLION);
}

void sim_plan_thefts(sim_run *run, uint32_t account)
{
    const sim_world *w = &run->world;
    const sim_person *p = &run->persons[account];
    sim_random random = sim_random_open(run->seed, SIM_FOR_THEFT, account, run->day);
    if (w->theft_rare == 0 || p->is_closed) {
        return;
    }
    for (uint32_t i = 0; i < SIM_CAMPAIGNS; i++) {
        if (w->attack_weights[i] != 0) {
            stories[i](run, &random, account, draw_thief(w, &random));
        }
    }
    const bool is_asleep = sim_person_sleeps(p, run->day);
    if (!sim_chance_rare(&random, rate_for(run, is_asleep)) || p->is_mule) {
        return;
    }
    uint32_t which = SIM_ATTACK_dormant_awakened;
    if (!is_asleep) {
        uint16_t weights[SIM_ATTACKS];
        for (uint32_t i = 0; i < SIM_ATTACKS; i++) {
            const bool is_other = i < SIM_CAMPAIGNS || i == SIM_ATTACK_dormant_awakened;
            weights[i] = is_other ? 0 : w->attack_weights[i];
        }
        which = sim_weighted(&random, weights, SIM_ATTACKS);
    }
    stories[which](run, &random, account, draw_thief(w, &random));
}
