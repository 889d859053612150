#include "story_file.h"
#include "story_world.h"

#include "pipeline/recorder.h"
#include "store/connection.h"

/* History, engine and store kept together: what is committed, and what a restart makes of it. */

static const engine_caps few = { .accounts = 256, .entities = 1024, .event_ids = 8192 };

enum { STREAM = 1200 };

static jaga_record stream[STREAM];

typedef struct bench {
    char db[STORY_PATH_BYTES];
    char log[STORY_PATH_BYTES];
    engine engine;
    history *history;
    jaga_store *store;
    jaga_summary summary;
    recorder recorder;
} bench;

static void fill_stream(void)
{
    story_world world = { .prefix = "", .random = 99, .accounts = 12, .devices = 15, .payees = 50 };
    int64_t now_us = STORY_START;

    for (int i = 0; i < STREAM; i++) {
        now_us += story_pick(&world.random, STORY_HOUR);
        stream[i] = i % 50 == 49 ? stream[i - 7] : story_next(&world, now_us);
        stream[i].line = (uint64_t)i + 2;
        if (i % 97 == 96) {
            stream[i] = (jaga_record){ .kind = JAGA_RECORD_REJECT, .line = (uint64_t)i + 2 };
            stream[i].reject.reason = story_span(i % 2 == 0 ? "bad-time" : "no-account");
            stream[i].reject.cause = story_span("cause");
        }
    }
}

/* Opens what is at the paths, with an empty engine. */
static void open_bench(bench *self)
{
    static const jaga_summary nothing;

    OK(store_open(self->db, &self->store, &why));
    OK(history_open(self->log, store_id(self->store), &self->history, &why));
    OK(engine_open(&self->engine, &few, &why));
    self->summary = nothing;
    self->recorder = (recorder){ .engine = &self->engine,
                                 .run = { .kind = "scan" },
                                 .history = self->history,
                                 .store = self->store,
                                 .summary = &self->summary };
}

/* As a kill would: nothing is flushed or committed any more. */
static void close_bench(bench *self)
{
    engine_close(&self->engine);
    history_close(self->history);
    store_close(self->store);
}

static void new_bench(bench *self)
{
    fill_stream();
    story_path(self->db, "x.db");
    story_path(self->log, "history");
    open_bench(self);
}

static void take_range(bench *self, int from, int until)
{
    for (int i = from; i < until; i++) {
        OK(recorder_take(&self->recorder, &stream[i], "log.csv", &why));
    }
}

static void commit(bench *self)
{
    OK(recorder_commit(&self->recorder, NULL, 0, &why));
}

static int64_t ask(bench *self, const char *sql)
{
    sqlite3_stmt *statement = NULL;

    ck_assert_int_eq(sqlite3_prepare_v2(self->store->db, sql, -1, &statement, NULL), SQLITE_OK);
    ck_assert_int_eq(sqlite3_step(statement), SQLITE_ROW);
    const int64_t value = sqlite3_column_int64(statement, 0);
    ck_assert_int_eq(sqlite3_finalize(statement), SQLITE_OK);
    return value;
}

static void tell(bench *self, const char *sql)
{
    ck_assert_int_eq(sqlite3_exec(self->store->db, sql, NULL, NULL, NULL), SQLITE_OK);
}

static int64_t decided(const jaga_summary *summary)
{
    return summary->alerts + summary->step_ups + summary->holds;
}

START_TEST(the_summary_adds_up_to_the_rows)
{
    bench b;
    new_bench(&b);
    take_range(&b, 0, STREAM);
    commit(&b);
    const jaga_summary *s = &b.summary;
    ck_assert_int_eq(s->rows, STREAM);
    ck_assert_int_eq(s->rows, s->events + s->rejects + s->duplicates + s->stale);
    ck_assert_int_gt(s->duplicates, 0);
    ck_assert_uint_eq(s->reject_reasons, 2);
    ck_assert_int_eq(s->rejects, s->reject_reason[0].count + s->reject_reason[1].count);
    ck_assert_uint_eq(s->reject_reason[0].first_line, 98);
    ck_assert_str_eq(s->reject_reason[0].first_source, "log.csv");
    ck_assert_int_gt(s->holds, 0);
    ck_assert_int_eq(ask(&b, "SELECT count(*) FROM decision"), decided(s));
    ck_assert_int_eq(ask(&b, "SELECT count(*) FROM theft_case"), s->cases);
    ck_assert_int_eq(store_get_count(b.store, "rows"), STREAM);
    ck_assert_int_eq(store_get_count(b.store, "holds"), s->holds);
    close_bench(&b);
}
END_TEST

