/* A copy for analysts. It is made in a folder beside the one asked for and changes places with that
 * in one step, so that whoever looks sees the old copy or the new one, never a part, also when we
 * are killed on the way. Database and lists are of one moment: they are read in one transaction. */
#include "jaga/query.h"

#include "base/crash.h"
#include "query/questions.h"
#include "store/sql.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_BYTES = 4096, FILE_MODE = 0640, FOLDER_MODE = 0750 };

static const char *const lists[] = { "holds", "cases", "tasks" };
enum { LISTS = sizeof lists / sizeof lists[0] };

typedef struct publication {
    const database *from;
    const char *name; /* of the database file, without its folder */
    char folder[PATH_BYTES], made[PATH_BYTES + 8];
    int lock_fd; /* of the folder being made */
    bool has_old;
    struct stat old;
} publication;

static jaga_status refused(const char *path, jaga_error *err)
{
    const int cause = errno;

    return cause == ENOSPC || cause == EDQUOT
               ? jaga_fail(err, JAGA_ERR_IO,
                           "disk full while writing %s: %s; nothing was published", path,
                           strerror(cause))
               : jaga_fail(err, JAGA_ERR_IO, "%s: %s; nothing was published", path,
                           strerror(cause));
}

static bool is_ours(const publication *self, const char *file)
{
    char name[64];

    for (size_t i = 0; i < LISTS; i++) {
        (void)snprintf(name, sizeof name, "%s.csv", lists[i]);
        if (strcmp(file, name) == 0) {
            return true;
        }
    }
    /* SQLite makes -journal, -wal and -shm beside the database, also for readers. */
    return strncmp(file, self->name, strlen(self->name)) == 0;
}

