#include "desk/machine.h"

#include <stdio.h>
#include <string.h>

static int bits_in(uint32_t value)
{
    int count = 0;

    for (; value != 0; value &= value - 1) {
        count++;
    }
    return count;
}

/* Better answers come later in machine_answer, but for MACHINE_TAKEN, which ends the search. Of two
 * guarded rows the one with less against it is what the caller wants to hear of. */
static bool is_nearer(const machine_step_result *a, const machine_step_result *b)
{
    if (a->answer != b->answer) {
        return a->answer > b->answer;
    }
    return bits_in(a->missing) + bits_in(a->barred) < bits_in(b->missing) + bits_in(b->barred);
}

machine_step_result machine_step(const machine *self, uint8_t state, uint8_t event,
                                 machine_actor actor, uint32_t guards)
{
    machine_step_result best = { .answer = MACHINE_ILLEGAL, .to = state };

    JAGA_CHECK(state < self->state_count && event < self->event_count);
    for (const machine_row *row = self->rows; row < self->rows + self->row_count; row++) {
        if ((row->from >> state & 1u) == 0 || row->event != event) {
            continue;
        }
        machine_step_result got = { .answer = MACHINE_NOT_YOURS, .to = state, .row = row };
        if ((row->actors & (unsigned)actor) != 0) {
            got.missing = row->needs & ~guards;
            got.barred = row->unless & guards;
            if ((got.missing | got.barred) == 0) {
                got.answer = MACHINE_TAKEN;
                got.to = row->to == MACHINE_STAY ? state : row->to;
                return got;
            }
            got.answer = MACHINE_GUARDED;
        }
        if (is_nearer(&got, &best)) {
            best = got;
        }
    }
    return best;
}

static int find(const char *const *names, uint8_t count, const char *name)
{
    for (uint8_t i = 0; i < count; i++) {
        if (strcmp(names[i], name) == 0) {
            return i;
        }
    }
    return -1;
}

int machine_find_state(const machine *self, const char *name)
{
    return find(self->states, self->state_count, name);
}

int machine_find_event(const machine *self, const char *name)
{
    return find(self->events, self->event_count, name);
}

const char *machine_actor_name(unsigned actors)
{
    static const char *const names[] = { "engine", "agent", "supervisor", "customer",
                                         "ledger", "timer", "legal desk" };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if ((actors >> i & 1u) != 0) {
            return names[i];
        }
    }
    return "nobody";
}

/* Appends what fits. */
static void append(char *text, size_t size, const char *what)
{
    const size_t used = strlen(text);

    (void)snprintf(text + used, size - used, "%s", what);
}

static void list_actors(unsigned actors, char *text, size_t size)
{
    for (unsigned left = actors; left != 0; left &= left - 1) {
        append(text, size, left == actors ? "" : " or ");
        append(text, size, machine_actor_name(left));
    }
}

static void list_guards(const machine *self, uint32_t guards, char *text, size_t size)
{
    const char *before = "";

    for (uint8_t i = 0; i < self->guard_count; i++) {
        if ((guards >> i & 1u) != 0) {
            append(text, size, before);
            append(text, size, self->guards[i]);
            before = ", ";
        }
    }
}

jaga_status machine_refuse(const machine *self, uint8_t state, uint8_t event,
                           const machine_step_result *result, jaga_error *err)
{
    const char *at = self->states[state], *what = self->events[event];
    char list[300] = "";

    switch (result->answer) {
    case MACHINE_TAKEN: return JAGA_OK;
    case MACHINE_ILLEGAL:
        return jaga_fail(err, JAGA_ERR_USAGE, "%s: %s does not take %s", self->name, at, what);
    case MACHINE_NOT_YOURS:
        list_actors(result->row->actors, list, sizeof list);
        return jaga_fail(err, JAGA_ERR_USAGE, "%s: %s in %s is for the %s", self->name, what, at,
                         list);
    case MACHINE_GUARDED: break;
    }
    if (result->missing != 0) {
        list_guards(self, result->missing, list, sizeof list);
        return jaga_fail(err, JAGA_ERR_USAGE, "%s: %s in %s needs %s", self->name, what, at, list);
    }
    list_guards(self, result->barred, list, sizeof list);
    return jaga_fail(err, JAGA_ERR_USAGE, "%s: %s in %s is barred by %s", self->name, what, at,
                     list);
}
