/* The map of stolen money for programs. */
#include "query/money_map.h"

#include "base/column_text.h"
#include "base/money.h"
#include "base/when.h"

#include <jansson.h>

/* Objects that could not be made are NULL; jansson passes that on and dumping fails. */

static json_t *text_of(jaga_span text)
{
    json_t *made = text.length == 0 ? json_null() : json_stringn(text.at, text.length);
    return made != NULL ? made : json_string(""); /* an id that is no UTF-8 */
}

static json_t *time_of(int64_t us)
{
    char text[WHEN_TEXT_BYTES];

    when_format(us, text);
    return json_string(text);
}

static json_t *money_of(const money_map *map, int64_t minor)
{
    char text[MONEY_TEXT_BYTES];
    const int digits = money_digits(text_span(map->sums[map->rule].currency));

    (void)money_format(minor, digits < 0 ? 2 : digits, text);
    return json_string(text);
}

static json_t *rules_of(const money_map *map)
{
    json_t *list = json_array();

    for (int i = 0; i < PURSE_RULE_COUNT; i++) {
        const trace_sum *sum = &map->sums[i];
        (void)json_array_append_new(
            list,
            json_pack("{s:s, s:o, s:o, s:o, s:o, s:o, s:o}", "method",
                      money_rule_name((purse_rule)i), "stolen", money_of(map, sum->stolen_minor),
                      "spoiled", money_of(map, sum->spoiled_minor), "at_rest",
                      money_of(map, sum->at_rest_minor), "can_be_held",
                      money_of(map, map->holdable_minor[i]), "gone", money_of(map, sum->left_minor),
                      "scattered", money_of(map, sum->scattered_minor)));
    }
    return list;
}

static json_t *hops_of(const money_map *map)
{
    const trace *money = map->by_rule[map->rule];
    json_t *list = json_array();

    for (size_t i = 0; i < trace_hop_count(money); i++) {
        const trace_hop *hop = trace_hop_at(money, i);
        (void)json_array_append_new(
            list,
            json_pack("{s:I, s:o, s:I, s:o, s:o, s:s, s:o, s:I, s:o, s:o, s:o, s:o, s:o, s:o}",
                      "hop", (json_int_t)i, "after",
                      hop->parent == TRACE_NONE ? json_null() : json_integer(hop->parent), "depth",
                      (json_int_t)hop->depth, "ts", time_of(hop->ts_us), "event_id",
                      text_of(hop->event_id), "type",
                      jaga_event_type_name((jaga_event_type)hop->type), "from", text_of(hop->from),
                      "place", (json_int_t)map->place_of[i], "amount",
                      money_of(map, hop->amount_minor), "stolen", money_of(map, hop->traced_minor),
                      "spoiled", money_of(map, hop->spoiled_minor), "at_rest",
                      money_of(map, hop->at_rest_minor), "gone", money_of(map, hop->left_minor),
                      "scattered", money_of(map, hop->scattered_minor)));
    }
    return list;
}

static json_t *places_of(const money_map *map)
{
    json_t *list = json_array();

    for (size_t i = 0; i < map->place_count; i++) {
        const money_place *at = &map->places[i];
        const bool has_money = at->here_minor > 0;
        (void)json_array_append_new(
            list, json_pack("{s:I, s:o, s:o, s:o, s:b, s:b, s:o, s:o, s:o, s:o}", "place",
                            (json_int_t)i, "name", text_of(at->name), "kind",
                            text_of(text_span(jaga_party_kind_name((jaga_party_kind)at->kind))),
                            "institution", text_of(at->institution), "inside", at->is_inside,
                            "held", at->is_held, "stolen_here", money_of(map, at->here_minor),
                            "can_be_held", money_of(map, at->holdable_minor), "action",
                            has_money ? json_string(at->action.does) : json_null(), "within",
                            has_money ? json_string(at->action.within) : json_null()));
    }
    return list;
}

jaga_status money_map_put_json(const money_map *self, FILE *out, jaga_error *err)
{
    json_t *told = json_pack(
        "{s:o, s:o, s:o, s:o, s:o, s:s, s:o, s:o, s:o}", "account", text_of(self->about->account),
        "case", self->about->has_case ? text_of(self->about->short_number) : json_null(), "since",
        time_of(self->from_us), "until", time_of(self->until_us), "currency",
        text_of(text_span(self->sums[self->rule].currency)), "method", money_rule_name(self->rule),
        "methods", rules_of(self), "hops", hops_of(self), "places", places_of(self));
    const int failed = told == NULL ? -1 : json_dumpf(told, out, JSON_COMPACT);

    json_decref(told);
    (void)fputc('\n', out);
    return failed == 0 ? JAGA_OK : jaga_fail(err, JAGA_ERR_NOMEM, "no memory for the map");
}
