/* Runs a world day by day: plan every account's day, sort, carry out, write. */
#include "jaga/simulate.h"

#include "simulate/sim_log.h"
#include "simulate/sim_run.h"
#include "simulate/sim_truth.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    PLANNED_PER_ACCOUNT = 96, /* intents of one day: the mean is about 2, address space is free */
    PENDING_PER_ACCOUNT = 32,
    ZONE_HOURS = 7
};

jaga_simulation jaga_simulation_default(uint32_t accounts, uint32_t days, uint64_t seed)
{
    return (jaga_simulation){
        .accounts = accounts,
        .days = days,
        .seed = seed,
        .start_us = INT64_C(1767546000) * SIM_SECOND, /* 2026-01-05T00:00:00+07:00, a Monday */
        .attacks_per_1000_account_months = 3,
        .twins_per_1000_account_months = 15,
    };
}

static bool is_kind(const char *name, size_t length, uint32_t kind)
{
    return strlen(sim_kind_names[kind]) == length &&
           memcmp(sim_kind_names[kind], name, length) == 0;
}

const char *jaga_simulation_kind(size_t index)
{
    return index < SIM_ATTACKS ? sim_kind_names[index] : NULL;
}

/* A bit for each kind that the list names; no list names them all. */
static jaga_status read_kinds(const char *list, uint32_t *out, jaga_error *err)
{
    uint32_t kinds = 0;
    for (const char *at = list; at != NULL; at = *at == ',' ? at + 1 : NULL) {
        const size_t length = strcspn(at, ",");
        uint32_t kind = 0;
        while (kind < SIM_ATTACKS && !is_kind(at, length, kind)) {
            kind++;
        }
        if (kind == SIM_ATTACKS) {
            return jaga_fail(err, JAGA_ERR_USAGE,
                             "there is no kind of attack '%.*s'; jaga gen --help lists them",
                             (int)(length < 40 ? length : 40), at);
        }
        kinds |= UINT32_C(1) << kind;
        at += length;
    }
    *out = list != NULL ? kinds : (UINT32_C(1) << SIM_ATTACKS) - 1;
    return JAGA_OK;
}

static jaga_status check(const jaga_simulation *plan, jaga_error *err)
{
    const double attacks = plan->attacks_per_1000_account_months;
    const double twins = plan->twins_per_1000_account_months;
    if (plan->accounts < 10 || plan->accounts > 20000000) {
        return jaga_fail(err, JAGA_ERR_USAGE, "accounts must be 10 to 20000000");
    }
    if (plan->days < 1 || plan->days > 3660) {
        return jaga_fail(err, JAGA_ERR_USAGE, "days must be 1 to 3660");
    }
    if (plan->start_us < INT64_C(946684800) * SIM_SECOND ||
        plan->start_us > INT64_C(4102444800) * SIM_SECOND ||
        (plan->start_us + ZONE_HOURS * SIM_HOUR) % SIM_DAY != 0) {
        return jaga_fail(err, JAGA_ERR_USAGE,
                         "the start must be a midnight at +07:00 in the years 2000 to 2099");
    }
    if (!(attacks >= 0 && attacks <= 1000 && twins >= 0 && twins <= 3000)) {
        return jaga_fail(
            err, JAGA_ERR_USAGE,
            "attacks must be 0 to 1000 and look-alikes 0 to 3000 per 1000 account-months");
    }
    uint32_t kinds = 0;
    return read_kinds(plan->kinds, &kinds, err);
}

/* Days before anything strange happens, so that there is some history to compare with. */
static uint32_t quiet_days(uint32_t days)
{
    return days / 4 < 7 ? days / 4 : 7;
}

/* Starts per account and day, per billion, so that the whole log has the wanted rate. */
static uint32_t daily(double per_1000_account_months, uint32_t days)
{
    const double per_day = per_1000_account_months / 30 / 1000 * days / (days - quiet_days(days));
    return (uint32_t)(per_day * SIM_BILLION + 0.5);
}

