#include "jaga/simulate.h"

#include "base/when.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ROWS_MAX = 120000, FIELDS = 25, ACCOUNTS = 240, PATH_BYTES = 512 };

/* Columns of events.csv without location; truth.csv and thefts.csv are read by number. */
enum { ID, TS, TYPE, STATUS, REASON, ACCOUNT, AMOUNT, CURRENCY, BALANCE, COUNTERPARTY, REF = 21 };

typedef struct row {
    const char *field[FIELDS];
    int64_t ts_us;
} row;

typedef struct table {
    char *text; /* fields point into it */
    size_t count;
    row *rows;
} table;

typedef struct world {
    jaga_simulation plan;
    jaga_simulation_summary summary;
    char directory[PATH_BYTES];
    table events, truth, thefts;
} world;

static void path_of(char *to, const char *directory, const char *name)
{
    ck_assert_int_lt(snprintf(to, PATH_BYTES, "%s/%s", directory, name), PATH_BYTES);
}

static void scratch(char *to, const char *name)
{
    const char *parent = getenv("TMPDIR");
    const int n = snprintf(to, PATH_BYTES, "%s/jaga-%s-%ld", parent != NULL ? parent : "/tmp", name,
                           (long)getpid());
    ck_assert_int_lt(n, PATH_BYTES);
}

static char *slurp(const char *directory, const char *name, size_t *length)
{
    char path[PATH_BYTES];
    struct stat about;
    path_of(path, directory, name);
    FILE *file = fopen(path, "rb");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_eq(fstat(fileno(file), &about), 0);
    *length = (size_t)about.st_size;
    char *text = calloc(1, *length + 1);
    ck_assert_ptr_nonnull(text);
    ck_assert_uint_eq(fread(text, 1, *length, file), *length);
    (void)fclose(file);
    return text;
}

/* Cuts the text in place; the header row is left out. */
static table read_table(const char *directory, const char *name)
{
    size_t length = 0;
    table t = { .text = slurp(directory, name, &length) };
    t.rows = calloc(ROWS_MAX, sizeof *t.rows);
    ck_assert_ptr_nonnull(t.rows);
    char *line = strchr(t.text, '\n') + 1;
    for (char *end = strchr(line, '\n'); end != NULL; end = strchr(line, '\n')) {
        ck_assert_uint_lt(t.count, ROWS_MAX);
        row *r = &t.rows[t.count++];
        *end = '\0';
        for (int i = 0; i < FIELDS; i++) {
            char *comma = strchr(line, ',');
            r->field[i] = line;
            line = comma != NULL ? comma + 1 : end;
            *(comma != NULL ? comma : end) = '\0';
        }
        line = end + 1;
    }
    return t;
}

static int64_t time_of(const char *text)
{
    int64_t us = 0;
    ck_assert_ptr_null(when_parse((jaga_span){ text, (uint32_t)strlen(text) }, &us));
    return us;
}

static long long number(const char *text)
{
    return strtoll(text, NULL, 10);
}

static jaga_simulation busy_plan(uint64_t seed)
{
    jaga_simulation plan = jaga_simulation_default(ACCOUNTS, 24, seed);
    plan.attacks_per_1000_account_months = 200;
    plan.twins_per_1000_account_months = 600;
    return plan;
}

static void run(const jaga_simulation *plan, const char *directory, jaga_simulation_summary *out)
{
    jaga_error err = { .text = "" };
    ck_assert_msg(jaga_simulate(plan, directory, out, &err) == JAGA_OK, "%s", err.text);
}

static void drop_files(const char *directory)
{
    static const char *const names[] = { "events.csv", "truth.csv", "thefts.csv" };
    char path[PATH_BYTES];
    for (size_t i = 0; i < 3; i++) {
        path_of(path, directory, names[i]);
        (void)unlink(path);
    }
    ck_assert_int_eq(rmdir(directory), 0); /* and nothing else was left there */
}

static void open_world(world *w, uint64_t seed)
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

static void drop_table(table *t)
{
    free(t->rows);
    free(t->text);
}

static void close_world(world *w)
{
    drop_table(&w->events);
    drop_table(&w->truth);
    drop_table(&w->thefts);
}

static int by_id(const void *a, const void *b)
{
    return strcmp(((const row *)a)->field[ID], ((const row *)b)->field[ID]);
}

