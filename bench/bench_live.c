/* How soon a hold is out while the ledger's stream goes on: an open loop, in which rows come when
 * they come, whether or not jaga keeps up.
 *
 * usage: bench_live JAGA [SECONDS [EVENTS_PER_S [HOLDS_PER_S]]]     default 60 s, 50,000, 200
 *
 * Starts `JAGA watch` with a file as receiver. A customer's report holds an account, so that many
 * of them a second are written between the rows of honest life. A hold's time runs from the end of
 * the write that gave its row to the pipe until its command is on disk: who reads the file syncs it
 * too before looking at the clock, so the number is never too small. Prints one JSON line; fails
 * when a command is missing or comes twice. */
#include "clock.h"
#include "zipf_log.h"

#include "base/arena.h"
#include "base/when.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ACCOUNTS = 1000000, PATH_BYTES = 512, CHUNK_BYTES = 1 << 20, PATIENCE_MS = 10000 };

typedef struct live {
    char folder[PATH_BYTES], db[PATH_BYTES], commands[PATH_BYTES];
    uint32_t seconds, events_per_s, holds_per_s;
    uint32_t holds;    /* to be written */
    double *written_s; /* per hold, when its row had been given to the pipe */
    double *durable_s; /* when its command was found on disk; 0: not yet */
    uint32_t found, twice;
    int to;          /* jaga's standard input */
    double lag_most; /* how far behind its time a write began */
    pthread_t reader;
} live;

static int64_t now_us(void)
{
    return (int64_t)(seconds_on(CLOCK_REALTIME) * 1e6);
}

static void fail(const char *what)
{
    fprintf(stderr, "bench_live: %s: %s\n", what, strerror(errno));
    exit(1);
}

/* ---- the receiver -----------------------------------------------------------------------------
 */

static void note_line(live *self, const char *line, double at_s)
{
    const char *event = strstr(line, "\"event_id\":\"h");
    const bool is_hold = strstr(line, "\"op\":\"PLACE\"") != NULL && event != NULL;
    const uint32_t hold =
        is_hold ? (uint32_t)strtoul(event + strlen("\"event_id\":\"h"), NULL, 10) : 0;

    if (!is_hold || hold >= self->holds) {
        return;
    }
    self->twice += self->durable_s[hold] > 0.0;
    self->found += self->durable_s[hold] <= 0.0;
    self->durable_s[hold] = at_s;
}

/* Whole lines of what was read; returns how many bytes of a line are left at the front. */
static size_t note_lines(live *self, char *text, size_t length, double at_s)
{
    char *line = text;
    char *end;

    text[length] = '\0';
    while ((end = strchr(line, '\n')) != NULL) {
        *end = '\0';
        note_line(self, line, at_s);
        line = end + 1;
    }
    const size_t rest = length - (size_t)(line - text);
    memmove(text, line, rest);
    return rest;
}

static void *receive(void *ctx)
{
    live *self = ctx;
    char *text = malloc(CHUNK_BYTES + 1);
    size_t held = 0;
    const int fd = open(self->commands, O_RDWR | O_CREAT, 0600);
    const int changes = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    struct pollfd changed = { .fd = changes, .events = POLLIN };

    if (text == NULL || fd < 0 || inotify_add_watch(changes, self->commands, IN_MODIFY) < 0) {
        fail("watching the receiver's file");
    }
    while (self->found < self->holds && poll(&changed, 1, PATIENCE_MS) > 0) {
        char events[4096];
        while (read(changes, events, sizeof events) > 0) {
        }
        ssize_t got;
        while ((got = read(fd, text + held, CHUNK_BYTES - held)) > 0) {
            if (fdatasync(fd) != 0) {
                fail("syncing the receiver's file");
            }
            held = note_lines(self, text, held + (size_t)got, seconds_on(CLOCK_MONOTONIC));
        }
    }
    (void)close(changes);
    (void)close(fd);
    free(text);
    return NULL;
}

/* ---- the ledger -------------------------------------------------------------------------------
 */

static void write_all(int fd, const char *text, size_t length)
{
    while (length > 0) {
        const ssize_t wrote = write(fd, text, length);
        if (wrote < 0 && errno != EINTR) {
            fail("writing to jaga");
        }
        text += wrote > 0 ? wrote : 0;
        length -= wrote > 0 ? (size_t)wrote : 0;
    }
}

static void report_row(FILE *out, uint32_t hold, int64_t ts_us)
{
    char ts[WHEN_TEXT_BYTES];

    when_format(ts_us, ts);
    fprintf(out, "h%08" PRIu32 ",%s,customer_report,ok,w%07" PRIu32 ",,,,,,,,app\n", hold, ts,
            ACCOUNTS - 1 - hold);
}

/* What is due by now, as one text. */
static void write_due(live *self, zipf_life *life, uint32_t rows, uint32_t holds, uint32_t *hold)
{
    char *text = NULL;
    size_t length = 0;
    const uint32_t first = *hold;
    const int64_t ts_us = now_us();
    FILE *out = open_memstream(&text, &length);

    if (out == NULL) {
        fail("making rows");
    }
    if (life->rows == 0) {
        zipf_log_header(out);
    }
    while (life->rows < rows) {
        zipf_log_row(out, life, ts_us);
    }
    while (*hold < holds) {
        report_row(out, (*hold)++, ts_us);
    }
    (void)fclose(out);
    write_all(self->to, text, length);
    for (uint32_t i = first; i < *hold; i++) {
        self->written_s[i] = seconds_on(CLOCK_MONOTONIC);
    }
    free(text);
}

