#include "base/whole_io.h"

#include <errno.h>
#include <unistd.h>

/* The kernel takes no more than 2 GiB at once; smaller pieces also let a signal through. */
static const size_t piece_bytes = (size_t)64 << 20;

static size_t piece_of(size_t length)
{
    return length < piece_bytes ? length : piece_bytes;
}

bool read_fully(int fd, void *at, size_t length, uint64_t offset)
{
    char *to = at;

    while (length > 0) {
        errno = 0;
        const ssize_t n = pread(fd, to, piece_of(length), (off_t)offset);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            return false;
        }
        to += n;
        length -= (size_t)n;
        offset += (uint64_t)n;
    }
    return true;
}

bool write_fully(int fd, const void *at, size_t length, uint64_t offset)
{
    const char *from = at;

    while (length > 0) {
        const ssize_t n = pwrite(fd, from, piece_of(length), (off_t)offset);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            return false;
        }
        from += n;
        length -= (size_t)n;
        offset += (uint64_t)n;
    }
    return true;
}
