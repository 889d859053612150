/* Which account has a day on which its owner looks like a thief. The stories are in the files
 * sim_twin_*.c. */
#include "simulate/sim_stories.h"

typedef void (*twin_story)(sim_scene *);

static const twin_story stories[SIM_TWINS] = {
#define TWIN(name, low, high) [SIM_TWIN_##name] = sim_twin_##name,
#include "simulate/twins.def"
#undef TWIN
};

static int64_t moment(const sim_run *run, sim_random *r, uint32_t account)
{
    if (sim_below(r, 100) < 12) { /* night shifts, births, taxis to the airport */
        return run->day_us + sim_between(r, 0, 86399999) * 1000;
    }
    return sim_scene_hour(run, r, run->persons[account].rhythm);
}

/* The share of the twins wanted that accounts awake, or asleep, have; see sim_thefts.c. */
static uint32_t rate_for(const sim_run *run, bool is_asleep)
{
    const sim_world *w = &run->world;
    const uint64_t asleep = w->twin_weights[SIM_TWIN_dormant_return];
    uint64_t all = 0;
    for (uint32_t i = 0; i < SIM_TWINS; i++) {
        all += w->twin_weights[i];
    }
    const uint64_t share = is_asleep ? asleep : all - asleep;
    const uint64_t days = is_asleep ? run->asleep : SIM_MILLION - run->asleep;
    const uint64_t rate = w->twin_rare * share * SIM_MILLION / all / days;
    return (uint32_t)(rate < SIM_BILLION ? rate : SIM_BILLION);
}

void sim_plan_twins(sim_run *run, uint32_t account)
{
    const sim_world *w = &run->world;
    const sim_person *p = &run->persons[account];
    const bool is_asleep = sim_person_sleeps(p, run->day);
    sim_random random = sim_random_open(run->seed, SIM_FOR_TWIN, account, run->day);
    if (!sim_chance_rare(&random, rate_for(run, is_asleep)) || p->is_mule || p->is_closed) {
        return;
    }
    uint32_t which = SIM_TWIN_dormant_return;
    if (!is_asleep) {
        uint16_t weights[SIM_TWINS];
        for (uint32_t i = 0; i < SIM_TWINS; i++) {
            weights[i] = i == SIM_TWIN_dormant_return ? 0 : w->twin_weights[i];
        }
        which = sim_weighted(&random, weights, SIM_TWINS);
    }
    sim_scene scene = sim_scene_owner(run, &random, account, moment(run, &random, account));
    scene.draft.episode = sim_episode_open(run, account, SIM_ATTACKS + which, SIM_NAIVE);
    stories[which](&scene);
}
