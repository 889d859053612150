#include "model/supervise.h"
#include "unit.h"

#include "base/hash.h"
#include "model/spans.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { WIDTH = 4 };
static const char *names[WIDTH] = { "a", "b", "c", "d" };
static const signed char monotone[WIDTH] = { 0, 0, 0, 0 };
static arena *memory;
static jaga_error why;

static double even(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (double)(*state >> 11) * 0x1p-53;
}

static void opened(sample *self)
{
    ck_assert_int_eq(arena_open((size_t)4 << 30, &memory, NULL), JAGA_OK);
    ck_assert_int_eq(sample_open(self, WIDTH, memory, &why), JAGA_OK);
}

/* A thief's row has a large first and a small second number; the others tell nothing. */
static void add(sample *self, uint64_t i, sample_kind kind, uint32_t theft, bool is_thiefs,
                uint64_t *state)
{
    const double shift = is_thiefs ? 2.0 : 0.0;
    const float numbers[WIDTH] = { (float)(even(state) * 3.0 + shift),
                                   (float)(even(state) * 3.0 - shift), (float)even(state),
                                   (float)even(state) };
    const uint64_t account = kind == SAMPLE_SPAN ? theft + 100000 : i;
    const sample_row row = { .key = hash_bytes64(&i, sizeof i, 0),
                             .group = hash_bytes64(&account, sizeof account, 1),
                             .ts_us = (int64_t)i,
                             .theft = theft,
                             .kind = kind,
                             .counts = 1.0f };

    ck_assert_int_eq(sample_add(self, &row, numbers, &why), JAGA_OK);
}

/* `rest` honest rows; every 40th a theft of its own. */
static void plain_world(sample *self, uint64_t count)
{
    uint64_t state = 5;

    opened(self);
    for (uint64_t i = 0; i < count; i++) {
        const bool is_theft = i % 40 == 0;
        add(self, i, is_theft ? SAMPLE_THEFT : SAMPLE_REST, (uint32_t)i, is_theft, &state);
    }
    ck_assert_int_eq(sample_sort(self, memory, &why), JAGA_OK);
}

START_TEST(thefts_that_differ_are_found_and_the_cut_keeps_the_top)
{
    sample self;
    supervised out;

    plain_world(&self, 8000);
    ck_assert_msg(supervise(&self, SUPERVISE_EVENT, names, monotone, NULL, memory, &out, &why) ==
                      JAGA_OK,
                  "%s", why.text);
    ck_assert_uint_eq(out.thefts, 200);
    ck_assert_uint_eq(out.later_thefts, 60);
    ck_assert(out.auc.value > 0.95 && out.ap.value > 0.7);
    ck_assert(out.ap.low <= out.ap.value && out.ap.value <= out.ap.high);
    ck_assert(out.ap.low < out.ap.high);
    ck_assert(out.stage.kept >= STAGE_KEPT_LEAST);
    ck_assert(out.stage.forwarded >= 0.9 * SUPERVISE_FORWARDED && out.stage.forwarded <= 1.0);
    boost_close(out.trees);
    arena_close(memory);
}
END_TEST

START_TEST(the_same_rows_give_the_same_bytes)
{
    char *first = NULL;
    size_t first_length = 0;

    for (int round = 0; round < 2; round++) {
        sample self;
        supervised out;
        const char *json;
        size_t length;
        plain_world(&self, 4000);
        ck_assert_int_eq(
            supervise(&self, SUPERVISE_EVENT, names, monotone, NULL, memory, &out, &why), JAGA_OK);
        ck_assert_int_eq(boost_json(out.trees, &json, &length, &why), JAGA_OK);
        if (round == 0) {
            first = malloc(length);
            ck_assert_ptr_nonnull(first);
            memcpy(first, json, length);
            first_length = length;
        } else {
            ck_assert_uint_eq(length, first_length);
            ck_assert_int_eq(memcmp(json, first, length), 0);
        }
        boost_close(out.trees);
        arena_close(memory);
    }
    free(first);
}
END_TEST

/* Labels that tell nothing must give figures that say so. */
START_TEST(labels_drawn_by_lot_are_worth_what_lots_are)
{
    uint64_t state = 9;
    sample self;
    supervised out;

    opened(&self);
    for (uint64_t i = 0; i < 8000; i++) {
        add(&self, i, i % 40 == 0 ? SAMPLE_THEFT : SAMPLE_REST, (uint32_t)i, false, &state);
    }
    ck_assert_int_eq(sample_sort(&self, memory, &why), JAGA_OK);
    const jaga_status status =
        supervise(&self, SUPERVISE_EVENT, names, monotone, NULL, memory, &out, &why);
    ck_assert(status == JAGA_OK || status == JAGA_ERR_FORMAT);
    if (status == JAGA_OK) {
        ck_assert_double_eq_tol(out.ap.value, 0.025, 0.03);
        ck_assert_double_eq_tol(out.auc.value, 0.5, 0.12);
    }
    boost_close(out.trees);
    arena_close(memory);
}
END_TEST