START_TEST(a_commit_puts_position_and_history_at_the_same_place)
{
    bench b;
    new_bench(&b);
    take_range(&b, 0, 500);
    ck_assert_uint_eq(store_position(b.store), 0);
    commit(&b);
    ck_assert_uint_eq(store_position(b.store), 500);
    ck_assert_uint_eq(history_records(b.history), 500);
    take_range(&b, 500, 600);
    close_bench(&b); /* killed */
    open_bench(&b);
    ck_assert_uint_eq(store_position(b.store), 500);
    ck_assert_uint_eq(history_records(b.history), 500);
    close_bench(&b);
}
END_TEST

START_TEST(committing_nothing_changes_nothing)
{
    bench b;
    new_bench(&b);
    commit(&b);
    ck_assert_uint_eq(store_position(b.store), 0);
    take_range(&b, 0, 10);
    commit(&b);
    commit(&b);
    ck_assert_int_eq(store_get_count(b.store, "rows"), 10);
    close_bench(&b);
}
END_TEST

static void check_same_state(engine *a, engine *b)
{
    slab_pool *x[ENGINE_POOLS], *y[ENGINE_POOLS];

    engine_pools(a, x);
    engine_pools(b, y);
    for (int i = 0; i < ENGINE_POOLS; i++) {
        ck_assert_uint_eq(x[i]->count, y[i]->count);
        ck_assert_mem_eq(x[i]->base, y[i]->base, x[i]->count * x[i]->item_bytes);
    }
}

START_TEST(running_the_history_again_brings_the_engine_back_and_writes_nothing)
{
    bench b;
    engine reference;
    new_bench(&b);
    take_range(&b, 0, STREAM);
    commit(&b);
    const int64_t decisions = decided(&b.summary);
    close_bench(&b);
    OK(engine_open(&reference, &few, &why));
    for (int i = 0; i < STREAM; i++) {
        engine_step step;
        OK(engine_take(&reference, &stream[i], (uint64_t)i, &step, &why));
    }
    open_bench(&b);
    OK(recorder_replay(&b.recorder, b.log, 0, &why));
    commit(&b);
    check_same_state(&b.engine, &reference);
    ck_assert_int_eq(b.summary.rows, 0); /* of this run */
    ck_assert_int_eq(ask(&b, "SELECT count(*) FROM decision"), decisions);
    ck_assert_int_eq(store_get_count(b.store, "rows"), STREAM);
    engine_close(&reference);
    close_bench(&b);
}
END_TEST

START_TEST(a_changed_decision_stops_the_replay)
{
    static const char *const changes[] = {
        "UPDATE decision SET outcome = CASE outcome WHEN 'alert' THEN 'step_up' ELSE 'alert' END"
        " WHERE record = (SELECT max(record) FROM decision)",
        "UPDATE decision SET belief = belief * 0.9999"
        " WHERE record = (SELECT max(record) FROM decision)",
        "DELETE FROM evidence; DELETE FROM decision"
        " WHERE record = (SELECT min(record) FROM decision WHERE outcome = 'alert')",
    };
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        bench b;
        jaga_error err;
        new_bench(&b);
        take_range(&b, 0, 600);
        commit(&b);
        tell(&b, "PRAGMA foreign_keys = off");
        tell(&b, changes[i]);
        close_bench(&b);
        open_bench(&b);
        ck_assert_msg(recorder_replay(&b.recorder, b.log, 0, &err) == JAGA_ERR_FORMAT, "%s",
                      changes[i]);
        close_bench(&b);
    }
}
END_TEST

