#include "random_trees.h"
#include "story.h"

#include "score/score.h"

/* Belief under a trained model, recomputed from what the trees say of each event. */

enum { EVENTS = 40 };
static const double bit_life_s = 6.0 * 3600.0;
/* The time at which evidence is gone is kept in whole grains. */
#define GRAIN (2.1 * JAGA_EVIDENCE_GRAIN_S / bit_life_s)

typedef struct judged {
    jaga_event event;
    jaga_features features;
} judged;

static judged random_one(uint64_t *random, int64_t at_us)
{
    static const uint8_t types[] = { JAGA_TYPE_TRANSFER, JAGA_TYPE_LOGIN, JAGA_TYPE_PIN_RESET,
                                     JAGA_TYPE_SIM_CHANGE, JAGA_TYPE_PAYMENT };
    judged j = { .event = story_transfer("A", at_us, 1 + story_pick(random, 500000),
                                         JAGA_UNKNOWN_MINOR, "P", "D") };

    j.event.type = types[story_pick(random, sizeof types)];
    j.event.actor =
        (uint8_t)(story_chance(random, 85) ? JAGA_ACTOR_CUSTOMER : story_pick(random, 4));
    j.features = (jaga_features){ .events_seen = (double)story_pick(random, 50),
                                  .has_device = story_chance(random, 70),
                                  .device_is_known = story_chance(random, 60),
                                  .devices_known = (double)story_pick(random, 5),
                                  .has_payee = story_chance(random, 60),
                                  .payee_is_known = story_chance(random, 60),
                                  .suspicion = { (double)story_pick(random, 9),
                                                 (double)story_pick(random, 9),
                                                 (double)story_pick(random, 9) },
                                  .payee_suspicion_2d = (double)story_pick(random, 9),
                                  .is_customer_report = story_chance(random, 2) };
    return j;
}

/* What a file says of numbers, if its first trees pass them on: straight lines between points, and
 * beyond the last of them half a bit a unit. */
static bool says(const trees_file *file, const row_of_numbers row, double *bits)
{
    const double margin = (double)margin_by_hand(file, file->count, row);
    const trees_point *last = &file->points[file->point_count - 1];
    size_t i = 0;

    while (i + 2 < file->point_count && file->points[i + 1].margin < margin) {
        i++;
    }
    const trees_point *a = &file->points[i], *b = a + 1;
    const double share = fmax((margin - a->margin) / (b->margin - a->margin), 0.0);
    *bits = margin >= last->margin ? last->log2_odds + (margin - last->margin) / 2.0
                                   : a->log2_odds + share * (b->log2_odds - a->log2_odds);
    *bits -= file->prior;
    return file->stage_one == file->count || margin_by_hand(file, file->stage_one, row) > file->cut;
}

/* The numbers that the model reads: of a belief, what the ensemble below says is among them. */
static bool row_by_hand(const trees_file *file, const judged *j, row_of_numbers row)
{
    judged seen = *j;
    double bits = 0.0;

    seen.features.has_event_bits = false;
    seen.features.event_bits = 0.0;
    jaga_feature_row(&j->event, &seen.features, row);
    if (file->event == NULL) {
        return true;
    }
    seen.features.has_event_bits = says(file->event, row, &bits) ||
                                   seen.features.suspicion[2] > 3.0 ||
                                   seen.features.payee_suspicion_2d > 3.0;
    seen.features.event_bits = seen.features.has_event_bits ? bits : 0.0;
    jaga_feature_row(&j->event, &seen.features, row);
    return seen.features.has_event_bits;
}

static double model_bits(const trees_file *file, const judged *j)
{
    row_of_numbers row = { 0 };
    double bits;

    if (j->features.is_customer_report || !row_by_hand(file, j, row) || !says(file, row, &bits)) {
        return 0.0;
    }
    return bits < JAGA_EVIDENCE_LEAST_BITS ? 0.0 : fmin(bits, JAGA_MODEL_MOST_BITS);
}

static double report_bits(const judged *j)
{
    const jaga_signal *report = jaga_signal_find("customer-report");
    return report->bits * report->eval(&j->event, &j->features);
}