static uint32_t write_stream(live *self, zipf_wallet *wallets)
{
    const double began_s = seconds_on(CLOCK_MONOTONIC);
    zipf_life life = { .wallets = wallets, .accounts = ACCOUNTS, .state = 1 };
    uint32_t hold = 0;

    for (uint32_t ms = 1; ms <= self->seconds * 1000; ms++) {
        const double due_s = began_s + ms / 1e3;
        const struct timespec until = { (time_t)due_s,
                                        (long)((due_s - (double)(time_t)due_s) * 1e9) };
        (void)clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
        const double lag = seconds_on(CLOCK_MONOTONIC) - due_s;
        self->lag_most = lag > self->lag_most ? lag : self->lag_most;
        write_due(self, &life, (uint32_t)((uint64_t)self->events_per_s * ms / 1000),
                  (uint32_t)((uint64_t)self->holds_per_s * ms / 1000), &hold);
    }
    return life.rows;
}

/* ---- jaga -------------------------------------------------------------------------------------
 */

static pid_t start_jaga(live *self, const char *program)
{
    char where[PATH_BYTES + 8];
    int ends[2];

    (void)snprintf(where, sizeof where, "file:%s", self->commands);
    if (pipe2(ends, O_CLOEXEC) != 0) {
        fail("a pipe");
    }
    const pid_t child = fork();
    if (child == 0) {
        const int silent = open("/dev/null", O_WRONLY);
        (void)dup2(ends[0], STDIN_FILENO);
        (void)dup2(silent, STDERR_FILENO);
        (void)execl(program, program, "watch", "--db", self->db, "--respond", where, (char *)NULL);
        _exit(127);
    }
    (void)close(ends[0]);
    self->to = ends[1];
    return child;
}

static int by_size(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static int print_result(const live *self, uint32_t rows, double *late_s)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < self->holds; i++) {
        if (self->durable_s[i] > 0.0) {
            late_s[count++] = self->durable_s[i] - self->written_s[i];
        }
    }
    if (count == 0) {
        fprintf(stderr, "bench_live: not one command came\n");
        return 1;
    }
    qsort(late_s, count, sizeof *late_s, by_size);
    printf("{\"bench\":\"live\",\"seconds\":%" PRIu32 ",\"events\":%" PRIu32 ",\"holds\":%" PRIu32
           ",\"commands\":%" PRIu32 ",\"twice\":%" PRIu32
           ",\"hold_p50_ms\":%.2f,\"hold_p90_ms\":%.2f,\"hold_p99_ms\":%.2f,\"hold_max_ms\":%.2f,"
           "\"writer_lag_max_ms\":%.2f}\n",
           self->seconds, rows, self->holds, self->found, self->twice, late_s[count / 2] * 1e3,
           late_s[(uint64_t)count * 9 / 10] * 1e3, late_s[(uint64_t)count * 99 / 100] * 1e3,
           late_s[count - 1] * 1e3, self->lag_most * 1e3);
    return self->found == self->holds && self->twice == 0 ? 0 : 1;
}

static uint32_t argument(int argc, char **argv, int at, uint32_t otherwise)
{
    return argc > at ? (uint32_t)strtoul(argv[at], NULL, 10) : otherwise;
}

int main(int argc, char **argv)
{
    const char *base = getenv("TMPDIR") != NULL ? getenv("TMPDIR") : "/tmp";
    live self = { .seconds = argument(argc, argv, 2, 60),
                  .events_per_s = argument(argc, argv, 3, 50000),
                  .holds_per_s = argument(argc, argv, 4, 200) };
    int how = 0;

    if (argc < 2) {
        fprintf(stderr, "usage: bench_live JAGA [SECONDS [EVENTS_PER_S [HOLDS_PER_S]]]\n");
        return 2;
    }
    (void)signal(SIGPIPE, SIG_IGN);
    self.holds = self.seconds * self.holds_per_s;
    (void)snprintf(self.folder, sizeof self.folder, "%s/bench-live-XXXXXX", base);
    if (mkdtemp(self.folder) == NULL) {
        fail("a folder");
    }
    (void)snprintf(self.db, sizeof self.db, "%.480s/live.db", self.folder);
    (void)snprintf(self.commands, sizeof self.commands, "%.480s/commands", self.folder);
    zipf_wallet *wallets = calloc(ACCOUNTS, sizeof *wallets);
    self.written_s = calloc(self.holds, sizeof(double));
    self.durable_s = calloc(self.holds, sizeof(double));
    double *late_s = calloc(self.holds, sizeof(double));
    if (wallets == NULL || self.written_s == NULL || self.durable_s == NULL || late_s == NULL ||
        pthread_create(&self.reader, NULL, receive, &self) != 0) {
        fail("starting");
    }
    const pid_t child = start_jaga(&self, argv[1]);
    const uint32_t rows = write_stream(&self, wallets);
    (void)close(self.to);
    (void)waitpid(child, &how, 0);
    (void)pthread_join(self.reader, NULL);
    const int failed = print_result(&self, rows, late_s);
    if (WIFEXITED(how) && WEXITSTATUS(how) > 1) {
        fprintf(stderr, "bench_live: jaga ended with status %d\n", WEXITSTATUS(how));
        return 1;
    }
    return failed;
}