START_TEST(a_decision_too_many_stops_the_replay)
{
    bench b;
    jaga_error err;
    new_bench(&b);
    take_range(&b, 0, 600);
    commit(&b);
    /* As if a record without a decision had one. */
    tell(&b, "PRAGMA foreign_keys = off");
    tell(&b, "CREATE TEMP TABLE more AS SELECT * FROM decision LIMIT 1");
    tell(&b, "UPDATE more SET record = (SELECT min(n.record) FROM (SELECT record + 1 AS record"
             " FROM decision) AS n WHERE n.record NOT IN (SELECT record FROM decision)),"
             " event_id = 'more'");
    tell(&b, "INSERT INTO decision SELECT * FROM more");
    close_bench(&b);
    open_bench(&b);
    ck_assert_int_eq(recorder_replay(&b.recorder, b.log, 0, &err), JAGA_ERR_FORMAT);
    ck_assert_ptr_nonnull(strstr(err.text, "changed by hand"));
    close_bench(&b);
}
END_TEST

START_TEST(what_a_live_source_gave_is_decided_after_a_kill)
{
    bench b, whole;
    new_bench(&whole);
    whole.recorder.is_live = true;
    take_range(&whole, 0, STREAM);
    commit(&whole);

    new_bench(&b);
    b.recorder.is_live = true;
    history_set_live(b.history, true);
    take_range(&b, 0, 700);
    commit(&b);
    take_range(&b, 700, STREAM);
    OK(history_flush(b.history, &why)); /* accepted, not committed */
    close_bench(&b);
    open_bench(&b);
    ck_assert_uint_eq(store_position(b.store), 700);
    b.recorder.is_live = true;
    OK(recorder_replay(&b.recorder, b.log, 0, &why));
    commit(&b);
    ck_assert_uint_eq(store_position(b.store), STREAM);
    check_same_state(&b.engine, &whole.engine);
    static const char *const counts[] = { "SELECT count(*) FROM decision",
                                          "SELECT count(*) FROM outbox",
                                          "SELECT sum(account_cmd_seq) FROM outbox",
                                          "SELECT count(*) FROM reject" };
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        ck_assert_int_eq(ask(&b, counts[i]), ask(&whole, counts[i]));
    }
    ck_assert_int_eq(store_get_count(b.store, "rows"), STREAM);
    close_bench(&b);
    close_bench(&whole);
}
END_TEST

START_TEST(the_end_of_a_scan_enqueues_only_holds_still_wanted_and_once)
{
    const jaga_record finish = { .kind = JAGA_RECORD_FINISH, .wants_commands = true };
    const jaga_record idle = { .kind = JAGA_RECORD_FINISH };
    bench b;
    new_bench(&b);
    take_range(&b, 0, STREAM);
    OK(recorder_take(&b.recorder, &idle, "", &why));
    commit(&b);
    ck_assert_int_eq(ask(&b, "SELECT count(*) FROM outbox"), 0);
    OK(recorder_take(&b.recorder, &finish, "", &why));
    commit(&b);
    const int64_t enqueued = b.summary.commands_enqueued;
    const int64_t messages = ask(&b, "SELECT count(*) FROM outbox");
    ck_assert_int_gt(enqueued, 0);
    ck_assert_int_lt(enqueued, b.summary.holds);
    OK(recorder_take(&b.recorder, &finish, "", &why));
    commit(&b);
    ck_assert_int_eq(b.summary.commands_enqueued, enqueued);
    ck_assert_int_eq(ask(&b, "SELECT count(*) FROM outbox"), messages);
    close_bench(&b);
}
END_TEST

UNIT_MAIN("recorder", the_summary_adds_up_to_the_rows,
          a_commit_puts_position_and_history_at_the_same_place, committing_nothing_changes_nothing,
          running_the_history_again_brings_the_engine_back_and_writes_nothing,
          a_changed_decision_stops_the_replay, a_decision_too_many_stops_the_replay,
          what_a_live_source_gave_is_decided_after_a_kill,
          the_end_of_a_scan_enqueues_only_holds_still_wanted_and_once)
