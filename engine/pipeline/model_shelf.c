#include "pipeline/model_shelf.h"

#include "base/crash.h"
#include "base/embed.h"
#include "base/whole_io.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Of address space: the text, what is read of it, and the trees made of that. */
static const size_t reserve_bytes = (size_t)2 << 30;

static jaga_status refuse_io(const char *path, jaga_error *err)
{
    return jaga_fail(err, JAGA_ERR_IO, "%s: %s", path, strerror(errno));
}

static const embed_file *shipped(const char *name)
{
    char path[128];

    return snprintf(path, sizeof path, "models/%s.json", name) < (int)sizeof path ? embed_find(path)
                                                                                  : NULL;
}

jaga_status model_shelf_text(const char *path, arena *memory, jaga_span *out, jaga_error *err)
{
    const embed_file *carried = shipped(path);
    FILE *file = carried == NULL ? fopen(path, "re") : NULL;
    struct stat about;

    if (carried != NULL) {
        *out = (jaga_span){ carried->text, (uint32_t)carried->length };
        return JAGA_OK;
    }

    if (file == NULL && errno == ENOENT && strpbrk(path, "./") == NULL) {
        return jaga_fail(err, JAGA_ERR_IO,
                         "%s: no such file, and no model that is shipped: wallet is", path);
    }
    if (file == NULL || fstat(fileno(file), &about) != 0) {
        const jaga_status status = refuse_io(path, err);
        if (file != NULL) {
            (void)fclose(file);
        }
        return status;
    }
    const size_t length =
        about.st_size > TREES_TEXT_BYTES_MOST ? TREES_TEXT_BYTES_MOST + 1 : (size_t)about.st_size;
    char *text = arena_take(memory, length + 1);
    const bool is_read = text != NULL && fread(text, 1, length, file) == length;
    (void)fclose(file);
    *out = (jaga_span){ text, (uint32_t)length };
    return is_read ? JAGA_OK : jaga_fail(err, JAGA_ERR_IO, "%s: cannot be read whole", path);
}

static jaga_status load(const char *path, arena *memory, jaga_span *text, trees **out,
                        jaga_error *err)
{
    trees_file file;

    JAGA_TRY(model_shelf_text(path, memory, text, err));
    JAGA_TRY(trees_read(&file, *text, path, memory, err));
    return trees_compile(&file, memory, out, err);
}

void model_shelf_close(model_shelf *self)
{
    arena_close(self->memory);
    self->memory = NULL;
    self->model = NULL;
}

static jaga_status name_file(const char *folder, const char *hash, char path[4096], jaga_error *err)
{
    return snprintf(path, 4096, "%s/%s.json", folder, hash) < 4096
               ? JAGA_OK
               : jaga_fail(err, JAGA_ERR_USAGE, "the path of the database is too long");
}

static jaga_status fetch(model_shelf *self, const char *path, jaga_error *err)
{
    jaga_span text;

    JAGA_TRY(load(path, self->memory, &text, &self->model, err));
    const jaga_key hash = hash_key(&text, 1);
    return strcmp(hash.text, self->hash.text) == 0
               ? JAGA_OK
               : jaga_fail(err, JAGA_ERR_FORMAT,
                           "%s: not the model %s, by which was decided: put that one back, or scan "
                           "the logs into a new database",
                           path, self->hash.text);
}

jaga_status model_shelf_get(model_shelf *self, jaga_span hash, const trees **out, jaga_error *err)
{
    char path[4096];
    jaga_key wanted = { { 0 } };

    if (hash.length != sizeof wanted.text - 1) {
        return jaga_fail(err, JAGA_ERR_FORMAT, "the input log names a model by no hash");
    }
    memcpy(wanted.text, hash.at, hash.length);
    if (self->model == NULL || strcmp(self->hash.text, wanted.text) != 0) {
        model_shelf_close(self);
        self->hash = wanted;
        if (self->folder != NULL) {
            JAGA_TRY(name_file(self->folder, wanted.text, path, err));
        } else if (self->file == NULL) {
            return jaga_fail(err, JAGA_ERR_FORMAT, "the model %s is nowhere", wanted.text);
        }
        JAGA_TRY(arena_open(reserve_bytes, &self->memory, err));
        const jaga_status status = fetch(self, self->folder != NULL ? path : self->file, err);
        if (status != JAGA_OK) {
            model_shelf_close(self);
            return status;
        }
    }
    *out = self->model;
    return JAGA_OK;
}

/* Whole or not at all, and there for good before the input log speaks of it. */
static jaga_status write_copy(const char *folder, const char *path, jaga_span text, jaga_error *err)
{
    char beside[4096];
    struct stat about;

    if (stat(path, &about) == 0 && about.st_size == (off_t)text.length) {
        return JAGA_OK;
    }
    if (mkdir(folder, 0700) != 0 && errno != EEXIST) {
        return refuse_io(folder, err);
    }
    if (snprintf(beside, sizeof beside, "%s/new", folder) >= (int)sizeof beside) {
        return jaga_fail(err, JAGA_ERR_USAGE, "the path of the database is too long");
    }
    const int fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    const bool is_written = fd >= 0 && write_fully(fd, text.at, text.length, 0) && fsync(fd) == 0;
    const jaga_status status = is_written ? JAGA_OK : refuse_io(beside, err);
    if (fd >= 0) {
        (void)close(fd);
    }
    JAGA_TRY(status);
    CRASH_STEP("model:written");
    if (rename(beside, path) != 0) {
        return refuse_io(path, err);
    }
    const int of_folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool is_there = of_folder >= 0 && fsync(of_folder) == 0;
    if (of_folder >= 0) {
        (void)close(of_folder);
    }
    return is_there ? JAGA_OK : refuse_io(folder, err);
}

static jaga_status put(const char *folder, const char *path, arena *memory, jaga_key *hash,
                       jaga_error *err)
{
    char copy[4096];
    jaga_span text;
    trees *model = NULL;

    JAGA_TRY(load(path, memory, &text, &model, err));
    *hash = hash_key(&text, 1);
    if (folder == NULL) {
        return JAGA_OK;
    }
    JAGA_TRY(name_file(folder, hash->text, copy, err));
    return write_copy(folder, copy, text, err);
}

jaga_status model_shelf_put(const char *folder, const char *path, jaga_key *hash, jaga_error *err)
{
    arena *memory = NULL;

    JAGA_TRY(arena_open(reserve_bytes, &memory, err));
    const jaga_status status = put(folder, path, memory, hash, err);
    arena_close(memory);
    return status;
}
