/* jaga dispute: claims to get a payment back, one act a call. */
#include "base/when.h"
#include "cli/commands.h"
#include "cli/desk_verbs.h"
#include "jaga/dispute.h"

#include <stdlib.h>
#include <string.h>

enum { DB, AS, SESSION };

static const option options[] = {
    [DB] = { "db", OPTION_TEXT, "X.db", DEFAULT_DB, 0, 0, "database to work on" },
    [AS] = { "as", OPTION_TEXT, "AGENT", NULL, 0, 0, "who acts" },
    [SESSION] = { "session", OPTION_TEXT, "NAME", NULL, 0, 0,
                  "from where (default: this terminal's session)" },
};

static const struct act {
    const char *name, *usage, *help;
    size_t words; /* the act not counted */
    bool has_amount;
} acts[] = {
    { "receipt", "DISPUTE", "the customer has the receipt; it is looked into", 1, false },
    { "papers", "DISPUTE LIST", "ask for papers", 2, false },
    { "papers-in", "DISPUTE", "they came", 1, false },
    { "credit", "DISPUTE AMOUNT WHY", "a provisional credit (supervisor)", 3, true },
    { "refund", "DISPUTE WHY", "all that was not recovered", 2, false },
    { "partial", "DISPUTE AMOUNT WHY", "less than that (supervisor)", 3, true },
    { "reject", "DISPUTE WHY", "nothing (supervisor)", 2, false },
    { "paid", "DISPUTE REFERENCE", "the ledger has booked it", 2, false },
    { "reverse", "DISPUTE WHY", "take a provisional credit back (supervisor)", 2, false },
    { "appeal", "DISPUTE FACT", "the customer objects, with a new fact", 2, false },
    { "due", "", "end what may not be objected to any more", 0, false },
};

static const char *act_name(size_t i)
{
    return i < COUNT(acts) ? acts[i].name : NULL;
}

static void list_acts(FILE *out)
{
    (void)fputs("Acts:\n", out);
    for (size_t i = 0; i < COUNT(acts); i++) {
        char spelled[80];
        (void)snprintf(spelled, sizeof spelled, "%s %s", acts[i].name, acts[i].usage);
        (void)fprintf(out, "  %-32s %s\n", spelled, acts[i].help);
    }
}

static jaga_status find_act(const arguments *given, const struct act **out, jaga_error *err)
{
    for (size_t i = 0; i < COUNT(acts); i++) {
        if (strcmp(acts[i].name, given->words[0]) == 0) {
            *out = &acts[i];
            return given->word_count - 1 == acts[i].words
                       ? JAGA_OK
                       : jaga_fail(err, JAGA_ERR_USAGE, "usage: jaga dispute %s %s", acts[i].name,
                                   acts[i].usage);
        }
    }
    return jaga_fail(err, JAGA_ERR_USAGE, "no act \"%s\"; `jaga dispute --help` lists them",
                     given->words[0]);
}

static jaga_status number_of(const char *text, int64_t *out, jaga_error *err)
{
    char *end = NULL;

    *out = strtoll(text, &end, 10);
    return *out > 0 && *end == '\0'
               ? JAGA_OK
               : jaga_fail(err, JAGA_ERR_USAGE, "a dispute is a number; `jaga query disputes`");
}

static void print_now(int64_t number, const jaga_dispute_now *now)
{
    char due[WHEN_TEXT_BYTES];

    (void)printf("dispute %lld  case %s  %s", (long long)number, now->number, now->state);
    if (now->due_us != INT64_MIN) {
        when_format_local(now->due_us, now->zone_s, due);
        (void)printf("  due %s", due);
    }
    (void)putchar('\n');
}

static jaga_status take(jaga_desk *desk, const struct act *act, const arguments *given,
                        jaga_error *err)
{
    const char *const *words = given->words;
    int64_t number = 0, closed = 0, late = 0;
    jaga_dispute_now now;

    if (act->words == 0) {
        JAGA_TRY(jaga_dispute_due(desk, &closed, &late, err));
        (void)printf("%lld closed, %lld late with their answer\n", (long long)closed,
                     (long long)late);
        return JAGA_OK;
    }
    JAGA_TRY(number_of(words[1], &number, err));
    JAGA_TRY(jaga_dispute_act(desk, number, act->name, act->has_amount ? words[2] : NULL,
                              act->words > 1 ? words[act->words] : NULL, &now, err));
    print_now(number, &now);
    return JAGA_OK;
}

static jaga_status act_on(const arguments *given, jaga_error *err)
{
    const struct act *found = NULL;
    jaga_desk *desk = NULL;

    JAGA_TRY(find_act(given, &found, err));
    JAGA_TRY(desk_log_in(given->text[DB], given->text[AS], given->text[SESSION], JAGA_LANG_EN,
                         found->words == 0, &desk, err));
    const jaga_status status = take(desk, found, given, err);
    jaga_desk_close(desk);
    return status;
}

static int run(const arguments *given)
{
    jaga_error err;

    return act_on(given, &err) == JAGA_OK ? EXIT_DONE : command_failed("dispute", &err);
}

const command command_dispute = {
    .name = "dispute",
    .usage = "ACT [WORDS]",
    .help = "claims of customers to get a payment back",
    .about =
        "Each payment marked not mine is one, filed with the outcome theft; `jaga query disputes`\n"
        "lists them with what is due next.",
    .examples = "jaga dispute receipt 1 --as sari\n"
                "jaga dispute refund 1 'the SIM was swapped' --as sari\n"
                "jaga dispute paid 1 CREDIT-20260318-7 --as sari\n"
                "jaga dispute partial 2 150000 'he shared the code' --as wati",
    .options = options,
    .option_count = COUNT(options),
    .least_words = 1,
    .most_words = 4,
    .words = act_name,
    .more_help = list_acts,
    .run = run,
};
