#ifndef JAGA_MODEL_SPANS_H
#define JAGA_MODEL_SPANS_H

#include "model/boost.h"
#include "model/sample.h"

/* Which rows of a span of theft are the thief's?
 *
 * A span is a mixture: a share of its rows follows the thieves' density, the rest the owner's.
 * Trees that tell thieves' rows from honest ones estimate the ratio r of the two densities, and the
 * probability of being the thief's is share r / (share r + 1 - share). Trees and probabilities are
 * found in turns (expectation and maximisation), each account's by trees that were grown on other
 * accounts. In every span its likeliest row counts as the thief's: somebody was there. */
#define SPANS_THIEFS_SHARE 0.7

/* is_thief: one per row; 0 or 1 where a label says so. `plan` as for the trees to come. */
JAGA_USE_RESULT jaga_status spans_untangle(const sample *from, const boost_plan *plan,
                                           arena *memory, double *is_thief, jaga_error *err);

#endif
