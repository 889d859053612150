#ifndef TESTS_UNIT_SIMULATED_H
#define TESTS_UNIT_SIMULATED_H

/* A small busy wallet, simulated and read back. */
#include "simulated_files.h"

#include "base/when.h"
#include "jaga/simulate.h"

typedef struct world {
    jaga_simulation plan;
    jaga_simulation_summary summary;
    char directory[PATH_BYTES];
    table events, truth, thefts;
} world;

static inline int64_t time_of(const char *text)
{
    int64_t us = 0;
    ck_assert_ptr_null(when_parse((jaga_span){ text, (uint32_t)strlen(text) }, &us));
    return us;
}

static inline long long number(const char *text)
{
    return strtoll(text, NULL, 10);
}

static inline jaga_simulation busy_plan(uint64_t seed)
{
    jaga_simulation plan = jaga_simulation_default(ACCOUNTS, 24, seed);
    plan.attacks_per_1000_account_months = 200;
    plan.twins_per_1000_account_months = 600;
    return plan;
}

static inline void run(const jaga_simulation *plan, const char *directory,
                       jaga_simulation_summary *out)
{
    jaga_error err = { .text = "" };
    ck_assert_msg(jaga_simulate(plan, directory, out, &err) == JAGA_OK, "%s", err.text);
}

static inline void open_world(world *w, uint64_t seed)
{
    *w = (world){ .plan = busy_plan(seed) };
    scratch(w->directory, "world");
    run(&w->plan, w->directory, &w->summary);
    w->events = read_table(w->directory, "events.csv");
    w->truth = read_table(w->directory, "truth.csv");
    w->thefts = read_table(w->directory, "thefts.csv");
    for (size_t i = 0; i < w->events.count; i++) {
        w->events.rows[i].ts_us = time_of(w->events.rows[i].field[TS]);
    }
    drop_files(w->directory);
}

static inline void drop_table(table *t)
{
    free(t->rows);
    free(t->text);
}

static inline void close_world(world *w)
{
    drop_table(&w->events);
    drop_table(&w->truth);
    drop_table(&w->thefts);
}

static inline int by_id(const void *a, const void *b)
{
    return strcmp(((const row *)a)->field[ID], ((const row *)b)->field[ID]);
}

/* Ids are numbers of one width in order of time, so this is the order in which things happened. */
static inline void sort_events(world *w)
{
    qsort(w->events.rows, w->events.count, sizeof *w->events.rows, by_id);
}

static inline const row *find_event(const world *w, const char *id)
{
    const row key = { .field = { id } };
    return bsearch(&key, w->events.rows, w->events.count, sizeof key, by_id);
}

/* The accounts that have a row, and what each has left; balance -1: not known yet. */
typedef struct purse {
    const char *account;
    long long balance;
} purse;

typedef struct purses {
    purse at[ACCOUNTS + 1]; /* and one for what concerns nobody: "-" */
    size_t count;
} purses;

static inline purse *find_purse(purses *all, const char *account)
{
    for (size_t i = 0; i < all->count; i++) {
        if (strcmp(all->at[i].account, account) == 0) {
            return &all->at[i];
        }
    }
    return NULL;
}

static inline void collect(const world *w, purses *all)
{
    all->count = 0;
    for (size_t i = 0; i < w->events.count; i++) {
        if (find_purse(all, w->events.rows[i].field[ACCOUNT]) == NULL) {
            ck_assert_uint_le(all->count, ACCOUNTS);
            all->at[all->count++] = (purse){ w->events.rows[i].field[ACCOUNT], -1 };
        }
    }
}

static inline bool is_one_of(const char *text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(text, words[i]) == 0) {
            return true;
        }
    }
    return false;
}

#endif