static double left_of(double bits, const judged *from, int64_t now_us)
{
    const double left = bits - (double)(now_us - from->event.ts_us) / 1e6 / bit_life_s;
    return bits > 0.0 && left > 0.0 ? left : 0.0;
}

static double raw_bits(const trees_file *file, const judged *list, int count, int64_t now_us)
{
    double by_model = 0.0, by_report = 0.0;

    for (int i = 0; i < count; i++) {
        by_model = fmax(by_model, left_of(model_bits(file, &list[i]), &list[i], now_us));
        by_report = fmax(by_report, left_of(report_bits(&list[i]), &list[i], now_us));
    }
    return fmin(JAGA_BELIEF_BASE_BITS + by_model + by_report, JAGA_BELIEF_MOST_BITS);
}

static void check_reasons(const score_basis *by, const jaga_account_cold *cold, const judged *j,
                          const score_result *result)
{
    jaga_evidence listed[JAGA_SIGNALS_MAX];
    const size_t count = score_explain(by, cold, &j->event, &j->features, result, listed);
    const jaga_signal *report = jaga_signal_find("customer-report");
    double sum = JAGA_BELIEF_BASE_BITS;

    for (size_t i = 0; i < count; i++) {
        const jaga_signal *said = jaga_signal_at(listed[i].signal);
        const bool weighs = listed[i].signal == JAGA_SIGNAL_MODEL || said == report;
        ck_assert(weighs ? listed[i].bits > 0.0 : listed[i].bits == 0.0);
        ck_assert(i == 0 || listed[i - 1].bits >= listed[i].bits);
        sum += listed[i].bits;
    }
    ck_assert_double_eq_tol(fmin(sum, JAGA_BELIEF_MOST_BITS), result->bits,
                            2 * JAGA_EVIDENCE_LEAST_BITS);
}

static double word_of(const jaga_evidence *listed, size_t count)
{
    double bits = 0.0;

    for (size_t i = 0; i < count; i++) {
        bits = listed[i].signal == JAGA_SIGNAL_MODEL ? listed[i].bits : bits;
    }
    return bits;
}

/* Belief besides some grounds: what the model says of this event without their parts. */
static void check_besides(const score_basis *by, const judged *j, const score_result *result,
                          const jaga_evidence *listed, size_t count,
                          const double part[JAGA_GROUND_COUNT], double scale, double believed)
{
    double report = 0.0, all = JAGA_BELIEF_BASE_BITS;

    for (size_t i = 0; i < count; i++) {
        report += listed[i].signal == by->report ? listed[i].bits : 0.0;
        all += listed[i].bits;
    }
    ck_assert_double_eq_tol(
        score_bits_besides(by, &j->event, &j->features, result, listed, count, 0), all, 1e-9);
    for (uint32_t grounds = 1; grounds < 1U << JAGA_GROUND_COUNT; grounds = grounds * 5 + 2) {
        double wants = believed;
        for (uint32_t g = 0; g < JAGA_GROUND_COUNT; g++) {
            wants -= (grounds >> g & 1) != 0 ? fmax(part[g] * scale, 0.0) : 0.0;
        }
        wants = JAGA_BELIEF_BASE_BITS + fmax(wants, 0.0) +
                ((grounds >> JAGA_GROUND_REPORT & 1) != 0 ? 0.0 : report);
        ck_assert_double_eq_tol(score_bits_besides(by, &j->event, &j->features, result, listed,
                                                   count, grounds | 1U << JAGA_SIGNAL_MODEL),
                                wants, 1e-6 * (1.0 + scale));
    }
}

