#include "story_file.h"

#include "history/history.h"
#include "jaga/query.h"
#include "jaga/run.h"
#include "jaga/simulate.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* Whole runs over a made-up wallet: the answer is a function of the log, however it comes. */

static char folder[STORY_PATH_BYTES]; /* of this test */
static char *text;                    /* the simulated log */
static size_t text_bytes, rows;

static const char *in_folder(const char *name)
{
    return story_text("%.60s/%s", folder, name).at;
}

static int64_t long_after(void)
{
    return STORY_START + 4000 * STORY_DAY;
}

static void make_log(void)
{
    jaga_simulation plan = jaga_simulation_default(60, 21, 5);

    plan.attacks_per_1000_account_months = 400;
    story_path(folder, "log");
    OK(jaga_simulate(&plan, folder, NULL, &why));
    text = story_read_file(in_folder("events.csv"), &text_bytes);
    rows = 0;
    for (size_t i = 0; i < text_bytes; i++) {
        rows += text[i] == '\n';
    }
    rows--;
    ck_assert_uint_gt(rows, 2000);
}

/* Where row `n` begins, the header being row 0. */
static const char *row(size_t n)
{
    const char *at = text;

    for (; n > 0; n--) {
        at = strchr(at, '\n') + 1;
    }
    return at;
}

/* Rows from .. until - 1, counted from 1, under a header. */
static const char *write_part(const char *name, size_t from, size_t until)
{
    const char *path = in_folder(name);
    FILE *file = fopen(path, "wb");

    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(text, (size_t)(row(1) - text), 1, file), 1);
    ck_assert_uint_eq(fwrite(row(from), (size_t)(row(until) - row(from)), 1, file), 1);
    ck_assert_int_eq(fclose(file), 0);
    return path;
}

static jaga_summary scan_many(const char *db, const char *const *paths, size_t count)
{
    const jaga_run run = { .db = in_folder(db), .now_us = long_after };
    jaga_summary summary;

    OK(jaga_scan(&run, paths, count, &summary, &why));
    return summary;
}

static jaga_summary scan(const char *db, const char *path)
{
    return scan_many(db, &path, 1);
}

/* Everything concluded, to be freed. */
static char *canonical(const char *db)
{
    char *answer = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&answer, &length);

    ck_assert_ptr_nonnull(out);
    OK(jaga_query(in_folder(db), "canonical", NULL, JAGA_FORMAT_CSV, out, &why));
    ck_assert_int_eq(fclose(out), 0);
    return answer;
}

static void check_same_answer(const char *db, const char *other)
{
    char *a = canonical(db), *b = canonical(other);

    ck_assert_ptr_nonnull(strstr(a, "hold"));
    ck_assert_msg(strcmp(a, b) == 0, "%s and %s differ", db, other);
    free(a);
    free(b);
}

/* The reference: the whole log in one scan. */
static void make_reference(void)
{
    make_log();
    const jaga_summary whole = scan("whole.db", in_folder("events.csv"));
    ck_assert_int_eq(whole.rows, (int64_t)rows);
    ck_assert_int_eq(whole.rows, whole.events + whole.duplicates + whole.stale + whole.rejects);
    ck_assert_int_gt(whole.holds, 0);
    ck_assert_int_eq(whole.accounts, 60);
    ck_assert(whole.is_too_old);
    ck_assert_int_eq(whole.commands_enqueued, 0);
}

START_TEST(scanning_twice_is_scanning_once)
{
    make_reference();
    (void)scan("twice.db", in_folder("events.csv"));
    const jaga_summary again = scan("twice.db", in_folder("events.csv"));
    ck_assert_int_eq(again.rows, 0);
    ck_assert_int_eq(again.skipped_rows, (int64_t)rows);
    ck_assert_int_eq(again.holds + again.alerts + again.step_ups, 0);
    check_same_answer("twice.db", "whole.db");
    free(text);
}
END_TEST

