/* Plain rows with vector instructions of x86-64. AVX-512 was measured and gains nothing here. */
#include "decode/plain_simd.h"

#ifdef __x86_64__
#include "decode/plain_block.h"

#include <immintrin.h>

static uint64_t bits_16(__m128i bytes)
{
    return (uint32_t)_mm_movemask_epi8(bytes);
}

static plain_block classify_sse2(const char *at, char delimiter)
{
    plain_block block = { 0, 0, 0, 0 };

    for (unsigned i = 0; i < 64; i += 16) {
        const __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(at + i));
        const __m128i blanks = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(' ')),
                                            _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\t')));
        const __m128i quotes = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')),
                                            _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\r')));
        const __m128i odd = _mm_or_si128(quotes, _mm_cmpeq_epi8(bytes, _mm_setzero_si128()));
        block.delimiters |= bits_16(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(delimiter))) << i;
        block.blanks |= bits_16(blanks) << i;
        block.odd |= bits_16(odd) << i;
        block.high |= bits_16(bytes) << i;
    }
    return block;
}

static bool split_sse2(jaga_span line, char delimiter, const char *text, plain_row *out)
{
    return plain_split(classify_sse2, line, delimiter, text, out);
}

__attribute__((target("avx2"))) static uint64_t bits_64(__m256i low, __m256i high)
{
    return (uint32_t)_mm256_movemask_epi8(low) | (uint64_t)(uint32_t)_mm256_movemask_epi8(high)
                                                     << 32;
}

__attribute__((target("avx2"))) static __m256i blanks_avx2(__m256i bytes)
{
    return _mm256_or_si256(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(' ')),
                           _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('\t')));
}

__attribute__((target("avx2"))) static __m256i odd_avx2(__m256i bytes)
{
    return _mm256_or_si256(_mm256_or_si256(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('"')),
                                           _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('\r'))),
                           _mm256_cmpeq_epi8(bytes, _mm256_setzero_si256()));
}

__attribute__((target("avx2"))) static plain_block classify_avx2(const char *at, char delimiter)
{
    const __m256i low = _mm256_loadu_si256((const __m256i *)(const void *)at);
    const __m256i high = _mm256_loadu_si256((const __m256i *)(const void *)(at + 32));
    const __m256i wanted = _mm256_set1_epi8(delimiter);

    return (plain_block){ .delimiters = bits_64(_mm256_cmpeq_epi8(low, wanted),
                                                _mm256_cmpeq_epi8(high, wanted)),
                          .blanks = bits_64(blanks_avx2(low), blanks_avx2(high)),
                          .odd = bits_64(odd_avx2(low), odd_avx2(high)),
                          .high = bits_64(low, high) };
}

__attribute__((target("avx2"))) static bool split_avx2(jaga_span line, char delimiter,
                                                       const char *text, plain_row *out)
{
    return plain_split(classify_avx2, line, delimiter, text, out);
}

void plain_row_simd_ways(plain_row_way out[PLAIN_ROW_WAYS - 1])
{
    out[0] = (plain_row_way){ "SSE2", split_sse2 };
    out[1] = (plain_row_way){ "AVX2", __builtin_cpu_supports("avx2") ? split_avx2 : NULL };
}
#else
void plain_row_simd_ways(plain_row_way out[PLAIN_ROW_WAYS - 1])
{
    out[0] = (plain_row_way){ "SSE2", NULL };
    out[1] = (plain_row_way){ "AVX2", NULL };
}
#endif
