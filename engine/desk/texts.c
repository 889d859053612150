#include "desk/texts.h"

#include "base/embed.h"

#include <stdio.h>
#include <string.h>

static const char *const codes[TEXTS_LANGUAGE_COUNT] = { "en", "id", "zh" };

int texts_language_find(const char *code)
{
    for (int i = 0; i < TEXTS_LANGUAGE_COUNT; i++) {
        if (strcmp(codes[i], code) == 0) {
            return i;
        }
    }
    return -1;
}

const char *texts_language_code(texts_language language)
{
    JAGA_CHECK(language < TEXTS_LANGUAGE_COUNT);
    return codes[language];
}

static jaga_span whole(texts_language language)
{
    char path[32];

    (void)snprintf(path, sizeof path, "models/texts_%s.txt", texts_language_code(language));
    const embed_file *file = embed_find(path);
    JAGA_CHECK(file != NULL);
    return (jaga_span){ file->text, (uint32_t)file->length };
}

/* Cuts the next text off the front of *rest. */
static bool next(jaga_span *rest, jaga_span *key, jaga_span *text)
{
    while (rest->length > 0) {
        const char *from = rest->at;
        const char *end = memchr(from, '\n', rest->length);
        const uint32_t length = end == NULL ? rest->length : (uint32_t)(end - from);
        const uint32_t taken = length + (end != NULL);

        *rest = (jaga_span){ from + taken, rest->length - taken };
        if (length == 0 || from[0] == '#') {
            continue;
        }
        const char *colon = memchr(from, ':', length);
        JAGA_CHECK(colon != NULL && colon + 2 < from + length && colon[1] == ' ');
        *key = (jaga_span){ from, (uint32_t)(colon - from) };
        *text = (jaga_span){ colon + 2, (uint32_t)(from + length - (colon + 2)) };
        return true;
    }
    return false;
}

static bool find_in(texts_language language, const char *wanted, jaga_span *out)
{
    const size_t length = strlen(wanted);
    jaga_span rest = whole(language), key, text;

    while (next(&rest, &key, &text)) {
        if (key.length == length && memcmp(key.at, wanted, length) == 0) {
            *out = text;
            return true;
        }
    }
    return false;
}

bool texts_find(texts_language language, const char *key, jaga_span *out, bool *is_english)
{
    const bool is_there = find_in(language, key, out);

    if (is_english != NULL) {
        *is_english = !is_there || language == TEXTS_EN;
    }
    return is_there || find_in(TEXTS_EN, key, out);
}

bool texts_find_hold(texts_language language, const char *key, bool is_acked, jaga_span *out)
{
    char full[64];

    (void)snprintf(full, sizeof full, "%s.%s", key, is_acked ? "acked" : "asked");
    return texts_find(language, full, out, NULL);
}

bool texts_at(texts_language language, size_t i, jaga_span *key, jaga_span *text)
{
    jaga_span rest = whole(language);

    while (next(&rest, key, text)) {
        if (i-- == 0) {
            return true;
        }
    }
    return false;
}

static const char *value_of(const texts_field *fields, size_t count, jaga_span name)
{
    for (size_t i = 0; i < count; i++) {
        if (strlen(fields[i].name) == name.length &&
            memcmp(fields[i].name, name.at, name.length) == 0) {
            return fields[i].value;
        }
    }
    return NULL;
}

jaga_status texts_fill(jaga_span text, const texts_field *fields, size_t count, char *out,
                       size_t size, jaga_error *err)
{
    size_t used = 0;
    uint32_t at = 0;

    while (at < text.length) {
        const char *piece = text.at + at;
        size_t length = 1;

        if (*piece != '{') {
            const char *brace = memchr(piece, '{', text.length - at);
            length = brace == NULL ? text.length - at : (size_t)(brace - piece);
            at += (uint32_t)length;
        } else {
            const char *end = memchr(piece, '}', text.length - at);
            JAGA_CHECK(end != NULL);
            const jaga_span name = { piece + 1, (uint32_t)(end - piece - 1) };
            at += name.length + 2;
            piece = value_of(fields, count, name);
            if (piece == NULL) {
                return jaga_fail(err, JAGA_ERR_USAGE, "the text wants {%.*s}, which has no value",
                                 (int)name.length, name.at);
            }
            length = strlen(piece);
        }
        if (used + length >= size) {
            return jaga_fail(err, JAGA_ERR_LIMIT, "the text does not fit into %zu bytes", size);
        }
        memcpy(out + used, piece, length);
        used += length;
    }
    JAGA_CHECK(used < size);
    out[used] = '\0';
    return JAGA_OK;
}
