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
    s.draft.hops = receipt->hops;
    if (sim_chance(r, w->login)) {
        sim_scene_login(&s, JAGA_AUTH_PIN);
    }
    /* The first hops spread the money over more wallets, the later ones take it out. What a mule
     * was promised stays. */
    const uint32_t hops = receipt->hops < 4 ? receipt->hops : 4;
    const uint32_t forward = hops < 4 ? w->layers / hops : 0;
    const uint32_t split = 1 + sim_below(r, hops == 1 ? 3 : 2);
    for (uint32_t parts = split; parts > 0; parts--) {
        const int64_t share = sim_between(r, split > 1 ? 850 : 700, 1000) / split;
        const int64_t amount = receipt->amount * share / 1000;
        const uint32_t where = 8 + sim_below(r, 92);
        uint32_t mule = 0;
        if (sim_chance(r, forward) && sim_world_mule(w, sim_below(r, w->crews), r, &mule) &&
            mule != receipt->account) {
            const sim_payee next = { .number = mule, .kind = SIM_PAYEE_WALLET };
            sim_scene_pay(&s, next, amount, sim_scene_grain(r), 0, false);
            sim_scene_wait(&s, 30, 7200);
            continue;
        }
        sim_payee to = { .number = (uint32_t)sim_random_next(r), .kind = SIM_PAYEE_BANK };
        bool is_own = false;
        if (where < 30) {
            to = (sim_payee){ .number = sim_below(r, w->agents), .kind = SIM_PAYEE_CASH };
        } else if (where < 55) {
            to = sim_person_bank(run, receipt->account);
            is_own = true;
        } else if (where < 68) {
            to = (sim_payee){ .number = sim_favourite(r, w->exchanges), .kind = SIM_PAYEE_CRYPTO };
        } else if (where < 74) {
            to = (sim_payee){ .number = sim_favourite(r, w->voucher_shops),
                              .kind = SIM_PAYEE_VOUCHER };
        }
        const uint32_t grain = to.kind == SIM_PAYEE_CASH ? 50000 : sim_scene_grain(r);
        sim_scene_pay(&s, to, amount, grain, 0, is_own);
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
