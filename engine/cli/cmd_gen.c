/* jaga gen: a made-up wallet with its answer key. */
#include "base/money.h"
#include "cli/commands.h"
#include "jaga/simulate.h"

#include <inttypes.h>

enum { ACCOUNTS, DAYS, SEED, OUT, ATTACKS, KINDS, TWINS, LOCATION };

static const option options[] = {
    [ACCOUNTS] = { "accounts", OPTION_NUMBER, "N", "10000", 10, 20000000, "people with a wallet" },
    [DAYS] = { "days", OPTION_NUMBER, "N", "60", 1, 3660, "length of the log" },
    [SEED] = { "seed", OPTION_NUMBER, "N", "1", 0, INT64_MAX,
               "equal seeds give equal files, two seeds two wallets" },
    [OUT] = { "out", OPTION_TEXT, "DIR", NULL, 0, 0, "folder for the three files (required)" },
    [ATTACKS] = { "attacks", OPTION_NUMBER, "N", NULL, 0, 1000,
                  "thefts per 1000 accounts and month (default: 3)" },
    [KINDS] = { "kinds", OPTION_TEXT, "LIST", NULL, 0, 0,
                "only these attacks, commas between (default: all of the above)" },
    [TWINS] = { "twins", OPTION_NUMBER, "N", NULL, 0, 3000,
                "honest look-alikes per 1000 accounts and month (default: 15)" },
    [LOCATION] = { "location", OPTION_FLAG, NULL, NULL, 0, 0, "also columns lat, lon" },
};

static jaga_simulation plan_of(const arguments *given)
{
    jaga_simulation plan =
        jaga_simulation_default((uint32_t)given->number[ACCOUNTS], (uint32_t)given->number[DAYS],
                                (uint64_t)given->number[SEED]);

    if (given->is_given[ATTACKS]) {
        plan.attacks_per_1000_account_months = (double)given->number[ATTACKS];
    }
    if (given->is_given[TWINS]) {
        plan.twins_per_1000_account_months = (double)given->number[TWINS];
    }
    plan.kinds = given->text[KINDS];
    plan.has_location = given->is_given[LOCATION];
    return plan;
}

static void print_summary(const jaga_simulation_summary *made, const char *folder)
{
    char rows[MONEY_TEXT_BYTES], stolen[MONEY_TEXT_BYTES];

    (void)money_format_grouped((int64_t)made->rows, 0, rows);
    (void)money_format_grouped((int64_t)made->stolen, 0, stolen);
    (void)printf("%s/events.csv   %s rows, %" PRIu64 " of them repeated, %" PRIu64 " late\n",
                 folder, rows, made->duplicates, made->late);
    (void)printf("%s/truth.csv    %" PRIu64 " attacks, %" PRIu64 " of them with a loss; %" PRIu64
                 " honest look-alikes\n",
                 folder, made->attacks, made->robbed, made->twins);
    (void)printf("%s/thefts.csv   %" PRIu64 " attempts to move money; %s IDR were stolen\n", folder,
                 made->thefts, stolen);
    (void)printf("\nNext\n  jaga scan %s/events.csv --db %s/jaga.db\n", folder, folder);
}

static int run(const arguments *given)
{
    const jaga_simulation plan = plan_of(given);
    jaga_simulation_summary made;
    jaga_error err;

    if (given->text[OUT] == NULL) {
        (void)jaga_fail(&err, JAGA_ERR_USAGE, "where to? --out DIR");
        return command_failed("gen", &err);
    }
    if (jaga_simulate(&plan, given->text[OUT], &made, &err) != JAGA_OK) {
        return command_failed("gen", &err);
    }
    print_summary(&made, given->text[OUT]);
    return EXIT_DONE;
}

static void list_kinds(FILE *out)
{
    const char *name;
    (void)fprintf(out, "Attacks\n");
    for (size_t i = 0; (name = jaga_simulation_kind(i)) != NULL; i++) {
        (void)fprintf(out, "  %s\n", name);
    }
}

const command command_gen = {
    .name = "gen",
    .usage = "",
    .help = "make up a wallet: its log, and who was robbed",
    .about =
        "Writes events.csv (the log), truth.csv (every theft and every honest look-alike) and\n"
        "thefts.csv (every attempt of a thief to move money). docs/simulator.md says what is\n"
        "assumed, and what such a log cannot prove.",
    .examples = "jaga gen --out demo\n"
                "jaga gen --accounts 100000 --days 90 --seed 7 --out big\n"
                "jaga gen --kinds sim_swap_drain,slow_drip --attacks 20 --out hard",
    .options = options,
    .option_count = COUNT(options),
    .more_help = list_kinds,
    .run = run,
};
