/* How long the desk's questions take a program that stays open, as a web page's server does: taking
 * the most urgent call, and showing a case.
 *
 * usage: bench_desk DB NOW_US AGENT...     each agent takes a call; the first one's is shown
 *
 * Prints median and 99th of 100 in milliseconds of wall time; opening is not in it. */
#include "jaga/desk.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { SHOWS = 200 };

static int64_t now_us;

static int64_t fixed_clock(void *ctx)
{
    (void)ctx;
    return now_us;
}

static double ms_now(void)
{
    struct timespec at;

    (void)clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec * 1e3 + (double)at.tv_nsec / 1e6;
}

static int by_size(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static void tell(const char *what, double *ms, size_t count)
{
    qsort(ms, count, sizeof *ms, by_size);
    (void)printf("%-44s %7.2f ms, 99 of 100 %7.2f ms\n", what, ms[count / 2],
                 ms[(count - 1) * 99 / 100]);
}

static jaga_desk *open_desk(const char *db, const char *agent)
{
    const jaga_desk_login login = {
        .db = db, .agent = agent, .session = agent, .now_us = fixed_clock
    };
    jaga_desk *desk = NULL;
    jaga_error err;

    if (jaga_desk_open(&login, &desk, &err) != JAGA_OK) {
        (void)fprintf(stderr, "bench_desk: %s\n", err.text);
        exit(1);
    }
    return desk;
}

/* The first question of a connection reads the schema: it is asked once beforehand. */
static double take(const char *db, const char *agent, char number[24])
{
    jaga_desk *desk = open_desk(db, agent);
    jaga_desk_task task;
    jaga_error err;

    if (jaga_desk_look_up(desk, "00000018", &task, &err) != JAGA_OK) {
        (void)fprintf(stderr, "bench_desk: %s\n", err.text);
        exit(1);
    }
    const double from = ms_now();
    if (jaga_desk_next(desk, &task, &err) != JAGA_OK) {
        (void)fprintf(stderr, "bench_desk: %s has no call: %s\n", agent, err.text);
        exit(1);
    }
    const double took = ms_now() - from;
    (void)snprintf(number, 24, "%s", task.number);
    jaga_desk_close(desk);
    return took;
}

static void show(const char *db, const char *agent, const char *number)
{
    jaga_desk *desk = open_desk(db, agent);
    FILE *nowhere = fopen("/dev/null", "we");
    double ms[SHOWS];
    jaga_error err;

    for (int i = -1; i < SHOWS && nowhere != NULL; i++) {
        const double from = ms_now();
        if (jaga_desk_show(desk, number, JAGA_FORMAT_TABLE, nowhere, &err) != JAGA_OK) {
            (void)fprintf(stderr, "bench_desk: %s\n", err.text);
            exit(1);
        }
        if (i >= 0) {
            ms[i] = ms_now() - from;
        }
    }
    tell("show, on an open connection", ms, SHOWS);
    if (nowhere != NULL) {
        (void)fclose(nowhere);
    }
    jaga_desk_close(desk);
}

int main(int argc, char **argv)
{
    char number[24], other[24];

    if (argc < 4) {
        (void)fputs("usage: bench_desk DB NOW_US AGENT...\n", stderr);
        return 2;
    }
    now_us = strtoll(argv[2], NULL, 10);
    const size_t count = (size_t)argc - 3;
    double *ms = calloc(count, sizeof *ms);
    if (ms == NULL) {
        return 1;
    }
    for (size_t i = 0; i < count; i++) {
        ms[i] = take(argv[1], argv[3 + i], i == 0 ? number : other);
    }
    tell("next, on an open connection", ms, count);
    show(argv[1], argv[3], number);
    free(ms);
    return 0;
}
