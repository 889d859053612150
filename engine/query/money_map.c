/* From hops to places, and what may still be done there. */
#include "query/money_map.h"

#include "base/column_text.h"
#include "base/money.h"
#include "query/owned.h"
#include "store/sql.h"

#include <stdlib.h>
#include <string.h>

#define TRACE_SQL "engine/query/trace.sql"

static const char *const rule_names[] = {
#define PURSE_NAME(id, name) [PURSE_##id] = name,
    PURSE_RULES(PURSE_NAME)
#undef PURSE_NAME
};

const char *money_rule_name(purse_rule rule)
{
    return rule_names[rule];
}

/* What a wallet's fraud desk can do where the money is, and its clock. */
static const money_action actions[JAGA_PARTY_COUNT] = {
    [JAGA_PARTY_UNKNOWN] = { "ask the ledger whose it is", "15 min" },
    [JAGA_PARTY_WALLET] = { "recall from the other wallet, report to the scam centre", "15 min" },
    [JAGA_PARTY_BANK] = { "recall from the bank, report to the scam centre", "15 min" },
    [JAGA_PARTY_MERCHANT] = { "ask to stop the payout", "before cut-off" },
    [JAGA_PARTY_BILLER] = { "ask the aggregator to cancel", "5 min" },
    [JAGA_PARTY_CASH] = { "cancel an unused code; else pictures, police", "1 s; 1 business day" },
    [JAGA_PARTY_VOUCHER] = { "ask the aggregator to cancel", "5 min" },
    [JAGA_PARTY_CRYPTO] = { "write to the exchange, report to the scam centre", "15 min" },
};
static const money_action inside = { "hold the amount, return it after confirmation", "1 s" };
static const money_action inside_held = { "held; return it after confirmation", "5 business days" };

/* By kind, name and institution; a hop number settles the rest, so the order is total. */
typedef struct sighting {
    const trace_hop *hop;
    uint32_t number;
} sighting;

static int compare_span(jaga_span a, jaga_span b)
{
    const uint32_t shared = a.length < b.length ? a.length : b.length;
    const int order = shared == 0 ? 0 : memcmp(a.at, b.at, shared);
    return order != 0 ? order : (a.length > b.length) - (a.length < b.length);
}

static int compare_place(const trace_hop *a, const trace_hop *b)
{
    int order = (int)a->is_inside - (int)b->is_inside;

    order = order != 0 ? order : compare_span(a->to, b->to);
    if (order != 0 || a->is_inside) {
        return order; /* a wallet is its name, whatever a row calls it */
    }
    order = compare_span(a->institution, b->institution);
    return order != 0 ? order : (int)a->to_kind - (int)b->to_kind;
}

static int compare_sighting(const void *left, const void *right)
{
    const sighting *a = left, *b = right;
    const int order = compare_place(a->hop, b->hop);
    return order != 0 ? order : (a->number > b->number) - (a->number < b->number);
}

/* Of each hop the first one to the same place. */
static bool find_first(const trace *money, arena *memory, uint32_t *first)
{
    const size_t count = trace_hop_count(money);
    sighting *sorted = arena_take(memory, (count + 1) * sizeof *sorted);

    if (sorted == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        sorted[i] = (sighting){ trace_hop_at(money, i), i };
    }
    qsort(sorted, count, sizeof *sorted, compare_sighting);
    for (size_t i = 0; i < count; i++) {
        const bool is_same = i > 0 && compare_place(sorted[i - 1].hop, sorted[i].hop) == 0;
        first[sorted[i].number] = is_same ? first[sorted[i - 1].number] : sorted[i].number;
    }
    return true;
}

static jaga_status find_holds(const database *from, money_place *at, jaga_error *err)
{
    sql_row row = { 0 };

    JAGA_TRY(sql_prepare(from->db, TRACE_SQL, "is_held", &row.statement, from->path, err));
    sql_text(&row, at->name);
    const jaga_status status = database_step(from, row.statement, err);
    at->is_held = status == JAGA_OK && sqlite3_column_int64(row.statement, 0) != 0;
    (void)sqlite3_finalize(row.statement);
    return status;
}

static int64_t sum_holdable(const trace *money, const uint32_t *first)
{
    int64_t sum = 0;

    for (size_t i = 0; i < trace_hop_count(money); i++) {
        sum += first[i] == i ? trace_holdable(money, i) : 0;
    }
    return sum;
}

static jaga_status settle(const database *from, money_map *self, jaga_error *err)
{
    for (size_t i = 0; i < self->place_count; i++) {
        money_place *at = &self->places[i];
        at->action = actions[at->kind < JAGA_PARTY_COUNT ? at->kind : JAGA_PARTY_UNKNOWN];
        if (at->is_inside) {
            JAGA_TRY(find_holds(from, at, err));
            at->action = at->is_held ? inside_held : inside;
        }
    }
    return JAGA_OK;
}

