#ifndef JAGA_DECODE_PLAIN_BLOCK_H
#define JAGA_DECODE_PLAIN_BLOCK_H

#include "decode/plain_row.h"
#include "decode/utf8.h"

#include <string.h>

/* The part of splitting that all ways share: what to do with 64 bytes once they are classified.
 * Bit i of a mask is byte i. */
typedef struct plain_block {
    uint64_t delimiters;
    uint64_t blanks; /* space, tab: libcsv drops them at the edges of a field */
    uint64_t odd;    /* quote, carriage return, NUL: not plain */
    uint64_t high;   /* 0x80 and above: UTF-8 to be checked */
} plain_block;

typedef plain_block plain_classify(const char *at, char delimiter);

static inline bool plain_is_blank(char c, char delimiter)
{
    return (c == ' ' || c == '\t') && c != delimiter;
}

static inline bool plain_has_blank_edge(jaga_span line, char delimiter, const char *text,
                                        const plain_row *row)
{
    for (size_t i = 0; i < row->count; i++) {
        const char *field = line.at + (row->fields[i].at - text);
        const uint32_t length = row->fields[i].length;
        if (length > 0 &&
            (plain_is_blank(field[0], delimiter) || plain_is_blank(field[length - 1], delimiter))) {
            return true;
        }
    }
    return false;
}

/* `classify` is a constant where this is inlined, so the compiler puts its body here. */
__attribute__((always_inline)) static inline bool plain_split(plain_classify *classify,
                                                              jaga_span line, char delimiter,
                                                              const char *text, plain_row *out)
{
    uint64_t blanks = 0, high = 0;
    uint32_t begin = 0;
    size_t count = 0;

    for (uint32_t at = 0; at < line.length; at += 64) {
        const plain_block block = classify(line.at + at, delimiter);
        const uint32_t left = line.length - at;
        const uint64_t inside = left >= 64 ? UINT64_MAX : (UINT64_C(1) << left) - 1;
        blanks |= block.blanks & inside;
        high |= block.high & inside;
        if ((block.odd & inside) != 0) {
            return false;
        }
        for (uint64_t rest = block.delimiters & inside; rest != 0; rest &= rest - 1) {
            const uint32_t end = at + (uint32_t)__builtin_ctzll(rest);
            if (count + 1 >= out->cap) {
                return false;
            }
            out->fields[count++] = (jaga_span){ text + begin, end - begin };
            begin = end + 1;
        }
    }
    out->fields[count] = (jaga_span){ text + begin, line.length - begin };
    out->count = count + 1;
    return line.length > 0 && (blanks == 0 || !plain_has_blank_edge(line, delimiter, text, out)) &&
           (high == 0 || utf8_check(line) == NULL);
}

#endif
