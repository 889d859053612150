/* The configuration file. */
#include "base/arena.h"
#include "base/nearest.h"
#include "jaga/settings.h"
#include "settings/reading.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { FILE_BYTES_MAX = 1 << 20 };

static jaga_status unknown(const jaga_configuration *self, const reading_pair *pair,
                           jaga_error *err)
{
    const char *names[JAGA_SETTINGS];
    char name[NEAREST_BYTES];
    const int length = pair->name.length > 60 ? 60 : (int)pair->name.length;

    for (size_t id = 0; id < JAGA_SETTINGS; id++) {
        names[id] = jaga_setting_at(id)->name;
    }
    (void)snprintf(name, sizeof name, "%.*s", length, pair->name.at);
    const char *nearest = nearest_name(name, names, JAGA_SETTINGS);
    return nearest != NULL
               ? jaga_fail(err, JAGA_ERR_USAGE, "%s:%u: no setting \"%s\"; did you mean %s?",
                           self->file, pair->line, name, nearest)
               : jaga_fail(err, JAGA_ERR_USAGE,
                           "%s:%u: no setting \"%s\"; `jaga config` lists them", self->file,
                           pair->line, name);
}

static const char model_name[] = "model";

static jaga_status said_twice(const jaga_configuration *self, const reading_pair *pair,
                              const char *name, unsigned first, jaga_error *err)
{
    return jaga_fail(err, JAGA_ERR_USAGE, "%s:%u: %s is said twice, first in line %u", self->file,
                     pair->line, name, first);
}

static jaga_status put_model(jaga_configuration *self, const reading_pair *pair, jaga_error *err)
{
    if (self->model_origin.kind == JAGA_FROM_FILE) {
        return said_twice(self, pair, model_name, self->model_origin.line, err);
    }
    if (pair->value.length == 0 || pair->value.length >= sizeof self->model ||
        memchr(pair->value.at, '\0', pair->value.length) != NULL) {
        return jaga_fail(err, JAGA_ERR_USAGE,
                         "%s:%u: model takes the name of a model or of its file, at most %zu bytes",
                         self->file, pair->line, sizeof self->model - 1);
    }
    memcpy(self->model, pair->value.at, pair->value.length);
    self->model[pair->value.length] = '\0';
    self->model_origin = (struct jaga_origin){ .kind = JAGA_FROM_FILE, .line = pair->line };
    return JAGA_OK;
}

static jaga_status put_pair(void *ctx, const reading_pair *pair, jaga_error *err)
{
    jaga_configuration *self = ctx;
    const size_t id = jaga_setting_find(pair->name);
    jaga_error why;

    if (pair->name.length == sizeof model_name - 1 &&
        memcmp(pair->name.at, model_name, sizeof model_name - 1) == 0) {
        return put_model(self, pair, err);
    }
    if (id == JAGA_SETTINGS) {
        return unknown(self, pair, err);
    }
    if (self->origin[id].kind == JAGA_FROM_FILE) {
        return said_twice(self, pair, jaga_setting_at(id)->name, self->origin[id].line, err);
    }
    if (jaga_setting_parse(id, pair->value, &self->settings.value[id], &why) != JAGA_OK) {
        return jaga_fail(err, JAGA_ERR_USAGE, "%s:%u: %s", self->file, pair->line, why.text);
    }
    self->origin[id] = (struct jaga_origin){ .kind = JAGA_FROM_FILE, .line = pair->line };
    return JAGA_OK;
}

/* All of the file, which may be a pipe: <(generator). */
static jaga_status read_text(const char *path, char *room, jaga_span *out, jaga_error *err)
{
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    size_t length = 0;
    ssize_t got = fd < 0 ? -1 : 1;

    while (got > 0 && length <= FILE_BYTES_MAX) {
        got = read(fd, room + length, FILE_BYTES_MAX + 1 - length);
        length += got > 0 ? (size_t)got : 0;
    }
    const int why = errno;
    if (fd >= 0) {
        (void)close(fd);
    }
    if (got < 0) {
        return jaga_fail(err, JAGA_ERR_IO, "reading %s: %s", path, strerror(why));
    }
    if (length > FILE_BYTES_MAX) {
        return jaga_fail(err, JAGA_ERR_LIMIT, "%s is longer than a megabyte: no configuration",
                         path);
    }
    *out = (jaga_span){ room, (uint32_t)length };
    return JAGA_OK;
}

jaga_status jaga_configuration_read(jaga_configuration *self, const char *path, jaga_error *err)
{
    arena *memory = NULL;
    jaga_span text = { NULL, 0 };

    JAGA_TRY(arena_open(FILE_BYTES_MAX + 4096, &memory, err));
    char *room = arena_take(memory, FILE_BYTES_MAX + 1);
    self->file = path;
    jaga_status status = read_text(path, room, &text, err);
    if (status == JAGA_OK) {
        status = reading_pairs(text, path, put_pair, self, err);
    }
    arena_close(memory);
    return status;
}
