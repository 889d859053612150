#ifndef JAGA_EVALUATE_ANSWER_KEY_H
#define JAGA_EVALUATE_ANSWER_KEY_H

#include "base/arena.h"
#include "base/hash.h"
#include "jaga/evaluate.h"
#include "jaga/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Who was robbed, when and of what; who only looked like it; whose wallets took the money. The
 * files are described in jaga/evaluate.h. Ids are kept as hashes. */

typedef struct key_names {
    char name[JAGA_EVAL_GROUPS_MAX][JAGA_EVAL_NAME_BYTES];
    size_t count;
} key_names;

typedef struct key_episode {
    hash128 account, id;
    int64_t from_us, until_us;
    unsigned line;
    uint8_t kind, skill; /* places in the names */
    bool is_attack;
    /* What the log says about it, filled in by whoever reads the log. */
    bool has_account, has_begun;
    uint8_t segments; /* bits of jaga_eval_segment, at its start */
    size_t first_loss, loss_count;
} key_episode;

typedef struct key_loss {
    hash128 event;
    size_t episode;
    int64_t amount_minor;
    unsigned line;
    /* From the log. */
    bool is_placed;
    int64_t ts_us;
    uint64_t row;
} key_loss;

typedef struct answer_key {
    const char *truth_path, *thefts_path; /* thefts_path NULL: losses come from the log */
    key_episode *episodes;                /* by account, attacks first, then by start */
    size_t episode_count;
    hash128 *mules; /* sorted, once each; victims are none */
    size_t mule_count;
    key_loss *losses; /* by event, until key_sort_losses */
    size_t loss_count, loss_most;
    key_names kinds, twins, skills; /* sorted; twins without "benign:" */
} answer_key;

/* Lives in `memory`. digits: decimals of the currency's minor unit. Errors name file, line, cause.
 */
JAGA_USE_RESULT jaga_status key_read(answer_key *self, const jaga_answer *from, int digits,
                                     arena *memory, jaga_error *err);

/* The episodes of an account, attacks first: returns how many; *first is where they begin. */
size_t key_episodes_of(const answer_key *self, hash128 account, size_t *first);
bool key_is_mule(const answer_key *self, hash128 account);
key_loss *key_find_loss(const answer_key *self, hash128 event); /* NULL: none */

/* Losses by episode and place; each episode gets its own. */
void key_sort_losses(answer_key *self);

#endif
