/* Plain rows in plain C, eight bytes a step, and the choice among the ways there are. */
#include "decode/plain_row.h"

#include "decode/plain_block.h"
#include "decode/plain_simd.h"

#define ONES  UINT64_C(0x0101010101010101)
#define LOW_7 UINT64_C(0x7F7F7F7F7F7F7F7F)

/* The high bit of every byte that equals c, and of no other. */
static uint64_t equal_bytes(uint64_t word, char c)
{
    const uint64_t x = word ^ ONES * (unsigned char)c;
    return ~(((x & LOW_7) + LOW_7) | x | LOW_7);
}

/* The high bits of eight bytes as eight bits. The products do not overlap, so nothing carries. */
static uint64_t gather(uint64_t high_bits)
{
    return (high_bits >> 7) * UINT64_C(0x0102040810204080) >> 56;
}

static plain_block classify_portable(const char *at, char delimiter)
{
    plain_block block = { 0, 0, 0, 0 };

    for (unsigned i = 0; i < 64; i += 8) {
        uint64_t word = 0;
        for (unsigned j = 0; j < 8; j++) {
            word |= (uint64_t)(unsigned char)at[i + j] << 8 * j; /* whatever the byte order */
        }
        block.delimiters |= gather(equal_bytes(word, delimiter)) << i;
        block.blanks |= gather(equal_bytes(word, ' ') | equal_bytes(word, '\t')) << i;
        block.odd |=
            gather(equal_bytes(word, '"') | equal_bytes(word, '\r') | equal_bytes(word, '\0')) << i;
        block.high |= gather(word & ~LOW_7) << i;
    }
    return block;
}

static bool split_portable(jaga_span line, char delimiter, const char *text, plain_row *out)
{
    return plain_split(classify_portable, line, delimiter, text, out);
}

void plain_row_ways(plain_row_way out[PLAIN_ROW_WAYS])
{
    out[0] = (plain_row_way){ "portable", split_portable };
    plain_row_simd_ways(&out[1]);
}

plain_row_split *plain_row_fastest(void)
{
    plain_row_way ways[PLAIN_ROW_WAYS];
    size_t best = PLAIN_ROW_WAYS - 1;

    plain_row_ways(ways);
    while (ways[best].split == NULL) {
        best--;
    }
    return ways[best].split;
}
