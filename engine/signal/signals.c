#include "signal/signals.h"

#include <string.h>

static const jaga_signal *const table[] = {
#define SIGNAL(id) &signal_##id,
#include "signal/signals.def"
#undef SIGNAL
};

_Static_assert(sizeof table / sizeof table[0] <= JAGA_SIGNAL_MODEL,
               "every signal needs an evidence slot, and so does a trained model");

static const jaga_signal model = {
    .name = "model",
    .help = "what the trained model says about the event, all its numbers together",
    .blind = "thefts unlike those that it was trained on",
    .says = { "the trained model: this event looks like those of thefts",
              "model terlatih: kejadian ini mirip kejadian pada pencurian",
              "训练模型：此事件与盗用事件相似" },
};

size_t jaga_signal_count(void)
{
    return sizeof table / sizeof table[0];
}

const jaga_signal *jaga_signal_at(size_t index)
{
    return index == JAGA_SIGNAL_MODEL ? &model : table[index];
}

/* Written out call by call, so that each can be made part of it. */
void jaga_signals_eval(const jaga_event *event, const jaga_features *features,
                       double strength[JAGA_SIGNALS_MAX])
{
    double *next = strength;
#define SIGNAL(id) *next++ = signal_##id.eval(event, features);
#include "signal/signals.def"
#undef SIGNAL
}

const jaga_signal *jaga_signal_find(const char *name)
{
    for (size_t i = 0; i < jaga_signal_count(); i++) {
        if (strcmp(table[i]->name, name) == 0) {
            return table[i];
        }
    }
    return strcmp(model.name, name) == 0 ? &model : NULL;
}
