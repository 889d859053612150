#include "base/column_text.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

jaga_span text_span(const char *text)
{
    return (jaga_span){ text, text == NULL ? 0 : (uint32_t)strlen(text) };
}

/* One code point and its length in bytes; a byte that is no UTF-8 is taken for itself. */
static uint32_t next_point(jaga_span text, uint32_t at, uint32_t *length)
{
    const unsigned char *bytes = (const unsigned char *)text.at + at;
    const uint32_t left = text.length - at;
    const uint32_t wanted = bytes[0] < 0xC0 ? 1 : bytes[0] < 0xE0 ? 2 : bytes[0] < 0xF0 ? 3 : 4;

    *length = 1;
    if (wanted == 1 || wanted > left) {
        return bytes[0];
    }
    uint32_t point = bytes[0] & (0x7Fu >> wanted);
    for (uint32_t i = 1; i < wanted; i++) {
        if ((bytes[i] & 0xC0) != 0x80) {
            return bytes[0];
        }
        point = point << 6 | (bytes[i] & 0x3F);
    }
    *length = wanted;
    return point;
}

/* The East Asian Wide and Fullwidth blocks of Unicode, as terminals show them. */
static size_t point_width(uint32_t point)
{
    static const struct {
        uint32_t first, last;
        size_t width;
    } blocks[] = {
        { 0x0300, 0x036F, 0 }, { 0x1100, 0x115F, 2 },   { 0x200B, 0x200F, 0 },
        { 0x2E80, 0xA4CF, 2 }, { 0xAC00, 0xD7A3, 2 },   { 0xF900, 0xFAFF, 2 },
        { 0xFE00, 0xFE0F, 0 }, { 0xFE30, 0xFE6F, 2 },   { 0xFF00, 0xFF60, 2 },
        { 0xFFE0, 0xFFE6, 2 }, { 0x1F300, 0x1FAFF, 2 }, { 0x20000, 0x3FFFD, 2 },
    };

    for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++) {
        if (point >= blocks[i].first && point <= blocks[i].last) {
            return blocks[i].width;
        }
    }
    return 1;
}

/* Control characters, and those that turn the direction of writing. */
static bool steers_terminal(uint32_t point)
{
    return point < 0x20 || (point >= 0x7F && point < 0xA0) ||
           (point >= 0x200B && point <= 0x200F) || (point >= 0x2028 && point <= 0x202E) ||
           (point >= 0x2066 && point <= 0x2069);
}

size_t text_width(jaga_span text)
{
    size_t width = 0;
    uint32_t length = 0;

    for (uint32_t i = 0; i < text.length; i += length) {
        const uint32_t point = next_point(text, i, &length);
        width += steers_terminal(point) ? 1 : point_width(point);
    }
    return width;
}

/* As many whole characters as fit into `room` columns; returns the columns used. */
static size_t put_some(FILE *out, jaga_span text, size_t room)
{
    size_t used = 0;
    uint32_t length = 0;

    for (uint32_t i = 0; i < text.length; i += length) {
        const uint32_t point = next_point(text, i, &length);
        const bool is_hidden = steers_terminal(point) || (length == 1 && point >= 0x80);
        const size_t width = is_hidden ? 1 : point_width(point);
        if (used + width > room) {
            break;
        }
        used += width;
        if (is_hidden) {
            (void)fputs("·", out);
        } else {
            (void)fwrite(text.at + i, 1, length, out);
        }
    }
    return used;
}

void text_put(FILE *out, jaga_span text)
{
    (void)put_some(out, text, SIZE_MAX);
}

void text_repeat(FILE *out, const char *what, size_t times)
{
    for (size_t i = 0; i < times; i++) {
        (void)fputs(what, out);
    }
}

static size_t put_cut(FILE *out, jaga_span text, size_t width)
{
    if (text_width(text) <= width) {
        return put_some(out, text, width);
    }
    const size_t used = put_some(out, text, width - 1);
    (void)fputs("…", out);
    return used + 1;
}

void text_put_left(FILE *out, jaga_span text, size_t width)
{
    const size_t used = put_cut(out, text, width);
    text_repeat(out, " ", width - used);
}

void text_put_right(FILE *out, jaga_span text, size_t width)
{
    const size_t used = text_width(text);
    text_repeat(out, " ", used < width ? width - used : 0);
    (void)put_cut(out, text, width);
}
