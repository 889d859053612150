/* jaga anchor: a signed word of how far the audit is. */
#include "cli/commands.h"
#include "jaga/anchor.h"

#include "base/when.h"

#include <inttypes.h>
#include <time.h>

enum { DB, KEY, NEW_KEY, TO };

static const option options[] = {
    [DB] = { "db", OPTION_TEXT, "X.db", DEFAULT_DB, 0, 0, "database whose audit it is" },
    [KEY] = { "key", OPTION_TEXT, "FILE", "anchor.key", 0, 0,
              "key to sign with; nobody but its owner may read it" },
    [NEW_KEY] = { "new-key", OPTION_FLAG, NULL, NULL, 0, 0,
                  "make the key, in a new file, and print its public half" },
    [TO] = { "to", OPTION_TEXT, "FILE", "anchors.txt", 0, 0, "anchors are appended here" },
};

static int64_t now(void)
{
    struct timespec at;

    (void)clock_gettime(CLOCK_REALTIME, &at);
    return (int64_t)at.tv_sec * US_PER_SECOND;
}

static int make_key(const arguments *given)
{
    char public_key[JAGA_PUBLIC_KEY_BYTES];
    jaga_error err;

    if (jaga_anchor_make_key(given->text[KEY], public_key, &err) != JAGA_OK) {
        return command_failed("anchor", &err);
    }
    (void)printf("public key %s\n", public_key);
    return EXIT_DONE;
}

static int run(const arguments *given)
{
    jaga_verified found;
    bool is_added = false;
    jaga_error err;

    if (given->is_given[NEW_KEY]) {
        return make_key(given);
    }
    if (jaga_anchor_add(given->text[DB], given->text[KEY], given->text[TO], now(), &found,
                        &is_added, &err) != JAGA_OK) {
        return command_failed("anchor", &err);
    }
    if (found.bad_seq != 0) {
        (void)printf("BAD: row %" PRId64 " of the audit: %s\n", found.bad_seq, found.why);
        return EXIT_BAD;
    }
    (void)printf(is_added ? "anchor %s\n" : "nothing new since anchor %s\n", found.anchor);
    return EXIT_DONE;
}

const command command_anchor = {
    .name = "anchor",
    .usage = "",
    .help = "sign how far the audit is, so that nobody can write it anew",
    .about = "Proves the whole audit, also against the anchors that the file has, and appends the "
             "last row's\n"
             "number and chain with the time and an Ed25519 signature. Call it from a timer, and "
             "have copies\n"
             "of the file kept outside the house. jaga verify --anchors FILE --public-key HEX "
             "compares with it.",
    .examples = "jaga anchor --new-key --key /etc/jaga/anchor.key\n"
                "jaga anchor --db live.db --key /etc/jaga/anchor.key --to /mnt/auditor/anchors.txt",
    .options = options,
    .option_count = COUNT(options),
    .run = run,
};
