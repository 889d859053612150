#include "decode_fixture.h"
#include "source/source.h"
#include "temporary.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

static jaga_error why;
static char path[TEMPORARY_BYTES];

static void make_file(const char *text)
{
    temporary_file(path, "log", text, strlen(text));
}

static source *open_path(const char *what)
{
    source *made = NULL;

    ck_assert_msg(source_open(what, &made, &why) == JAGA_OK, "%s", why.text);
    return made;
}

/* Standard input becomes the reading end of a pipe; gives the writing end. */
static int make_standard_input(void)
{
    int ends[2];

    ck_assert_int_eq(pipe(ends), 0);
    ck_assert_int_eq(dup2(ends[0], STDIN_FILENO), STDIN_FILENO);
    ck_assert_int_eq(close(ends[0]), 0);
    return ends[1];
}

/* Refused with one line that begins with the name. */
static void refused(const char *what, const char *cause)
{
    source *made = NULL;

    why = (jaga_error){ .status = JAGA_OK, .text = "" };
    const jaga_status status = source_open(what, &made, &why);
    ck_assert_int_ne(status, JAGA_OK);
    ck_assert_ptr_null(made);
    ck_assert_msg(strstr(why.text, cause) != NULL, "%s", why.text);
}

START_TEST(a_file_is_read_to_its_end)
{
    char buf[4];
    char all[32] = "";
    size_t got, used = 0;

    make_file("hello, wallet");
    source *file = open_path(path);
    while (source_read(file, buf, sizeof buf, &got, &why) == JAGA_OK) {
        ck_assert(got >= 1 && got <= sizeof buf);
        memcpy(all + used, buf, got);
        used += got;
    }
    ck_assert_str_eq(all, "hello, wallet");
    ck_assert_int_eq(source_read(file, buf, sizeof buf, &got, &why), JAGA_END);
    source_close(file);
    ck_assert_int_eq(remove(path), 0);
}
END_TEST

START_TEST(a_file_tells_its_name_and_size_and_is_not_live)
{
    make_file("12345");
    source *file = open_path(path);
    ck_assert_str_eq(source_name(file), path);
    ck_assert_ptr_ne(source_name(file), path);
    ck_assert_uint_eq(source_size(file), 5);
    ck_assert(!source_is_live(file));
    source_close(file);
    ck_assert_int_eq(remove(path), 0);
}
END_TEST

START_TEST(an_empty_file_ends_at_once)
{
    char buf[4];
    size_t got;

    make_file("");
    source *file = open_path(path);
    ck_assert_int_eq(source_read(file, buf, sizeof buf, &got, &why), JAGA_END);
    source_close(file);
    ck_assert_int_eq(remove(path), 0);
}
END_TEST

START_TEST(what_cannot_be_opened_is_named_with_its_cause)
{
    refused("/no/such/file.csv", "/no/such/file.csv: No such file or directory");
    refused("/etc", "/etc: is a folder");
    refused("", "empty file name");
}
END_TEST

START_TEST(standard_input_is_live_and_of_unknown_size)
{
    const int to = make_standard_input();
    source *input = open_path("-");
    char buf[16];
    size_t got = 0;

    ck_assert(source_is_live(input));
    ck_assert_uint_eq(source_size(input), 0);
    ck_assert_str_eq(source_name(input), "-");
    ck_assert_int_eq(write(to, "abc", 3), 3);
    ck_assert_int_eq(source_read(input, buf, sizeof buf, &got, &why), JAGA_OK);
    ck_assert_uint_eq(got, 3); /* what is there, without waiting for more */
    ck_assert_int_eq(close(to), 0);
    ck_assert_int_eq(source_read(input, buf, sizeof buf, &got, &why), JAGA_END);
    source_close(input);
}
END_TEST

START_TEST(closing_standard_input_leaves_the_programs_own_open)
{
    const int to = make_standard_input();

    source_close(open_path("-"));
    ck_assert_int_ge(fcntl(STDIN_FILENO, F_GETFD), 0);
    ck_assert_int_eq(close(to), 0);
}
END_TEST

START_TEST(a_standard_input_that_is_closed_is_refused)
{
    ck_assert_int_eq(close(STDIN_FILENO), 0);
    refused("-", "standard input");
}
END_TEST

