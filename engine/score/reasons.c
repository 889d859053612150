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

/* Path attributions in bits: times this. 0: less than is expected of every row, so that its parts
 * are no parts of evidence. */
static double scale_of(const shares *margin, const score_result *from)
{
    const double believed = from->strength[JAGA_SIGNAL_MODEL] * JAGA_MODEL_MOST_BITS;

    return margin->all > 0.0 ? believed / margin->all : 0.0;
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
    size_t count = 0;

    if (by->model == NULL || from->strength[JAGA_SIGNAL_MODEL] <= 0.0) {
        return 0;
    }
    for (size_t i = 0; i < listed_count; i++) {
        const double believed = from->strength[JAGA_SIGNAL_MODEL] * JAGA_MODEL_MOST_BITS;
        if (listed[i].signal == JAGA_SIGNAL_MODEL &&
            listed[i].bits - believed >= JAGA_EVIDENCE_LEAST_BITS) {
            return 0; /* what it said of an earlier event counts */
        }
    }
    const shares margin = share_out(by->model, event, features);
    const double scale = scale_of(&margin, from);
    for (jaga_ground ground = 0; ground < JAGA_GROUND_COUNT; ground++) {
        const jaga_reason reason = { .ground = ground,
                                     .signal = heaviest_signal(listed, listed_count, ground),
                                     .bits = margin.of[ground] * scale };
        if (reason.bits >= JAGA_EVIDENCE_LEAST_BITS) {
            count = insert(out, count, reason);
        }
    }
    return count;
}

/* ---- what an alarm rested on ----------------------------------------------------------------- */

static const uint32_t of_grounds = UINT32_C(1) << JAGA_SIGNAL_MODEL;
_Static_assert((int)JAGA_GROUND_COUNT < (int)JAGA_SIGNAL_MODEL, "a bit for each, and one to tell");

static bool has(uint32_t kinds, uint32_t kind)
{
    return (kinds >> kind & 1U) != 0;
}

uint32_t score_kinds(const score_basis *by, const jaga_evidence *listed, size_t listed_count,
                     const jaga_reason *reasons, size_t reason_count)
{
    uint32_t kinds = by->model != NULL ? of_grounds : 0;

    for (size_t i = 0; i < listed_count && by->model == NULL; i++) {
        kinds |= UINT32_C(1) << listed[i].signal;
    }
    for (size_t i = 0; i < listed_count && by->model != NULL; i++) {
        kinds |= listed[i].signal == by->report ? UINT32_C(1) << JAGA_GROUND_REPORT : 0;
    }
    for (size_t i = 0; i < reason_count; i++) {
        kinds |= UINT32_C(1) << reasons[i].ground;
    }
    return kinds;
}

static uint32_t grounds_of(uint32_t kinds)
{
    uint32_t grounds = kinds & ~of_grounds;

    if (!has(kinds, JAGA_SIGNAL_MODEL)) {
        grounds = 0;
        for (size_t i = 0; i < jaga_signal_count(); i++) {
            grounds |= has(kinds, (uint32_t)i) ? UINT32_C(1) << jaga_ground_of_signal(i) : 0;
        }
    }
    return grounds;
}

static bool is_set_aside(uint32_t kinds, uint32_t signal)
{
    return has(kinds, JAGA_SIGNAL_MODEL) ? has(kinds, jaga_ground_of_signal(signal))
                                         : has(kinds, signal);
}

/* What the model says of this event, but for what it says because of those grounds. */
static double model_besides(const score_basis *by, const jaga_event *event,
                            const jaga_features *features, const score_result *from,
                            uint32_t grounds)
{
    const shares margin = share_out(by->model, event, features);
    double bits = from->strength[JAGA_SIGNAL_MODEL] * JAGA_MODEL_MOST_BITS;

    for (jaga_ground ground = 0; ground < JAGA_GROUND_COUNT; ground++) {
        const double part = margin.of[ground] * scale_of(&margin, from);
        bits -= has(grounds, ground) && part > 0.0 ? part : 0.0;
    }
    return bits > 0.0 ? bits : 0.0;
}

double score_bits_besides(const score_basis *by, const jaga_event *event,
                          const jaga_features *features, const score_result *from,
                          const jaga_evidence *listed, size_t listed_count, uint32_t kinds)
{
    double bits = JAGA_BELIEF_BASE_BITS;

    for (size_t i = 0; i < listed_count; i++) {
        const bool is_model = listed[i].signal == JAGA_SIGNAL_MODEL;
        if (is_model && kinds != 0) {
            bits += model_besides(by, event, features, from, grounds_of(kinds));
        } else if (is_model || !is_set_aside(kinds, listed[i].signal)) {
            bits += listed[i].bits;
        }
    }
    return bits;
}