/* Spans of ten rows, three of them the owner's: trees must say which. */
START_TEST(rows_of_a_span_are_given_back_to_whom_they_belong)
{
    static bool is_thiefs[4000];
    static double is_thief[8000];
    const boost_plan plan = { .depth = 3,
                              .rate = 0.1,
                              .row_share = 1.0,
                              .column_share = 1.0,
                              .least_weight = 1.0,
                              .draw_to_zero = 1.0,
                              .names = names,
                              .monotone = monotone };
    uint64_t state = 13;
    sample self;

    opened(&self);
    for (uint64_t i = 0; i < 8000; i++) {
        const bool in_span = i < 2000;
        const bool robbed = in_span && i % 10 < 7;
        if (in_span) {
            is_thiefs[i] = robbed;
        }
        add(&self, i, in_span ? SAMPLE_SPAN : SAMPLE_REST, (uint32_t)(i / 10), robbed, &state);
    }
    ck_assert_int_eq(sample_sort(&self, memory, &why), JAGA_OK);
    ck_assert_int_eq(spans_untangle(&self, &plan, memory, is_thief, &why), JAGA_OK);
    double sum[2] = { 0.0, 0.0 }, rows[2] = { 0.0, 0.0 };
    for (size_t i = 0; i < self.count; i++) {
        const size_t place = (size_t)self.rows[i].ts_us;
        if (self.rows[i].kind == SAMPLE_SPAN) {
            sum[is_thiefs[place]] += is_thief[i];
            rows[is_thiefs[place]] += 1.0;
        } else {
            ck_assert_double_eq(is_thief[i], 0.0);
        }
    }
    ck_assert(sum[1] / rows[1] > 0.85);
    ck_assert(sum[0] / rows[0] < 0.3);
    arena_close(memory);
}
END_TEST

/* Thefts of two sizes: a few of a hundred rows do not outweigh the many of two. */
START_TEST(a_span_weighs_as_the_root_of_its_rows_and_all_of_it_counts)
{
    uint64_t state = 19;
    sample self;
    supervised out;
    double weight[2000] = { 0.0 };
    size_t rows[2000] = { 0 };

    opened(&self);
    for (uint64_t i = 0; i < 16000; i++) {
        const uint32_t theft = (uint32_t)(i / 160);
        const uint64_t size = theft % 10 == 0 ? 100 : 2;
        const bool in_span = i % 160 < size;
        add(&self, i, in_span ? SAMPLE_SPAN : SAMPLE_REST, theft, in_span && i % 2 == 0, &state);
    }
    ck_assert_int_eq(sample_sort(&self, memory, &why), JAGA_OK);
    ck_assert_msg(supervise(&self, SUPERVISE_BELIEF, names, monotone, NULL, memory, &out, &why) ==
                      JAGA_OK,
                  "%s", why.text);
    for (size_t i = 0; i < self.count; i++) {
        const bool in_span = self.rows[i].kind == SAMPLE_SPAN;
        ck_assert_double_eq(out.is_thief[i], in_span ? 1.0 : 0.0);
        weight[self.rows[i].theft] += in_span ? out.importance[i] : 0.0;
        rows[self.rows[i].theft] += in_span;
        ck_assert(in_span || out.importance[i] == 1.0);
    }
    for (size_t theft = 0; theft < 100; theft++) {
        ck_assert_double_eq_tol(weight[theft], 3.0 * sqrt((double)rows[theft]), 1e-9);
    }
    boost_close(out.trees);
    arena_close(memory);
}
END_TEST

/* A row stands for as many as its label counts, a span's rows together as their label. */
START_TEST(a_label_weighs_what_it_counts)
{
    uint64_t state = 23;
    sample self;
    supervised out;

    opened(&self);
    for (uint64_t i = 0; i < 16000; i++) {
        const uint32_t theft = (uint32_t)(i / 160);
        const bool in_span = i % 160 < 4;
        add(&self, i, in_span ? SAMPLE_SPAN : SAMPLE_REST, theft, in_span, &state);
        self.rows[self.count - 1].counts = theft % 2 == 0 ? 0.25f : 1.0f;
    }
    ck_assert_int_eq(sample_sort(&self, memory, &why), JAGA_OK);
    ck_assert_msg(supervise(&self, SUPERVISE_BELIEF, names, monotone, NULL, memory, &out, &why) ==
                      JAGA_OK,
                  "%s", why.text);
    for (size_t i = 0; i < self.count; i++) {
        const double label = self.rows[i].theft % 2 == 0 ? 0.25 : 1.0;
        ck_assert_double_eq(out.importance[i],
                            self.rows[i].kind == SAMPLE_SPAN ? 1.5 * label : 1.0);
    }
    boost_close(out.trees);
    arena_close(memory);
}
END_TEST

