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
    const int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0) {
        (void)jaga_fail(err, JAGA_ERR_IO, "%s: %s", path, strerror(errno));
        return -1;
    }
    if (fstat(fd, &about) == 0 && S_ISDIR(about.st_mode)) {
        (void)close(fd);
        (void)jaga_fail(err, JAGA_ERR_IO, "%s: is a folder; name the files in it", path);
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
