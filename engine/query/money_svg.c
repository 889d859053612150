/* The map of stolen money as a drawing, through Graphviz. */
#include "query/money_map.h"

#include "base/column_text.h"
#include "base/when.h"

#include <graphviz/gvc.h>
#include <stdlib.h>
#include <string.h>

enum { ZONE_S = 7 * 3600, LABEL_BYTES = 1024 };

/* Only these two, built in: without a text library of the machine the widths of texts come from
 * Graphviz' own tables, so the bytes are the same everywhere. */
extern gvplugin_library_t gvplugin_dot_layout_LTX_library, gvplugin_core_LTX_library;

typedef struct canvas {
    const money_map *map;
    arena *memory;
    Agraph_t *graph;
    Agnode_t *victim;
    Agnode_t **nodes; /* by place */
} canvas;

/* Labels know escapes and entities; what stands in a log is neither. */
static size_t put_plain(char *label, size_t used, jaga_span text)
{
    for (uint32_t i = 0; i < text.length && used + 8 < LABEL_BYTES; i++) {
        const unsigned char byte = (unsigned char)text.at[i];
        if (byte == '&') {
            memcpy(label + used, "&amp;", 5);
            used += 5;
        } else if (byte == '\\') {
            memcpy(label + used, "\\\\", 2);
            used += 2;
        } else {
            label[used++] = byte < ' ' || byte == 0x7F ? '.' : (char)byte;
        }
    }
    label[used] = '\0';
    return used;
}

static size_t put_line(char *label, size_t used, const char *text)
{
    const int length =
        snprintf(label + used, LABEL_BYTES - used, "%s%s", used > 0 ? "\\n" : "", text);
    const size_t end = used + (size_t)length;

    return end < LABEL_BYTES ? end : LABEL_BYTES - 1;
}

/* Graphviz copies what it is given, but wants to be given what it could change. */
static void set(void *object, const char *name, const char *value)
{
    char key[32], text[LABEL_BYTES];

    (void)snprintf(key, sizeof key, "%s", name);
    (void)snprintf(text, sizeof text, "%s", value);
    (void)agsafeset(object, key, text, (char[]){ "" });
}

static void set_all(Agraph_t *graph, int kind, const char *name, const char *value)
{
    char key[32], text[32];

    (void)snprintf(key, sizeof key, "%s", name);
    (void)snprintf(text, sizeof text, "%s", value);
    (void)agattr(graph, kind, key, text);
}

static Agnode_t *add_node(const canvas *self, size_t number, const char *label, const char *fill)
{
    char name[32];

    (void)snprintf(name, sizeof name, "n%zu", number);
    Agnode_t *made = agnode(self->graph, name, 1);
    set(made, "label", label);
    set(made, "fillcolor", fill);
    return made;
}

static const char *money_line(const canvas *self, const char *what, int64_t minor)
{
    char *text = arena_take(self->memory, 128);

    if (text == NULL) {
        return what;
    }
    (void)snprintf(text, 128, "%s %s", what, money_map_amount(self->map, minor, self->memory));
    return text;
}

static void draw_place(canvas *self, size_t i)
{
    const money_place *at = &self->map->places[i];
    const char *kind = jaga_party_kind_name((jaga_party_kind)at->kind);
    char label[LABEL_BYTES] = "";
    size_t used = put_plain(label, 0, at->name);

    used = put_line(label, used, kind[0] == '\0' ? "unknown" : kind);
    if (at->institution.length > 0) {
        used = put_plain(label, put_line(label, used, ""), at->institution);
    }
    if (at->here_minor > 0) {
        used = put_line(label, used,
                        money_line(self, at->is_inside ? "rests" : "gone", at->here_minor));
    }
    if (at->holdable_minor > 0) {
        used = put_line(label, used,
                        money_line(self, at->is_held ? "held, of it stolen" : "can be held",
                                   at->holdable_minor));
    }
    const char *fill = at->here_minor == 0 ? "#ffffff"
                       : !at->is_inside    ? "#e0e0e0"
                       : at->is_held       ? "#cfe8cf"
                                           : "#ffe9a8";
    self->nodes[i] = add_node(self, i + 1, label, fill);
    set(self->nodes[i], "shape", at->is_inside ? "box" : "octagon");
}