/* `first`: of each hop, the first to the same place. A wallet that sends on is one that received,
 * or the victim. */
static void gather(money_map *self, const uint32_t *first)
{
    const trace *money = self->by_rule[self->rule];

    for (uint32_t i = 0; i < trace_hop_count(money); i++) {
        const trace_hop *hop = trace_hop_at(money, i);
        if (first[i] == i) {
            self->place_of[i] = (uint32_t)self->place_count;
            self->places[self->place_count++] =
                (money_place){ .name = hop->to,
                               .institution = hop->institution,
                               .kind = hop->is_inside ? JAGA_PARTY_WALLET : hop->to_kind,
                               .is_inside = hop->is_inside,
                               .holdable_minor = trace_holdable(money, i) };
        }
        self->place_of[i] = self->place_of[first[i]];
        self->from_of[i] = hop->parent == TRACE_NONE ? TRACE_NONE : self->place_of[hop->parent];
        self->places[self->place_of[i]].here_minor += hop->at_rest_minor + hop->left_minor;
    }
}

static jaga_status find_places(const database *from, money_map *self, arena *memory,
                               jaga_error *err)
{
    for (int i = 0; i < PURSE_RULE_COUNT; i++) {
        const trace *money = self->by_rule[i];
        const size_t count = trace_hop_count(money) + 1;
        uint32_t *first = arena_take(memory, count * sizeof *first);
        if (first == NULL || !find_first(money, memory, first)) {
            return jaga_fail(err, JAGA_ERR_NOMEM, "the stolen money is at too many places");
        }
        trace_sums(money, &self->sums[i]);
        const int64_t holdable_minor = sum_holdable(money, first);
        const int64_t stolen_minor = self->sums[i].stolen_minor;
        self->holdable_minor[i] = holdable_minor < stolen_minor ? holdable_minor : stolen_minor;
        if (i != (int)self->rule) {
            continue;
        }
        self->places = arena_take(memory, count * sizeof *self->places);
        self->place_of = arena_take(memory, count * sizeof *self->place_of);
        self->from_of = arena_take(memory, count * sizeof *self->from_of);
        if (self->places == NULL || self->place_of == NULL || self->from_of == NULL) {
            return jaga_fail(err, JAGA_ERR_NOMEM, "the stolen money is at too many places");
        }
        gather(self, first);
    }
    return settle(from, self, err);
}

static jaga_status find_theft(const database *from, const subject *about, money_map *out,
                              jaga_error *err)
{
    out->about = about;
    if (about->has_case) {
        out->from_us = about->incident_start_us;
        out->until_us = about->theft_until_us;
        return JAGA_OK;
    }
    if (about->event_id.length == 0 || about->is_asked_by_account) {
        return jaga_fail(err, JAGA_ERR_USAGE,
                         "%s has no case of that account; name the event that was stolen",
                         from->path);
    }
    out->is_asked_by_event = true;
    out->from_us = about->ts_us;
    out->until_us = about->ts_us;
    return JAGA_OK;
}

jaga_status money_map_open(const database *from, const subject *about, purse_rule rule,
                           arena *memory, money_map *out, jaga_error *err)
{
    *out = (money_map){ .rule = rule };
    JAGA_TRY(find_theft(from, about, out, err));
    if (!from->has_history) {
        return jaga_fail(err, JAGA_ERR_IO, "%s: the input log is not beside the database",
                         from->path);
    }
    const trace_theft theft = { about->account, out->from_us, out->until_us };
    for (int i = 0; i < PURSE_RULE_COUNT; i++) {
        JAGA_TRY(trace_open(&theft, 1, (purse_rule)i, &out->by_rule[i], err));
        JAGA_TRY(owned_tell(from, out->by_rule[i], err));
    }
    JAGA_TRY(trace_read_all(out->by_rule, PURSE_RULE_COUNT, from->history, err));
    return find_places(from, out, memory, err);
}

void money_map_close(money_map *self)
{
    for (int i = 0; i < PURSE_RULE_COUNT; i++) {
        trace_close(self->by_rule[i]);
    }
}

const char *money_map_amount(const money_map *self, int64_t minor, arena *memory)
{
    char *text = arena_take(memory, MONEY_TEXT_BYTES);
    const int digits = money_digits(text_span(self->sums[self->rule].currency));

    if (text == NULL) {
        return "";
    }
    (void)money_format_grouped(minor, digits < 0 ? 2 : digits, text);
    return text;
}