START_TEST(the_same_rows_under_another_name_add_nothing)
{
    make_reference();
    (void)scan("copy.db", in_folder("events.csv"));
    const jaga_summary again = scan("copy.db", write_part("copy.csv", 1, rows + 1));
    ck_assert_int_eq(again.rows, (int64_t)rows);
    ck_assert_int_eq(again.events, 0);
    ck_assert_int_eq(again.duplicates + again.stale, (int64_t)rows);
    check_same_answer("copy.db", "whole.db");
    free(text);
}
END_TEST

START_TEST(a_log_split_in_three_is_the_log)
{
    make_reference();
    (void)scan("split.db", write_part("a.csv", 1, rows / 3));
    (void)scan("split.db", write_part("b.csv", rows / 3, rows / 2));
    (void)scan("split.db", write_part("c.csv", rows / 2, rows + 1));
    check_same_answer("split.db", "whole.db");
    free(text);
}
END_TEST

START_TEST(overlapping_exports_are_one_log)
{
    make_reference();
    (void)scan("over.db", write_part("a.csv", 1, rows / 2));
    (void)scan("over.db", write_part("b.csv", rows / 4, rows + 1));
    check_same_answer("over.db", "whole.db");
    free(text);
}
END_TEST

START_TEST(files_are_merged_by_time_whatever_their_order)
{
    make_log();
    const char *const parts[] = { write_part("a.csv", 1, rows / 2),
                                  write_part("b.csv", rows / 3, rows + 1),
                                  write_part("c.csv", rows / 4, 2 * rows / 3) };
    static const int orders[][3] = { { 0, 1, 2 }, { 2, 1, 0 }, { 1, 2, 0 }, { 1, 0, 2 } };
    static const char *const dbs[] = { "m0.db", "m1.db", "m2.db", "m3.db" };

    for (size_t i = 0; i < 4; i++) {
        const char *const paths[] = { parts[orders[i][0]], parts[orders[i][1]],
                                      parts[orders[i][2]] };
        const jaga_summary summary = scan_many(dbs[i], paths, 3);
        ck_assert_int_gt(summary.duplicates, 0);
        check_same_answer(dbs[i], dbs[0]);
    }
    free(text);
}
END_TEST

START_TEST(a_grown_file_is_continued_where_it_ended)
{
    make_reference();
    const size_t half = rows / 2;
    (void)scan("grown.db", write_part("grows.csv", 1, half));
    const jaga_summary second = scan("grown.db", write_part("grows.csv", 1, rows + 1));
    ck_assert_int_eq(second.skipped_rows, (int64_t)half - 1);
    ck_assert_int_eq(second.rows, (int64_t)(rows - half) + 1);
    check_same_answer("grown.db", "whole.db");
    free(text);
}
END_TEST

START_TEST(another_file_under_the_same_name_is_read_from_its_beginning)
{
    make_reference();
    (void)scan("other.db", write_part("log.csv", 1, rows / 2));
    const jaga_summary second = scan("other.db", write_part("log.csv", rows / 3, rows + 1));
    ck_assert_int_eq(second.skipped_rows, 0);
    ck_assert_int_eq(second.rows, (int64_t)(rows - rows / 3) + 1);
    check_same_answer("other.db", "whole.db");
    free(text);
}
END_TEST

START_TEST(without_its_snapshot_a_run_goes_on_from_the_history)
{
    make_reference();
    (void)scan("bare.db", write_part("a.csv", 1, rows / 2));
    ck_assert_int_eq(unlink(in_folder("bare.state/snapshot")), 0);
    (void)scan("bare.db", write_part("b.csv", rows / 2, rows + 1));
    check_same_answer("bare.db", "whole.db");
    free(text);
}
END_TEST

