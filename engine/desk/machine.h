#ifndef JAGA_DESK_MACHINE_H
#define JAGA_DESK_MACHINE_H

#include "jaga/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* State machines as tables: each row is one legal step, and whatever has no row is refused. Pure:
 * the caller reads the state, evaluates the guards, and writes what comes out.
 *
 * Guards are facts, one bit each: a row `needs` some and is barred by others (`unless`). Several
 * rows may start from one state with one event; the first whose guards hold is taken. */
enum { MACHINE_STATES_MAX = 32, MACHINE_STAY = 0xff };

/* In what capacity somebody acts. A supervisor who works a task acts as its agent. */
typedef enum machine_actor {
    MACHINE_ENGINE = 1,
    MACHINE_AGENT = 2,
    MACHINE_SUPERVISOR = 4,
    MACHINE_CUSTOMER = 8,
    MACHINE_LEDGER = 16,
    MACHINE_TIMER = 32,
    MACHINE_LEGAL = 64 /* legal desk or regulator */
} machine_actor;

/* A clock that starts when a row is taken. Neither seconds nor days: the caller knows how long, by
 * urgency band or jurisdiction. */
typedef struct machine_timer {
    const char *name;
    int64_t seconds;
    int business_days; /* when seconds is 0 */
} machine_timer;

typedef struct machine_row {
    const char *rule; /* its number in the specification, for logs and tests */
    uint32_t from;    /* a bit per state */
    uint8_t event;
    uint8_t actors; /* machine_actor bits */
    uint8_t to;     /* or MACHINE_STAY */
    uint8_t timer;  /* place in timers; 0: none */
    uint32_t needs, unless;
} machine_row;

typedef struct machine {
    const char *name; /* "theft case" */
    const char *const *states;
    const char *const *events;
    const char *const *guards; /* in words that follow "it needs" */
    const machine_row *rows;
    const machine_timer *timers;
    uint8_t state_count, event_count, guard_count, row_count, timer_count;
    uint32_t open; /* states in which there is still something to do */
} machine;

typedef enum machine_answer {
    MACHINE_TAKEN,
    MACHINE_ILLEGAL, /* the state does not take this event at all */
    MACHINE_NOT_YOURS,
    MACHINE_GUARDED
} machine_answer;

typedef struct machine_step_result {
    machine_answer answer;
    uint8_t to;               /* the state afterwards; the one before unless taken */
    const machine_row *row;   /* taken, or the one that came nearest; NULL when illegal */
    uint32_t missing, barred; /* guards that stood against that row */
} machine_step_result;

machine_step_result machine_step(const machine *self, uint8_t state, uint8_t event,
                                 machine_actor actor, uint32_t guards);

static inline bool machine_is_open(const machine *self, uint8_t state)
{
    return (self->open >> state & 1u) != 0;
}

/* By name; -1 when there is none. */
int machine_find_state(const machine *self, const char *name);
int machine_find_event(const machine *self, const char *name);

/* JAGA_ERR_USAGE and a text that says what was asked in which state and what is against it; JAGA_OK
 * when the step was taken. */
jaga_status machine_refuse(const machine *self, uint8_t state, uint8_t event,
                           const machine_step_result *result, jaga_error *err);

/* "engine", "agent", ...; of several bits the lowest. */
const char *machine_actor_name(unsigned actors);

#endif