/* Parts of the margin by ground, walked node by node; all of them make the event's evidence. */
static double check_grounds(const score_basis *by, const trees_file *file,
                            const jaga_account_cold *cold, const judged *j,
                            const score_result *result)
{
    jaga_evidence listed[JAGA_SIGNALS_MAX];
    jaga_reason reasons[JAGA_REASONS_MOST];
    const size_t evidence = score_explain(by, cold, &j->event, &j->features, result, listed);
    const size_t count =
        score_reasons(by, &j->event, &j->features, result, listed, evidence, reasons);
    double part[JAGA_GROUND_COUNT] = { 0.0 }, all = 0.0, told = 0.0;
    row_of_numbers row = { 0 };

    (void)row_by_hand(file, j, row);
    for (size_t t = 0; t < file->count; t++) {
        const trees_node *at = &file->trees[t].nodes[0];
        while (at->feature >= 0) {
            const trees_node *next = next_node(&file->trees[t], at, row);
            part[jaga_ground_of_feature((size_t)at->feature)] +=
                (double)next->value - (double)at->value;
            at = next;
        }
    }
    for (size_t g = 0; g < JAGA_GROUND_COUNT; g++) {
        all += part[g];
    }
    const double earlier = word_of(listed, evidence) - model_bits(file, j);
    if (earlier >= JAGA_EVIDENCE_LEAST_BITS) { /* this event's word is not what counts */
        ck_assert_uint_eq(count, 0);
        return 0.0;
    }
    if (model_bits(file, j) <= 0.0 || all <= 0.0) {
        ck_assert_uint_eq(count, 0);
        return 0.0;
    }
    const double believed = fmin(model_bits(file, j), JAGA_MODEL_MOST_BITS);
    const double scale = believed / all;
    check_besides(by, j, result, listed, evidence, part, scale, believed);
    for (size_t i = 0; i < count; i++) {
        ck_assert_double_eq_tol(reasons[i].bits, part[reasons[i].ground] * scale,
                                1e-6 * (1.0 + scale));
        ck_assert(i == 0 || reasons[i].bits <= reasons[i - 1].bits);
        told += reasons[i].bits;
        part[reasons[i].ground] = 0.0;
    }
    for (size_t g = 0; g < JAGA_GROUND_COUNT; g++) { /* none that is left out is heavier */
        ck_assert(part[g] * scale < (count == JAGA_REASONS_MOST ? reasons[count - 1].bits
                                                                : JAGA_EVIDENCE_LEAST_BITS) +
                                        1e-6 * (1.0 + scale));
    }
    return told;
}

/* Every second one stands on another. */
static trees_file random_model(arena *memory, uint64_t *seed, int round, trees **out)
{
    trees_file file = random_trees(memory, seed, 1 + below(seed, 30), jaga_feature_count(), 6);

    if (round % 2 == 1) {
        file.event = arena_take(memory, sizeof *file.event);
        ck_assert_ptr_nonnull(file.event);
        *file.event = random_trees(memory, seed, 1 + below(seed, 30), jaga_feature_count(), 6);
    }
    ck_assert_int_eq(trees_compile(&file, memory, out, &why), JAGA_OK);
    return file;
}

START_TEST(belief_is_the_base_and_what_is_left_of_the_models_largest_word)
{
    uint64_t seed = 31, random = 32;
    weights made;
    int spoke[2] = { 0, 0 }, told[2] = { 0, 0 };

    weights_by_hand(&made);
    for (int round = 0; round < 200; round++) {
        arena *memory = new_arena(64 << 20);
        trees *model = NULL;
        const trees_file file = random_model(memory, &seed, round, &model);
        const score_basis by = score_basis_of(&made, model);
        jaga_account_hot hot = { .key_low = 1 };
        jaga_account_cold cold = { 0 };
        judged list[EVENTS];
        int64_t at_us = STORY_START;
        for (int i = 0; i < EVENTS; i++) {
            score_result result;
            list[i] = random_one(&random, at_us += story_pick(&random, 8 * STORY_HOUR));
            score_event(&by, &hot, &cold, &list[i].event, &list[i].features, &result);
            ck_assert_double_eq_tol(result.bits, raw_bits(&file, list, i + 1, at_us), GRAIN);
            const bool speaks = model_bits(&file, &list[i]) + report_bits(&list[i]) > 0.0;
            ck_assert_int_eq(result.has_fresh, speaks);
            spoke[round % 2] += model_bits(&file, &list[i]) > 0.0;
            check_reasons(&by, &cold, &list[i], &result);
            told[round % 2] += check_grounds(&by, &file, &cold, &list[i], &result) > 0.0;
        }
        arena_close(memory);
    }
    for (int i = 0; i < 2; i++) {
        ck_assert_int_gt(spoke[i], 200);
        ck_assert_int_gt(told[i], 100);
    }
}
END_TEST

