/* How fast a scan is, whole and by stage, beside what plain libcsv needs to read the same file.
 *
 * usage: bench_scan [ROWS [ACCOUNTS]]     default 2,000,000 rows of 1,000,000 accounts
 *
 * Prints one JSON line, medians of three rounds. events_per_s and ratio_to_libcsv are wall time of
 * a whole scan, snapshot included; everything in ns is processor time per event: of the scan's
 * threads, of single stages on one thread, of libcsv. ratio_on_idle_cores takes the longer of the
 * scan's threads for its wall time, as it is where two cores have nothing else to do. Compare
 * within a run: machines are shared. */
#include "clock.h"
#include "stages.h"
#include "zipf_log.h"

#include "base/hash.h"
#include "base/money.h"
#include "base/when.h"
#include "jaga/run.h"

#include <csv.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 3, CPU_TO_LIBCSV_MOST = 6 };

static int64_t now_us(void)
{
    return (int64_t)(seconds_on(CLOCK_REALTIME) * 1e6);
}

/* ---- plain libcsv: strict, 256 KiB reads, every field typed -----------------------------------
 */

typedef struct plain {
    size_t column;
    uint64_t rows, check;
} plain;

static void plain_field(void *bytes, size_t length, void *ctx)
{
    plain *self = ctx;
    const jaga_span text = { bytes, (uint32_t)length };
    int64_t number = 0;

    switch (self->column++) {
    case 1: (void)when_parse(text, &number); break;
    case 5:
    case 7: (void)money_parse(text, (money_style){ .decimal = '.' }, 2, 1, &number); break;
    default: number = (int64_t)hash_text64(text); break;
    }
    self->check += (uint64_t)number;
}

static void plain_row(int end, void *ctx)
{
    plain *self = ctx;
    (void)end;
    self->column = 0;
    self->rows++;
}

static double plain_libcsv(const char *path)
{
    static char buffer[256 << 10];
    struct csv_parser parser;
    plain state = { 0, 0, 0 };
    FILE *in = fopen(path, "r");
    size_t n;

    if (in == NULL || csv_init(&parser, CSV_STRICT) != 0) {
        exit(1);
    }
    const double began = seconds_on(CLOCK_THREAD_CPUTIME_ID);
    while ((n = fread(buffer, 1, sizeof buffer, in)) > 0) {
        (void)csv_parse(&parser, buffer, n, plain_field, plain_row, &state);
    }
    (void)csv_fini(&parser, plain_field, plain_row, &state);
    const double took = seconds_on(CLOCK_THREAD_CPUTIME_ID) - began;
    csv_free(&parser);
    (void)fclose(in);
    return took;
}

/* ---- a whole scan -----------------------------------------------------------------------------
 */

static void remove_state(const char *folder)
{
    static const char *const names[] = { "b.db",         "b.db-wal",        "b.db-shm",
                                         "b.state/lock", "b.state/history", "b.state/snapshot" };
    char path[512];

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        (void)remove(path);
    }
}

/* Per event. Taking is what this thread does, engine and writing; the others decode, compress and
 * touch memory. */
typedef struct scan_cost {
    double wall_ns, taking_ns, others_ns;
} scan_cost;

static void scan(const char *folder, const char *log, jaga_summary *out, scan_cost *cost)
{
    char db[512];
    jaga_error err;
    const jaga_run run = { .db = db, .now_us = now_us };

    (void)snprintf(db, sizeof db, "%s/b.db", folder);
    remove_state(folder);
    const double all_s = seconds_on(CLOCK_PROCESS_CPUTIME_ID);
    const double own_s = seconds_on(CLOCK_THREAD_CPUTIME_ID);
    must(jaga_scan(&run, &log, 1, out, &err), &err);
    const double own_ns = (seconds_on(CLOCK_THREAD_CPUTIME_ID) - own_s) * 1e9;
    const double all_ns = (seconds_on(CLOCK_PROCESS_CPUTIME_ID) - all_s) * 1e9;
    const double events = (double)out->events;
    *cost = (scan_cost){ .wall_ns = out->seconds * 1e9 / events,
                         .taking_ns = own_ns / events,
                         .others_ns = (all_ns - own_ns) / events };
}