/* A campaign succeeds just often enough to give its share of the attacks. */
static void set_rates(sim_run *run, const jaga_simulation *plan)
{
    sim_world *w = &run->world;
    w->theft_rare = daily(plan->attacks_per_1000_account_months, plan->days);
    w->twin_rare = daily(plan->twins_per_1000_account_months, plan->days);
    uint64_t weights = 0, tried = 0;
    for (uint32_t i = 0; i < SIM_ATTACKS; i++) {
        w->attack_weights[i] = run->kinds >> i & 1 ? w->attack_weights[i] : 0;
        weights += w->attack_weights[i];
        tried += i < SIM_CAMPAIGNS ? w->attack_weights[i] : 0;
    }
    const uint64_t wanted = w->theft_rare * tried / weights;
    uint64_t reached = (uint64_t)w->campaign * w->campaign_reach / 1000; /* per billion */
    if (reached <
        wanted * 5) { /* many attacks are wanted: reach more accounts rather than rob all */
        w->campaign_reach = (uint32_t)(wanted * 5 * 1000 / w->campaign);
        w->campaign_reach = w->campaign_reach < SIM_MILLION ? w->campaign_reach : SIM_MILLION;
        reached = (uint64_t)w->campaign * w->campaign_reach / 1000;
    }
    const uint64_t success = wanted * SIM_BILLION / reached;
    w->campaign_success_rare = (uint32_t)(success < SIM_BILLION ? success : SIM_BILLION);
}

static bool take_list(arena *memory, sim_list *list, size_t cap)
{
    list->cap = cap;
    list->at = arena_take(memory, cap * sizeof *list->at);
    return list->at != NULL;
}

static size_t episodes_max(const jaga_simulation *plan)
{
    const double months = (double)plan->accounts * plan->days / 30;
    const double rate = plan->attacks_per_1000_account_months + plan->twins_per_1000_account_months;
    return (size_t)(months * rate / 1000 * 2) + 1024;
}

static jaga_status prepare(sim_run *run, const jaga_simulation *plan, arena *memory,
                           const char *directory, jaga_error *err)
{
    const size_t planned = (size_t)plan->accounts * PLANNED_PER_ACCOUNT + 4096;
    run->seed = plan->seed;
    run->start_us = plan->start_us;
    run->days = plan->days;
    JAGA_TRY(read_kinds(plan->kinds, &run->kinds, err));
    run->end_us = plan->start_us + plan->days * SIM_DAY;
    run->persons = arena_take(memory, plan->accounts * sizeof *run->persons);
    run->keys = arena_take(memory, planned * sizeof *run->keys);
    run->spare = arena_take(memory, planned * sizeof *run->spare);
    run->episode_cap = episodes_max(plan);
    run->episodes = arena_take(memory, run->episode_cap * sizeof *run->episodes);
    if (run->persons == NULL || run->keys == NULL || run->spare == NULL || run->episodes == NULL ||
        !take_list(memory, &run->today, planned) ||
        !take_list(memory, &run->pending, (size_t)plan->accounts * PENDING_PER_ACCOUNT + 4096)) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "no memory for %u accounts", plan->accounts);
    }
    sim_world_draw(&run->world, plan->seed, plan->accounts);
    set_rates(run, plan);
    uint64_t asleep = 0;
    for (uint32_t i = 0; i < plan->accounts; i++) {
        sim_person *p = &run->persons[i];
        sim_person_draw(run, i, p);
        const uint32_t until = p->sleeps_until < plan->days ? p->sleeps_until : plan->days;
        asleep += until > p->sleeps_from ? until - p->sleeps_from : 0;
    }
    run->asleep = (uint32_t)(asleep * SIM_MILLION / plan->accounts / plan->days) + 1;
    JAGA_TRY(sim_log_open(memory, directory, &run->world, plan->has_location, &run->log, err));
    return sim_truth_open_thefts(run, memory, directory, err);
}

