/* Banks that do not answer. Each day may have one of them away for a while; payments to it and
 * top-ups from it fail, and most of the time somebody announces it. */
#include "simulate/sim_run.h"

typedef struct outage {
    int64_t from_us, to_us;
    uint32_t bank;
    bool is_planned, is_announced;
} outage;

static bool outage_of(const sim_run *run, uint32_t day, outage *out)
{
    const sim_world *w = &run->world;
    sim_random r = sim_random_open(w->key, SIM_FOR_OUTAGE, day, 0);
    if (!sim_chance(&r, w->outage)) {
        return false;
    }
    *out = (outage){ .bank = sim_below(&r, w->banks) };
    out->is_planned = sim_below(&r, 2) == 0;
    out->is_announced = out->is_planned || sim_below(&r, 3) != 0;
    const int64_t latest_s = out->is_planned ? 14400 : 86399;
    out->from_us = run->start_us + day * SIM_DAY + sim_between(&r, 0, latest_s) * SIM_SECOND;
    out->to_us = out->from_us + sim_scale_free(&r, 300, 21600) * SIM_SECOND;
    return true;
}

bool sim_outage_at(const sim_run *run, sim_payee payee, int64_t ts_us)
{
    outage now;
    return payee.kind == SIM_PAYEE_BANK &&
           outage_of(run, (uint32_t)((ts_us - run->start_us) / SIM_DAY), &now) &&
           payee.number % run->world.banks == now.bank && ts_us >= now.from_us && ts_us < now.to_us;
}

void sim_plan_outages(sim_run *run)
{
    outage today;
    if (!outage_of(run, run->day, &today) || !today.is_announced) {
        return;
    }
    sim_intent said = {
        .ts_us = today.from_us + SIM_SECOND,
        .account = SIM_NOBODY,
        .payee = today.bank,
        .net = SIM_NO_NET,
        .type = JAGA_TYPE_PARTNER_STATUS,
        .actor = JAGA_ACTOR_PARTNER,
        .note = today.is_planned ? SIM_NOTE_MAINT : SIM_NOTE_DOWN,
    };
    sim_push(run, &said);
    said.ts_us = today.to_us + SIM_SECOND;
    said.note = SIM_NOTE_UP;
    sim_push(run, &said);
}
