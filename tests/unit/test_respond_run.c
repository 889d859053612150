#include "respond/responder.h"
#include "test_store_fixture.h"

#include <errno.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

/* Programs that answer as they should, and every other way. */

static char folder[PATH_BYTES], program[PATH_BYTES + 64], spec[PATH_BYTES + 80];

/* A script in a folder of its own, where it also runs. */
static void new_program(const char *name, const char *script)
{
    make_folder(folder);
    ck_assert_int_eq(chdir(folder), 0);
    (void)snprintf(program, sizeof program, "%s/%s", folder, name);
    (void)snprintf(spec, sizeof spec, "run:%s", program);
    FILE *file = fopen(program, "w");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_ge(fprintf(file, "#!/bin/sh\n%s\n", script), 0);
    ck_assert_int_eq(fclose(file), 0);
    ck_assert_int_eq(chmod(program, 0700), 0);
    (void)signal(SIGPIPE, SIG_IGN); /* as the command line does */
}

static responder open_program(void)
{
    responder made = { .kind = NULL };
    OK(responder_open(spec, &made, &why));
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

    return to->kind->send(to->ctx, &message, &answer, &why);
}

/* Closes it; nothing of it is left. */
static void close_program(responder *to)
{
    responder_close(to);
    ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1);
    ck_assert_int_eq(errno, ECHILD);
}

static int lines_of(const char *name)
{
    FILE *file = fopen(name, "r");
    int lines = 0;
    for (int c = 0; file != NULL && (c = getc(file)) != EOF;) {
        lines += c == '\n';
    }
    if (file != NULL) {
        ck_assert_int_eq(fclose(file), 0);
    }
    return lines;
}

static const char *script_of(const char *body)
{
    static char text[1024];
    (void)snprintf(text, sizeof text,
                   "echo start >>starts\nwhile IFS= read -r line; do\n"
                   "key=${line#*:\\\"}\nkey=${key%%%%\\\"*}\necho \"$line\" >>lines\n%s\ndone\n",
                   body);
    return text;
}

#define ANSWERS_OK "echo \"{\\\"key\\\":\\\"$key\\\",\\\"ok\\\":true}\""

START_TEST(one_process_takes_all_and_answers_each)
{
    new_program("ledger", script_of(ANSWERS_OK));
    responder to = open_program();
    for (int i = 0; i < 50; i++) {
        char key[16];
        (void)snprintf(key, sizeof key, "H-%d", i);
        ck_assert_int_eq(send_one(&to, key), RESPONDER_DELIVERED);
    }
    close_program(&to);
    ck_assert_int_eq(lines_of("starts"), 1);
    ck_assert_int_eq(lines_of("lines"), 50);
}
END_TEST

START_TEST(a_program_in_another_language)
{
    /* sed -u, for most tools keep what they read and write in blocks. */
    new_program("ledger",
                "exec sed -u 's/^{\"[a-z_]*\":\"\\([^\"]*\\)\".*/{\"key\":\"\\1\",\"ok\":true}/'");
    responder to = open_program();
    ck_assert_int_eq(send_one(&to, "H-1"), RESPONDER_DELIVERED);
    ck_assert_int_eq(send_one(&to, "T-2"), RESPONDER_DELIVERED);
    close_program(&to);
}
END_TEST

START_TEST(no_for_good_and_not_now)
{
    new_program(
        "ledger",
        script_of("case $key in\n"
                  "H-never) echo \"{\\\"key\\\":\\\"$key\\\",\\\"ok\\\":false,\\\"final\\\":"
                  "true}\" ;;\n"
                  "*) echo \"{\\\"key\\\":\\\"$key\\\",\\\"ok\\\":false,\\\"why\\\":"
                  "\\\"A1001\\\"}\" ;;\nesac"));
    responder to = open_program();
    ck_assert_int_eq(send_one(&to, "H-never"), RESPONDER_REFUSED);
    ck_assert_int_eq(send_one(&to, "H-later"), RESPONDER_RETRY_LATER);
    ck_assert_ptr_nonnull(strstr(why.text, "not now"));
    ck_assert_ptr_null(strstr(why.text, "A1001")); /* a foreign text may name customers */
    ck_assert_ptr_nonnull(strstr(why.text, program));
    close_program(&to);
    ck_assert_int_eq(lines_of("starts"), 1);
}
END_TEST