static void by_label(const sample *from, supervised *by)
{
    static double is_thief[4000], importance[4000];

    for (size_t i = 0; i < from->count; i++) {
        is_thief[i] = from->rows[i].kind == SAMPLE_THEFT ? 1.0 : 0.0;
        importance[i] = 1.0;
    }
    *by = (supervised){ .rounds = 200, .is_thief = is_thief, .importance = importance };
}

/* Labels drawn by lot: what was grown on a row knows its label by heart, and what never saw it does
 * not. */
START_TEST(a_half_is_asked_about_accounts_it_never_saw)
{
    static float margins[4000];
    uint64_t state = 29;
    sample self;
    supervised by;
    boost *halves[2];

    opened(&self);
    for (uint64_t i = 0; i < 4000; i++) {
        add(&self, i, even(&state) < 0.2 ? SAMPLE_THEFT : SAMPLE_REST, (uint32_t)i, false, &state);
    }
    ck_assert_int_eq(sample_sort(&self, memory, &why), JAGA_OK);
    by_label(&self, &by);
    ck_assert_int_eq(supervise_halves(&self, &by, names, monotone, memory, halves, &why), JAGA_OK);
    for (unsigned half = 0; half < 2; half++) {
        double sum[2][2] = { { 0.0 } }, rows[2][2] = { { 0.0 } };
        const boost_rows rows_asked = { self.numbers, self.count, WIDTH, NULL, NULL };
        ck_assert_int_eq(boost_margins(halves[half], &rows_asked, by.rounds, margins, &why),
                         JAGA_OK);
        for (size_t i = 0; i < self.count; i++) {
            const bool is_asked = sample_half(self.rows[i].group) == half;
            const bool is_theft = self.rows[i].kind == SAMPLE_THEFT;
            sum[is_asked][is_theft] += (double)margins[i];
            rows[is_asked][is_theft] += 1.0;
        }
        const double seen = sum[0][1] / rows[0][1] - sum[0][0] / rows[0][0];
        const double asked = sum[1][1] / rows[1][1] - sum[1][0] / rows[1][0];
        ck_assert(seen > 0.3);
        ck_assert(fabs(asked) < seen / 4.0);
        boost_close(halves[half]);
    }
    arena_close(memory);
}
END_TEST

static void is_refused(sample *self, const char *words)
{
    supervised out;

    ck_assert_int_eq(sample_sort(self, memory, &why), JAGA_OK);
    ck_assert_int_eq(supervise(self, SUPERVISE_EVENT, names, monotone, NULL, memory, &out, &why),
                     JAGA_ERR_FORMAT);
    ck_assert_msg(strstr(why.text, words) != NULL, "%s", why.text);
    boost_close(out.trees);
    arena_close(memory);
}

START_TEST(too_few_thefts_or_nothing_but_thefts_are_refused)
{
    uint64_t state = 1;

    for (uint64_t thefts = 0; thefts < 3; thefts++) {
        sample self;
        opened(&self);
        for (uint64_t i = 0; i < 100; i++) {
            add(&self, i, i < thefts ? SAMPLE_THEFT : SAMPLE_REST, (uint32_t)i, i < thefts, &state);
        }
        char words[64];
        (void)snprintf(words, sizeof words, "speak of %d thefts in this period", (int)thefts);
        is_refused(&self, words);
    }
    sample self;
    opened(&self);
    for (uint64_t i = 0; i < 100; i++) {
        add(&self, i, SAMPLE_THEFT, (uint32_t)i, true, &state);
    }
    is_refused(&self, "no event in this period that the labels leave to the owner");
}
END_TEST

UNIT_MAIN("supervise", thefts_that_differ_are_found_and_the_cut_keeps_the_top,
          the_same_rows_give_the_same_bytes, labels_drawn_by_lot_are_worth_what_lots_are,
          rows_of_a_span_are_given_back_to_whom_they_belong,
          a_span_weighs_as_the_root_of_its_rows_and_all_of_it_counts, a_label_weighs_what_it_counts,
          a_half_is_asked_about_accounts_it_never_saw,
          too_few_thefts_or_nothing_but_thefts_are_refused)