START_TEST(a_damaged_snapshot_is_as_good_as_none)
{
    make_reference();
    (void)scan("hurt.db", write_part("a.csv", 1, rows / 2));
    ck_assert_int_eq(truncate(in_folder("hurt.state/snapshot"), 5000), 0);
    (void)scan("hurt.db", write_part("b.csv", rows / 2, rows + 1));
    check_same_answer("hurt.db", "whole.db");
    free(text);
}
END_TEST

START_TEST(a_history_shorter_than_the_database_is_told)
{
    jaga_summary summary;
    jaga_error err;
    make_log();
    const char *path = write_part("a.csv", 1, rows / 2);
    (void)scan("short.db", path);
    ck_assert_int_eq(unlink(in_folder("short.state/history")), 0);
    const jaga_run run = { .db = in_folder("short.db"), .now_us = long_after };
    ck_assert_int_eq(jaga_scan(&run, &path, 1, &summary, &err), JAGA_ERR_FORMAT);
    ck_assert_ptr_nonnull(strstr(err.text, "state folder"));
    free(text);
}
END_TEST

static int64_t just_after(void)
{
    return INT64_C(1769360400000000) + 10 * STORY_HOUR; /* the log's last midnight */
}

/* Standard input is the file, to its end. */
static void watch(const char *db, const char *path, jaga_summary *summary)
{
    const jaga_run run = { .db = in_folder(db), .now_us = just_after };
    const int fd = open(path, O_RDONLY | O_CLOEXEC);

    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(dup2(fd, STDIN_FILENO), STDIN_FILENO);
    ck_assert_int_eq(close(fd), 0);
    OK(jaga_watch(&run, summary, &why));
}

START_TEST(watching_again_adds_nothing_and_makes_each_command_once)
{
    jaga_summary first, again;
    make_log();
    watch("live.db", in_folder("events.csv"), &first);
    ck_assert_int_eq(first.rows, (int64_t)rows);
    ck_assert_int_gt(first.holds, 0);
    ck_assert_int_eq(first.commands_enqueued, first.holds + first.step_ups);
    char *before = canonical("live.db");
    watch("live.db", in_folder("events.csv"), &again);
    ck_assert_int_eq(again.events, 0);
    ck_assert_int_eq(again.commands_enqueued, 0);
    char *after = canonical("live.db");
    ck_assert_str_eq(before, after);
    free(before);
    free(after);
    free(text);
}
END_TEST

/* Records in the live run's history, as another process sees them. */
static int journalled(const char *path)
{
    const history_range all = { 0, INT64_MIN, INT64_MAX };
    history_reader *reader = NULL;
    jaga_record record;
    uint64_t number;
    int count = 0;

    OK(history_reader_open(path, all, &reader, &why));
    while (history_reader_next(reader, &record, &number, &why) == JAGA_OK) {
        count += record.kind == JAGA_RECORD_EVENT;
    }
    history_reader_close(reader);
    return count;
}

START_TEST(a_live_row_is_accepted_while_the_next_is_waited_for_and_survives_a_kill)
{
    enum { ROWS = 20, PATIENCE = 3000 };
    int ends[2], status;
    make_log();
    const size_t bytes = (size_t)(row(ROWS + 1) - text);
    ck_assert_int_eq(pipe(ends), 0);
    const pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        const jaga_run run = { .db = in_folder("live.db"), .now_us = just_after };
        jaga_summary summary;
        (void)dup2(ends[0], STDIN_FILENO);
        (void)close(ends[0]);
        (void)close(ends[1]);
        _exit(jaga_watch(&run, &summary, &why) == JAGA_OK ? 0 : 1);
    }
    ck_assert_int_eq(write(ends[1], text, bytes), (ssize_t)bytes);
    int waited = 0;
    while (journalled(in_folder("live.state/history")) < ROWS && waited++ < PATIENCE) {
        (void)poll(NULL, 0, 10);
    }
    ck_assert_int_eq(journalled(in_folder("live.state/history")), ROWS);
    ck_assert_int_eq(kill(child, SIGKILL), 0);
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFSIGNALED(status));
    (void)close(ends[0]);
    (void)close(ends[1]);

    jaga_summary summary; /* of a sender that goes on behind what was accepted */
    watch("live.db", write_part("rest.csv", ROWS + 1, rows + 1), &summary);
    watch("whole.db", in_folder("events.csv"), &summary);
    check_same_answer("live.db", "whole.db");
    free(text);
}
END_TEST

