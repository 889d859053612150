/* jaga signals: what the engine looks at, and where each signal is blind. */
#include "cli/commands.h"
#include "jaga/signal.h"

static int run(const arguments *given)
{
    (void)given;
    (void)puts("  bits  signal             what it sees\n"
               "  ────  ─────────────────  ─────────────────────────────────────────────────────");
    for (size_t i = 0; i < jaga_signal_count(); i++) {
        const jaga_signal *signal = jaga_signal_at(i);
        (void)printf("  %4.1f  %-17s  %s\n", signal->bits, signal->name, signal->help);
        (void)printf("  %4s  %-17s  blind: %s\n", "", "", signal->blind);
    }
    (void)printf("\n%zu signals. Bits are what full strength is worth: each doubles the odds of "
                 "theft.\n",
                 jaga_signal_count());
    return EXIT_DONE;
}

const command command_signals = {
    .name = "signals",
    .usage = "",
    .help = "list what the engine looks at",
    .examples = "jaga signals",
    .run = run,
};
