/* How fast a scan is, whole and by stage, beside what plain libcsv needs to read the same file.
 *
 * usage: bench_scan [ROWS [ACCOUNTS]]     default 2,000,000 rows of 1,000,000 accounts
 *
 * Prints one JSON line per figure. Wall seconds are of a whole scan on two threads; stages and
 * libcsv are processor seconds of one thread. Ratios are within this run: the machine is shared. */
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

enum { ROUNDS = 3 };

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
    case 7: (void)money_parse(text, (money_style){ '.', '\0' }, 2, 1, &number); break;
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

static double plain_libcsv(const char *path, uint64_t *rows)
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
    *rows = state.rows - 1;
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

static void scan(const char *folder, const char *log, jaga_summary *out, double *cpu)
{
    char db[512];
    jaga_error err;
    const jaga_run run = { .db = db, .now_us = now_us };

    (void)snprintf(db, sizeof db, "%s/b.db", folder);
    remove_state(folder);
    const double began = seconds_on(CLOCK_PROCESS_CPUTIME_ID);
    must(jaga_scan(&run, &log, 1, out, &err), &err);
    *cpu = seconds_on(CLOCK_PROCESS_CPUTIME_ID) - began;
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

static double median_of(const stage_costs costs[ROUNDS], size_t at)
{
    double values[ROUNDS];

    for (int round = 0; round < ROUNDS; round++) {
        memcpy(&values[round], (const char *)&costs[round] + at, sizeof(double));
    }
    return median(values);
}

static void print_stages(const stage_costs costs[ROUNDS], double libcsv_ns)
{
    printf("{\"bench\":\"stages\",\"rows\":%zu,\"decode_ns\":%.0f,\"engine_ns\":%.0f,"
           "\"history_ns\":%.0f,\"libcsv_ns\":%.0f}\n",
           costs[0].rows, median_of(costs, offsetof(stage_costs, decode_ns)),
           median_of(costs, offsetof(stage_costs, engine_ns)),
           median_of(costs, offsetof(stage_costs, history_ns)), libcsv_ns);
    printf("{\"bench\":\"memory\",\"bytes_per_account\":%.0f,\"history_bytes_per_event\":%.1f}\n",
           costs[0].bytes_per_account, costs[0].bytes_per_event);
}

int main(int argc, char **argv)
{
    const uint32_t rows = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : 2000000;
    const uint32_t accounts = argc > 2 ? (uint32_t)strtoul(argv[2], NULL, 10) : 1000000;
    const char *folder = getenv("TMPDIR") != NULL ? getenv("TMPDIR") : "/tmp";
    double scan_s[ROUNDS], scan_cpu_s[ROUNDS], plain_s[ROUNDS];
    stage_costs costs[ROUNDS];
    jaga_summary summary = { 0 };
    char log[512];
    uint64_t plain_rows = 0;

    (void)snprintf(log, sizeof log, "%s/bench.csv", folder);
    const uint64_t bytes = zipf_log_write(log, accounts, rows);
    if (bytes == 0) {
        fprintf(stderr, "bench_scan: cannot write %s\n", log);
        return 1;
    }
    for (int round = 0; round < ROUNDS; round++) {
        plain_s[round] = plain_libcsv(log, &plain_rows);
        scan(folder, log, &summary, &scan_cpu_s[round]);
        scan_s[round] = summary.seconds;
        stages_measure(folder, log, &costs[round]);
    }
    const double plain_rate = (double)plain_rows / median(plain_s);
    const double scan_rate = (double)summary.events / median(scan_s);
    printf("{\"bench\":\"scan\",\"events\":%" PRId64 ",\"bytes_per_row\":%.1f,\"accounts\":%" PRId64
           ",\"decisions\":%" PRId64 ",\"events_per_s\":%.0f,\"cpu_ns_per_event\":%.0f,"
           "\"libcsv_rows_per_s\":%.0f,\"ratio_to_libcsv\":%.2f}\n",
           summary.events, (double)bytes / rows, summary.accounts,
           summary.alerts + summary.step_ups + summary.holds, scan_rate,
           median(scan_cpu_s) / (double)summary.events * 1e9, plain_rate, scan_rate / plain_rate);
    print_stages(costs, median(plain_s) / (double)plain_rows * 1e9);
    remove_state(folder);
    (void)remove(log);
    return 0;
}
