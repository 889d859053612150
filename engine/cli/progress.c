#include "cli/progress.h"

#include "base/money.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { BAR_COLUMNS = 24 };

static volatile sig_atomic_t stop_signal = 0;

static void note_signal(int number)
{
    stop_signal = number;
}

void progress_catch_signals(void)
{
    /* Not restarted: a read that waits for a pipe returns. Reset: the second signal kills. */
    struct sigaction action = { .sa_flags = (int)SA_RESETHAND };

    action.sa_handler = note_signal;
    (void)sigaction(SIGINT, &action, NULL);
    (void)sigaction(SIGTERM, &action, NULL);
    action.sa_flags = 0;
    action.sa_handler = SIG_IGN;
    (void)sigaction(SIGPIPE, &action, NULL);
}

bool progress_was_stopped(void)
{
    return stop_signal != 0;
}

static bool wants_stop(void *ctx)
{
    (void)ctx;
    return progress_was_stopped();
}

static int64_t now_us(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static bool is_terminal(void)
{
    const char *term = getenv("TERM");
    return isatty(STDERR_FILENO) && term != NULL && strcmp(term, "dumb") != 0;
}

static void put_bar(double share)
{
    static const char *const eighths[] = { " ", "▏", "▎", "▍", "▌", "▋", "▊", "▉" };
    const int parts = (int)(share * BAR_COLUMNS * 8);

    for (int i = 0; i < BAR_COLUMNS; i++) {
        const int filled = parts - 8 * i;
        (void)fputs(filled >= 8 ? "█" : filled > 0 ? eighths[filled] : " ", stderr);
    }
}

static void put_time_left(double seconds)
{
    if (seconds < 120) {
        (void)fprintf(stderr, "  %.0f s left", seconds);
    } else if (seconds < 7200) {
        (void)fprintf(stderr, "  %.0f min left", seconds / 60);
    } else {
        (void)fprintf(stderr, "  %.1f h left", seconds / 3600);
    }
}

static void show(void *ctx, const jaga_progress *progress)
{
    const char *no_color = getenv("NO_COLOR");
    const bool has_color = no_color == NULL || no_color[0] == '\0';
    const double seconds = progress->seconds > 0 ? progress->seconds : 1e-6;
    char rows[MONEY_TEXT_BYTES], rate[MONEY_TEXT_BYTES], holds[MONEY_TEXT_BYTES];

    (void)ctx;
    (void)money_format_grouped(progress->rows, 0, rows);
    (void)money_format_grouped((int64_t)((double)progress->rows / seconds), 0, rate);
    (void)money_format_grouped(progress->holds, 0, holds);
    (void)fputs("\r\033[K  ", stderr);
    if (progress->bytes_total > 0) {
        const double share = (double)progress->bytes_done / (double)progress->bytes_total;
        put_bar(share);
        (void)fprintf(stderr, " %3.0f %%", share * 100);
    }
    (void)fprintf(stderr, "  %s rows  %s/s", rows, rate);
    if (progress->bytes_total > 0 && progress->bytes_done > 0) {
        const double left = (double)(progress->bytes_total - progress->bytes_done);
        put_time_left(left / (double)progress->bytes_done * seconds);
    }
    (void)fprintf(stderr, "  %s%s hold%s%s", has_color && progress->holds > 0 ? "\033[1;33m" : "",
                  holds, progress->holds == 1 ? "" : "s",
                  has_color && progress->holds > 0 ? "\033[0m" : "");
    (void)fflush(stderr);
}

static void warn(void *ctx, const char *text)
{
    (void)ctx;
    progress_end();
    (void)fprintf(stderr, "jaga: %s\n", text);
}

void progress_hook(jaga_run *run)
{
    run->now_us = now_us;
    run->wants_stop = wants_stop;
    run->warn = warn;
    run->progress = is_terminal() ? show : NULL;
}

void progress_end(void)
{
    if (is_terminal()) {
        (void)fputs("\r\033[K", stderr);
        (void)fflush(stderr);
    }
}
