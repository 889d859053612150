#include "simulate/sim_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { BUFFER_BYTES = 1 << 20, PATH_BYTES = 4096 };

struct sim_file {
    int fd;
    int error; /* errno of the first failed write */
    size_t used;
    uint64_t written;
    char path[PATH_BYTES], temporary[PATH_BYTES];
    char buffer[BUFFER_BYTES];
};

static bool join(char *to, const char *directory, const char *name, const char *ending)
{
    const int n = snprintf(to, PATH_BYTES, "%s/%s%s", directory, name, ending);
    return n > 0 && n < PATH_BYTES;
}

jaga_status sim_file_open(arena *memory, const char *directory, const char *name, sim_file **out,
                          jaga_error *err)
{
    sim_file *file = arena_take(memory, sizeof *file);
    if (file == NULL) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "no memory to write %s", name);
    }
    if (!join(file->path, directory, name, "") || !join(file->temporary, directory, name, ".tmp")) {
        return jaga_fail(err, JAGA_ERR_USAGE, "the name of the output directory is too long");
    }
    file->fd = open(file->temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (file->fd < 0) {
        return jaga_fail(err, JAGA_ERR_IO, "open %s: %s", file->temporary, strerror(errno));
    }
    *out = file;
    return JAGA_OK;
}

static void flush(sim_file *file)
{
    size_t done = 0;
    while (done < file->used && file->error == 0) {
        const ssize_t n = write(file->fd, file->buffer + done, file->used - done);
        if (n > 0) {
            done += (size_t)n;
        } else if (n == 0 || errno != EINTR) {
            file->error = n == 0 ? EIO : errno;
        }
    }
    file->written += file->used;
    file->used = 0;
}

static int sync_and_close(sim_file *file)
{
    int error = file->error;
    if (error == 0 && fsync(file->fd) != 0) {
        error = errno;
    }
    if (close(file->fd) != 0 && error == 0) {
        error = errno;
    }
    file->fd = -1;
    return error;
}

jaga_status sim_file_finish(sim_file *file, jaga_error *err)
{
    flush(file);
    int error = sync_and_close(file);
    if (error == 0 && rename(file->temporary, file->path) != 0) {
        error = errno;
    }
    if (error != 0) {
        (void)unlink(file->temporary);
        return jaga_fail(err, JAGA_ERR_IO, "write %s: %s", file->path, strerror(error));
    }
    return JAGA_OK;
}

void sim_file_drop(sim_file *file)
{
    if (file != NULL && file->fd >= 0) {
        (void)close(file->fd);
        (void)unlink(file->temporary);
        file->fd = -1;
    }
}

char *sim_file_room(sim_file *file)
{
    if (BUFFER_BYTES - file->used < SIM_ROW_MAX) {
        flush(file);
    }
    return file->buffer + file->used;
}

void sim_file_end(sim_file *file, const char *end)
{
    const size_t length = (size_t)(end - (file->buffer + file->used));
    JAGA_CHECK(length <= SIM_ROW_MAX);
    file->used += length;
}

void sim_file_put(sim_file *file, const char *bytes, size_t length)
{
    memcpy(sim_file_room(file), bytes, length);
    file->used += length;
}

uint64_t sim_file_bytes(const sim_file *file)
{
    return file->written + file->used;
}

char *sim_put_text(char *at, const char *text)
{
    const size_t length = strlen(text);
    memcpy(at, text, length);
    return at + length;
}

char *sim_put_number(char *at, uint64_t number)
{
    char digits[20];
    size_t n = sizeof digits;
    do {
        digits[--n] = (char)('0' + number % 10);
        number /= 10;
    } while (number != 0);
    memcpy(at, digits + n, sizeof digits - n);
    return at + (sizeof digits - n);
}

char *sim_put_padded(char *at, uint64_t number, unsigned digits)
{
    for (unsigned i = digits; i > 0; i--) {
        at[i - 1] = (char)('0' + number % 10);
        number /= 10;
    }
    return at + digits;
}

char *sim_put_hex(char *at, uint64_t number, unsigned digits)
{
    for (unsigned i = digits; i > 0; i--) {
        at[i - 1] = "0123456789abcdef"[number & 15];
        number >>= 4;
    }
    return at + digits;
}
