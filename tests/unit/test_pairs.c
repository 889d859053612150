#include "decode_fixture.h"
#include "story.h"

#include "model/weights.h"
#include "pipeline/engine.h"

#include <glob.h>

/* Golden pairs: tests/pairs/SIGNAL.csv holds two accounts with the same past. `thief` is robbed,
 * `owner` does the honest look-alike. By the weights that the signals' authors judged, the thief's
 * worst outcome is worse than the owner's, and without the signal it is milder than with it: each
 * signal changes what happens to somebody. */

static const engine_caps few = { .accounts = 256, .entities = 1024, .event_ids = 8192 };

typedef struct worst {
    jaga_outcome thief, owner;
    int rejects;
} worst;

static char text[1 << 16];

static void note(worst *out, const jaga_record *record, const engine_step *step)
{
    if (!step->has_decision) {
        return;
    }
    if (span_is(record->event.account, "thief") && step->decision.outcome > out->thief) {
        out->thief = step->decision.outcome;
    }
    if (span_is(record->event.account, "owner") && step->decision.outcome > out->owner) {
        out->owner = step->decision.outcome;
    }
}

static worst play(const char *log_text, const weights *by)
{
    static engine self;
    static engine_step step;
    memory_log log = { .text = log_text, .length = strlen(log_text), .chunk = 4096 };
    arena *memory = new_arena(1 << 22);
    decoder *from = open_memory(&log, map_named(NULL, memory), 0);
    worst out = { JAGA_OUTCOME_ALLOW, JAGA_OUTCOME_ALLOW, 0 };
    jaga_record record;
    uint64_t number = 0;

    OK(engine_open(&self, &few, &why));
    *engine_weights(&self) = *by;
    while (decoder_next(from, true, memory, &record, &why) == DECODE_RECORD) {
        out.rejects += record.kind == JAGA_RECORD_REJECT;
        OK(engine_take(&self, &record, number++, &step, &why));
        note(&out, &record, &step);
    }
    decoder_close(from);
    engine_close(&self);
    arena_close(memory);
    return out;
}

static void read_text(const char *path)
{
    FILE *file = fopen(path, "r");

    ck_assert_msg(file != NULL, "%s cannot be read", path);
    const size_t length = fread(text, 1, sizeof text - 1, file);
    text[length] = '\0';
    ck_assert(length > 0 && length < sizeof text - 1);
    (void)fclose(file);
}

START_TEST(every_signal_changes_what_happens_to_somebody)
{
    weights by_hand;

    weights_by_hand(&by_hand);
    for (size_t i = 0; i < jaga_signal_count(); i++) {
        const char *name = jaga_signal_at(i)->name;
        read_text(story_text("%s/tests/pairs/%s.csv", getenv("JAGA_SOURCE"), name).at);
        weights without = by_hand;
        without.bits[i] = 0.0;
        const worst with = play(text, &by_hand), but = play(text, &without);
        ck_assert_int_eq(with.rejects, 0);
        ck_assert_msg(with.thief > with.owner, "%s: the thief gets %s, the owner %s", name,
                      jaga_outcome_name(with.thief), jaga_outcome_name(with.owner));
        /* What a customer reports is held by policy, whatever it weighs. */
        ck_assert_msg(with.thief > but.thief || strcmp(name, "customer-report") == 0,
                      "%s: the thief gets %s with it and without it", name,
                      jaga_outcome_name(with.thief));
    }
}
END_TEST

START_TEST(no_pair_is_left_of_a_signal_that_is_gone)
{
    glob_t found;

    ck_assert_int_eq(
        glob(story_text("%s/tests/pairs/*.csv", getenv("JAGA_SOURCE")).at, 0, NULL, &found), 0);
    ck_assert_uint_eq(found.gl_pathc, jaga_signal_count());
    globfree(&found);
}
END_TEST

UNIT_MAIN("pairs", every_signal_changes_what_happens_to_somebody,
          no_pair_is_left_of_a_signal_that_is_gone)
