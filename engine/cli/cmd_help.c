/* jaga help: what there is, for people, for man and for shells. */
#include "cli/commands.h"
#include "cli/completion.h"
#include "cli/manual.h"

enum { MAN, COMPLETION };

static const option options[] = {
    [MAN] = { "man", OPTION_FLAG, NULL, NULL, 0, 0, "the manual page, in roff" },
    [COMPLETION] = { "completion", OPTION_CHOICE, "bash|zsh|fish", NULL, 0, 0,
                     "a script that lets that shell complete jaga's words" },
};

static const char *command_name(size_t i)
{
    return command_at(i) == NULL ? NULL : command_at(i)->name;
}

static int run(const arguments *given)
{
    static void (*const scripts[])(FILE *) = { completion_bash, completion_zsh, completion_fish };
    jaga_error err;

    if (given->is_given[MAN]) {
        manual_print(stdout);
    } else if (given->is_given[COMPLETION]) {
        scripts[given->number[COMPLETION]](stdout);
    } else if (given->word_count == 0) {
        command_print_overview(stdout);
    } else {
        const command *about = command_find(given->words[0], &err);
        if (about == NULL) {
            return command_failed("help", &err);
        }
        options_print_help(about, stdout);
    }
    return EXIT_DONE;
}

const command command_help = {
    .name = "help",
    .usage = "[COMMAND]",
    .help = "tell about a command; print the manual page or a shell's completion",
    .about =
        "`make install` puts the manual page and the completions where man and the shells look.",
    .examples = "jaga help scan\n"
                "jaga help --man | man -l -\n"
                "source <(jaga help --completion bash)",
    .options = options,
    .option_count = COUNT(options),
    .most_words = 1,
    .words = command_name,
    .run = run,
};
