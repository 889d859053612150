#ifndef JAGA_MODEL_SUPERVISE_H
#define JAGA_MODEL_SUPERVISE_H

#include "model/boost.h"
#include "model/calibrate.h"
#include "model/figures.h"
#include "model/ranking.h"
#include "model/sample.h"
#include "model/stage.h"

/* From a sample to trees with all that serving them needs.
 *
 * 1. Which rows of the spans are the thief's (spans.h). A belief is about the account, not the
 *    event: to it all of them are.
 * 2. Trees grown on the earlier SUPERVISE_EARLIER of the thefts, judged on what came later: how
 *    many trees are worth having, whether a beginning is better than none, the calibration, and the
 *    figures of the card come from there.
 * 3. That many trees grown on everything: these are the model. The calibration is the earlier
 *    trees', which saw the later rows for the first time.
 * 4. The cut after the first trees, below which the others are not asked: chosen on the later rows
 *    so that it forwards SUPERVISE_FORWARDED of the events, and more if that is what it takes to
 *    keep all but one in a thousand of the top SUPERVISE_TOP and of all rows worth
 *    SUPERVISE_WORD_BITS of evidence, half of what an alert takes. How many are the first ones: as
 * many as make the mean event cost the fewest trees. */
#define SUPERVISE_EARLIER   0.7
#define SUPERVISE_FORWARDED 0.01
#define SUPERVISE_TOP       0.005
#define SUPERVISE_WORD_BITS 3.0

enum { SUPERVISE_THEFTS_LEAST = 20 };

/* An ensemble that says whose hands an event shows, one of the kind that stands below a belief
 * (its cut keeps all that is worth anything at all), or a belief: whose hands the account is in. A
 * theft of many rows weighs as the root of their number, or a slow one would outweigh all others.
 */
typedef enum supervise_kind { SUPERVISE_EVENT, SUPERVISE_BELOW, SUPERVISE_BELIEF } supervise_kind;

typedef struct supervised {
    boost *trees;                       /* boost_close */
    const struct trees_file *beginning; /* that it stands on; NULL: none, or none was better */
    int rounds;                         /* trees, those of the beginning counted */
    int stage_trees;
    stage_choice stage;
    calibration_point points[CALIBRATION_POINTS_MOST];
    size_t point_count;
    double prior;     /* log2 odds of theft among the rows that the points were made on */
    int64_t later_us; /* what is judged on begins here */
    size_t thefts, later_thefts;
    figure auc, ap, recall_at_0_1; /* on the later rows, by the earlier trees */
    /* The later rows, for judging another model by: places in the sample, and the probability of
     * each row of it being the thief's. Live in the arena. */
    size_t *later;
    size_t later_count;
    double *is_thief;
    double *importance; /* of each row in growing */
} supervised;

/* `from` is sorted (sample_sort). names, monotone: of the columns, as boost_plan has them.
 * beginning: an ensemble grown elsewhere, to go on from if that is better; NULL: none.
 * JAGA_ERR_FORMAT when there are fewer than SUPERVISE_THEFTS_LEAST thefts, no honest row, or
 * nothing that tells them apart. Close out->trees in any case. */
JAGA_USE_RESULT jaga_status supervise(const sample *from, supervise_kind kind, const char **names,
                                      const signed char *monotone,
                                      const struct trees_file *beginning, arena *memory,
                                      supervised *out, jaga_error *err);

/* As many trees as out->trees for each half of the accounts, grown on the other half: what they say
 * of an account they never saw. Close both in any case. */
JAGA_USE_RESULT jaga_status supervise_halves(const sample *from, const supervised *by,
                                             const char **names, const signed char *monotone,
                                             arena *memory, boost *halves[2], jaga_error *err);

/* Average precision on the later rows of other margins, one per later row. */
JAGA_USE_RESULT jaga_status supervise_judge(const sample *from, const supervised *by,
                                            const float *margins, arena *memory, double *ap,
                                            jaga_error *err);

#endif
