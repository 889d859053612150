/* What happens to money after it arrived. Mules pass stolen money on within minutes or hours; some
 * honest accounts (small sellers, people who trust only their bank) empty themselves as quickly. */
#include "simulate/sim_scene.h"

static void pass_on(sim_run *run, sim_random *r, const sim_intent *receipt)
{
    const sim_world *w = &run->world;
    const int64_t start_us = receipt->ts_us + sim_scale_free(r, 60, 28800) * SIM_SECOND;
    sim_scene s = sim_scene_owner(run, r, receipt->account, start_us);
    s.draft.episode = receipt->episode;
    s.draft.flags |= SIM_TAINTED;
    if (sim_chance(r, w->login)) {
        sim_scene_login(&s, JAGA_AUTH_PIN);
    }
    for (uint32_t parts = 1 + sim_below(r, 2); parts > 0; parts--) {
        const int64_t amount = receipt->amount * sim_between(r, parts > 1 ? 400 : 700, 1000) / 1000;
        const uint32_t where = sim_below(r, 100);
        uint32_t mule = 0;
        sim_payee to = { .number = (uint32_t)sim_random_next(r), .kind = SIM_PAYEE_BANK };
        bool is_own = false;
        if (where < 30) {
            to = (sim_payee){ .number = sim_below(r, w->agents), .kind = SIM_PAYEE_CASH };
        } else if (where < 55) {
            to = sim_person_bank(run, receipt->account);
            is_own = true;
        } else if (where < 70 && sim_world_mule(w, sim_below(r, w->crews), r, &mule) &&
                   mule != receipt->account) {
            to = (sim_payee){ .number = mule, .kind = SIM_PAYEE_WALLET };
        } else if (where < 78) {
            to = (sim_payee){ .number = sim_below(r, w->exchanges), .kind = SIM_PAYEE_CRYPTO };
        }
        sim_scene_pay(&s, to, amount, to.kind == SIM_PAYEE_CASH ? 50000 : sim_scene_grain(r), 0,
                      is_own);
    }
}

static void sweep(sim_run *run, sim_random *r, const sim_intent *receipt)
{
    const int64_t start_us = receipt->ts_us + sim_scale_free(r, 120, 36000) * SIM_SECOND;
    sim_scene s = sim_scene_owner(run, r, receipt->account, start_us);
    const bool is_cash = sim_below(r, 4) == 0;
    const sim_payee to =
        is_cash ? (sim_payee){ .number = sim_below(r, run->world.agents), .kind = SIM_PAYEE_CASH }
                : sim_person_bank(run, receipt->account);
    const int64_t share = sim_between(r, 700000, 1000000);
    sim_scene_pay(&s, to, share, is_cash ? 50000 : sim_scene_grain(r), SIM_SHARE, !is_cash);
}

void sim_sequel_of_receipt(sim_run *run, const sim_intent *receipt)
{
    const sim_person *p = &run->persons[receipt->account];
    sim_random r = sim_random_open(run->world.key, SIM_FOR_MULE, receipt->nonce, receipt->account);
    if (receipt->flags & SIM_TAINTED) {
        if (!sim_chance(&r, run->world.mule_hop_stays)) {
            pass_on(run, &r, receipt);
        }
    } else if (p->is_sweeper && receipt->type == JAGA_TYPE_RECEIVE && sim_below(&r, 10) < 7) {
        sweep(run, &r, receipt);
    }
}
