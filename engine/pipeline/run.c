/* A run: opens everything, brings the engine to where it was, takes what the sources give, commits,
 * delivers. The only place that knows the order in which the layers are used. */
#include "jaga/run.h"

#include "base/crash.h"
#include "base/when.h"
#include "pipeline/feed.h"
#include "pipeline/freeze_watch.h"
#include "pipeline/in_force.h"
#include "pipeline/inputs.h"
#include "pipeline/intake.h"
#include "pipeline/never_hold_list.h"
#include "pipeline/recorder.h"
#include "pipeline/snapshot.h"
#include "pipeline/state_folder.h"
#include "pipeline/toucher.h"
#include "respond/deliver.h"

#include <stdio.h>
#include <string.h>

/* A snapshot this often bounds how much a restart has to run again. */
enum { SNAPSHOT_RECORDS = CRASH_CADENCE(1000, 1 << 23) };
/* While rows do not come: how soon a fact or message that others wrote is noticed. */
enum { IDLE_MS = 100 };

typedef struct run_state {
    const jaga_run *options;
    jaga_summary *summary;
    state_folder folder;
    jaga_store *store;
    history *history;
    engine engine;
    model_shelf shelf;
    responder responder;
    jaga_settings settings; /* what this run is to work under */
    recorder recorder;
    recorder_lists lists;
    intake *facts;
    inputs inputs;
    bool was_stopped;          /* asked to end before the sources did */
    uint64_t snapshot_records; /* position of the snapshot on disk */
    int64_t started_us, reported_us;
    respond_circuit circuit;
    freeze_watch freezes;
} run_state;

static void close_run(run_state *self)
{
    inputs_close(&self->inputs);
    intake_close(self->facts);
    listing_close(self->lists.scores);
    listing_close(self->lists.rejects);
    freeze_watch_close(&self->freezes);
    responder_close(&self->responder);
    engine_close(&self->engine);
    model_shelf_close(&self->shelf);
    history_close(self->history);
    store_close(self->store);
    state_folder_close(&self->folder);
}

static jaga_status write_snapshot(run_state *self, jaga_error *err)
{
    const uint64_t records = history_records(self->history);

    if (records == self->snapshot_records) {
        return JAGA_OK;
    }
    JAGA_TRY(
        snapshot_write(&self->engine, self->folder.snapshot, store_id(self->store), records, err));
    self->snapshot_records = records;
    return JAGA_OK;
}

/* History and database as one: neither may lack what the other rests on. */
static jaga_status match_history(run_state *self, jaga_error *err)
{
    const uint64_t position = store_position(self->store);
    const uint64_t records = history_records(self->history);

    if (records < position) {
        return jaga_fail(err, JAGA_ERR_FORMAT,
                         "%s holds %llu records, the database rests on %llu: the state folder is "
                         "damaged or not this database's. Scan the logs into a new database",
                         self->folder.history, (unsigned long long)records,
                         (unsigned long long)position);
    }
    /* What a scan took beyond its last commit is in its file still, and is read again from there.
     */
    return records > position && !history_ends_live(self->history)
               ? history_truncate(self->history, position, err)
               : JAGA_OK;
}

static jaga_status open_engine(run_state *self, const engine_caps *caps, jaga_error *err)
{
    JAGA_TRY(engine_open(&self->engine, caps, err));
    self->shelf.folder = self->folder.models;
    self->engine.shelf = &self->shelf;
    return JAGA_OK;
}

static jaga_status restore(run_state *self, jaga_error *err)
{
    uint64_t from = 0;

    JAGA_TRY(match_history(self, err));
    JAGA_TRY(
        in_force_plan(self->options->configuration, self->folder.history, &self->settings, err));
    const engine_caps caps = engine_caps_of(&self->settings);
    JAGA_TRY(open_engine(self, &caps, err));
    JAGA_TRY(
        snapshot_read(&self->engine, self->folder.snapshot, store_id(self->store), &from, err));
    if (from > store_position(self->store)) {
        /* The database was put back from a copy: the state is of its future. */
        engine_close(&self->engine);
        JAGA_TRY(open_engine(self, &caps, err));
        from = 0;
    }
    self->snapshot_records = from;
    self->recorder.is_live = history_ends_live(self->history);
    JAGA_TRY(recorder_replay(&self->recorder, self->folder.history, from, err));
    return recorder_commit(&self->recorder, NULL, 0, err);
}