/* Signals see the same with a model as without, so that switching one off finds them as they were.
 */
START_TEST(signals_remember_what_they_would_without_a_model)
{
    uint64_t seed = 33, random = 34;
    arena *memory = new_arena(64 << 20);
    const trees_file file = random_trees(memory, &seed, 20, jaga_feature_count(), 6);
    trees *model = NULL;
    weights made;
    jaga_account_hot hot = { .key_low = 1 }, other_hot = hot;
    jaga_account_cold cold = { 0 }, other_cold = { 0 };
    int64_t at_us = STORY_START;

    weights_by_hand(&made);
    ck_assert_int_eq(trees_compile(&file, memory, &model, &why), JAGA_OK);
    const score_basis with = score_basis_of(&made, model), without = score_basis_of(&made, NULL);
    for (int i = 0; i < 500; i++) {
        judged j = random_one(&random, at_us += story_pick(&random, 8 * STORY_HOUR));
        score_result a, b;
        score_event(&with, &hot, &cold, &j.event, &j.features, &a);
        score_event(&without, &other_hot, &other_cold, &j.event, &j.features, &b);
        for (size_t s = 0; s < jaga_signal_count(); s++) {
            ck_assert_double_eq(a.strength[s], b.strength[s]);
        }
    }
    score_result back;
    judged last = random_one(&random, at_us + STORY_HOUR);
    score_event(&without, &hot, &cold, &last.event, &last.features, &back);
    score_result plain;
    score_event(&without, &other_hot, &other_cold, &last.event, &last.features, &plain);
    ck_assert_double_eq(back.bits, plain.bits);
    arena_close(memory);
}
END_TEST

/* A switch between signals and a model does not bring back what was cleared. */
START_TEST(what_an_alarm_rested_on_is_known_with_and_without_a_model)
{
    uint64_t seed = 35;
    arena *memory = new_arena(64 << 20);
    const trees_file file = random_trees(memory, &seed, 5, jaga_feature_count(), 3);
    const uint32_t device = 0; /* new-device: the first of the table */
    const jaga_reason reasons[] = { { JAGA_GROUND_DEVICE, device, 4.0 },
                                    { JAGA_GROUND_PAYEE, JAGA_SIGNAL_NONE, 2.0 } };
    const jaga_evidence listed[] = { { .signal = device, .bits = 4.0 } };
    const judged j = { .event = story_transfer("A", STORY_START, 1, 1, "P", "D") };
    const score_result quiet = { .bits = 0.0 };
    trees *model = NULL;
    weights made;

    weights_by_hand(&made);
    ck_assert_int_eq(trees_compile(&file, memory, &model, &why), JAGA_OK);
    const score_basis with = score_basis_of(&made, model), without = score_basis_of(&made, NULL);
    const uint32_t by_signal = score_kinds(&without, listed, 1, NULL, 0);
    const uint32_t by_ground = score_kinds(&with, listed, 1, reasons, 2);
    ck_assert_uint_eq(by_signal, 1U << device);
    ck_assert_uint_eq(by_ground,
                      1U << JAGA_SIGNAL_MODEL | 1U << JAGA_GROUND_DEVICE | 1U << JAGA_GROUND_PAYEE);
    const uint32_t all[] = { 0, by_signal, by_ground };
    for (size_t i = 0; i < 3; i++) {
        ck_assert_double_eq(
            score_bits_besides(&without, &j.event, &j.features, &quiet, listed, 1, all[i]),
            i == 0 ? -6.0 : -10.0);
    }
    arena_close(memory);
}
END_TEST

UNIT_MAIN("score_model", belief_is_the_base_and_what_is_left_of_the_models_largest_word,
          signals_remember_what_they_would_without_a_model,
          what_an_alarm_rested_on_is_known_with_and_without_a_model)
