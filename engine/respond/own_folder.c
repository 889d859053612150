/* The folder that a file of ours stands in. */
#include "respond/own_folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

/* The name of a new file must survive power loss like its content. */
jaga_status own_folder_sync(const char *path, jaga_error *err)
{
    char folder[4096] = ".";
    const char *slash = strrchr(path, '/');
    const size_t length = slash == NULL ? 0 : slash == path ? 1 : (size_t)(slash - path);

    if (length >= sizeof folder) {
        return jaga_fail(err, JAGA_ERR_USAGE, "the path of the file is too long");
    }
    if (length > 0) {
        memcpy(folder, path, length);
        folder[length] = '\0';
    }
    const int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool is_synced = fd >= 0 && (fsync(fd) == 0 || errno == EINVAL);
    const int cause = errno;
    if (fd >= 0) {
        (void)close(fd);
    }
    return is_synced
               ? JAGA_OK
               : jaga_fail(err, JAGA_ERR_IO, "syncing the folder of %s: %s", path, strerror(cause));
}
