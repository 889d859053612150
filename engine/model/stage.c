#include "model/stage.h"

#include <math.h>
#include <stdlib.h>

static int by_margin_down(const void *a, const void *b)
{
    const staged *x = a, *y = b;
    return x->margin > y->margin ? -1 : x->margin < y->margin;
}

static int by_partial_down(const void *a, const void *b)
{
    const staged *x = a, *y = b;
    return x->partial > y->partial ? -1 : x->partial < y->partial;
}

static size_t top_of(const staged *rows, size_t count, double share)
{
    double all = 0.0, taken = 0.0;
    size_t i = 0;

    for (size_t k = 0; k < count; k++) {
        all += rows[k].weight;
    }
    while (i < count && taken < share * all) {
        taken += rows[i++].weight;
    }
    return i;
}

static double share_above(const staged *rows, size_t count, float cut)
{
    double all = 0.0, above = 0.0;

    for (size_t i = 0; i < count; i++) {
        all += rows[i].weight;
        above += rows[i].partial > cut ? rows[i].weight : 0.0;
    }
    return all > 0.0 ? above / all : 1.0;
}

/* How many of the rows, largest margins first, reach it. */
static size_t reaching(const staged *rows, size_t count, float least)
{
    size_t i = 0;

    while (i < count && rows[i].margin >= least) {
        i++;
    }
    return i;
}

stage_choice stage_choose(staged *rows, size_t count, double quota, double top, float least)
{
    qsort(rows, count, sizeof *rows, by_partial_down);
    const size_t wanted = top_of(rows, count, quota);
    const float by_quota = rows[wanted < count ? wanted : count - 1].partial;
    qsort(rows, count, sizeof *rows, by_margin_down);
    const size_t by_share = top_of(rows, count, top), by_margin = reaching(rows, count, least);
    const size_t best = by_share > by_margin ? by_share : by_margin;
    qsort(rows, best, sizeof *rows, by_partial_down);
    const size_t keep = top_of(rows, best, STAGE_KEPT_LEAST);
    const float by_top = rows[keep > 0 ? keep - 1 : 0].partial;
    const float cut = nextafterf(by_quota < by_top ? by_quota : by_top, -HUGE_VALF);
    return (stage_choice){ cut, share_above(rows, count, cut), share_above(rows, best, cut) };
}