static bool stops_at_once(void *ctx)
{
    (*(int *)ctx)++;
    return true;
}

START_TEST(a_silent_live_source_ends_when_asked_to)
{
    const int to = make_standard_input();
    source *input = open_path("-");
    char buf[16];
    size_t got;
    int asked = 0;

    source_set_stop(input, (source_stop){ stops_at_once, &asked });
    ck_assert_int_eq(source_read(input, buf, sizeof buf, &got, &why), JAGA_END);
    ck_assert_int_eq(asked, 1);
    source_close(input);
    ck_assert_int_eq(close(to), 0);
}
END_TEST

static bool stops_the_third_time(void *ctx)
{
    return ++*(int *)ctx >= 3;
}

START_TEST(a_silent_live_source_asks_again_and_again)
{
    const int to = make_standard_input();
    source *input = open_path("-");
    char buf[16];
    size_t got;
    int asked = 0;

    source_set_stop(input, (source_stop){ stops_the_third_time, &asked });
    ck_assert_int_eq(source_read(input, buf, sizeof buf, &got, &why), JAGA_END);
    ck_assert_int_eq(asked, 3);
    source_close(input);
    ck_assert_int_eq(close(to), 0);
}
END_TEST

static volatile sig_atomic_t signals;
static int wake_fd;

/* The first signal asks to stop. Were the reader to miss it, the tenth frees it with a byte. */
static void on_signal(int number)
{
    (void)number;
    signals = signals + 1;
    if (signals == 10) {
        (void)!write(wake_fd, "x", 1);
    }
}

static bool stops_after_a_signal(void *ctx)
{
    (void)ctx;
    return signals > 0;
}

START_TEST(a_signal_while_waiting_does_not_lose_the_wish_to_stop)
{
    const struct itimerval every = { { 0, 100000 }, { 0, 50000 } };
    struct sigaction action = { .sa_handler = on_signal };
    char buf[16];
    size_t got;

    wake_fd = make_standard_input();
    source *input = open_path("-");
    source_set_stop(input, (source_stop){ stops_after_a_signal, NULL });
    ck_assert_int_eq(sigaction(SIGALRM, &action, NULL), 0);
    ck_assert_int_eq(setitimer(ITIMER_REAL, &every, NULL), 0);
    const jaga_status status = source_read(input, buf, sizeof buf, &got, &why);
    ck_assert_int_eq(setitimer(ITIMER_REAL, &(struct itimerval){ { 0, 0 }, { 0, 0 } }, NULL), 0);
    ck_assert_int_eq(status, JAGA_END);
    source_close(input);
    ck_assert_int_eq(close(wake_fd), 0);
}
END_TEST

START_TEST(a_read_that_fails_is_told_with_the_name)
{
    char buf[4];
    size_t got;

    /* Open for writing only, so that reading it fails. */
    make_file("x");
    const int fd = open(path, O_WRONLY | O_CLOEXEC);
    ck_assert_int_eq(dup2(fd, STDIN_FILENO), STDIN_FILENO);
    source *input = open_path("-");
    ck_assert_int_eq(source_read(input, buf, sizeof buf, &got, &why), JAGA_ERR_IO);
    ck_assert_ptr_nonnull(strstr(why.text, "reading -"));
    source_close(input);
    ck_assert_int_eq(close(fd), 0);
    ck_assert_int_eq(remove(path), 0);
}
END_TEST

START_TEST(no_source_can_be_closed)
{
    source_close(NULL);
}
END_TEST

UNIT_MAIN("source", a_file_is_read_to_its_end, a_file_tells_its_name_and_size_and_is_not_live,
          an_empty_file_ends_at_once, what_cannot_be_opened_is_named_with_its_cause,
          standard_input_is_live_and_of_unknown_size,
          closing_standard_input_leaves_the_programs_own_open,
          a_standard_input_that_is_closed_is_refused, a_silent_live_source_ends_when_asked_to,
          a_silent_live_source_asks_again_and_again,
          a_signal_while_waiting_does_not_lose_the_wish_to_stop,
          a_read_that_fails_is_told_with_the_name, no_source_can_be_closed)