static void set_day(sim_run *run, uint32_t day)
{
    const int64_t local_us = run->start_us + day * SIM_DAY + ZONE_HOURS * SIM_HOUR;
    const int64_t since_1970 = local_us / SIM_DAY;
    run->day = day;
    run->day_us = run->start_us + day * SIM_DAY;
    run->weekday = (uint32_t)((since_1970 + 3) % 7); /* 1970 began on a Thursday */
    /* Months of 30.4 days: salaries and bills need a rhythm, not a calendar. */
    run->day_of_month = (uint32_t)((since_1970 * 10 % 304) / 10 + 1);
    run->today.count = 0;
}

static jaga_status run_days(sim_run *run, jaga_error *err)
{
    for (uint32_t day = 0; day < run->days; day++) {
        set_day(run, day);
        run->is_planning = true;
        sim_plan_outages(run);
        for (uint32_t i = 0; i < run->world.accounts; i++) {
            sim_plan_habits(run, i);
            if (day >= quiet_days(run->days)) {
                sim_plan_twins(run, i);
                sim_plan_thefts(run, i);
            }
        }
        sim_sort_day(run);
        run->is_planning = false;
        sim_intent intent;
        while (sim_pop(run, &intent)) {
            sim_ledger_apply(run, &intent);
        }
        if (run->is_full) {
            return jaga_fail(err, JAGA_ERR_LIMIT, "day %u has more events than are provided for",
                             day);
        }
    }
    return JAGA_OK;
}

static jaga_status make_directory(const char *directory, jaga_error *err)
{
    struct stat about;
    if (mkdir(directory, 0777) != 0 && errno != EEXIST) {
        return jaga_fail(err, JAGA_ERR_IO, "mkdir %s: %s", directory, strerror(errno));
    }
    if (stat(directory, &about) != 0 || !S_ISDIR(about.st_mode)) {
        return jaga_fail(err, JAGA_ERR_IO, "%s is not a directory", directory);
    }
    return JAGA_OK;
}

/* The renames are lasting only once the directory is. */
static jaga_status sync_directory(const char *directory, jaga_error *err)
{
    const int fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool is_synced = fd >= 0 && fsync(fd) == 0;
    const int error = errno;
    if (fd >= 0) {
        (void)close(fd);
    }
    return is_synced ? JAGA_OK
                     : jaga_fail(err, JAGA_ERR_IO, "sync %s: %s", directory, strerror(error));
}

static jaga_status finish(sim_run *run, arena *memory, const char *directory, jaga_error *err)
{
    run->summary.is_mirrored = run->world.style.is_mirrored;
    run->summary.says_balance = run->world.style.says_balance;
    JAGA_TRY(sim_truth_write(run, memory, directory, err));
    JAGA_TRY(sim_file_finish(run->thefts, err));
    JAGA_TRY(sim_log_finish(run->log, &run->summary, err));
    return sync_directory(directory, err);
}

jaga_status jaga_simulate(const jaga_simulation *plan, const char *directory,
                          jaga_simulation_summary *out, jaga_error *err)
{
    JAGA_TRY(check(plan, err));
    JAGA_TRY(make_directory(directory, err));
    const size_t per_account = sizeof(sim_person) +
                               PLANNED_PER_ACCOUNT * (sizeof(sim_intent) + 2 * sizeof(uint64_t)) +
                               PENDING_PER_ACCOUNT * sizeof(sim_intent);
    const size_t reserve = plan->accounts * per_account + episodes_max(plan) * sizeof(sim_episode) +
                           ((size_t)64 << 20);
    arena *memory = NULL;
    JAGA_TRY(arena_open(reserve, &memory, err));

    jaga_status status = JAGA_ERR_NOMEM;
    sim_run *run = arena_take(memory, sizeof *run);
    if (run == NULL) {
        (void)jaga_fail(err, status, "no memory for the simulation");
        goto done;
    }
    status = prepare(run, plan, memory, directory, err);
    status = status == JAGA_OK ? run_days(run, err) : status;
    status = status == JAGA_OK ? finish(run, memory, directory, err) : status;
    sim_log_drop(run->log);
    sim_file_drop(run->thefts);
    if (status == JAGA_OK && out != NULL) {
        *out = run->summary;
    }
done:
    arena_close(memory);
    return status;
}
