#include "respond/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static void close_fd(int *fd)
{
    if (*fd >= 0) {
        (void)close(*fd);
    }
    *fd = -1;
}

int child_deadline(int seconds)
{
    const struct itimerspec once = { .it_value = { .tv_sec = seconds } };
    const int fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);

    if (fd >= 0 && timerfd_settime(fd, 0, &once, NULL) != 0) {
        (void)close(fd);
        return -1;
    }
    return fd;
}

/* Signals as in a fresh process: we ignore SIGPIPE, the program may count on it. */
static int spawn_with(child *self, int input, int output)
{
    char *const arguments[] = { (char *)(uintptr_t)self->path, NULL };
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t all, none;

    (void)sigfillset(&all);
    (void)sigemptyset(&none);
    (void)posix_spawn_file_actions_init(&files);
    (void)posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO);
    (void)posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
    (void)posix_spawnattr_init(&attributes);
    (void)posix_spawnattr_setsigdefault(&attributes, &all);
    (void)posix_spawnattr_setsigmask(&attributes, &none);
    (void)posix_spawnattr_setpgroup(&attributes, 0);
    (void)posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK |
                                                    POSIX_SPAWN_SETPGROUP);
    const int failed = posix_spawn(&self->pid, self->path, &files, &attributes, arguments, environ);
    (void)posix_spawnattr_destroy(&attributes);
    (void)posix_spawn_file_actions_destroy(&files);
    return failed;
}

jaga_status child_start(child *self, jaga_error *err)
{
    int input[2] = { -1, -1 }, output[2] = { -1, -1 };
    int failed = 0;

    *self = (child){ .path = self->path, .to = -1, .from = -1, .ended = -1 };
    if (pipe2(input, O_CLOEXEC) != 0 || pipe2(output, O_CLOEXEC) != 0) {
        failed = errno;
    } else {
        failed = spawn_with(self, input[0], output[1]);
    }
    self->to = input[1];
    self->from = output[0];
    close_fd(&input[0]);
    close_fd(&output[1]);
    if (failed == 0) {
        self->ended = pidfd_open(self->pid, 0);
        failed = self->ended < 0 || fcntl(self->to, F_SETFL, O_NONBLOCK) != 0 ? errno : 0;
    } else {
        self->pid = 0;
    }
    if (failed != 0) {
        child_kill(self);
        return jaga_fail(err, JAGA_ERR_IO, "starting %s: %s", self->path, strerror(failed));
    }
    return JAGA_OK;
}

static void reap(child *self)
{
    int status = 0;

    while (waitpid(self->pid, &status, 0) < 0 && errno == EINTR) {
    }
    if (WIFEXITED(status)) {
        (void)snprintf(self->how_it_ended, sizeof self->how_it_ended, "ended with status %d",
                       WEXITSTATUS(status));
    } else {
        (void)snprintf(self->how_it_ended, sizeof self->how_it_ended, "was ended by signal %d",
                       WTERMSIG(status));
    }
    self->pid = 0;
    close_fd(&self->to);
    close_fd(&self->from);
    close_fd(&self->ended);
}

static bool has_ended(const child *self, int timeout_ms)
{
    struct pollfd ended = { .fd = self->ended, .events = POLLIN };
    int got;

    do {
        got = poll(&ended, 1, timeout_ms);
    } while (got < 0 && errno == EINTR);
    return got > 0;
}

void child_kill(child *self)
{
    close_fd(&self->to);
    close_fd(&self->from);
    if (self->pid != 0) {
        (void)kill(-self->pid, SIGKILL);
        reap(self);
    }
}

void child_stop(child *self, int patience_s)
{
    close_fd(&self->to);
    if (self->pid != 0 && !has_ended(self, patience_s * 1000)) {
        (void)kill(-self->pid, SIGTERM);
        (void)has_ended(self, 1000);
    }
    child_kill(self);
}

/* Its pipes are shut: it has ended, or soon will. */
static jaga_status report_end(child *self, jaga_error *err)
{
    child_stop(self, 1);
    return jaga_fail(err, JAGA_ERR_IO, "%s %s", self->path, self->how_it_ended);
}

/* JAGA_END: not in time. */
static jaga_status wait_for(const child *self, int fd, short what, int deadline, jaga_error *err)
{
    struct pollfd both[] = { { .fd = fd, .events = what }, { .fd = deadline, .events = POLLIN } };
    int got;

    do {
        got = poll(both, 2, -1);
    } while (got < 0 && errno == EINTR);
    if (got < 0) {
        return jaga_fail(err, JAGA_ERR_IO, "waiting for %s: %s", self->path, strerror(errno));
    }
    return both[0].revents != 0 ? JAGA_OK : JAGA_END;
}

static jaga_status too_slow(const child *self, jaga_status status, const char *what,
                            jaga_error *err)
{
    return status == JAGA_END ? jaga_fail(err, JAGA_ERR_IO, "%s %s", self->path, what) : status;
}

static jaga_status write_part(child *self, const char *at, size_t length, int deadline,
                              jaga_error *err)
{
    while (length > 0) {
        const jaga_status status = wait_for(self, self->to, POLLOUT, deadline, err);
        if (status != JAGA_OK) {
            return too_slow(self, status, "does not read its input", err);
        }
        const ssize_t wrote = write(self->to, at, length);
        if (wrote < 0 && errno != EINTR && errno != EAGAIN) {
            return report_end(self, err);
        }
        at += wrote > 0 ? wrote : 0;
        length -= wrote > 0 ? (size_t)wrote : 0;
    }
    return JAGA_OK;
}

jaga_status child_write(child *self, const char *line, int deadline, jaga_error *err)
{
    JAGA_TRY(write_part(self, line, strlen(line), deadline, err));
    return write_part(self, "\n", 1, deadline, err);
}

jaga_status child_read(child *self, jaga_span *line, int deadline, jaga_error *err)
{
    self->held -= self->taken;
    memmove(self->text, self->text + self->taken, self->held);
    self->taken = 0;
    for (;;) {
        const char *end = memchr(self->text, '\n', self->held);
        if (end != NULL) {
            *line = (jaga_span){ self->text, (uint32_t)(end - self->text) };
            self->taken = line->length + 1u;
            return JAGA_OK;
        }
        if (self->held == sizeof self->text) {
            return jaga_fail(err, JAGA_ERR_IO, "%s answers with a line of more than %d bytes",
                             self->path, (int)CHILD_LINE_BYTES);
        }
        const jaga_status status = wait_for(self, self->from, POLLIN, deadline, err);
        if (status != JAGA_OK) {
            return too_slow(self, status, "does not answer", err);
        }
        const ssize_t got =
            read(self->from, self->text + self->held, sizeof self->text - self->held);
        if (got == 0 || (got < 0 && errno != EINTR)) {
            return report_end(self, err);
        }
        self->held += got > 0 ? (size_t)got : 0;
    }
}
