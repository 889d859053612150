/* jaga recall: asking others for stolen money back, one act a call. */
#include "cli/commands.h"
#include "cli/desk_verbs.h"
#include "jaga/recall.h"

#include <stdlib.h>
#include <string.h>

enum { DB, AS, SESSION, REFUNDED };

static const option options[] = {
    [DB] = { "db", OPTION_TEXT, "X.db", DEFAULT_DB, 0, 0, "database to work on" },
    [AS] = { "as", OPTION_TEXT, "AGENT", NULL, 0, 0, "who acts" },
    [SESSION] = { "session", OPTION_TEXT, "NAME", NULL, 0, 0,
                  "from where (default: this terminal's session)" },
    [REFUNDED] = { "refunded", OPTION_TEXT, "AMOUNT", "0", 0, 0,
                   "of what did not come back, the provider refunds so much" },
};

static jaga_status number_of(const char *text, int64_t *out, jaga_error *err)
{
    char *end = NULL;

    *out = strtoll(text, &end, 10);
    return *out > 0 && *end == '\0'
               ? JAGA_OK
               : jaga_fail(err, JAGA_ERR_USAGE, "a recall is a number; `jaga query recalls`");
}

static jaga_status run_draft(jaga_desk *desk, const arguments *given, jaga_error *err)
{
    int64_t count = 0;

    JAGA_TRY(jaga_recall_draft(desk, given->words[1], &count, err));
    (void)printf("%lld new\n", (long long)count);
    return JAGA_OK;
}

static void tell(void *ctx, const jaga_receiver *at)
{
    (void)ctx;
    (void)printf("%s: %s %s more to hold; %u %s%s\n", at->account, at->amount, at->currency,
                 at->victims, at->victims == 1 ? "victim" : "victims",
                 at->is_mule ? "; looks like a mule, the whole account may be held" : "");
}

static jaga_status run_hold(jaga_desk *desk, const arguments *given, jaga_error *err)
{
    return jaga_recall_hold(desk, given->words[1], tell, NULL, err);
}

static jaga_status run_hold_whole(jaga_desk *desk, const arguments *given, jaga_error *err)
{
    return jaga_recall_hold_whole(desk, given->words[1], given->words[2], err);
}

static jaga_status run_let_go(jaga_desk *desk, const arguments *given, jaga_error *err)
{
    return jaga_recall_let_go(desk, given->words[1], given->words[2], given->words[3], err);
}

static jaga_status run_answer(jaga_desk *desk, const arguments *given, jaga_error *err)
{
    int64_t number = 0;

    JAGA_TRY(number_of(given->words[1], &number, err));
    return jaga_recall_answer(desk, number, given->words[0],
                              given->word_count > 2 ? given->words[2] : NULL, err);
}

static jaga_status run_returned(jaga_desk *desk, const arguments *given, jaga_error *err)
{
    const char *const *words = given->words;
    int64_t number = 0;

    JAGA_TRY(
        jaga_recall_returned(desk, words[1], words[2], words[3], words[4], words[5], &number, err));
    (void)printf(number > 0 ? "recall %lld\n" : "no recall fits: the money waits in suspense\n",
                 (long long)number);
    return JAGA_OK;
}

static jaga_status run_settle(jaga_desk *desk, const arguments *given, jaga_error *err)
{
    int64_t number = 0;

    JAGA_TRY(number_of(given->words[1], &number, err));
    return jaga_recall_settle(desk, number, given->text[REFUNDED], err);
}

static jaga_status run_due(jaga_desk *desk, const arguments *given, jaga_error *err)
{
    int64_t reminded = 0, expired = 0;

    (void)given;
    JAGA_TRY(jaga_recall_due(desk, &reminded, &expired, err));
    (void)printf("%lld to remind, %lld expired\n", (long long)reminded, (long long)expired);
    return JAGA_OK;
}

static const struct act {
    const char *name, *usage, *help;
    size_t least_words, most_words; /* the act not counted */
    bool is_open_to_all;
    jaga_status (*run)(jaga_desk *desk, const arguments *given, jaga_error *err);
} acts[] = {
    { "hold", "NUMBER", "ask the ledger to hold the case's stolen money where it rests", 1, 1,
      false, run_hold },
    { "hold-whole", "NUMBER ACCOUNT", "the whole account of a mule (another supervisor)", 2, 2,
      false, run_hold_whole },
    { "let-go", "NUMBER ACCOUNT WHY", "release it: returned or cleared (supervisor)", 3, 3, false,
      run_let_go },
    { "draft", "NUMBER", "a recall for each payment by which the case's money left", 1, 1, false,
      run_draft },
    { "sent", "RECALL REFERENCE", "it went out under that reference", 2, 2, false, run_answer },
    { "acked", "RECALL", "the receiver has it", 1, 1, false, run_answer },
    { "held", "RECALL", "the receiver holds the money", 1, 1, false, run_answer },
    { "refused", "RECALL CODE", "AM04, AC04, CUST, ARDT, LEGL, NOOR or NOAS", 2, 2, false,
      run_answer },
    { "returned", "REFERENCE EVENT PAYEE AMOUNT CURRENCY", "money came back", 5, 5, false,
      run_returned },
    { "settle", "RECALL", "close it; what nobody pays is rejected (supervisor)", 1, 1, false,
      run_settle },
    { "due", "", "write down reminders that are due, end what was not answered", 0, 0, true,
      run_due },
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
        (void)fprintf(out, "  %-48s %s\n", spelled, acts[i].help);
    }
}

static jaga_status find_act(const arguments *given, const struct act **out, jaga_error *err)
{
    for (size_t i = 0; i < COUNT(acts); i++) {
        if (strcmp(acts[i].name, given->words[0]) == 0) {
            const size_t words = given->word_count - 1;
            *out = &acts[i];
            return words >= acts[i].least_words && words <= acts[i].most_words
                       ? JAGA_OK
                       : jaga_fail(err, JAGA_ERR_USAGE, "usage: jaga recall %s %s", acts[i].name,
                                   acts[i].usage);
        }
    }
    return jaga_fail(err, JAGA_ERR_USAGE, "no act \"%s\"; `jaga recall --help` lists them",
                     given->words[0]);
}

static jaga_status act_on(const arguments *given, jaga_error *err)
{
    const struct act *found = NULL;
    jaga_desk *desk = NULL;

    JAGA_TRY(find_act(given, &found, err));
    JAGA_TRY(desk_log_in(given->text[DB], given->text[AS], given->text[SESSION], JAGA_LANG_EN,
                         found->is_open_to_all, &desk, err));
    const jaga_status status = found->run(desk, given, err);
    jaga_desk_close(desk);
    return status;
}

static int run(const arguments *given)
{
    jaga_error err;

    return act_on(given, &err) == JAGA_OK ? EXIT_DONE : command_failed("recall", &err);
}

const command command_recall = {
    .name = "recall",
    .usage = "ACT [WORDS]",
    .help = "ask others for stolen money back, and keep account of it",
    .about = "`jaga query recalls` lists them, `bilateral` and `iasc` write what is sent out.",
    .examples = "jaga recall draft 00000018 --as sari\n"
                "jaga recall sent 1 BI-20260131-77 --as sari\n"
                "jaga recall returned RTN-9 TX00001acce26 REK9872384342 201000 IDR --as sari\n"
                "jaga recall settle 1 --refunded 50000 --as sari",
    .options = options,
    .option_count = COUNT(options),
    .least_words = 1,
    .most_words = 6,
    .words = act_name,
    .more_help = list_acts,
    .run = run,
};
