/* What was lost in each case and where it went: all of them in one pass over the history. */
#include "query/owned.h"
#include "query/questions.h"
#include "query/way.h"
#include "trace/trace.h"

/* The columns of cases.sql that are filled in here, and those they are made from. */
typedef struct places {
    size_t account, since, until, stolen, at_rest, gone, scattered, currency, way;
} places;

static places find_places(const answer *cases)
{
    return (places){ .account = answer_column(cases, "account"),
                     .since = answer_column(cases, "since"),
                     .until = answer_column(cases, "until"),
                     .stolen = answer_column(cases, "stolen"),
                     .at_rest = answer_column(cases, "at_rest"),
                     .gone = answer_column(cases, "gone"),
                     .scattered = answer_column(cases, "scattered"),
                     .currency = answer_column(cases, "currency"),
                     .way = answer_column(cases, "way") };
}

static void say_number(answer_row *row, size_t at, int64_t minor)
{
    row->cells[at].is_said = true;
    row->cells[at].number = minor;
}

static void say_sums(answer_row *row, const places *at, const trace_sum *sum)
{
    say_number(row, at->stolen, sum->stolen_minor);
    say_number(row, at->at_rest, sum->at_rest_minor);
    say_number(row, at->gone, sum->left_minor);
    say_number(row, at->scattered, sum->scattered_minor);
}

static jaga_status fill_in(answer *cases, const places *at, const trace *money, jaga_error *err)
{
    trace_sum *sums = arena_take(cases->memory, cases->row_count * sizeof *sums);
    way_list list;
    size_t i = 0;

    if (sums == NULL || !way_sort(money, cases->row_count, cases->memory, &list)) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "too many cases to trace at once");
    }
    trace_sums(money, sums);
    for (answer_row *row = cases->first; row != NULL; row = row->next, i++) {
        say_sums(row, at, &sums[i]);
        row->cells[at->way].is_said = true;
        row->cells[at->way].text =
            way_of(money, &list, i, answer_digits(cases, row), cases->memory);
    }
    return JAGA_OK;
}

jaga_status complete_cases(answer *cases, const database *from, const jaga_filter *filter,
                           jaga_error *err)
{
    const places at = find_places(cases);
    trace_theft *thefts = arena_take(cases->memory, (cases->row_count + 1) * sizeof *thefts);
    trace *money = NULL;
    size_t i = 0;

    (void)filter;
    if (!from->has_history) {
        return JAGA_OK; /* unknown is not nothing */
    }
    if (thefts == NULL) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "too many cases to trace at once");
    }
    for (const answer_row *row = cases->first; row != NULL; row = row->next) {
        thefts[i++] = (trace_theft){ .account = row->cells[at.account].text,
                                     .from_us = row->cells[at.since].number,
                                     .until_us = row->cells[at.until].number };
    }
    JAGA_TRY(trace_open(thefts, i, PURSE_FIFO, &money, err));
    jaga_status status = owned_tell(from, money, err);
    if (status == JAGA_OK) {
        status = trace_read(money, from->history, err);
    }
    if (status == JAGA_OK) {
        status = fill_in(cases, &at, money, err);
    }
    trace_close(money);
    return status;
}
