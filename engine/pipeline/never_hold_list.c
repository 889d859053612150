#include "pipeline/never_hold_list.h"

#include "base/arena.h"
#include "base/whole_io.h"
#include "policy/never_hold.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ID_BYTES_MAX = 64, FILE_BYTES_MAX = 128 << 20 };

typedef struct list {
    arena *memory;
    jaga_span *accounts; /* ascending by bytes, each once */
    size_t count;
} list;

static int by_bytes(const void *a, const void *b)
{
    const jaga_span *x = a, *y = b;
    const uint32_t shorter = x->length < y->length ? x->length : y->length;
    const int diff = memcmp(x->at, y->at, shorter);

    return diff != 0 ? diff : (x->length > y->length) - (x->length < y->length);
}

static jaga_status read_text(list *self, const char *path, jaga_span *text, jaga_error *err)
{
    struct stat about;
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    jaga_status status = JAGA_OK;

    if (fd < 0 || fstat(fd, &about) != 0) {
        status = jaga_fail(err, JAGA_ERR_IO, "%s: %s", path, strerror(errno));
    } else if (!S_ISREG(about.st_mode) || about.st_size > FILE_BYTES_MAX) {
        status = jaga_fail(err, JAGA_ERR_FORMAT, "%s: a list is a file of at most %d MiB", path,
                           FILE_BYTES_MAX >> 20);
    } else {
        char *bytes = arena_take(self->memory, (size_t)about.st_size + 1);
        *text = (jaga_span){ bytes, (uint32_t)about.st_size };
        if (!read_fully(fd, bytes, (size_t)about.st_size, 0)) {
            status = jaga_fail(err, JAGA_ERR_IO, "%s: it changed while it was read", path);
        }
    }
    if (fd >= 0) {
        (void)close(fd);
    }
    return status;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static jaga_span trimmed(const char *from, const char *until)
{
    while (from < until && is_space(*from)) {
        from++;
    }
    while (from < until && is_space(until[-1])) {
        until--;
    }
    return (jaga_span){ from, (uint32_t)(until - from) };
}

static jaga_status read_list(list *self, const char *path, jaga_error *err)
{
    jaga_span text = { NULL, 0 };
    unsigned line = 0;

    JAGA_TRY(read_text(self, path, &text, err));
    self->accounts = arena_take(self->memory, (NEVER_HOLD_MAX + 1) * sizeof *self->accounts);
    const char *const end = text.at + text.length;
    for (const char *at = text.at; at < end;) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        stop = stop == NULL ? end : stop;
        const jaga_span account = trimmed(at, stop);
        line++;
        at = stop + 1;
        if (account.length == 0 || account.at[0] == '#') {
            continue;
        }
        if (account.length > ID_BYTES_MAX || memchr(account.at, '\0', account.length) != NULL) {
            return jaga_fail(err, JAGA_ERR_FORMAT,
                             "%s: line %u: an account id is a text of 1 to %d bytes", path, line,
                             (int)ID_BYTES_MAX);
        }
        if (self->count == NEVER_HOLD_MAX) {
            return jaga_fail(err, JAGA_ERR_LIMIT, "%s: line %u: more than %d accounts", path, line,
                             (int)NEVER_HOLD_MAX);
        }
        self->accounts[self->count++] = account;
    }
    qsort(self->accounts, self->count, sizeof *self->accounts, by_bytes);
    size_t kept = 0;
    for (size_t i = 0; i < self->count; i++) {
        if (kept == 0 || by_bytes(&self->accounts[kept - 1], &self->accounts[i]) != 0) {
            self->accounts[kept++] = self->accounts[i];
        }
    }
    self->count = kept;
    return JAGA_OK;
}

static jaga_status note(recorder *to, jaga_span account, bool is_listed, jaga_error *err)
{
    const jaga_record record = { .kind = JAGA_RECORD_LISTED,
                                 .event = { .account = account },
                                 .is_listed = is_listed };
    return recorder_take(to, &record, "", err);
}

/* Walks both lists side by side. */
static jaga_status apply(recorder *to, const list *wanted, jaga_error *err)
{
    char last[ID_BYTES_MAX], next_bytes[ID_BYTES_MAX];
    jaga_span listed = { last, 0 };
    size_t i = 0;
    bool has_listed = true;

    while (has_listed || i < wanted->count) {
        jaga_span next = { NULL, 0 };
        const jaga_status status = store_next_listed(to->store, listed, &next, err);
        if (status != JAGA_OK && status != JAGA_END) {
            return status;
        }
        has_listed = status == JAGA_OK;
        if (has_listed) {
            memcpy(next_bytes, next.at, next.length);
            next.at = next_bytes;
        }
        for (; i < wanted->count && (!has_listed || by_bytes(&wanted->accounts[i], &next) < 0);
             i++) {
            JAGA_TRY(note(to, wanted->accounts[i], true, err));
        }
        if (!has_listed) {
            break;
        }
        memcpy(last, next.at, next.length);
        listed = (jaga_span){ last, next.length };
        if (i < wanted->count && by_bytes(&wanted->accounts[i], &listed) == 0) {
            i++;
        } else {
            JAGA_TRY(note(to, listed, false, err));
        }
    }
    return recorder_commit(to, NULL, 0, err);
}

jaga_status never_hold_list_apply(recorder *to, const char *path, jaga_error *err)
{
    list wanted = { .count = 0 };

    JAGA_TRY(arena_open((size_t)FILE_BYTES_MAX + (NEVER_HOLD_MAX + 64) * sizeof(jaga_span),
                        &wanted.memory, err));
    jaga_status status = read_list(&wanted, path, err);
    if (status == JAGA_OK) {
        status = apply(to, &wanted, err);
    }
    arena_close(wanted.memory);
    return status;
}
