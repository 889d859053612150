/* Numbers that look random and are the same everywhere: integer arithmetic and one table. The
 * floating point library is not used, for its last bit differs between machines. */
#include "simulate/sim_random.h"

#include <assert.h>

/* exp(z / 2) * 1024 at the middles of 128 equally likely slices of a normal z. */
static const uint16_t log_normal[128] = {
    271,  330,  365,  392,  414,  434,  452,  468,  483,  497,  511,  524,  536,  548,  559,  571,
    582,  592,  603,  613,  623,  633,  643,  652,  662,  671,  681,  690,  699,  708,  717,  726,
    735,  744,  753,  762,  771,  780,  789,  798,  806,  815,  824,  833,  842,  851,  860,  869,
    878,  887,  896,  905,  914,  923,  933,  942,  951,  961,  970,  980,  989,  999,  1009, 1019,
    1029, 1039, 1049, 1060, 1070, 1081, 1091, 1102, 1113, 1124, 1136, 1147, 1159, 1171, 1183, 1195,
    1207, 1220, 1232, 1246, 1259, 1272, 1286, 1300, 1315, 1329, 1345, 1360, 1376, 1392, 1409, 1426,
    1444, 1462, 1480, 1500, 1520, 1540, 1562, 1584, 1607, 1631, 1657, 1683, 1711, 1740, 1771, 1803,
    1838, 1875, 1914, 1957, 2003, 2053, 2109, 2171, 2241, 2322, 2417, 2531, 2676, 2873, 3180, 3872
};

static uint64_t mix(uint64_t x)
{
    x ^= x >> 30;
    x *= 0xbf58476d1ce4e5b9u;
    x ^= x >> 27;
    x *= 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

uint64_t sim_hash(uint64_t key, sim_purpose purpose, uint64_t a, uint64_t b)
{
    const uint64_t golden = 0x9e3779b97f4a7c15u;
    uint64_t x = mix(key + golden * ((uint64_t)purpose + 1));
    x = mix(x + golden * (a + 1));
    return mix(x + golden * (b + 1));
}

sim_random sim_random_open(uint64_t key, sim_purpose purpose, uint64_t a, uint64_t b)
{
    sim_random random;
    uint64_t x = sim_hash(key, purpose, a, b);
    for (int i = 0; i < 4; i++) {
        x += 0x9e3779b97f4a7c15u;
        random.s[i] = mix(x);
    }
    return random;
}

static uint64_t rotate(uint64_t x, int bits)
{
    return (x << bits) | (x >> (64 - bits));
}

uint64_t sim_random_next(sim_random *random)
{
    uint64_t *const s = random->s;
    const uint64_t result = rotate(s[1] * 5, 7) * 9;
    const uint64_t t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate(s[3], 45);
    return result;
}

uint32_t sim_below(sim_random *random, uint32_t n)
{
    assert(n >= 1);
    return (uint32_t)(((sim_random_next(random) >> 32) * n) >> 32);
}

int64_t sim_between(sim_random *random, int64_t low, int64_t high)
{
    assert(low <= high && high - low < (int64_t)UINT32_MAX);
    return low + (int64_t)sim_below(random, (uint32_t)(high - low) + 1);
}

bool sim_chance(sim_random *random, uint32_t per_million)
{
    return sim_below(random, SIM_MILLION) < per_million;
}

bool sim_chance_rare(sim_random *random, uint32_t per_billion)
{
    return sim_below(random, SIM_BILLION) < per_billion;
}

/* Number of binary digits of x. */
static uint32_t width_of(uint64_t x)
{
    uint32_t width = 0;
    for (; x != 0; x >>= 1) {
        width++;
    }
    return width;
}

/* An octave first, then a place in it: that is a density of 1/x without a logarithm. */
uint32_t sim_favourite(sim_random *random, uint32_t n)
{
    const uint32_t octave = sim_below(random, width_of(n));
    const uint32_t x = ((uint32_t)1 << octave) + sim_below(random, (uint32_t)1 << octave) - 1;
    return x < n ? x : sim_below(random, n);
}

int64_t sim_scale_free(sim_random *random, int64_t low, int64_t high)
{
    assert(low >= 1 && low <= high);
    const uint32_t octaves = width_of((uint64_t)(high / low));
    int64_t from = low << sim_below(random, octaves);
    const int64_t to = from * 2 - 1 < high ? from * 2 - 1 : high;
    from = from < to ? from : to;
    return sim_between(random, from, to);
}

int64_t sim_log_normal(sim_random *random, int64_t middle, unsigned rounds)
{
    for (unsigned i = 0; i < rounds; i++) {
        middle = middle * log_normal[sim_below(random, 128)] / 1024;
    }
    return middle;
}

uint32_t sim_weighted(sim_random *random, const uint16_t *weights, uint32_t count)
{
    uint32_t sum = 0;
    for (uint32_t i = 0; i < count; i++) {
        sum += weights[i];
    }
    uint32_t x = sim_below(random, sum);
    uint32_t i = 0;
    while (x >= weights[i]) {
        x -= weights[i++];
    }
    return i;
}
