#include "story_world.h"
#include "temporary.h"

#include "base/when.h"
#include "jaga/feature.h"
#include "pipeline/label_news.h"

/* Labels in the log teach a serving engine what labels in a file teach the engine that training
 * runs: every number of every event is the same, to the last bit. */

enum { PAYMENTS = 3000, ACCOUNTS = 40, PAYEES = 7, SPANS = 24 };
static const engine_caps few = { .accounts = 4096, .entities = 1024, .event_ids = 8192 };

typedef struct row {
    char id[16], account[16], payee[16], detail[200];
    jaga_event event;
    jaga_record record;
} row;

static row payments[PAYMENTS], news[ACCOUNTS];
static char file[1 << 16];

static void pay(uint64_t *random, int i, int64_t at_us)
{
    row *at = &payments[i];

    (void)snprintf(at->id, sizeof at->id, "p%d", i);
    (void)snprintf(at->account, sizeof at->account, "a%d", (int)story_pick(random, ACCOUNTS));
    (void)snprintf(at->payee, sizeof at->payee, "s%d", (int)story_pick(random, PAYEES));
    at->event = story_transfer(at->account, at_us, 1 + story_pick(random, 900000),
                               JAGA_UNKNOWN_MINOR, at->payee, "D");
    at->event.event_id = (jaga_span){ at->id, (uint32_t)strlen(at->id) };
    at->event.status = (uint8_t)(story_chance(random, 90) ? JAGA_STATUS_OK : JAGA_STATUS_FAILED);
    at->record = story_record(&at->event);
}

/* A label about a span of the first accounts, about single payments of the others: the row of the
 * file, and the same as a row of the log. */
static void make_label(uint64_t *random, int i)
{
    row *at = &news[i];
    char from[WHEN_TEXT_BYTES], until[WHEN_TEXT_BYTES], known[WHEN_TEXT_BYTES];
    const int first = (int)story_pick(random, PAYMENTS);
    const int64_t from_us = payments[first].event.ts_us;
    const int64_t until_us = from_us + story_pick(random, 72) * STORY_HOUR;
    const int64_t known_us = until_us + (1 + story_pick(random, 200)) * STORY_HOUR + 500000;
    int named = first;

    while (atoi(payments[named % PAYMENTS].account + 1) != i) {
        named++;
    }
    const row *one = &payments[named % PAYMENTS];
    const int64_t told_us =
        i < SPANS ? known_us : one->event.ts_us + (1 + story_pick(random, 200)) * STORY_HOUR + 7;
    when_format(from_us, from);
    when_format(until_us, until);
    when_format(told_us, known);
    (void)snprintf(at->id, sizeof at->id, "l%d", i);
    (void)snprintf(at->account, sizeof at->account, "a%d", i);
    char line[400];
    if (i < SPANS) {
        (void)snprintf(line, sizeof line, "a%d,%s,%s,theft,%s,\n", i, from, until, known);
        (void)snprintf(at->detail, sizeof at->detail, "outcome=theft;from=%s;to=%s", from, until);
    } else {
        (void)snprintf(line, sizeof line, "a%d,,,theft,%s,%s\n", i, known, one->id);
        (void)snprintf(at->detail, sizeof at->detail, "outcome=theft;txns=none|%s", one->id);
    }
    (void)strncat(file, line, sizeof file - strlen(file) - 1);
    ck_assert_ptr_null(when_parse((jaga_span){ known, (uint32_t)strlen(known) }, &at->event.ts_us));
    at->event = story_event(at->account, JAGA_TYPE_LABEL, at->event.ts_us);
    at->event.event_id = (jaga_span){ at->id, (uint32_t)strlen(at->id) };
    at->event.detail = (jaga_span){ at->detail, (uint32_t)strlen(at->detail) };
    at->record = story_record(&at->event);
}

static int by_time(const void *a, const void *b)
{
    const row *x = a, *y = b;
    return x->event.ts_us < y->event.ts_us ? -1 : x->event.ts_us > y->event.ts_us;
}

