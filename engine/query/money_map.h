#ifndef JAGA_QUERY_MONEY_MAP_H
#define JAGA_QUERY_MONEY_MAP_H

#include "jaga/trace.h"

#include "base/arena.h"
#include "query/database.h"
#include "query/subject.h"
#include "trace/trace.h"

#include <stdbool.h>
#include <stdint.h>

/* Stolen money by the places where it is: what `jaga trace` prints and draws. */

/* What may still be done about money at a kind of place, and how soon it must be. */
typedef struct money_action {
    const char *does, *within;
} money_action;

/* A wallet, or somebody outside the log. */
typedef struct money_place {
    jaga_span name, institution;
    uint8_t kind;           /* jaga_party_kind */
    bool is_inside;         /* a wallet of this ledger */
    bool is_held;           /* its debits are stopped, or an amount in it is */
    int64_t here_minor;     /* stolen money that rests there, or left the log there */
    int64_t holdable_minor; /* of it, can still be held */
    money_action action;    /* of a place with money */
} money_place;

typedef struct money_map {
    const subject *about;
    int64_t from_us, until_us; /* what the account paid in between was stolen */
    bool is_asked_by_event;
    purse_rule rule; /* the one in detail */
    trace *by_rule[PURSE_RULE_COUNT];
    trace_sum sums[PURSE_RULE_COUNT];
    int64_t holdable_minor[PURSE_RULE_COUNT]; /* of all wallets, no more than was stolen */
    money_place *places;                      /* of `rule`, as the money came to them */
    size_t place_count;
    uint32_t *place_of; /* by hop of `rule`: where it brought the money */
    uint32_t *from_of;  /* by hop of `rule`: TRACE_NONE is the victim */
} money_map;

/* "fifo"; static. */
const char *money_rule_name(purse_rule rule);

/* Texts and places live as long as `memory`; close frees the traces, also after an error. */
JAGA_USE_RESULT jaga_status money_map_open(const database *from, const subject *about,
                                           purse_rule rule, arena *memory, money_map *out,
                                           jaga_error *err);
void money_map_close(money_map *self); /* accepts a zeroed one */

/* Amounts of the case's currency, grouped, for people; the text lives as long as `memory`. */
const char *money_map_amount(const money_map *self, int64_t minor, arena *memory);

jaga_status money_map_put_table(const money_map *self, arena *memory, FILE *out, jaga_error *err);
jaga_status money_map_put_json(const money_map *self, FILE *out, jaga_error *err);
jaga_status money_map_put_svg(const money_map *self, arena *memory, FILE *out, jaga_error *err);

#endif