/* Ids are numbers of one width in order of time, so this is the order in which things happened. */
static void sort_events(world *w)
{
    qsort(w->events.rows, w->events.count, sizeof *w->events.rows, by_id);
}

static const row *find_event(const world *w, const char *id)
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

static purse *find_purse(purses *all, const char *account)
{
    for (size_t i = 0; i < all->count; i++) {
        if (strcmp(all->at[i].account, account) == 0) {
            return &all->at[i];
        }
    }
    return NULL;
}

static void collect(const world *w, purses *all)
{
    all->count = 0;
    for (size_t i = 0; i < w->events.count; i++) {
        if (find_purse(all, w->events.rows[i].field[ACCOUNT]) == NULL) {
            ck_assert_uint_le(all->count, ACCOUNTS);
            all->at[all->count++] = (purse){ w->events.rows[i].field[ACCOUNT], -1 };
        }
    }
}

static bool is_one_of(const char *text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(text, words[i]) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_in(const row *r)
{
    static const char *const in[] = { "topup", "receive", "refund" };
    return is_one_of(r->field[TYPE], in, 3);
}

START_TEST(equal_plans_give_equal_bytes)
{
    static const char *const names[] = { "events.csv", "truth.csv", "thefts.csv" };
    const jaga_simulation plan = busy_plan(11);
    char first[PATH_BYTES], second[PATH_BYTES];
    scratch(first, "first");
    scratch(second, "second");
    run(&plan, first, NULL);
    run(&plan, second, NULL);
    for (size_t i = 0; i < 3; i++) {
        size_t a_length = 0, b_length = 0;
        char *a = slurp(first, names[i], &a_length), *b = slurp(second, names[i], &b_length);
        ck_assert_uint_eq(a_length, b_length);
        ck_assert_mem_eq(a, b, a_length);
        free(a);
        free(b);
    }
    drop_files(first);
    drop_files(second);
}
END_TEST

/* FNV-1a over the three files. A change of the simulator changes the number; a compiler, an
 * optimisation level or a machine must not. */
START_TEST(the_bytes_are_the_same_on_every_machine)
{
    static const char *const names[] = { "events.csv", "truth.csv", "thefts.csv" };
    const jaga_simulation plan = busy_plan(12);
    char directory[PATH_BYTES];
    uint64_t sum = UINT64_C(0xcbf29ce484222325);
    scratch(directory, "pinned");
    run(&plan, directory, NULL);
    for (size_t i = 0; i < 3; i++) {
        size_t length = 0;
        char *text = slurp(directory, names[i], &length);
        for (size_t j = 0; j < length; j++) {
            sum = (sum ^ (unsigned char)text[j]) * UINT64_C(0x100000001b3);
        }
        free(text);
    }
    drop_files(directory);
    ck_assert_msg(sum == UINT64_C(0xab741b1b7be77bd7), "0x%016llx", (unsigned long long)sum);
}
END_TEST

START_TEST(another_seed_is_another_wallet)
{
    world a, b;
    open_world(&a, 1);
    open_world(&b, 2);
    ck_assert_uint_ne(a.summary.rows, b.summary.rows);
    ck_assert_str_ne(a.events.rows[0].field[ACCOUNT], b.events.rows[0].field[ACCOUNT]);
    close_world(&a);
    close_world(&b);
}
END_TEST

START_TEST(rows_come_in_order_of_time_or_a_little_late)
{
    world w;
    open_world(&w, 3);
    int64_t latest = w.events.rows[0].ts_us;
    uint64_t behind = 0;
    for (size_t i = 0; i < w.events.count; i++) {
        const int64_t ts = w.events.rows[i].ts_us;
        ck_assert_int_le(latest - ts, JAGA_SIMULATION_LATE_MAX_US);
        behind += ts < latest;
        latest = ts > latest ? ts : latest;
    }
    ck_assert_uint_gt(w.summary.late, 0);
    ck_assert_uint_ge(behind, w.summary.late);
    ck_assert_uint_lt(behind * 50, w.events.count);
    close_world(&w);
}
END_TEST

START_TEST(a_row_that_comes_again_is_the_same_row)
{
    world w;
    open_world(&w, 4);
    sort_events(&w);
    uint64_t again = 0;
    for (size_t i = 1; i < w.events.count; i++) {
        const row *a = &w.events.rows[i - 1], *b = &w.events.rows[i];
        const bool is_same = strcmp(a->field[ID], b->field[ID]) == 0;
        for (int j = 0; is_same && j < FIELDS; j++) {
            ck_assert_str_eq(a->field[j], b->field[j]);
        }
        ck_assert(is_same || a->ts_us <= b->ts_us);
        again += is_same;
    }
    ck_assert_uint_gt(again, 0);
    ck_assert_uint_eq(again, w.summary.duplicates);
    ck_assert_uint_eq(w.events.count, w.summary.rows);
    close_world(&w);
}
END_TEST

START_TEST(every_theft_is_a_row_of_the_robbed_account)
{
    world w;
    open_world(&w, 5);
    sort_events(&w);
    ck_assert_uint_gt(w.thefts.count, 10);
    ck_assert_uint_eq(w.thefts.count, w.summary.thefts);
    for (size_t i = 0; i < w.thefts.count; i++) {
        const row *theft = &w.thefts.rows[i];
        const row *event = find_event(&w, theft->field[0]);
        ck_assert_ptr_nonnull(event);
        ck_assert_str_eq(event->field[AMOUNT], theft->field[2]);
        ck_assert_str_eq(event->field[STATUS], theft->field[3]);
        const row *episode = w.truth.rows;
        while (strcmp(episode->field[0], theft->field[1]) != 0) {
            episode++;
            ck_assert_ptr_ne(episode, w.truth.rows + w.truth.count);
        }
        ck_assert_str_eq(event->field[ACCOUNT], episode->field[2]);
        ck_assert_int_ge(event->ts_us, time_of(episode->field[3]));
        ck_assert_int_le(event->ts_us, time_of(episode->field[4]));
    }
    close_world(&w);
}
END_TEST

/* Follows every balance by the rows alone; a transfer without a row of the receiver counts there.
 */
static void follow_balances(uint64_t seed, bool is_mirrored)
{
    world w;
    purses all;
    open_world(&w, seed);
    ck_assert_int_eq(w.summary.is_mirrored, is_mirrored);
    ck_assert(w.summary.says_balance);
    sort_events(&w);
    collect(&w, &all);
    for (size_t i = 0; i < w.events.count; i++) {
        const row *r = &w.events.rows[i];
        const bool is_again = i > 0 && strcmp(r->field[ID], r[-1].field[ID]) == 0;
        if (is_again || r->field[AMOUNT][0] == '\0') {
            continue;
        }
        purse *p = find_purse(&all, r->field[ACCOUNT]);
        const long long amount = number(r->field[AMOUNT]), balance = number(r->field[BALANCE]);
        const bool is_ok = strcmp(r->field[STATUS], "ok") == 0;
        const long long change = !is_ok ? 0 : is_in(r) ? amount : -amount;
        ck_assert_int_gt(amount, 0);
        ck_assert_int_ge(balance, 0);
        ck_assert_str_eq(r->field[CURRENCY], "IDR");
        ck_assert_msg(p->balance < 0 || p->balance + change == balance, "event %s", r->field[ID]);
        p->balance = balance;
        purse *other = find_purse(&all, r->field[COUNTERPARTY]);
        if (other != NULL && !is_mirrored && change < 0 && other->balance >= 0) {
            other->balance += amount;
        }
    }
    close_world(&w);
}

START_TEST(balances_follow_from_the_rows_of_both_sides)
{
    follow_balances(5, true);
}
END_TEST

START_TEST(balances_follow_from_the_senders_rows_alone)
{
    follow_balances(10, false);
}
END_TEST

static bool is_attack_kind(const char *name)
{
    for (size_t i = 0; jaga_simulation_kind(i) != NULL; i++) {
        if (strcmp(jaga_simulation_kind(i), name) == 0) {
            return true;
        }
    }
    return false;
}

static uint64_t check_mules(purses *all, const char *list)
{
    char copy[1024];
    uint64_t mules = 0;
    ck_assert_int_lt(snprintf(copy, sizeof copy, "%s", list), (int)sizeof copy);
    char *rest = copy;
    for (char *mule = strsep(&rest, ";"); mule != NULL && *mule != '\0';
         mule = strsep(&rest, ";")) {
        ck_assert_ptr_nonnull(find_purse(all, mule));
        mules++;
    }
    return mules;
}

START_TEST(the_answer_key_names_accounts_of_the_log)
{
    static const char *const skills[] = { "naive", "careful", "targeted" };
    world w;
    purses all;
    open_world(&w, 6);
    collect(&w, &all);
    uint64_t mules = 0, attacks = 0, twins = 0, rings = 0;
    for (size_t i = 0; i < w.truth.count; i++) {
        const row *r = &w.truth.rows[i];
        const bool is_attack = is_attack_kind(r->field[1]);
        const bool is_twin = strncmp(r->field[1], "benign:", 7) == 0;
        const bool is_ring = strcmp(r->field[1], "mule_ring") == 0;
        ck_assert_int_eq(is_attack + is_twin + is_ring, 1);
        ck_assert_int_eq(is_one_of(r->field[6], skills, 3), is_attack);
        ck_assert_ptr_nonnull(find_purse(&all, r->field[2]));
        ck_assert_int_le(time_of(r->field[3]), time_of(r->field[4]));
        mules += check_mules(&all, r->field[5]);
        attacks += is_attack;
        twins += is_twin;
        rings += is_ring;
    }
    ck_assert_uint_gt(mules, 0);
    ck_assert_uint_gt(rings, 0);
    ck_assert_uint_eq(attacks, w.summary.attacks);
    ck_assert_uint_eq(twins, w.summary.twins);
    ck_assert_uint_gt(w.summary.twins, w.summary.attacks);
    ck_assert_uint_gt(w.summary.robbed, w.summary.attacks / 2);
    close_world(&w);
}
END_TEST

START_TEST(only_the_attacks_asked_for_happen)
{
    jaga_simulation plan = busy_plan(9);
    jaga_simulation_summary summary;
    char directory[PATH_BYTES];
    plan.kinds = "slow_drip,sleeper";
    scratch(directory, "kinds");
    run(&plan, directory, &summary);
    table truth = read_table(directory, "truth.csv");
    drop_files(directory);
    uint64_t drips = 0, sleepers = 0;
    for (size_t i = 0; i < truth.count; i++) {
        drips += strcmp(truth.rows[i].field[1], "slow_drip") == 0;
        sleepers += strcmp(truth.rows[i].field[1], "sleeper") == 0;
    }
    ck_assert_uint_gt(drips, 0);
    ck_assert_uint_gt(sleepers, 0);
    ck_assert_uint_eq(drips + sleepers, summary.attacks);
    drop_table(&truth);
}
END_TEST

/* A pending row has one outcome, of the same account and amount, within the quarter of an hour in
 * which an attempt counts; the end of the log may cut it off. */
START_TEST(what_is_pending_comes_to_an_end)
{
    world w;
    open_world(&w, 5);
    sort_events(&w);
    uint64_t begun = 0, ended = 0;
    for (size_t i = 0; i < w.events.count; i++) {
        const row *r = &w.events.rows[i];
        const bool is_again = i > 0 && strcmp(r->field[ID], r[-1].field[ID]) == 0;
        begun += !is_again && strcmp(r->field[STATUS], "pending") == 0;
        const row *first = r->field[REF][0] != '\0' ? find_event(&w, r->field[REF]) : NULL;
        if (is_again || first == NULL || strcmp(first->field[STATUS], "pending") != 0) {
            continue;
        }
        ended++;
        ck_assert_str_ne(r->field[STATUS], "pending");
        ck_assert_str_eq(r->field[TYPE], first->field[TYPE]);
        ck_assert_str_eq(r->field[ACCOUNT], first->field[ACCOUNT]);
        ck_assert_str_eq(r->field[AMOUNT], first->field[AMOUNT]);
        ck_assert_int_ge(r->ts_us, first->ts_us);
        ck_assert_int_le(r->ts_us - first->ts_us, INT64_C(900) * 1000000);
    }
    ck_assert_uint_gt(begun, 100);
    ck_assert_uint_le(ended, begun);
    ck_assert_uint_ge(ended + 3, begun);
    close_world(&w);
}
END_TEST

/* Nothing happens on an account after it was closed, except that its owner may complain. */
START_TEST(a_closed_account_stays_closed)
{
    static const char *const service[] = { "customer_report", "complaint" };
    const char *closed[ACCOUNTS];
    size_t count = 0;
    world w;
    open_world(&w, 10);
    sort_events(&w);
    for (size_t i = 0; i < w.events.count; i++) {
        const row *r = &w.events.rows[i];
        const bool is_again = i > 0 && strcmp(r->field[ID], r[-1].field[ID]) == 0;
        if (!is_again && is_one_of(r->field[ACCOUNT], closed, count)) {
            ck_assert_msg(is_one_of(r->field[TYPE], service, 2), "event %s", r->field[ID]);
        } else if (!is_again && strcmp(r->field[TYPE], "closed") == 0) {
            closed[count++] = r->field[ACCOUNT];
        }
    }
    ck_assert_uint_gt(count, 0);
    close_world(&w);
}
END_TEST

START_TEST(a_world_without_thieves_has_no_thefts)
{
    jaga_simulation plan = busy_plan(7);
    jaga_simulation_summary summary;
    char directory[PATH_BYTES];
    plan.attacks_per_1000_account_months = 0;
    scratch(directory, "peace");
    run(&plan, directory, &summary);
    ck_assert_uint_eq(summary.attacks, 0);
    ck_assert_uint_eq(summary.thefts, 0);
    ck_assert_uint_gt(summary.twins, 0);
    drop_files(directory);
}
END_TEST

START_TEST(location_is_two_more_columns)
{
    jaga_simulation plan = jaga_simulation_default(20, 2, 8);
    char directory[PATH_BYTES];
    size_t length = 0;
    plan.has_location = true;
    scratch(directory, "place");
    run(&plan, directory, NULL);
    char *text = slurp(directory, "events.csv", &length);
    ck_assert_ptr_nonnull(strstr(text, ",country,lat,lon,channel,"));
    size_t commas = 0, lines = 0;
    for (size_t i = 0; i < length; i++) {
        commas += text[i] == ',';
        lines += text[i] == '\n';
    }
    ck_assert_uint_eq(commas, lines * 24);
    free(text);
    drop_files(directory);
}
END_TEST

START_TEST(a_plan_out_of_range_is_refused)
{
    const jaga_simulation good = jaga_simulation_default(100, 10, 1);
    jaga_simulation bad[7] = { good, good, good, good, good, good, good };
    bad[0].accounts = 1;
    bad[1].days = 0;
    bad[2].start_us += 1;
    bad[3].attacks_per_1000_account_months = -1;
    bad[4].twins_per_1000_account_months = 1e300;
    bad[5].kinds = "sleeper,";
    bad[6].kinds = "slow";
    for (size_t i = 0; i < 7; i++) {
        jaga_error err = { .text = "" };
        ck_assert_int_eq(jaga_simulate(&bad[i], "/nonexistent/x", NULL, &err), JAGA_ERR_USAGE);
        ck_assert_str_ne(err.text, "");
    }
}
END_TEST

START_TEST(a_directory_that_cannot_be_made_is_told)
{
    const jaga_simulation plan = jaga_simulation_default(10, 1, 1);
    jaga_error err = { .text = "" };
    ck_assert_int_eq(jaga_simulate(&plan, "/nonexistent/x", NULL, &err), JAGA_ERR_IO);
    ck_assert_ptr_nonnull(strstr(err.text, "/nonexistent/x"));
    ck_assert_int_eq(jaga_simulate(&plan, "/dev/null", NULL, &err), JAGA_ERR_IO);
}
END_TEST

UNIT_MAIN("simulate", equal_plans_give_equal_bytes, the_bytes_are_the_same_on_every_machine,
          another_seed_is_another_wallet, rows_come_in_order_of_time_or_a_little_late,
          a_row_that_comes_again_is_the_same_row, every_theft_is_a_row_of_the_robbed_account,
          balances_follow_from_the_rows_of_both_sides, balances_follow_from_the_senders_rows_alone,
          the_answer_key_names_accounts_of_the_log, only_the_attacks_asked_for_happen,
          what_is_pending_comes_to_an_end, a_closed_account_stays_closed,
          a_world_without_thieves_has_no_thefts, location_is_two_more_columns,
          a_plan_out_of_range_is_refused, a_directory_that_cannot_be_made_is_told)
