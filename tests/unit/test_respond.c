#include "respond/deliver.h"
#include "test_store_fixture.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static char path[PATH_BYTES], spec[PATH_BYTES + 8];

static void new_place(void)
{
    make_path(path, "commands.ndjson");
    (void)snprintf(spec, sizeof spec, "file:%s", path);
}

static responder open_responder(const char *what)
{
    responder made = { .kind = NULL };

    OK(responder_open(what, &made, &why));
    return made;
}

static responder_delivery send_one(const responder *to, const char *key)
{
    char body[128];

    (void)snprintf(body, sizeof body, "{\"cmd_id\":\"%s\",\"op\":\"PLACE\"}", key);
    const store_message message = {
        .id = 1, .key = key, .kind = "hold", .body = body, .attempt = 1
    };
    responder_answer answer = { .is_given = false };
    const responder_delivery delivery = to->kind->send(to->ctx, &message, &answer, NULL);

    return delivery == RESPONDER_DELIVERED && to->kind->flush != NULL &&
                   to->kind->flush(to->ctx, NULL) != JAGA_OK
               ? RESPONDER_RETRY_LATER
               : delivery;
}

static void write_text(const char *text)
{
    FILE *file = fopen(path, "w");

    ck_assert_ptr_nonnull(file);
    ck_assert_int_ge(fputs(text, file), 0);
    ck_assert_int_eq(fclose(file), 0);
}

static void file_is(const char *want)
{
    static char got[1 << 18];
    FILE *file = fopen(path, "r");

    ck_assert_ptr_nonnull(file);
    got[fread(got, 1, sizeof got - 1, file)] = '\0';
    ck_assert_int_eq(fclose(file), 0);
    ck_assert_str_eq(got, want);
}

static int64_t clock_us;

static int64_t now_us(void)
{
    return clock_us;
}

static respond_circuit circuit;

static jaga_status deliver(jaga_store *store, const responder *to, respond_result *sent,
                           jaga_error *err)
{
    return respond_deliver(store, to, &circuit, now_us, sent, err);
}

static void usage(const char *what)
{
    responder made = { .kind = NULL };
    jaga_error err;

    ck_assert_int_eq(responder_open(what, &made, &err), JAGA_ERR_USAGE);
    ck_assert_ptr_null(made.kind);
}

#define ONE "{\"cmd_id\":\"H-1\",\"op\":\"PLACE\"}\n"
#define TWO "{\"cmd_id\":\"H-2\",\"op\":\"PLACE\"}\n"

START_TEST(every_kind_is_complete)
{
    ck_assert_uint_ge(responder_count(), 2);
    for (size_t i = 0; i < responder_count(); i++) {
        const responder_kind *kind = responder_at(i);
        ck_assert_uint_gt(strlen(kind->scheme), 0);
        ck_assert_uint_gt(strlen(kind->help), 0);
        ck_assert(kind->open != NULL && kind->send != NULL && kind->close != NULL);
    }
    ck_assert_ptr_null(responder_at(responder_count()));
}
END_TEST

START_TEST(what_is_no_responder_is_refused)
{
    usage("");
    usage("fil");
    usage("file");
    usage("file:");
    usage("stdout:x");
    usage("kafka:topic");
}
END_TEST

START_TEST(a_line_is_appended_per_message)
{
    struct stat about;

    new_place();
    (void)umask(0);
    responder to = open_responder(spec);
    ck_assert_int_eq(send_one(&to, "H-1"), RESPONDER_DELIVERED);
    ck_assert_int_eq(send_one(&to, "H-2"), RESPONDER_DELIVERED);
    responder_close(&to);
    file_is(ONE TWO);
    ck_assert_int_eq(stat(path, &about), 0);
    ck_assert_int_eq(about.st_mode & 0777, 0600);
}
END_TEST

START_TEST(a_key_in_the_file_is_not_written_again)
{
    new_place();
    responder to = open_responder(spec);
    ck_assert_int_eq(send_one(&to, "H-1"), RESPONDER_DELIVERED);
    ck_assert_int_eq(send_one(&to, "H-1"), RESPONDER_DELIVERED);
    responder_close(&to);
    to = open_responder(spec);
    ck_assert_int_eq(send_one(&to, "H-1"), RESPONDER_DELIVERED);
    responder_close(&to);
    file_is(ONE);
}
END_TEST

