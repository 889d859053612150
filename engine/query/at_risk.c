/* Bits of remembered evidence as the probability that people read. */
#include "base/exponent.h"
#include "jaga/decision.h"
#include "query/questions.h"

jaga_status complete_at_risk(answer *accounts, const database *from, const jaga_filter *filter,
                             jaga_error *err)
{
    const size_t at = answer_column(accounts, "belief");

    (void)from;
    (void)filter;
    (void)err;
    for (answer_row *row = accounts->first; row != NULL; row = row->next) {
        const double bits = row->cells[at].share < JAGA_BELIEF_MOST_BITS ? row->cells[at].share
                                                                         : JAGA_BELIEF_MOST_BITS;
        const double odds = exp2_exact(bits);
        row->cells[at].share = odds / (1.0 + odds);
    }
    return JAGA_OK;
}
