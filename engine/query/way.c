#include "query/way.h"

#include "base/money.h"

#include <stdio.h>

enum { ENDS_SHOWN = 3, WAY_BYTES = 2048 };

typedef struct end {
    uint32_t hop;
    int64_t minor;
    const char *how;
} end;

bool way_sort(const trace *from, size_t thefts, arena *memory, way_list *out)
{
    const size_t hops = trace_hop_count(from);

    out->first = arena_take(memory, (thefts + 1) * sizeof *out->first);
    out->next = arena_take(memory, (hops + 1) * sizeof *out->next);
    if (out->first == NULL || out->next == NULL) {
        return false;
    }
    for (size_t i = 0; i < thefts; i++) {
        out->first[i] = TRACE_NONE;
    }
    for (size_t i = hops; i > 0; i--) {
        const uint32_t theft = trace_hop_at(from, i - 1)->theft;
        out->next[i - 1] = out->first[theft];
        out->first[theft] = (uint32_t)(i - 1);
    }
    return true;
}

/* Keeps the largest ends, the earlier one first where they are equal. */
static void note_end(end *ends, size_t *count, end found)
{
    size_t at = *count < ENDS_SHOWN ? *count : ENDS_SHOWN;

    if (found.minor <= 0) {
        return;
    }
    *count += 1;
    for (; at > 0 && ends[at - 1].minor < found.minor; at--) {
        if (at < ENDS_SHOWN) {
            ends[at] = ends[at - 1];
        }
    }
    if (at < ENDS_SHOWN) {
        ends[at] = found;
    }
}

static const char *place_of(const trace_hop *hop)
{
    const char *kind = jaga_party_kind_name((jaga_party_kind)hop->to_kind);
    return kind[0] != '\0' ? kind : jaga_event_type_name((jaga_event_type)hop->type);
}

/* snprintf behind what is there; stays at the end when it is full. */
#define ADD(text, used, ...)                                                                       \
    ((used) +=                                                                                     \
     (used) < WAY_BYTES ? (size_t)snprintf((text) + (used), WAY_BYTES - (used), __VA_ARGS__) : 0)

static size_t put_chain(const trace *from, const end *last, int digits, char *text, size_t used)
{
    uint32_t chain[TRACE_HOPS_MAX] = { last->hop };
    char money[MONEY_TEXT_BYTES];
    size_t length = 1;

    while (length < TRACE_HOPS_MAX && trace_hop_at(from, chain[length - 1])->parent != TRACE_NONE) {
        chain[length] = trace_hop_at(from, chain[length - 1])->parent;
        length++;
    }
    for (size_t i = length; i > 0; i--) {
        const trace_hop *hop = trace_hop_at(from, chain[i - 1]);
        (void)money_format(hop->traced_minor, digits, money);
        ADD(text, used, "%s%.*s %s", i == length ? "" : " > ", (int)hop->from.length, hop->from.at,
            money);
    }
    const trace_hop *hop = trace_hop_at(from, last->hop);
    if (hop->is_inside) {
        (void)money_format(last->minor, digits, money);
        ADD(text, used, " > %.*s %s %s", (int)hop->to.length, hop->to.at, money, last->how);
    } else {
        /* Where it may still be recalled, the name is what the recall needs. */
        const bool can_recall =
            hop->to_kind == JAGA_PARTY_BANK || hop->to_kind == JAGA_PARTY_WALLET;
        ADD(text, used, " %s%s%.*s", last->how, can_recall ? " " : "",
            can_recall ? (int)hop->to.length : 0, hop->to.at);
    }
    return used;
}

jaga_span way_of(const trace *from, const way_list *list, size_t theft, int digits, arena *memory)
{
    end ends[ENDS_SHOWN];
    size_t count = 0, used = 0;
    char *text = arena_take(memory, WAY_BYTES);

    for (uint32_t i = list->first[theft]; i != TRACE_NONE; i = list->next[i]) {
        const trace_hop *hop = trace_hop_at(from, i);
        note_end(ends, &count, (end){ i, hop->at_rest_minor, "rests" });
        note_end(ends, &count, (end){ i, hop->left_minor, place_of(hop) });
        note_end(ends, &count, (end){ i, hop->scattered_minor, "scattered" });
    }
    if (text == NULL) {
        return (jaga_span){ "", 0 };
    }
    for (size_t i = 0; i < count && i < ENDS_SHOWN; i++) {
        if (i > 0) {
            ADD(text, used, "; ");
        }
        used = put_chain(from, &ends[i], digits, text, used);
    }
    if (count > ENDS_SHOWN) {
        ADD(text, used, "; %zu more", count - ENDS_SHOWN);
    }
    return (jaga_span){ text, (uint32_t)(used < WAY_BYTES ? used : WAY_BYTES - 1) };
}
