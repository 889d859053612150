/* jaga mock-ledger: the other side of the contract, for whoever connects a ledger. */
#include "cli/commands.h"
#include "cli/desk_verbs.h"
#include "jaga/mock_ledger.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

enum { SLOW, FAIL, LOSE, SEED, PORT, KEY, HOLDS };
enum { LINE_BYTES = 8192 };

static const option options[] = {
    [SLOW] = { "slow", OPTION_NUMBER, "MS", "0", 0, 60000, "an answer takes up to this long" },
    [FAIL] = { "fail", OPTION_NUMBER, "PERCENT", "0", 0, 100, "of the tries: refused, BUSY" },
    [LOSE] = { "lose", OPTION_NUMBER, "PERCENT", "0", 0, 100,
               "of the tries: carried out, and the answer is lost" },
    [SEED] = { "seed", OPTION_NUMBER, "N", "1", 0, INT64_MAX, "which tries these are" },
    [PORT] = { "port", OPTION_NUMBER, "N", NULL, 0, 65535,
               "serve HTTP on 127.0.0.1 (0: any port, told on standard output)" },
    [KEY] = { "key", OPTION_TEXT, "FILE", NULL, 0, 0, "with --port: secret of the signatures" },
    [HOLDS] = { "holds", OPTION_FLAG, NULL, NULL, 0, 0, "print the holds that stand, and end" },
};

static jaga_status answer_lines(jaga_mock_ledger *ledger, jaga_error *err)
{
    char line[LINE_BYTES], answer[JAGA_MOCK_ANSWER_BYTES];

    while (fgets(line, sizeof line, stdin) != NULL) {
        const jaga_span message = { line, (uint32_t)strcspn(line, "\n") };
        const jaga_status status = jaga_mock_answer(ledger, message, answer, err);
        if (status == JAGA_END) {
            continue;
        }
        JAGA_TRY(status);
        (void)puts(answer);
        (void)fflush(stdout);
    }
    return JAGA_OK;
}

static jaga_status serve(jaga_mock_ledger *ledger, const arguments *given, jaga_error *err)
{
    uint16_t port = (uint16_t)given->number[PORT];
    jaga_mock_server *server = NULL;
    sigset_t ends;
    int number = 0;

    (void)sigemptyset(&ends);
    (void)sigaddset(&ends, SIGINT);
    (void)sigaddset(&ends, SIGTERM);
    (void)pthread_sigmask(SIG_BLOCK, &ends, NULL); /* the server's thread inherits it */
    JAGA_TRY(jaga_mock_serve(ledger, given->text[KEY], desk_wall_us, &port, &server, err));
    (void)printf("http://127.0.0.1:%u\n", (unsigned)port);
    (void)fflush(stdout);
    (void)sigwait(&ends, &number);
    jaga_mock_stop(server);
    return JAGA_OK;
}

static jaga_status run_ledger(const arguments *given, jaga_error *err)
{
    const jaga_mock_options about = { .path = given->words[0],
                                      .slow_ms = given->number[SLOW],
                                      .fail_percent = given->number[FAIL],
                                      .lose_percent = given->number[LOSE],
                                      .seed = (uint64_t)given->number[SEED] };
    jaga_mock_ledger *ledger = NULL;

    if (given->is_given[PORT] != (given->text[KEY] != NULL)) {
        return jaga_fail(err, JAGA_ERR_USAGE, "--port and --key go together");
    }
    JAGA_TRY(jaga_mock_open(&about, &ledger, err));
    const jaga_status status = given->is_given[HOLDS]  ? jaga_mock_print_holds(ledger, stdout, err)
                               : given->is_given[PORT] ? serve(ledger, given, err)
                                                       : answer_lines(ledger, err);
    jaga_mock_close(ledger);
    return status;
}

static int run(const arguments *given)
{
    jaga_error err;

    return run_ledger(given, &err) == JAGA_OK ? EXIT_DONE : command_failed("mock-ledger", &err);
}

const command command_mock_ledger = {
    .name = "mock-ledger",
    .usage = "FILE",
    .help = "a small ledger that answers commands, for integrators and tests",
    .about = "Reads commands from standard input, one line of JSON each, and answers each with a "
             "line. FILE keeps\n"
             "what it did: a command that comes again has the same answer, one with a stale number "
             "is refused.\n"
             "It has no clock: an account's time is that of its latest command. docs/ledger.md "
             "says how to\n"
             "put it behind jaga.",
    .examples = "jaga mock-ledger ledger.db <commands.ndjson\n"
                "jaga mock-ledger ledger.db --port 8443 --key secret --slow 200 --fail 5 --lose 2\n"
                "jaga mock-ledger ledger.db --holds",
    .options = options,
    .option_count = COUNT(options),
    .least_words = 1,
    .most_words = 1,
    .run = run,
};