static void world(void)
{
    uint64_t random = 77;
    int64_t at_us = STORY_START;

    (void)strcpy(file, "account,from,to,outcome,known_at,event_id\n");
    for (int i = 0; i < PAYMENTS; i++) {
        pay(&random, i, at_us += 1 + story_pick(&random, 2 * STORY_HOUR / 3));
    }
    for (int i = 0; i < ACCOUNTS; i++) {
        make_label(&random, i);
    }
}

static engine_step take(engine *self, const jaga_record *record, uint64_t number)
{
    engine_step step = { .verdict = ORDER_ON_TIME };
    ck_assert_int_eq(engine_take(self, record, number, &step, &why), JAGA_OK);
    return step;
}

static engine served, taught;
static label_news coming;
static labels known;

/* *told: rows on which a payee's thefts were seen. */
static void run(bool has_labels_in_log_too, int *told)
{
    row in_order[ACCOUNTS];
    int next = 0;

    memcpy(in_order, news, sizeof news);
    qsort(in_order, ACCOUNTS, sizeof *in_order, by_time);
    *told = 0;
    for (uint64_t i = 0; i < PAYMENTS; i++) {
        const jaga_record *record = &payments[i].record;
        float a[JAGA_MODEL_FEATURES_MAX] = { 0 }, b[JAGA_MODEL_FEATURES_MAX] = { 0 };
        while (next < ACCOUNTS && in_order[next].event.ts_us <= record->event.ts_us) {
            (void)take(&served, &in_order[next].record, 2 * i);
            if (has_labels_in_log_too) {
                ck_assert_int_eq(
                    label_news_tell(&coming, &taught, in_order[next].event.ts_us, &why), JAGA_OK);
                (void)take(&taught, &in_order[next].record, 2 * i);
            }
            next++;
        }
        ck_assert_int_eq(label_news_tell(&coming, &taught, record->event.ts_us, &why), JAGA_OK);
        const engine_step x = take(&served, record, 2 * i + 1);
        const engine_step y = take(&taught, record, 2 * i + 1);
        ck_assert_int_eq(label_news_see(&coming, record, &why), JAGA_OK);
        jaga_feature_row(&record->event, &x.features, a);
        jaga_feature_row(&record->event, &y.features, b);
        for (size_t f = 0; f < jaga_feature_count(); f++) {
            ck_assert_msg(memcmp(&a[f], &b[f], sizeof a[f]) == 0, "payment %d, %s: %g and %g",
                          (int)i, jaga_feature_at(f)->name, (double)a[f], (double)b[f]);
        }
        *told += x.features.payee_thefts[2] > 0.0;
    }
}

static void check(bool has_labels_in_log_too)
{
    char path[TEMPORARY_BYTES];
    arena *memory = NULL;
    int told = 0;

    world();
    temporary_file(path, "labels", file, strlen(file));
    ck_assert_int_eq(arena_open((size_t)8 << 30, &memory, &why), JAGA_OK);
    ck_assert_msg(labels_read(&known, path, STORY_HOUR, memory, &why) == JAGA_OK, "%s", why.text);
    ck_assert_int_eq(label_news_open(&coming, &known, memory, &why), JAGA_OK);
    ck_assert_int_eq(engine_open(&served, &few, &why), JAGA_OK);
    ck_assert_int_eq(engine_open(&taught, &few, &why), JAGA_OK);
    run(has_labels_in_log_too, &told);
    ck_assert_int_gt(told, PAYMENTS / 2);
    engine_close(&served);
    engine_close(&taught);
    arena_close(memory);
    (void)remove(path);
}

START_TEST(labels_in_the_log_teach_what_labels_in_a_file_teach)
{
    check(false);
}
END_TEST

START_TEST(labels_in_both_teach_once)
{
    check(true);
}
END_TEST

UNIT_MAIN("label_news", labels_in_the_log_teach_what_labels_in_a_file_teach,
          labels_in_both_teach_once)