/* A name that cannot be read is told before anything is made. */
static jaga_status check_paths(const char *const *paths, size_t count, jaga_error *err)
{
    for (size_t i = 0; i < count; i++) {
        source *opened = NULL;
        JAGA_TRY(source_open(paths[i], &opened, err));
        source_close(opened);
    }
    return JAGA_OK;
}

static jaga_status open_lists(run_state *self, jaga_error *err)
{
    const jaga_run *options = self->options;

    if (options->scores != NULL) {
        JAGA_TRY(
            listing_open(options->scores, LISTING_SCORES, self->store, &self->lists.scores, err));
    }
    return options->rejects == NULL ? JAGA_OK
                                    : listing_open(options->rejects, LISTING_REJECTS, self->store,
                                                   &self->lists.rejects, err);
}

static jaga_status open_run(run_state *self, const char *const *paths, size_t count, bool is_watch,
                            jaga_error *err)
{
    const jaga_run *options = self->options;

    self->folder.lock_fd = -1;
    JAGA_TRY(check_paths(paths, count, err));
    /* The database first: a file that is not ours must not get a folder beside it. */
    JAGA_TRY(store_open(options->db, &self->store, err));
    JAGA_TRY(state_folder_open(&self->folder, options->db, err));
    JAGA_TRY(history_open(self->folder.history, store_id(self->store), &self->history, err));
    if (options->respond != NULL) {
        JAGA_TRY(responder_open(options->respond, &self->responder, err));
    }
    self->freezes = (freeze_watch){ .rule = options->unconfirmed,
                                    .store = self->store,
                                    .now_us = options->now_us,
                                    .warn = options->warn,
                                    .warn_ctx = options->warn_ctx };
    JAGA_TRY(freeze_watch_open(&self->freezes, err));
    JAGA_TRY(open_lists(self, err));
    self->recorder = (recorder){ .engine = &self->engine,
                                 .history = self->history,
                                 .store = self->store,
                                 .summary = self->summary,
                                 .lists = self->lists,
                                 .run = { .kind = is_watch ? "watch" : "scan",
                                          .sources = paths,
                                          .source_count = count,
                                          .started_us = self->started_us,
                                          .records_from = store_position(self->store),
                                          .records_to = store_position(self->store) } };
    JAGA_TRY(restore(self, err));
    JAGA_TRY(intake_open(&self->facts, err));
    JAGA_TRY(inputs_open(&self->inputs, options, paths, count, self->store, err));
    history_set_live(self->history, self->inputs.is_live);
    self->summary->skipped_rows = self->inputs.rows_before;
    JAGA_TRY(in_force_take(&self->recorder, options, &self->settings, self->folder.models, err));
    /* A live source may be silent for long, and must not keep others from the database. */
    return self->inputs.is_live ? recorder_commit(&self->recorder, NULL, 0, err) : JAGA_OK;
}

/* The receiver wants a pause: what is decided goes on being written, and the messages wait. */
static void tell_pause(const run_state *self, const char *what, const char *cause)
{
    char text[sizeof((jaga_error *)NULL)->text + 128];

    if (self->options->warn != NULL) {
        (void)snprintf(text, sizeof text, "%s: %s", what, cause);
        self->options->warn(self->options->warn_ctx, text);
    }
}

/* is_last: there will be no later occasion, so what cannot be sent is a failure. */
static jaga_status deliver(run_state *self, bool is_last, jaga_error *err)
{
    const respond_circuit before = self->circuit;
    respond_result result;

    if (self->options->respond == NULL ||
        (!is_last && before.failures > 0 && self->options->now_us() < before.again_us)) {
        return JAGA_OK;
    }
    const jaga_status status = respond_deliver(self->store, &self->responder, &self->circuit,
                                               self->options->now_us, &result, err);
    self->summary->messages_sent += result.sent;
    if (result.wants_pause && !is_last) {
        if (self->circuit.is_open && !before.is_open) {
            tell_pause(self, "no commands went out for five minutes; holds are not confirmed",
                       err->text);
        } else if (before.failures == 0) {
            tell_pause(self, "commands wait in the outbox", err->text);
        }
        return JAGA_OK;
    }
    if (status == JAGA_OK && is_last && result.waiting > 0) {
        return jaga_fail(err, JAGA_ERR_IO,
                         "%lld messages wait in the outbox: their receiver put them off; jaga "
                         "deliver tries again",
                         (long long)result.waiting);
    }
    return status;
}

