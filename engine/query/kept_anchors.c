/* Reading what was kept elsewhere, and believing only what is signed. */
#include "query/kept_anchors.h"

#include "base/column_text.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

enum { FIRST_ROOM = 64 };

_Static_assert(ANCHOR_SIGNATURE_BYTES == crypto_sign_BYTES, "Ed25519");

typedef struct reading {
    const char *path;
    unsigned char key[crypto_sign_PUBLICKEYBYTES];
    kept_anchors *to;
    size_t room;
    long line;
} reading;

static jaga_status add(kept_anchors *to, size_t *room, const kept_anchor *one, jaga_error *err)
{
    if (to->count == *room) {
        const size_t more = *room == 0 ? FIRST_ROOM : 2 * *room;
        kept_anchor *list = arena_take(to->memory, more * sizeof *list);
        if (list == NULL) {
            return jaga_fail(err, JAGA_ERR_NOMEM, "there are more anchors than memory for them");
        }
        if (to->count > 0) {
            memcpy(list, to->list, to->count * sizeof *list);
        }
        to->list = list;
        *room = more;
    }
    to->list[to->count++] = *one;
    return JAGA_OK;
}

/* What is wrong with a line, or NULL. It is changed. */
static const char *take_line(const reading *self, char *line, kept_anchor *out)
{
    unsigned char signature[crypto_sign_BYTES];
    char *last = strrchr(line, ' ');

    if (strncmp(line, ANCHOR_BEGIN, strlen(ANCHOR_BEGIN)) != 0 || last == NULL ||
        !audit_read_hex(text_span(last + 1), signature, sizeof signature)) {
        return "no signed anchor";
    }
    if (crypto_sign_verify_detached(signature, (const unsigned char *)line,
                                    (unsigned long long)(last - line), self->key) != 0) {
        return "not signed with this key";
    }
    char *anchor = line + strlen(ANCHOR_BEGIN);
    anchor[strcspn(anchor, " ")] = '\0';
    if (!audit_read_anchor(anchor, &out->seq, &out->chain)) {
        return "no signed anchor";
    }
    const kept_anchors *to = self->to;
    return to->count > 0 && to->list[to->count - 1].seq >= out->seq
               ? "not of a later row than the line before"
               : NULL;
}

static jaga_status read_lines(reading *self, FILE *file, jaga_error *err)
{
    char line[ANCHOR_LINE_BYTES];
    kept_anchor one;

    while (fgets(line, sizeof line, file) != NULL) {
        const size_t length = strcspn(line, "\n");
        self->line++;
        const char *why = line[length] == '\0' ? "cut off" : NULL;
        line[length] = '\0';
        why = why != NULL ? why : take_line(self, line, &one);
        if (why != NULL) {
            return jaga_fail(err, JAGA_ERR_FORMAT, "%s: line %ld is %s", self->path, self->line,
                             why);
        }
        JAGA_TRY(add(self->to, &self->room, &one, err));
    }
    return ferror(file) == 0 ? JAGA_OK
                             : jaga_fail(err, JAGA_ERR_IO, "%s cannot be read", self->path);
}

static jaga_status read_file(const jaga_kept *kept, kept_anchors *out, jaga_error *err)
{
    reading self = { .path = kept->anchors, .to = out };

    if (kept->public_key == NULL ||
        !audit_read_hex(text_span(kept->public_key), self.key, sizeof self.key)) {
        return jaga_fail(err, JAGA_ERR_USAGE,
                         "signed anchors want the public key, 64 hexadecimal digits, as jaga "
                         "anchor --new-key printed it");
    }
    FILE *file = fopen(kept->anchors, "rbe");
    if (file == NULL) {
        return jaga_fail(err, JAGA_ERR_IO, "%s: %s", kept->anchors, strerror(errno));
    }
    const jaga_status status = read_lines(&self, file, err);
    (void)fclose(file);
    return status;
}

static jaga_status read_one(const char *text, kept_anchors *out, jaga_error *err)
{
    kept_anchor one;
    size_t room = 0;

    if (!audit_read_anchor(text, &one.seq, &one.chain)) {
        return jaga_fail(err, JAGA_ERR_USAGE,
                         "an anchor is the number of a row, a colon and 64 hexadecimal digits, as "
                         "jaga verify prints it");
    }
    return add(out, &room, &one, err);
}

jaga_status kept_anchors_open(const jaga_kept *kept, kept_anchors *out, jaga_error *err)
{
    *out = (kept_anchors){ .count = 0 };
    if (kept == NULL || (kept->anchor == NULL && kept->anchors == NULL)) {
        return JAGA_OK;
    }
    if (kept->anchor != NULL && (kept->anchors != NULL || kept->public_key != NULL)) {
        return jaga_fail(err, JAGA_ERR_USAGE, "one anchor or a file of them, not both");
    }
    JAGA_TRY(arena_open((size_t)1 << 32, &out->memory, err));
    const jaga_status status =
        kept->anchor != NULL ? read_one(kept->anchor, out, err) : read_file(kept, out, err);
    if (status != JAGA_OK) {
        kept_anchors_close(out);
    }
    return status;
}

void kept_anchors_close(kept_anchors *self)
{
    arena_close(self->memory);
    *self = (kept_anchors){ .count = 0 };
}
