/* A file in the file system: last night's export. */
#include "source/source.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool matches(const char *path)
{
    return path[0] != '\0';
}

static int open_file(const char *path, jaga_error *err)
{
    struct stat about;
    /* O_NONBLOCK: a named pipe that nobody writes to must not keep us here. */
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

    if (fd < 0) {
        (void)jaga_fail(err, JAGA_ERR_IO, "%s: %s", path, strerror(errno));
        return -1;
    }
    if (fstat(fd, &about) == 0 && S_ISDIR(about.st_mode)) {
        (void)close(fd);
        (void)jaga_fail(err, JAGA_ERR_IO, "%s: is a folder; name the files in it", path);
        return -1;
    }
    /* A pipe can be opened once only, and a scan looks at its files before it reads them. */
    if (fstat(fd, &about) == 0 && S_ISFIFO(about.st_mode)) {
        (void)close(fd);
        (void)jaga_fail(err, JAGA_ERR_IO, "%s: is a pipe; give it to standard input: scan - <%s",
                        path, path);
        return -1;
    }
    (void)posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
    return fd;
}

const source_kind source_file = {
    .name = "file",
    .matches = matches,
    .open = open_file,
    .is_live = false,
};