/* Only who sends can say that no answer came. */
static jaga_status look_for_freezes(run_state *self, bool is_last, jaga_error *err)
{
    return self->options->respond == NULL ? JAGA_OK
                                          : freeze_watch_look(&self->freezes, is_last, err);
}

static void report(run_state *self, const decode_position *positions)
{
    const int64_t now_us = self->options->now_us();
    uint64_t bytes = 0;

    if (self->options->progress == NULL || now_us - self->reported_us < US_PER_SECOND / 5) {
        return;
    }
    self->reported_us = now_us;
    for (size_t i = 0; i < self->inputs.count; i++) {
        bytes += positions[i].bytes;
    }
    /* What earlier runs have read took none of this one's time. */
    const uint64_t before = self->inputs.bytes_before;
    const uint64_t total = self->inputs.bytes_total;
    const jaga_progress progress = { .bytes_done = bytes > before ? bytes - before : 0,
                                     .bytes_total = total > before ? total - before : 0,
                                     .rows = self->summary->rows,
                                     .holds = self->summary->holds,
                                     .seconds = (double)(now_us - self->started_us) / 1e6 };
    self->options->progress(self->options->progress_ctx, &progress);
}

static jaga_status commit(run_state *self, const decode_position *positions, jaga_error *err)
{
    store_source sources[INPUTS_MAX];
    const size_t count = inputs_positions(&self->inputs, positions, sources);

    JAGA_TRY(recorder_commit(&self->recorder, sources, count, err));
    if (history_records(self->history) - self->snapshot_records >= SNAPSHOT_RECORDS) {
        JAGA_TRY(write_snapshot(self, err));
    }
    return JAGA_OK;
}

static jaga_status take_batch(run_state *self, const feed_batch *batch, bool acts_at_once,
                              jaga_error *err)
{
    const uint64_t first = history_records(self->history);

    JAGA_TRY(history_append_pack(self->history, &batch->pack, err));
    for (size_t i = 0; i < batch->count; i++) {
        const jaga_record *record = &batch->records[i];
        engine_look_ahead(&self->engine, batch->records, i, batch->count);
        JAGA_TRY(recorder_run(&self->recorder, record, first + i,
                              source_name(self->inputs.sources[record->source]), err));
    }
    const bool is_due = self->recorder.uncommitted >= RECORDER_GROUP_RECORDS;
    if (is_due || batch->is_last || (acts_at_once && self->recorder.has_group)) {
        JAGA_TRY(commit(self, batch->positions, err));
        return acts_at_once ? deliver(self, batch->is_last, err) : JAGA_OK;
    }
    return acts_at_once && self->circuit.failures > 0 ? deliver(self, false, err) : JAGA_OK;
}

static jaga_status take_all(run_state *self, bool acts_at_once, jaga_error *err)
{
    const jaga_run *options = self->options;
    slab_piece pieces[ENGINE_PIECES];
    toucher *memory = NULL;
    feed *reading = NULL;
    bool is_last = false;

    JAGA_TRY(toucher_open(&memory, err));
    jaga_status status = feed_open(self->inputs.merged, self->inputs.count, &reading, err);
    while (!is_last && status == JAGA_OK) {
        feed_batch *batch = feed_next(reading, acts_at_once ? IDLE_MS : -1);
        if (acts_at_once) {
            status = intake_take(self->facts, &self->recorder, err);
            status = status == JAGA_OK && batch == NULL ? deliver(self, false, err) : status;
            status = status == JAGA_OK ? look_for_freezes(self, false, err) : status;
        }
        if (batch == NULL || status != JAGA_OK) {
            continue;
        }
        const bool stops = options->wants_stop != NULL && options->wants_stop(options->stop_ctx);
        self->was_stopped |= stops && !batch->is_last;
        batch->is_last |= stops;
        is_last = batch->is_last;
        status = take_batch(self, batch, acts_at_once, err);
        report(self, batch->positions);
        if (status == JAGA_OK && batch->status != JAGA_OK) {
            status = jaga_fail(err, batch->status, "%s", batch->err.text);
        }
        feed_done(reading);
        toucher_ask(memory, pieces, engine_foresee(&self->engine, pieces));
    }
    feed_close(reading);
    toucher_close(memory);
    return status;
}