START_TEST(a_torn_message_is_cut_off_and_written_again)
{
    static const char *const torn[] = { "{", "{\"cmd_", "{\"cmd_id\":\"H-2\",\"op\":\"PL",
                                        "{\"cmd_id\":\"H-2\",\"op\":\"PLACE\"}",
                                        "{\"task_id\":\"T" };

    for (size_t i = 0; i < sizeof torn / sizeof torn[0]; i++) {
        char text[256];
        new_place();
        (void)snprintf(text, sizeof text, ONE "%s", torn[i]);
        write_text(text);
        responder to = open_responder(spec);
        file_is(ONE);
        ck_assert_int_eq(send_one(&to, "H-2"), RESPONDER_DELIVERED);
        responder_close(&to);
        file_is(ONE TWO);
    }
}
END_TEST

START_TEST(lines_of_others_are_kept)
{
    new_place();
    write_text("# orders\n\n{\"cmd_id\":7}\n[1]\n{not json\n" ONE "{\"task_id\":\"T-1\"}\nits end");
    responder to = open_responder(spec);
    ck_assert_int_eq(send_one(&to, "H-1"), RESPONDER_DELIVERED);
    ck_assert_int_eq(send_one(&to, "T-1"), RESPONDER_DELIVERED);
    ck_assert_int_eq(send_one(&to, "H-2"), RESPONDER_DELIVERED);
    responder_close(&to);
    file_is("# orders\n\n{\"cmd_id\":7}\n[1]\n{not json\n" ONE
            "{\"task_id\":\"T-1\"}\nits end\n" TWO);
}
END_TEST

START_TEST(a_line_longer_than_any_message_is_passed_over)
{
    static char text[200 * 1024 + sizeof ONE];
    const size_t length = 200 * 1024;

    new_place();
    memset(text, '{', length - 1);
    text[length - 1] = '\n';
    memcpy(text + length, ONE, sizeof ONE);
    write_text(text);
    responder to = open_responder(spec);
    ck_assert_int_eq(send_one(&to, "H-1"), RESPONDER_DELIVERED);
    responder_close(&to);
    file_is(text);

    text[length - 1] = '\0';
    write_text(text);
    to = open_responder(spec);
    ck_assert_int_eq(send_one(&to, "H-1"), RESPONDER_DELIVERED);
    responder_close(&to);
    text[length - 1] = '\n';
    file_is(text);
}
END_TEST

START_TEST(many_keys_are_read_back)
{
    char key[16];
    struct stat before, after;

    new_place();
    FILE *file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    for (int i = 0; i < 20000; i++) {
        ck_assert_int_gt(fprintf(file, "{\"cmd_id\":\"H-%d\",\"op\":\"PLACE\"}\n", i), 0);
    }
    ck_assert_int_eq(fclose(file), 0);
    ck_assert_int_eq(stat(path, &before), 0);
    responder to = open_responder(spec);
    for (int i = 0; i < 20000; i++) {
        (void)snprintf(key, sizeof key, "H-%d", i);
        ck_assert_int_eq(send_one(&to, key), RESPONDER_DELIVERED);
    }
    responder_close(&to);
    ck_assert_int_eq(stat(path, &after), 0);
    ck_assert_int_eq(before.st_size, after.st_size);
}
END_TEST

START_TEST(a_second_jaga_on_the_same_file_is_refused)
{
    responder other = { .kind = NULL };
    jaga_error err;

    new_place();
    responder to = open_responder(spec);
    ck_assert_int_eq(responder_open(spec, &other, &err), JAGA_ERR_BUSY);
    responder_close(&to);
    to = open_responder(spec);
    responder_close(&to);
}
END_TEST

START_TEST(a_full_disk_leaves_no_half_line_and_is_tried_again)
{
    struct rlimit limit;

    new_place();
    responder to = open_responder(spec);
    ck_assert_int_eq(send_one(&to, "H-1"), RESPONDER_DELIVERED);
    ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &limit), 0);
    const rlim_t unlimited = limit.rlim_cur;
    limit.rlim_cur = strlen(ONE) + 10;
    (void)signal(SIGXFSZ, SIG_IGN);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    ck_assert_int_eq(send_one(&to, "H-2"), RESPONDER_RETRY_LATER);
    file_is(ONE);
    limit.rlim_cur = unlimited;
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    ck_assert_int_eq(send_one(&to, "H-2"), RESPONDER_DELIVERED);
    responder_close(&to);
    file_is(ONE TWO);
}
END_TEST

/* A store with one hold and its callback waiting. */
static jaga_store *waiting_store(void)
{
    char db[PATH_BYTES];
    jaga_store *store = new_store(db);
    const jaga_event event = an_event("E1", "W1", NOON);
    const jaga_decision decision = a_hold(3, &event, "CASEONE");

    put_alone(store, &decision, true);
    return store;
}