static void draw_hop(const canvas *self, uint32_t i)
{
    const trace_hop *hop = trace_hop_at(self->map->by_rule[self->map->rule], i);
    const uint32_t from = self->map->from_of[i];
    char label[LABEL_BYTES] = "", time[WHEN_TEXT_BYTES], name[32];

    if (hop->traced_minor == 0) {
        return; /* undone */
    }
    when_format_local(hop->ts_us, ZONE_S, time);
    size_t used = put_line(label, 0, money_map_amount(self->map, hop->traced_minor, self->memory));
    if (hop->amount_minor != hop->traced_minor) {
        used = put_line(label, used, money_line(self, "of", hop->amount_minor));
    }
    used = put_line(label, used, time);
    (void)put_plain(label, put_line(label, used, ""), hop->event_id);
    (void)snprintf(name, sizeof name, "h%u", i);
    Agedge_t *made = agedge(self->graph, from == TRACE_NONE ? self->victim : self->nodes[from],
                            self->nodes[self->map->place_of[i]], name, 1);
    set(made, "label", label);
}

static void draw_title(canvas *self)
{
    const money_map *map = self->map;
    const trace_sum *sum = &map->sums[map->rule];
    char label[LABEL_BYTES] = "";
    char *text = arena_take(self->memory, LABEL_BYTES);
    char since[WHEN_TEXT_BYTES];

    if (text == NULL) {
        return;
    }
    when_format_local(map->from_us, ZONE_S, since);
    (void)snprintf(text, LABEL_BYTES,
                   "Stolen %s %s since %s (+07:00), followed by the rule %s:\\l"
                   "at rest %s, of it can be held %s; gone %s; scattered %s\\l",
                   money_map_amount(map, sum->stolen_minor, self->memory), sum->currency, since,
                   money_rule_name(map->rule),
                   money_map_amount(map, sum->at_rest_minor, self->memory),
                   money_map_amount(map, map->holdable_minor[map->rule], self->memory),
                   money_map_amount(map, sum->left_minor, self->memory),
                   money_map_amount(map, sum->scattered_minor, self->memory));
    set(self->graph, "label", text);
    (void)put_plain(label, 0, map->about->account);
    (void)put_line(label, strlen(label), "victim");
    self->victim = add_node(self, 0, label, "#f4c7c3");
}

static bool draw(canvas *self)
{
    const money_map *map = self->map;

    set(self->graph, "rankdir", "LR");
    set(self->graph, "labelloc", "t");
    set(self->graph, "labeljust", "l");
    set(self->graph, "fontname", "Helvetica");
    set_all(self->graph, AGNODE, "fontname", "Helvetica");
    set_all(self->graph, AGNODE, "style", "filled");
    set_all(self->graph, AGNODE, "shape", "box");
    set_all(self->graph, AGEDGE, "fontname", "Helvetica");
    set_all(self->graph, AGEDGE, "fontsize", "10");
    self->nodes = arena_take(self->memory, (map->place_count + 1) * sizeof(Agnode_t *));
    if (self->nodes == NULL) {
        return false;
    }
    draw_title(self);
    for (size_t i = 0; i < map->place_count; i++) {
        draw_place(self, i);
    }
    for (uint32_t i = 0; i < trace_hop_count(map->by_rule[map->rule]); i++) {
        draw_hop(self, i);
    }
    return self->victim != NULL;
}

jaga_status money_map_put_svg(const money_map *self, arena *memory, FILE *out, jaga_error *err)
{
    const lt_symlist_t plugins[] = {
        { "gvplugin_dot_layout_LTX_library", &gvplugin_dot_layout_LTX_library },
        { "gvplugin_core_LTX_library", &gvplugin_core_LTX_library },
        { 0 },
    };
    GVC_t *context = gvContextPlugins(plugins, 0);
    canvas drawn = { .map = self,
                     .memory = memory,
                     .graph = agopen((char[]){ "money" }, Agdirected, NULL) };
    char *text = NULL;
    unsigned length = 0;

    const bool is_drawn = draw(&drawn) && gvLayout(context, drawn.graph, "dot") == 0 &&
                          gvRenderData(context, drawn.graph, "svg", &text, &length) == 0;
    const bool is_put = is_drawn && fwrite(text, 1, length, out) == length;
    gvFreeRenderData(text);
    (void)gvFreeLayout(context, drawn.graph);
    (void)agclose(drawn.graph);
    (void)gvFreeContext(context);
    return is_put     ? JAGA_OK
           : is_drawn ? jaga_fail(err, JAGA_ERR_IO, "the drawing could not be written")
                      : jaga_fail(err, JAGA_ERR_NOMEM, "the drawing could not be made");
}