static int by_size(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double values[ROUNDS])
{
    qsort(values, ROUNDS, sizeof *values, by_size);
    return values[ROUNDS / 2];
}

static double median_of(const void *rounds, size_t round_bytes, size_t at)
{
    double values[ROUNDS];

    for (size_t round = 0; round < ROUNDS; round++) {
        memcpy(&values[round], (const char *)rounds + round * round_bytes + at, sizeof(double));
    }
    return median(values);
}

#define MEDIAN(rounds, field)                                                                      \
    median_of(rounds, sizeof *(rounds),                                                            \
              (size_t)((const char *)&(rounds)->field - (const char *)(rounds)))

/* Never wall time, which belongs to whoever shares the machine: counts, and processor time beside
 * that of libcsv in the same run, with slack. */
static int check(const jaga_summary *summary, uint32_t rows, double cpu_ns, double libcsv_ns)
{
    if (summary->events != (int64_t)rows || summary->rejects != 0) {
        fprintf(stderr, "bench_scan: not every row became an event\n");
        return 1;
    }
    if (cpu_ns > CPU_TO_LIBCSV_MOST * libcsv_ns) {
        fprintf(stderr, "bench_scan: an event takes more than %d times libcsv's processor time\n",
                CPU_TO_LIBCSV_MOST);
        return 1;
    }
    return 0;
}

static void print_result(const jaga_summary *summary, double bytes_per_row, const scan_cost *scans,
                         const stage_costs *costs, double libcsv_ns)
{
    const double wall_ns = MEDIAN(scans, wall_ns);
    const double taking_ns = MEDIAN(scans, taking_ns), others_ns = MEDIAN(scans, others_ns);

    printf("{\"bench\":\"scan\",\"events\":%" PRId64 ",\"bytes_per_row\":%.1f,\"accounts\":%" PRId64
           ",\"decisions\":%" PRId64 ",\"events_per_s\":%.0f,\"ratio_to_libcsv\":%.2f,"
           "\"ratio_on_idle_cores\":%.2f,"
           "\"libcsv_ns\":%.0f,\"taking_thread_ns\":%.0f,\"other_threads_ns\":%.0f,"
           "\"decode_ns\":%.0f,\"history_ns\":%.0f,\"engine_ns\":%.0f,"
           "\"history_bytes_per_event\":%.1f}\n",
           summary->events, bytes_per_row, summary->accounts,
           summary->alerts + summary->step_ups + summary->holds, 1e9 / wall_ns, libcsv_ns / wall_ns,
           libcsv_ns / (taking_ns > others_ns ? taking_ns : others_ns), libcsv_ns, taking_ns,
           others_ns, MEDIAN(costs, decode_ns), MEDIAN(costs, history_ns), MEDIAN(costs, engine_ns),
           costs[0].bytes_per_event);
}

int main(int argc, char **argv)
{
    const uint32_t rows = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : 2000000;
    const uint32_t accounts = argc > 2 ? (uint32_t)strtoul(argv[2], NULL, 10) : 1000000;
    const char *folder = getenv("TMPDIR") != NULL ? getenv("TMPDIR") : "/tmp";
    double plain_ns[ROUNDS];
    scan_cost scans[ROUNDS];
    stage_costs costs[ROUNDS];
    jaga_summary summary = { 0 };
    char log[512];

    (void)snprintf(log, sizeof log, "%s/bench.csv", folder);
    const uint64_t bytes = zipf_log_write(log, accounts, rows);
    if (bytes == 0) {
        fprintf(stderr, "bench_scan: cannot write %s\n", log);
        return 1;
    }
    for (int round = 0; round < ROUNDS; round++) {
        plain_ns[round] = plain_libcsv(log) / rows * 1e9;
        scan(folder, log, &summary, &scans[round]);
        stages_measure(folder, log, &costs[round]);
    }
    remove_state(folder);
    (void)remove(log);
    const double libcsv_ns = median(plain_ns);
    print_result(&summary, (double)bytes / rows, scans, costs, libcsv_ns);
    return check(&summary, rows, MEDIAN(scans, taking_ns) + MEDIAN(scans, others_ns), libcsv_ns);
}
