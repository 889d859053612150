/* What a model's word rests on. */
#include "jaga/feature.h"
#include "score/score.h"

#include <string.h>

typedef struct shares {
    double of[JAGA_GROUND_COUNT]; /* parts of the margin */
    double all;
} shares;

static shares share_out(const trees *model, const jaga_event *event, const jaga_features *features)
{
    float row[JAGA_MODEL_FEATURES_MAX];
    double by_feature[JAGA_MODEL_FEATURES_MAX];
    shares out = { .all = 0.0 };

    jaga_feature_row(event, features, row);
    (void)trees_explain(model, row, by_feature);
    for (size_t i = 0; i < jaga_feature_count(); i++) {
        out.of[jaga_ground_of_feature(i)] += by_feature[i];
        out.all += by_feature[i];
    }
    return out;
}

/* `listed` stands in the order of what signals would be worth. */
static uint32_t heaviest_signal(const jaga_evidence *listed, size_t count, jaga_ground ground)
{
    for (size_t i = 0; i < count; i++) {
        const uint32_t signal = listed[i].signal;
        if (signal != JAGA_SIGNAL_MODEL && jaga_ground_of_signal(signal) == ground) {
            return signal;
        }
    }
    return JAGA_SIGNAL_NONE;
}

static size_t insert(jaga_reason list[JAGA_REASONS_MOST], size_t count, jaga_reason item)
{
    const size_t after = count < JAGA_REASONS_MOST ? count + 1 : count;
    size_t at = count;

    while (at > 0 && list[at - 1].bits < item.bits) {
        at--;
    }
    if (at < JAGA_REASONS_MOST) {
        memmove(&list[at + 1], &list[at], (after - at - 1) * sizeof *list);
        list[at] = item;
    }
    return after;
}

size_t score_reasons(const score_basis *by, const jaga_event *event, const jaga_features *features,
                     const score_result *from, const jaga_evidence *listed, size_t listed_count,
                     jaga_reason out[JAGA_REASONS_MOST])
{
    const double believed = from->strength[JAGA_SIGNAL_MODEL] * SCORE_MODEL_MOST_BITS;
    size_t count = 0;

    if (by->model == NULL || believed <= 0.0) {
        return 0;
    }
    const shares margin = share_out(by->model, event, features);
    if (margin.all <= 0.0) {
        return 0; /* less than is expected of every row: its parts are no parts of evidence */
    }
    for (jaga_ground ground = 0; ground < JAGA_GROUND_COUNT; ground++) {
        const jaga_reason reason = { .ground = ground,
                                     .signal = heaviest_signal(listed, listed_count, ground),
                                     .bits = margin.of[ground] / margin.all * believed };
        if (reason.bits >= JAGA_EVIDENCE_LEAST_BITS) {
            count = insert(out, count, reason);
        }
    }
    return count;
}
