/* jaga: finds the command and hands it its words. */
#include "base/nearest.h"
#include "cli/commands.h"

#include "jaga/version.h"

#include <errno.h>
#include <string.h>

static const command *const table[] = {
#define COMMAND(id) &command_##id,
#include "cli/commands.def"
#undef COMMAND
};

int command_failed(const char *name, const jaga_error *err)
{
    (void)fprintf(stderr, "jaga %s: %s\n", name, err->text);
    return err->status == JAGA_ERR_USAGE ? EXIT_USAGE : EXIT_ENVIRONMENT;
}

static void print_help(FILE *out)
{
    (void)fputs("jaga guards wallets: it reads the event log, recognises the account that is no\n"
                "longer in its owner's hands, stops the money and has the owner called.\n\n"
                "Usage: jaga COMMAND [words] [options]\n\n",
                out);
    for (size_t i = 0; i < COUNT(table); i++) {
        (void)fprintf(out, "  %-9s %s\n", table[i]->name, table[i]->help);
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

static int unknown_command(const char *name)
{
    const char *names[COUNT(table)];

    for (size_t i = 0; i < COUNT(table); i++) {
        names[i] = table[i]->name;
    }
    const char *nearest = nearest_name(name, names, COUNT(table));
    (void)fprintf(stderr, "jaga: no command \"%s\"; ", name);
    if (nearest != NULL) {
        (void)fprintf(stderr, "did you mean jaga %s?\n", nearest);
    } else {
        (void)fputs("`jaga --help` lists them\n", stderr);
    }
    return EXIT_USAGE;
}

static int run(int argc, char **argv)
{
    if (argc < 2) {
        print_help(stderr);
        return EXIT_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        print_help(stdout);
        return EXIT_DONE;
    }
    if (strcmp(argv[1], "--version") == 0) {
        (void)puts("jaga " JAGA_VERSION);
        return EXIT_DONE;
    }
    for (size_t i = 0; i < COUNT(table); i++) {
        if (strcmp(argv[1], table[i]->name) == 0) {
            return run_command(table[i], argc - 2, argv + 2);
        }
    }
    return unknown_command(argv[1]);
}

int main(int argc, char **argv)
{
    const int status = run(argc, argv);

    if (fflush(stdout) != 0 || ferror(stdout)) {
        (void)fprintf(stderr, "jaga: writing to standard output: %s\n", strerror(errno));
        return status == EXIT_DONE ? EXIT_ENVIRONMENT : status;
    }
    return status;
}