START_TEST(answers_about_others_are_passed_over)
{
    new_program("ledger",
                script_of("echo '{\"key\":\"H-0\",\"ok\":false}'; echo '{}'; " ANSWERS_OK));
    responder to = open_program();
    ck_assert_int_eq(send_one(&to, "H-1"), RESPONDER_DELIVERED);
    ck_assert_int_eq(send_one(&to, "H-2"), RESPONDER_DELIVERED);
    close_program(&to);
}
END_TEST

START_TEST(what_dies_over_a_message_is_started_again_once)
{
    new_program("ledger", script_of("[ -e died ] || { : >died; exit 3; }\n" ANSWERS_OK));
    responder to = open_program();
    ck_assert_int_eq(send_one(&to, "H-1"), RESPONDER_DELIVERED);
    ck_assert_int_eq(lines_of("starts"), 2);
    ck_assert_int_eq(lines_of("lines"), 2); /* it came twice, under one key */
    close_program(&to);
    new_program("ledger", script_of("exit 3"));
    to = open_program();
    ck_assert_int_eq(send_one(&to, "H-1"), RESPONDER_RETRY_LATER);
    ck_assert_ptr_nonnull(strstr(why.text, "ended with status 3"));
    ck_assert_int_eq(lines_of("starts"), 2);
    ck_assert_int_eq(send_one(&to, "H-1"), RESPONDER_RETRY_LATER);
    ck_assert_int_eq(lines_of("starts"), 4);
    close_program(&to);
}
END_TEST

START_TEST(a_kill_is_told)
{
    new_program("ledger", script_of("kill -9 $$"));
    responder to = open_program();
    ck_assert_int_eq(send_one(&to, "H-1"), RESPONDER_RETRY_LATER);
    ck_assert_ptr_nonnull(strstr(why.text, "was ended by signal 9"));
    close_program(&to);
}
END_TEST

START_TEST(silence_and_nonsense_are_no_answers)
{
    static const struct {
        const char *body, *says;
    } rows[] = {
        { ":", "does not answer" },
        { "echo ok", "no JSON" },
        { "printf '%05000d\\n' 0", "a line of more than" },
        { "printf '{\"key\":'", "does not answer" },
        { "exec >&-; read -r forever", "ended with status 1" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        new_program("ledger", script_of(rows[i].body));
        responder to = open_program();
        ck_assert_int_eq(send_one(&to, "H-1"), RESPONDER_RETRY_LATER);
        ck_assert_msg(strstr(why.text, rows[i].says) != NULL, "%s", why.text);
        close_program(&to);
    }
}
END_TEST

START_TEST(its_name_is_not_read_by_a_shell)
{
    new_program("a b; touch planted $(touch planted)", script_of(ANSWERS_OK));
    responder to = open_program();
    ck_assert_int_eq(send_one(&to, "H-1"), RESPONDER_DELIVERED);
    close_program(&to);
    ck_assert_int_ne(access("planted", F_OK), 0);
}
END_TEST

START_TEST(what_cannot_be_run_is_told_at_once)
{
    responder made = { .kind = NULL };
    jaga_error err;

    ck_assert_int_eq(responder_open("run:", &made, &err), JAGA_ERR_USAGE);
    ck_assert_int_eq(responder_open("run:/nowhere/at/all", &made, &err), JAGA_ERR_IO);
    ck_assert_ptr_nonnull(strstr(err.text, "/nowhere/at/all"));
    new_program("ledger", "");
    ck_assert_int_eq(chmod(program, 0600), 0);
    ck_assert_int_eq(responder_open(spec, &made, &err), JAGA_ERR_IO);
    ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1);
}
END_TEST

START_TEST(a_program_that_will_not_end_is_ended)
{
    new_program("ledger", "trap '' TERM\nwhile :; do read -r line || read -r forever <fifo; done");
    ck_assert_int_eq(mkfifo("fifo", 0600), 0);
    responder to = open_program();
    close_program(&to);
}
END_TEST

UNIT_MAIN("respond_run", one_process_takes_all_and_answers_each, a_program_in_another_language,
          no_for_good_and_not_now, answers_about_others_are_passed_over,
          what_dies_over_a_message_is_started_again_once, a_kill_is_told,
          silence_and_nonsense_are_no_answers, its_name_is_not_read_by_a_shell,
          what_cannot_be_run_is_told_at_once, a_program_that_will_not_end_is_ended)
