#include "model/ranking.h"

#include <stdlib.h>

static const double false_share = 0.001;

static int by_score(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    return x->score > y->score ? -1 : x->score < y->score;
}

void ranking_of(ranked *rows, size_t count, ranking *out)
{
    double all[2] = { 0.0, 0.0 }, above[2] = { 0.0, 0.0 }; /* honest, thefts */

    *out = (ranking){ -1.0, -1.0, -1.0 };
    qsort(rows, count, sizeof *rows, by_score);
    for (size_t i = 0; i < count; i++) {
        all[rows[i].is_theft] += rows[i].weight;
    }
    if (all[0] <= 0.0 || all[1] <= 0.0) {
        return;
    }
    double area = 0.0, ap = 0.0, recall = 0.0;
    for (size_t i = 0; i < count;) {
        double step[2] = { 0.0, 0.0 };
        const double score = rows[i].score;
        for (; i < count && rows[i].score == score; i++) {
            step[rows[i].is_theft] += rows[i].weight;
        }
        area += step[0] * (above[1] + step[1] / 2.0);
        above[0] += step[0];
        above[1] += step[1];
        ap += step[1] / all[1] * (above[1] / (above[0] + above[1]));
        recall = above[0] <= all[0] * false_share ? above[1] / all[1] : recall;
    }
    *out = (ranking){ area / (all[0] * all[1]), ap, recall };
}
