#include "simulate/sim_truth.h"

#include "simulate/sim_spell.h"

enum { SIM_MULES_PER_RING = 20 };

static const char *const skills[SIM_SKILLS] = {
    [SIM_NAIVE] = "naive",
    [SIM_CAREFUL] = "careful",
    [SIM_TARGETED] = "targeted",
};

static char *put_episode(char *at, uint32_t episode)
{
    *at++ = 'e';
    return sim_put_padded(at, episode, 8);
}

static void note_mule(sim_episode *episode, uint32_t account)
{
    for (uint32_t i = 0; i < episode->mule_count; i++) {
        if (episode->mules[i] == account) {
            return;
        }
    }
    if (episode->mule_count < SIM_MULES_PER_EPISODE) {
        episode->mules[episode->mule_count++] = account;
    }
}

static void note_theft(sim_run *run, const sim_intent *event, uint64_t number)
{
    sim_spell spell;
    sim_spell_init(&spell, &run->world, false);
    char *at = sim_spell_event(&spell, sim_file_room(run->thefts), number);
    *at++ = ',';
    at = put_episode(at, event->episode);
    *at++ = ',';
    at = sim_put_number(at, (uint64_t)event->amount);
    *at++ = ',';
    at = sim_put_text(at, jaga_event_status_name((jaga_event_status)event->status));
    *at++ = '\n';
    sim_file_end(run->thefts, at);
    run->summary.thefts++;
    if (event->status == JAGA_STATUS_OK) {
        run->episodes[event->episode - 1].thefts++;
        run->summary.stolen += (uint64_t)event->amount;
    }
}

void sim_truth_note(sim_run *run, const sim_intent *event, uint64_t number)
{
    if (event->episode == 0) {
        return;
    }
    sim_episode *episode = &run->episodes[event->episode - 1];
    const jaga_event_type type = (jaga_event_type)event->type;
    const bool is_out = jaga_event_class_of(type) == JAGA_CLASS_MONEY_OUT;
    if (is_out && event->status == JAGA_STATUS_OK && event->payee_kind == SIM_PAYEE_WALLET &&
        (event->flags & (SIM_BY_THIEF | SIM_TAINTED))) {
        note_mule(episode, event->payee);
        run->persons[event->payee].is_tainted = true;
    }
    if (type == JAGA_TYPE_CUSTOMER_REPORT) {
        const uint64_t h = sim_hash(run->world.key, SIM_FOR_OUTCOME, event->nonce, 9);
        episode->is_closed = (h >> 32) % SIM_MILLION < run->world.closes_on_report;
    }
    if (event->flags & (SIM_AFTERMATH | SIM_TAINTED)) {
        return;
    }
    if (episode->end_us < 0) {
        episode->start_us = event->ts_us;
    }
    episode->end_us = event->ts_us;
    if (is_out && (event->flags & SIM_BY_THIEF)) {
        note_theft(run, event, number);
    }
}

jaga_status sim_truth_open_thefts(sim_run *run, arena *memory, const char *directory,
                                  jaga_error *err)
{
    JAGA_TRY(sim_file_open(memory, directory, "thefts.csv", &run->thefts, err));
    char *at = sim_file_room(run->thefts);
    sim_file_end(run->thefts, sim_put_text(at, "event_id,episode_id,amount,status\n"));
    return JAGA_OK;
}

static void put_row(sim_run *run, sim_file *file, sim_spell *spell, uint32_t index)
{
    const sim_episode *episode = &run->episodes[index];
    char *at = put_episode(sim_file_room(file), index + 1);
    *at++ = ',';
    at = sim_put_text(at, sim_kind_names[episode->kind]);
    *at++ = ',';
    at = sim_spell_account(spell, at, episode->account);
    *at++ = ',';
    at = sim_spell_time(spell, at, episode->start_us);
    *at++ = ',';
    at = sim_spell_time(spell, at, episode->end_us);
    *at++ = ',';
    for (uint32_t i = 0; i < episode->mule_count; i++) {
        if (i > 0) {
            *at++ = ';';
        }
        at = sim_spell_account(spell, at, episode->mules[i]);
    }
    *at++ = ',';
    at = sim_put_text(at, episode->kind < SIM_ATTACKS ? skills[episode->skill] : "");
    *at++ = '\n';
    sim_file_end(file, at);
}

/* The mules that stolen money reached, some of them in each row. */
static void put_rings(sim_run *run, sim_file *file, sim_spell *spell)
{
    uint32_t number = (uint32_t)run->episode_count, members = 0;
    char *at = NULL;
    for (uint32_t i = 0; i < run->world.accounts; i++) {
        if (!run->persons[i].is_tainted) {
            continue;
        }
        if (members == 0) {
            at = put_episode(sim_file_room(file), ++number);
            at = sim_put_text(at, ",mule_ring,");
            at = sim_spell_account(spell, at, i);
            *at++ = ',';
            at = sim_spell_time(spell, at, run->start_us);
            *at++ = ',';
            at = sim_spell_time(spell, at, run->end_us - run->world.style.granule_us);
            *at++ = ',';
        } else {
            *at++ = ';';
        }
        at = sim_spell_account(spell, at, i);
        if (++members == SIM_MULES_PER_RING) {
            sim_file_end(file, sim_put_text(at, ",\n"));
            members = 0;
        }
    }
    if (members > 0) {
        sim_file_end(file, sim_put_text(at, ",\n"));
    }
}

jaga_status sim_truth_write(sim_run *run, arena *memory, const char *directory, jaga_error *err)
{
    sim_file *file = NULL;
    JAGA_TRY(sim_file_open(memory, directory, "truth.csv", &file, err));
    sim_file_end(
        file, sim_put_text(sim_file_room(file),
                           "episode_id,attack_kind,account,t_start,t_end,mule_accounts,skill\n"));
    sim_spell spell;
    sim_spell_init(&spell, &run->world, false);
    for (uint32_t i = 0; i < run->episode_count; i++) {
        const sim_episode *episode = &run->episodes[i];
        if (episode->end_us < 0) {
            continue; /* planned, but the log ended or the owner was away */
        }
        put_row(run, file, &spell, i);
        const bool is_attack = episode->kind < SIM_ATTACKS;
        run->summary.attacks += is_attack;
        run->summary.robbed += is_attack && episode->thefts > 0;
        run->summary.twins += !is_attack;
    }
    put_rings(run, file, &spell);
    return sim_file_finish(file, err);
}
