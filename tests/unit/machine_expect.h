#ifndef MACHINE_EXPECT_H
#define MACHINE_EXPECT_H

/* Compares a state machine with a table of what it should do, a row for each state and event that
 * belong together. Every other pair has to be refused, whoever asks and whatever the guards. */
#include "desk/machine.h"

#include <check.h>
#include <string.h>

typedef struct expected_step {
    const char *from, *event, *actors; /* E A S C L T R */
    uint32_t needs, unless;
    const char *to;
} expected_step;

static inline unsigned expected_actors(const char *letters)
{
    unsigned bits = 0;

    for (; *letters != '\0'; letters++) {
        bits |= 1u << (strchr("EASCLTR", *letters) - "EASCLTR");
    }
    return bits;
}

static inline void expect_answer(const machine *self, const expected_step *steps, size_t count,
                                 uint8_t state, uint8_t event, machine_actor actor, uint32_t guards)
{
    const machine_step_result got = machine_step(self, state, event, actor, guards);
    const char *to = NULL;
    bool is_pair = false, is_actor = false;

    for (size_t i = 0; i < count && to == NULL; i++) {
        if (strcmp(steps[i].from, self->states[state]) == 0 &&
            strcmp(steps[i].event, self->events[event]) == 0) {
            const bool may = (expected_actors(steps[i].actors) & (unsigned)actor) != 0;
            is_pair = true;
            is_actor = is_actor || may;
            if (may && (steps[i].needs & ~guards) == 0 && (steps[i].unless & guards) == 0) {
                to = steps[i].to;
            }
        }
    }
    const machine_answer answer = to != NULL ? MACHINE_TAKEN
                                  : is_actor ? MACHINE_GUARDED
                                  : is_pair  ? MACHINE_NOT_YOURS
                                             : MACHINE_ILLEGAL;
    ck_assert_msg(got.answer == answer, "%s, %s by %s, guards %x: answer %d, expected %d",
                  self->states[state], self->events[event], machine_actor_name(actor), guards,
                  got.answer, answer);
    ck_assert_str_eq(self->states[got.to], to == NULL ? self->states[state] : to);
    ck_assert((got.row == NULL) == (answer == MACHINE_ILLEGAL));
}

/* Each state, event, actor; of the guards those that the pair mentions in every combination, the
 * others all off and all on. Returns how many pairs are legal. */
static inline int expect_every_pair(const machine *self, const expected_step *steps, size_t count)
{
    const uint32_t all = (uint32_t)((UINT64_C(1) << self->guard_count) - 1);
    int legal = 0;

    for (size_t i = 0; i < count; i++) {
        ck_assert_msg(machine_find_state(self, steps[i].from) >= 0, "no state %s", steps[i].from);
        ck_assert_msg(machine_find_state(self, steps[i].to) >= 0, "no state %s", steps[i].to);
        ck_assert_msg(machine_find_event(self, steps[i].event) >= 0, "no %s", steps[i].event);
    }
    for (uint8_t state = 0; state < self->state_count; state++) {
        for (uint8_t event = 0; event < self->event_count; event++) {
            uint32_t mentioned = 0;
            bool is_pair = false;
            for (size_t i = 0; i < count; i++) {
                if (strcmp(steps[i].from, self->states[state]) == 0 &&
                    strcmp(steps[i].event, self->events[event]) == 0) {
                    mentioned |= steps[i].needs | steps[i].unless;
                    is_pair = true;
                }
            }
            legal += is_pair;
            for (unsigned actor = 1; actor <= MACHINE_LEGAL; actor <<= 1) {
                uint32_t subset = 0;
                do {
                    expect_answer(self, steps, count, state, event, actor, subset);
                    expect_answer(self, steps, count, state, event, actor,
                                  subset | (all & ~mentioned));
                    subset = (subset - mentioned) & mentioned; /* the next combination */
                } while (subset != 0);
            }
        }
    }
    return legal;
}

/* The table itself is sound: names, places and bits within bounds, each state reachable. */
static inline void expect_sound(const machine *self)
{
    uint32_t reached = 1u; /* the first state is "not there yet" */
    bool is_used[256] = { false };

    for (int round = 0; round < self->state_count; round++) {
        for (uint8_t i = 0; i < self->row_count; i++) {
            const machine_row *row = &self->rows[i];
            ck_assert_uint_lt(row->event, self->event_count);
            ck_assert_uint_lt(row->timer, self->timer_count);
            ck_assert(row->to == MACHINE_STAY || row->to < self->state_count);
            ck_assert_uint_eq(row->from >> self->state_count, 0);
            ck_assert_uint_eq((uint64_t)(row->needs | row->unless) >> self->guard_count, 0);
            ck_assert_uint_eq(row->needs & row->unless, 0);
            ck_assert_uint_ne(row->actors, 0);
            is_used[row->event] = true;
            if ((row->from & reached) != 0 && row->to != MACHINE_STAY) {
                reached |= 1u << row->to;
            }
        }
    }
    for (uint8_t state = 0; state < self->state_count; state++) {
        ck_assert_msg((reached >> state & 1u) != 0, "%s is never reached", self->states[state]);
    }
    for (uint8_t event = 0; event < self->event_count; event++) {
        ck_assert_msg(is_used[event], "nothing takes %s", self->events[event]);
    }
}

/* From every open state the machine can come to an end. */
static inline void expect_ends(const machine *self)
{
    uint32_t ending = ~self->open;

    for (int round = 0; round < self->state_count; round++) {
        for (uint8_t i = 0; i < self->row_count; i++) {
            const machine_row *row = &self->rows[i];
            if (row->to != MACHINE_STAY && (ending >> row->to & 1u) != 0) {
                ending |= row->from;
            }
        }
    }
    for (uint8_t state = 0; state < self->state_count; state++) {
        ck_assert_msg((ending >> state & 1u) != 0, "%s has no way out", self->states[state]);
    }
}

#endif
