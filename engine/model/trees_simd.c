/* Eight trees at a time with vector instructions of x86-64. */
#include "model/trees_walk.h"

#ifdef __x86_64__
#include <immintrin.h>

__attribute__((target("avx2"))) static __m256i
step_avx2(const uint32_t *questions, const float *columns, __m256i heap, __m256i at)
{
    const __m256i question =
        _mm256_i32gather_epi32((const int *)(const void *)questions, _mm256_add_epi32(heap, at), 4);
    const __m256i mask = _mm256_set1_epi32((int)TREES_COLUMN_MASK);
    const __m256 threshold = _mm256_castsi256_ps(_mm256_andnot_si256(mask, question));
    const __m256 x = _mm256_i32gather_ps(columns, _mm256_and_si256(mask, question), 4);
    /* -1 where x < threshold, which takes the 1 of the right child away. */
    const __m256i is_left = _mm256_castps_si256(_mm256_cmp_ps(x, threshold, _CMP_LT_OQ));
    const __m256i right = _mm256_add_epi32(_mm256_add_epi32(at, at), _mm256_set1_epi32(1));

    return _mm256_add_epi32(right, is_left);
}

__attribute__((target("avx2"))) static float walk_avx2(const trees *self, const float *columns,
                                                       size_t from, size_t to, float sum)
{
    const __m256i tree = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
    const __m256i heap = _mm256_mullo_epi32(tree, _mm256_set1_epi32((int)self->width));

    for (size_t first = from; first < to; first += TREES_BLOCK) {
        const uint32_t *questions = self->questions + first * self->width;
        const float *values = self->values + first * 2 * self->width;
        const size_t here = to - first < TREES_BLOCK ? to - first : TREES_BLOCK;
        __m256i at = _mm256_set1_epi32(1);
        float leaves[TREES_BLOCK];
        for (size_t level = 0; level < self->depth; level++) {
            at = step_avx2(questions, columns, heap, at);
        }
        const __m256i leaf = _mm256_add_epi32(_mm256_add_epi32(heap, heap), at);
        _mm256_storeu_ps(leaves, _mm256_i32gather_ps(values, leaf, 4));
        for (size_t i = 0; i < here; i++) {
            sum += leaves[i];
        }
    }
    return sum;
}

trees_way trees_simd_way(void)
{
    return (trees_way){ "AVX2", __builtin_cpu_supports("avx2") ? walk_avx2 : NULL };
}
#else
trees_way trees_simd_way(void)
{
    return (trees_way){ "AVX2", NULL };
}
#endif
