#include "cli/progress.h"

#include "base/money.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
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

static void put_bar(double share, int columns)
{
    static const char *const eighths[] = { " ", "▏", "▎", "▍", "▌", "▋", "▊", "▉" };
    const int parts = (int)(share * columns * 8);

    for (int i = 0; i < columns; i++) {
        const int filled = parts - 8 * i;
        (void)fputs(filled >= 8 ? "█" : filled > 0 ? eighths[filled] : " ", stderr);
    }
}

static int spell_time_left(double seconds, char *text, size_t cap)
{
    return seconds < 120    ? snprintf(text, cap, "  %.0f s left", seconds)
           : seconds < 7200 ? snprintf(text, cap, "  %.0f min left", seconds / 60)
                            : snprintf(text, cap, "  %.1f h left", seconds / 3600);
}

static int terminal_columns(void)
{
    struct winsize size;
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

static bool has_color(void)
{
    const char *no_color = getenv("NO_COLOR");
    return no_color == NULL || no_color[0] == '\0';
}

/* A line longer than the terminal is wide would wrap, and could not be drawn over: the bar takes
 * what the numbers leave, and the numbers are cut. */
static void show(void *ctx, const jaga_progress *progress)
{
    const double seconds = progress->seconds > 0 ? progress->seconds : 1e-6;
    const double total = (double)progress->bytes_total, done = (double)progress->bytes_done;
    const double share = total > 0 && done < total ? done / total : 1.0;
    const int columns = terminal_columns() - 3;
    char rows[MONEY_TEXT_BYTES], rate[MONEY_TEXT_BYTES], holds[MONEY_TEXT_BYTES];
    char numbers[200], found[64];

    (void)ctx;
    (void)money_format_grouped(progress->rows, 0, rows);
    (void)money_format_grouped((int64_t)((double)progress->rows / seconds), 0, rate);
    (void)money_format_grouped(progress->holds, 0, holds);
    int length = total > 0 ? snprintf(numbers, sizeof numbers, " %3.0f %%  ", share * 100) : 0;
    length +=
        snprintf(numbers + length, sizeof numbers - (size_t)length, "%s rows  %s/s", rows, rate);
    if (total > 0 && done > 0) {
        length += spell_time_left((1 - share) / share * seconds, numbers + length,
                                  sizeof numbers - (size_t)length);
    }
    const int found_length =
        snprintf(found, sizeof found, "  %s hold%s", holds, progress->holds == 1 ? "" : "s");
    const int room = columns - length - found_length;
    const bool is_bright = progress->holds > 0 && room >= 0 && has_color();
    (void)fputs("\r\033[K  ", stderr);
    if (total > 0 && room > 0) {
        put_bar(share, room < BAR_COLUMNS ? room : BAR_COLUMNS);
    }
    (void)fprintf(stderr, "%.*s", columns, numbers);
    (void)fprintf(stderr, "%s%.*s%s", is_bright ? "\033[1;33m" : "",
                  columns > length ? columns - length : 0, found, is_bright ? "\033[0m" : "");
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
