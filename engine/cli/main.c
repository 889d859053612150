/* jaga: finds the command and hands it its words. */
#include "base/nearest.h"
#include "cli/commands.h"

#include "jaga/version.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <string.h>
#include <unistd.h>

enum { COMMANDS_MAX = 64 };

int command_failed(const char *name, const jaga_error *err)
{
    (void)fprintf(stderr, "jaga %s: %s\n", name, err->text);
    return err->status == JAGA_ERR_USAGE ? EXIT_USAGE : EXIT_ENVIRONMENT;
}

void command_print_overview(FILE *out)
{
    (void)fputs("jaga guards wallets: it reads the event log, recognises the account that is no\n"
                "longer in its owner's hands, stops the money and has the owner called.\n\n"
                "Usage: jaga COMMAND [words] [options]\n\n",
                out);
    for (size_t i = 0; command_at(i) != NULL; i++) {
        (void)fprintf(out, "  %-9s %s\n", command_at(i)->name, command_at(i)->help);
    }
    (void)fputs("\n"
                "jaga COMMAND --help tells more. To begin:\n\n"
                "  jaga gen --out demo                a made-up wallet to play with\n"
                "  jaga scan demo/events.csv          read it, decide, write jaga.db\n"
                "  jaga query tasks                   whom to call first\n",
                out);
}

static int run_command(const command *of, int argc, char **argv)
{
    arguments given;
    jaga_error err;

    if (options_parse(of, argc, argv, &given, &err) != JAGA_OK) {
        (void)fprintf(stderr, "jaga %s: %s\n", of->name, err.text);
        return EXIT_USAGE;
    }
    if (given.wants_help) {
        if (given.word_count == 0 || of->help_of == NULL || !of->help_of(given.words[0], stdout)) {
            options_print_help(of, stdout);
        }
        return EXIT_DONE;
    }
    return of->run(&given);
}

const command *command_find(const char *name, jaga_error *err)
{
    const char *names[COMMANDS_MAX];
    size_t count = 0;

    for (; command_at(count) != NULL && count < COMMANDS_MAX; count++) {
        names[count] = command_at(count)->name;
        if (strcmp(names[count], name) == 0) {
            return command_at(count);
        }
    }
    const char *nearest = nearest_name(name, names, count);
    (void)(nearest != NULL ? jaga_fail(err, JAGA_ERR_USAGE,
                                       "no command \"%s\"; did you mean jaga %s?", name, nearest)
                           : jaga_fail(err, JAGA_ERR_USAGE,
                                       "no command \"%s\"; `jaga --help` lists them", name));
    return NULL;
}

static int run(int argc, char **argv)
{
    jaga_error err;

    if (argc < 2) {
        command_print_overview(stderr);
        return EXIT_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        command_print_overview(stdout);
        return EXIT_DONE;
    }
    if (strcmp(argv[1], "--version") == 0) {
        (void)puts("jaga " JAGA_VERSION);
        return EXIT_DONE;
    }
    const command *found = command_find(argv[1], &err);
    if (found == NULL) {
        (void)fprintf(stderr, "jaga: %s\n", err.text);
        return EXIT_USAGE;
    }
    return run_command(found, argc - 2, argv + 2);
}

/* With standard output closed the next file that is opened would be it, and the summary would go
 * into the database. So its place is taken by something that refuses to be written, or read. */
static void guard_standard_files(void)
{
    static const int refusing[] = { O_WRONLY, O_RDONLY, O_WRONLY };

    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        if (fcntl(fd, F_GETFD) < 0) {
            (void)open("/dev/null", refusing[fd]);
        }
    }
}

/* The database gives and takes memory with every commit. Handed back to the system each time, it
 * costs a wait for whoever else maps memory; so what was once taken stays. */
static void keep_heap(void)
{
#ifdef __GLIBC__
    enum { PAD_BYTES = 4 << 20, KEPT_BYTES = 256 << 20, MAPPED_BYTES = 4 << 20 };

    (void)mallopt(M_TOP_PAD, PAD_BYTES);
    (void)mallopt(M_TRIM_THRESHOLD, KEPT_BYTES);
    (void)mallopt(M_MMAP_THRESHOLD, MAPPED_BYTES);
#endif
}

int main(int argc, char **argv)
{
    guard_standard_files();
    keep_heap();
    const int status = run(argc, argv);

    errno = 0;
    const bool is_flushed = fflush(stdout) == 0;
    if (!is_flushed || ferror(stdout)) {
        /* An earlier write may be what failed; its errno is long gone. */
        (void)fprintf(stderr, "jaga: writing to standard output failed%s%s\n",
                      is_flushed ? "" : ": ", is_flushed ? "" : strerror(errno));
        return status == EXIT_DONE ? EXIT_ENVIRONMENT : status;
    }
    return status;
}