static bool stop_now(void *ctx)
{
    int *questions = ctx;
    return ++*questions > 2;
}

START_TEST(a_run_that_is_stopped_is_finished_by_the_next_one)
{
    make_reference();
    const char *path = in_folder("events.csv");
    int questions = 0;
    const jaga_run run = { .db = in_folder("stop.db"),
                           .now_us = long_after,
                           .wants_stop = stop_now,
                           .stop_ctx = &questions };
    jaga_summary first;
    OK(jaga_scan(&run, &path, 1, &first, &why));
    ck_assert_int_lt(first.rows, (int64_t)rows);
    const jaga_summary second = scan("stop.db", path);
    ck_assert_int_eq(first.rows + second.rows, (int64_t)rows);
    check_same_answer("stop.db", "whole.db");
    free(text);
}
END_TEST

START_TEST(one_name_given_twice_and_a_missing_file_are_refused_and_make_nothing)
{
    jaga_summary summary;
    jaga_error err;
    struct stat about;
    make_log();
    const char *const twice[] = { in_folder("events.csv"), in_folder("events.csv") };
    const char *const missing[] = { in_folder("events.csv"), in_folder("nowhere.csv") };
    jaga_run run = { .db = in_folder("no.db"), .now_us = long_after };
    ck_assert_int_eq(jaga_scan(&run, missing, 2, &summary, &err), JAGA_ERR_IO);
    ck_assert_int_ne(stat(in_folder("no.db"), &about), 0);
    ck_assert_int_eq(jaga_scan(&run, twice, 2, &summary, &err), JAGA_ERR_USAGE);
    free(text);
}
END_TEST

START_TEST(database_state_and_messages_are_the_owners_alone)
{
    static const struct {
        const char *name;
        unsigned mode;
    } files[] = { { "p.db", 0600 },
                  { "p.state", 0700 },
                  { "p.state/history", 0600 },
                  { "p.state/snapshot", 0600 },
                  { "p.out", 0600 } };
    jaga_summary summary;
    make_log();
    const char *path = in_folder("events.csv");
    const char *respond = story_text("file:%.60s/p.out", folder).at;
    const jaga_run run = {
        .db = in_folder("p.db"), .now_us = just_after, .respond = respond, .wants_commands = true
    };
    OK(jaga_scan(&run, &path, 1, &summary, &why));
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        struct stat about;
        ck_assert_int_eq(stat(in_folder(files[i].name), &about), 0);
        ck_assert_uint_eq(about.st_mode & 07777, files[i].mode);
    }
    free(text);
}
END_TEST

UNIT_MAIN("run", scanning_twice_is_scanning_once, the_same_rows_under_another_name_add_nothing,
          a_log_split_in_three_is_the_log, overlapping_exports_are_one_log,
          files_are_merged_by_time_whatever_their_order, a_grown_file_is_continued_where_it_ended,
          another_file_under_the_same_name_is_read_from_its_beginning,
          without_its_snapshot_a_run_goes_on_from_the_history,
          a_damaged_snapshot_is_as_good_as_none, a_history_shorter_than_the_database_is_told,
          watching_again_adds_nothing_and_makes_each_command_once,
          a_live_row_is_accepted_while_the_next_is_waited_for_and_survives_a_kill,
          a_run_that_is_stopped_is_finished_by_the_next_one,
          one_name_given_twice_and_a_missing_file_are_refused_and_make_nothing,
          database_state_and_messages_are_the_owners_alone)