static bool is_dots(const char *name)
{
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

/* A folder with other things in it would lose them when it is replaced. */
static jaga_status check_old(publication *self, jaga_error *err)
{
    DIR *listed = NULL;
    jaga_status status = JAGA_OK;

    if (lstat(self->folder, &self->old) != 0) {
        return errno == ENOENT ? JAGA_OK : refused(self->folder, err);
    }
    self->has_old = true;
    if (!S_ISDIR(self->old.st_mode)) {
        return jaga_fail(err, JAGA_ERR_USAGE, "%s is no folder", self->folder);
    }
    if ((listed = opendir(self->folder)) == NULL) {
        return refused(self->folder, err);
    }
    for (struct dirent *at = readdir(listed); at != NULL && status == JAGA_OK;
         at = readdir(listed)) {
        if (!is_dots(at->d_name) && !is_ours(self, at->d_name)) {
            status =
                jaga_fail(err, JAGA_ERR_USAGE,
                          "%s holds something that publish did not put there and would remove; "
                          "name a folder of its own",
                          self->folder);
        }
    }
    (void)closedir(listed);
    return status;
}

static void empty_folder(const char *folder)
{
    char path[2 * PATH_BYTES];
    DIR *listed = opendir(folder);

    for (struct dirent *at = listed == NULL ? NULL : readdir(listed); at != NULL;
         at = readdir(listed)) {
        (void)snprintf(path, sizeof path, "%s/%s", folder, at->d_name);
        (void)(is_dots(at->d_name) ? 0 : unlink(path));
    }
    if (listed != NULL) {
        (void)closedir(listed);
    }
}

/* The folder to write into, ours alone and empty: an earlier publish may have been killed. */
static jaga_status make_folder(publication *self, jaga_error *err)
{
    struct stat here, there;

    if (mkdir(self->made, FOLDER_MODE) != 0 && errno != EEXIST) {
        return refused(self->made, err);
    }
    self->lock_fd = open(self->made, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    if (self->lock_fd < 0) {
        return refused(self->made, err);
    }
    const bool is_locked = flock(self->lock_fd, LOCK_EX | LOCK_NB) == 0;
    /* Between opening and locking another publish may have finished and moved it. */
    if (!is_locked || fstat(self->lock_fd, &here) != 0 || stat(self->made, &there) != 0 ||
        here.st_ino != there.st_ino) {
        return jaga_fail(err, JAGA_ERR_BUSY, "%s: another jaga publish is at work", self->folder);
    }
    empty_folder(self->made);
    /* Who made the folder for a group of readers made it once. Giving it to the group may be
     * refused; its members then see what the mode lets them. */
    (void)(self->has_old ? fchown(self->lock_fd, (uid_t)-1, self->old.st_gid) : 0);
    return fchmod(self->lock_fd, self->has_old ? self->old.st_mode & 07777 : FOLDER_MODE) == 0
               ? JAGA_OK
               : refused(self->made, err);
}

static jaga_status make_file(const char *path, int *fd, jaga_error *err)
{
    *fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, FILE_MODE);
    if (*fd < 0) {
        return refused(path, err);
    }
    if (fchmod(*fd, FILE_MODE) != 0) { /* whatever the umask says */
        const jaga_status status = refused(path, err);
        (void)close(*fd);
        return status;
    }
    return JAGA_OK;
}

static jaga_status sync_path(const char *path, int flags, jaga_error *err)
{
    const int fd = open(path, O_RDONLY | O_CLOEXEC | flags);
    const bool is_done = fd >= 0 && fsync(fd) == 0;
    const jaga_status status = is_done ? JAGA_OK : refused(path, err);

    if (fd >= 0) {
        (void)close(fd);
    }
    return status;
}

static jaga_status copy_pages(const publication *self, sqlite3 *to, const char *path,
                              jaga_error *err)
{
    sqlite3_backup *copying = sqlite3_backup_init(to, "main", self->from->db, "main");

    if (copying == NULL) {
        return sql_fail(to, sqlite3_errcode(to), path, err);
    }
    const int code = sqlite3_backup_step(copying, -1);
    (void)sqlite3_backup_finish(copying);
    return code == SQLITE_DONE ? JAGA_OK : sql_fail(to, code, path, err);
}

static jaga_status copy_database(const publication *self, jaga_error *err)
{
    char path[2 * PATH_BYTES];
    sqlite3 *to = NULL;
    int fd = -1;

    (void)snprintf(path, sizeof path, "%s/%s", self->made, self->name);
    JAGA_TRY(make_file(path, &fd, err));
    (void)close(fd);
    const int code = sqlite3_open_v2(path, &to, SQLITE_OPEN_READWRITE, NULL);
    jaga_status status = code == SQLITE_OK ? copy_pages(self, to, path, err)
                                           : jaga_fail(err, JAGA_ERR_IO, "opening %s: %s", path,
                                                       sqlite3_errstr(code));
    CRASH_STEP("publish:copied");
    if (status == JAGA_OK) {
        status = sql_run_file(to, "engine/query/publish.sql", path, err);
    }
    (void)sqlite3_close(to);
    return status == JAGA_OK ? sync_path(path, 0, err) : status;
}

static jaga_status write_list(const publication *self, const char *list, jaga_error *err)
{
    char path[2 * PATH_BYTES];
    int fd = -1;

    (void)snprintf(path, sizeof path, "%s/%s.csv", self->made, list);
    JAGA_TRY(make_file(path, &fd, err));
    FILE *out = fdopen(fd, "w");
    if (out == NULL) {
        const jaga_status status = refused(path, err);
        (void)close(fd);
        return status;
    }
    CRASH_STEP("publish:list");
    jaga_status status = question_answer(self->from, list, NULL, JAGA_FORMAT_CSV, out, err);
    if (status == JAGA_OK && fsync(fd) != 0) {
        status = refused(path, err);
    }
    return fclose(out) == 0 || status != JAGA_OK ? status : refused(path, err);
}

static jaga_status sync_parent(const publication *self, jaga_error *err)
{
    char parent[PATH_BYTES];

    (void)snprintf(parent, sizeof parent, "%s", self->folder);
    char *slash = strrchr(parent, '/');
    if (slash == NULL) {
        return sync_path(".", O_DIRECTORY, err);
    }
    slash[slash == parent] = '\0'; /* "/x" lies in "/" */
    return sync_path(parent, O_DIRECTORY, err);
}

static jaga_status change_places(const publication *self, jaga_error *err)
{
    const unsigned how = self->has_old ? RENAME_EXCHANGE : RENAME_NOREPLACE;

    JAGA_TRY(sync_path(self->made, O_DIRECTORY, err));
    CRASH_STEP("publish:written");
    if (renameat2(AT_FDCWD, self->made, AT_FDCWD, self->folder, how) != 0) {
        return errno == EINVAL
                   ? jaga_fail(err, JAGA_ERR_IO,
                               "%s: this file system cannot replace a folder in one step; publish "
                               "to a local disk",
                               self->folder)
                   : refused(self->folder, err);
    }
    CRASH_STEP("publish:replaced");
    return sync_parent(self, err);
}

static jaga_status write_all(publication *self, jaga_error *err)
{
    JAGA_TRY(check_old(self, err));
    JAGA_TRY(make_folder(self, err));
    CRASH_STEP("publish:begin");
    JAGA_TRY(copy_database(self, err));
    for (size_t i = 0; i < LISTS; i++) {
        JAGA_TRY(write_list(self, lists[i], err));
    }
    return change_places(self, err);
}

static jaga_status name_folders(publication *self, const char *folder, jaga_error *err)
{
    const char *slash = strrchr(self->from->path, '/');
    size_t length = strlen(folder);

    while (length > 1 && folder[length - 1] == '/') {
        length--;
    }
    if (length == 0 || length > PATH_BYTES - 8 || strcmp(folder, "/") == 0 || is_dots(folder)) {
        return jaga_fail(err, JAGA_ERR_USAGE, "\"%s\" is no name for a folder to publish to",
                         folder);
    }
    self->name = slash == NULL ? self->from->path : slash + 1;
    (void)snprintf(self->folder, sizeof self->folder, "%.*s", (int)length, folder);
    (void)snprintf(self->made, sizeof self->made, "%s.new", self->folder);
    return JAGA_OK;
}

jaga_status jaga_publish(const char *db, const char *folder, jaga_error *err)
{
    database from = { 0 };
    publication self = { .from = &from, .lock_fd = -1 };

    JAGA_TRY(database_open(db, &from, err));
    jaga_status status = name_folders(&self, folder, err);
    if (status == JAGA_OK) {
        status = write_all(&self, err);
    }
    /* What lies there now is the old copy, or what could not be finished. */
    if (self.lock_fd >= 0) {
        if (status != JAGA_ERR_BUSY) {
            empty_folder(self.made);
            (void)rmdir(self.made);
        }
        (void)close(self.lock_fd);
    }
    database_close(&from);
    return status;
}
