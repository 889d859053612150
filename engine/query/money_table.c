/* The map of stolen money for a terminal. */
#include "query/money_map.h"

#include "base/column_text.h"
#include "base/when.h"

enum { ZONE_S = 7 * 3600, NAME_WIDTH = 22, MONEY_WIDTH = 18, HOPS_SHOWN = 200 };

typedef struct sheet {
    const money_map *map;
    arena *memory;
    FILE *out;
} sheet;

static void put_money(const sheet *self, int64_t minor)
{
    text_put_right(self->out, text_span(money_map_amount(self->map, minor, self->memory)),
                   MONEY_WIDTH);
    (void)fputc(' ', self->out);
}

static void put_time(FILE *out, int64_t us)
{
    char text[WHEN_TEXT_BYTES];

    when_format_local(us, ZONE_S, text);
    (void)fputs(text, out);
}

static void put_title(const sheet *self)
{
    const money_map *map = self->map;
    const trace_sum *sum = &map->sums[map->rule];

    (void)fprintf(self->out, "Stolen: %s %s from ",
                  money_map_amount(map, sum->stolen_minor, self->memory), sum->currency);
    text_put(self->out, map->about->account);
    (void)fputs(", ", self->out);
    put_time(self->out, map->from_us);
    if (!map->is_asked_by_event) {
        (void)fputs(" to ", self->out);
        put_time(self->out, map->until_us);
    }
    (void)fputs(" (+07:00)\n\n", self->out);
}

static void put_rules(const sheet *self)
{
    static const char *const heads[] = { "at rest", "can be held", "gone", "scattered", "spoiled" };
    const money_map *map = self->map;

    (void)fputs("  method  ", self->out);
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
        text_put_right(self->out, text_span(heads[i]), MONEY_WIDTH);
        (void)fputc(' ', self->out);
    }
    (void)fputc('\n', self->out);
    for (int i = 0; i < PURSE_RULE_COUNT; i++) {
        const trace_sum *sum = &map->sums[i];
        (void)fprintf(self->out, "%c %-8s", i == (int)map->rule ? '*' : ' ',
                      money_rule_name((purse_rule)i));
        put_money(self, sum->at_rest_minor);
        put_money(self, map->holdable_minor[i]);
        put_money(self, sum->left_minor);
        put_money(self, sum->scattered_minor);
        put_money(self, sum->spoiled_minor);
        (void)fputc('\n', self->out);
    }
}

static void put_name(const sheet *self, jaga_span name, uint8_t kind)
{
    const char *what = jaga_party_kind_name((jaga_party_kind)kind);
    text_put_left(self->out, name.length > 0 ? name : text_span(what), NAME_WIDTH);
    (void)fputc(' ', self->out);
}

static void put_hops(const sheet *self)
{
    const trace *money = self->map->by_rule[self->map->rule];
    const size_t count = trace_hop_count(money);

    (void)fprintf(self->out, "\nHops (%s)\n", money_rule_name(self->map->rule));
    for (size_t i = 0; i < count && i < HOPS_SHOWN; i++) {
        const trace_hop *hop = trace_hop_at(money, i);
        (void)fprintf(self->out, "%3u  ", hop->depth);
        put_time(self->out, hop->ts_us);
        (void)fputs("  ", self->out);
        put_name(self, hop->from, JAGA_PARTY_WALLET);
        put_money(self, hop->traced_minor);
        (void)fputs(" > ", self->out);
        put_name(self, hop->to, hop->to_kind);
        (void)fprintf(self->out, "%s ", jaga_party_kind_name((jaga_party_kind)hop->to_kind));
        text_put(self->out, hop->institution);
        (void)fputc('\n', self->out);
    }
    if (count > HOPS_SHOWN) {
        (void)fprintf(self->out, "     and %zu more; --json has them all\n", count - HOPS_SHOWN);
    }
}

static void put_places(const sheet *self)
{
    const money_map *map = self->map;

    (void)fputs("\nWhere it is now\n  ", self->out);
    text_put_left(self->out, text_span("place"), NAME_WIDTH + 1);
    text_put_right(self->out, text_span("stolen money"), MONEY_WIDTH);
    text_put_right(self->out, text_span("can be held"), MONEY_WIDTH + 1);
    (void)fputs("  what to do, within\n", self->out);
    for (size_t i = 0; i < map->place_count; i++) {
        const money_place *at = &map->places[i];
        if (at->here_minor == 0) {
            continue;
        }
        (void)fputs("  ", self->out);
        put_name(self, at->name, at->kind);
        put_money(self, at->here_minor);
        put_money(self, at->holdable_minor);
        (void)fprintf(self->out, " %s, %s\n", at->action.does, at->action.within);
    }
}

jaga_status money_map_put_table(const money_map *self, arena *memory, FILE *out, jaga_error *err)
{
    const sheet made = { .map = self, .memory = memory, .out = out };

    (void)err;
    put_title(&made);
    put_rules(&made);
    put_hops(&made);
    put_places(&made);
    return JAGA_OK;
}