START_TEST(what_waits_is_delivered_once)
{
    jaga_store *store = waiting_store();
    respond_result sent;

    new_place();
    responder to = open_responder(spec);
    OK(deliver(store, &to, &sent, &why));
    ck_assert_int_eq(sent.sent, 2);
    OK(deliver(store, &to, &sent, &why));
    ck_assert_int_eq(sent.sent, 0);
    responder_close(&to);
    store_close(store);
}
END_TEST

START_TEST(what_was_written_but_not_marked_is_only_marked)
{
    jaga_store *store = waiting_store();
    store_message message;
    struct stat before, after;
    respond_result sent;

    new_place();
    responder to = open_responder(spec);
    OK(next_message(store, &message, &why));
    responder_answer answer = { .is_given = false };
    ck_assert_int_eq(to.kind->send(to.ctx, &message, &answer, NULL), RESPONDER_DELIVERED);
    settle(store, message.id, STORE_PUT_OFF);
    responder_close(&to);
    ck_assert_int_eq(stat(path, &before), 0);

    to = open_responder(spec);
    OK(deliver(store, &to, &sent, &why));
    ck_assert_int_eq(sent.sent, 2);
    responder_close(&to);
    ck_assert_int_eq(stat(path, &after), 0);
    ck_assert_int_gt(after.st_size, before.st_size);
    FILE *file = fopen(path, "r");
    int lines = 0;
    for (int c = fgetc(file); c != EOF; c = fgetc(file)) {
        lines += c == '\n';
    }
    ck_assert_int_eq(fclose(file), 0);
    ck_assert_int_eq(lines, 2);
    store_close(store);
}
END_TEST

START_TEST(a_full_device_keeps_the_messages_waiting)
{
    jaga_store *store = waiting_store();
    respond_result sent = { .sent = 7 };
    jaga_error err = { .text = "" };

    responder to = open_responder("file:/dev/full");
    ck_assert_int_eq(deliver(store, &to, &sent, &err), JAGA_ERR_IO);
    ck_assert_int_eq(sent.sent, 0);
    ck_assert_ptr_nonnull(strstr(err.text, "No space left"));
    responder_close(&to);
    ck_assert_int_eq(ask_number(store, "SELECT count(*) FROM outbox WHERE state = 'new'"), 2);
    store_close(store);
}
END_TEST

/* Calls of a test's own responder. */
static responder_delivery refuse_holds(void *ctx, const store_message *message,
                                       responder_answer *answer, jaga_error *err)
{
    (void)ctx;
    (void)answer;
    (void)err;
    return strcmp(message->kind, "hold") == 0 ? RESPONDER_REFUSED : RESPONDER_DELIVERED;
}

START_TEST(a_refused_message_does_not_block_the_next)
{
    const responder_kind kind = { .scheme = "test", .send = refuse_holds };
    const responder to = { .kind = &kind };
    jaga_store *store = waiting_store();
    respond_result sent;

    OK(deliver(store, &to, &sent, &why));
    ck_assert_int_eq(sent.sent, 1);
    ck_assert_int_eq(ask_number(store, "SELECT count(*) FROM outbox WHERE state = 'refused'"), 1);
    store_close(store);
}
END_TEST

START_TEST(standard_output_gets_a_line_at_once)
{
    new_place();
    ck_assert_ptr_nonnull(freopen(path, "w", stdout));
    responder to = open_responder("stdout");
    ck_assert_int_eq(send_one(&to, "H-1"), RESPONDER_DELIVERED);
    file_is(ONE);
    responder_close(&to);
}
END_TEST

START_TEST(a_full_standard_output_is_tried_again)
{
    ck_assert_ptr_nonnull(freopen("/dev/full", "w", stdout));
    responder to = open_responder("stdout");
    ck_assert_int_eq(send_one(&to, "H-1"), RESPONDER_RETRY_LATER);
    responder_close(&to);
}
END_TEST

UNIT_MAIN("respond", every_kind_is_complete, what_is_no_responder_is_refused,
          a_line_is_appended_per_message, a_key_in_the_file_is_not_written_again,
          a_torn_message_is_cut_off_and_written_again, lines_of_others_are_kept,
          a_line_longer_than_any_message_is_passed_over, many_keys_are_read_back,
          a_second_jaga_on_the_same_file_is_refused,
          a_full_disk_leaves_no_half_line_and_is_tried_again, what_waits_is_delivered_once,
          what_was_written_but_not_marked_is_only_marked, a_full_device_keeps_the_messages_waiting,
          a_refused_message_does_not_block_the_next, standard_output_gets_a_line_at_once,
          a_full_standard_output_is_tried_again)