static void warn_unknown_columns(const run_state *self)
{
    char text[512];

    for (size_t i = 0; i < self->inputs.count && self->options->warn != NULL; i++) {
        const char *unknown = decoder_unknown_columns(self->inputs.decoders[i]);
        if (unknown[0] != '\0') {
            (void)snprintf(text, sizeof text, "%s: columns that jaga does not know are ignored: %s",
                           source_name(self->inputs.sources[i]), unknown);
            self->options->warn(self->options->warn_ctx, text);
        }
    }
}

/* The end of a scan is a record too: what it enqueues is a function of the log. */
static jaga_status finish_scan(run_state *self, jaga_error *err)
{
    const int64_t watermark_us = order_watermark_us(&self->engine.order);
    const int64_t age_us =
        watermark_us == INT64_MIN ? INT64_MAX : self->options->now_us() - watermark_us;
    const int64_t most_us = self->settings.value[JAGA_SETTING_ID_COMMAND_AGE] * US_PER_SECOND;
    const bool is_too_old = age_us > most_us;
    const jaga_record finish = { .kind = JAGA_RECORD_FINISH,
                                 .wants_commands = !is_too_old || self->options->wants_commands };

    self->summary->is_too_old = is_too_old && !self->options->wants_commands;
    JAGA_TRY(recorder_take(&self->recorder, &finish, "", err));
    JAGA_TRY(recorder_commit(&self->recorder, NULL, 0, err));
    return deliver(self, true, err);
}

static jaga_status run_all(run_state *self, const char *const *paths, size_t count, bool is_watch,
                           jaga_error *err)
{
    JAGA_TRY(open_run(self, paths, count, is_watch, err));
    self->recorder.is_live = is_watch;
    if (self->options->never_hold != NULL) {
        JAGA_TRY(never_hold_list_apply(&self->recorder, self->options->never_hold, err));
    }
    JAGA_TRY(intake_take(self->facts, &self->recorder, err));
    if (is_watch) {
        JAGA_TRY(deliver(self, false, err)); /* what an interrupted run left in the outbox */
    }
    jaga_status status = take_all(self, is_watch, err);
    if (status == JAGA_OK) {
        warn_unknown_columns(self); /* a header that was refused may be no header but a row */
    }
    if (status == JAGA_OK) {
        status = intake_take(self->facts, &self->recorder, err);
    }
    if (status == JAGA_OK && is_watch) {
        status = look_for_freezes(self, true, err);
    }
    if (status == JAGA_OK && !is_watch && !self->was_stopped) {
        status = finish_scan(self, err);
    }
    if (status == JAGA_OK) {
        status = recorder_end(&self->recorder, self->was_stopped, err);
    }
    return status == JAGA_OK ? write_snapshot(self, err) : status;
}

static jaga_status run_and_sum_up(const jaga_run *options, const char *const *paths, size_t count,
                                  bool is_watch, jaga_summary *out, jaga_error *err)
{
    static const run_state empty;
    run_state self = empty;

    memset(out, 0, sizeof *out);
    self.options = options;
    self.summary = out;
    self.started_us = options->now_us();
    const jaga_status status = run_all(&self, paths, count, is_watch, err);
    out->accounts = self.engine.profile.hot.count;
    out->has_horizon_shrunk =
        self.engine.order.state.count > 0 && order_has_shrunk(&self.engine.order);
    out->seconds = (double)(options->now_us() - self.started_us) / 1e6;
    close_run(&self);
    return status;
}

jaga_status jaga_scan(const jaga_run *run, const char *const *paths, size_t count,
                      jaga_summary *out, jaga_error *err)
{
    return run_and_sum_up(run, paths, count, false, out, err);
}

jaga_status jaga_watch(const jaga_run *run, jaga_summary *out, jaga_error *err)
{
    static const char *const standard_input[] = { "-" };
    return run_and_sum_up(run, standard_input, 1, true, out, err);
}
