/* jaga verify: whether the audit is still what was written. */
#include "cli/commands.h"
#include "jaga/evidence.h"
#include "jaga/verify.h"

#include <inttypes.h>

enum { DB, ANCHOR, ANCHORS, PUBLIC_KEY };

static const option options[] = {
    [DB] = { "db", OPTION_TEXT, "X.db", DEFAULT_DB, 0, 0, "database to go through" },
    [ANCHOR] = { "anchor", OPTION_TEXT, "SEQ:HASH", NULL, 0, 0,
                 "an anchor kept elsewhere, as an earlier verify printed it" },
    [ANCHORS] = { "anchors", OPTION_TEXT, "FILE", NULL, 0, 0,
                  "a file of signed anchors, as jaga anchor writes it" },
    [PUBLIC_KEY] = { "public-key", OPTION_TEXT, "HEX", NULL, 0, 0,
                     "of the key that signed them, or FOLDER" },
};

static jaga_kept kept_of(const arguments *given)
{
    return (jaga_kept){ .anchor = given->text[ANCHOR],
                        .anchors = given->text[ANCHORS],
                        .public_key = given->text[PUBLIC_KEY] };
}

static int run_bundle(const arguments *given)
{
    const jaga_kept kept = kept_of(given);
    jaga_verified found;
    jaga_error err;

    if (jaga_evidence_verify(given->words[0], &kept, &found, &err) != JAGA_OK) {
        return command_failed("verify", &err);
    }
    if (found.bad_seq != 0) {
        (void)printf("BAD: row %" PRId64 " of the audit: %s\n", found.bad_seq, found.why);
    } else if (found.why[0] != '\0') {
        (void)printf("BAD: %s\n", found.why);
    } else {
        (void)printf("good: %" PRId64 " rows and every file, as they were written%s\nanchor %s\n",
                     found.rows, found.is_signed ? " and signed" : "", found.anchor);
    }
    return found.why[0] != '\0' ? EXIT_BAD : EXIT_DONE;
}

static int run(const arguments *given)
{
    const jaga_kept kept = kept_of(given);
    jaga_verified found;
    jaga_error err;

    if (given->word_count > 0) {
        return run_bundle(given);
    }
    if (jaga_verify(given->text[DB], &kept, &found, &err) != JAGA_OK) {
        return command_failed("verify", &err);
    }
    if (found.bad_seq != 0) {
        (void)printf("BAD: row %" PRId64 " of the audit: %s\n", found.bad_seq, found.why);
        return EXIT_BAD;
    }
    (void)printf("good: %" PRId64 " rows, unchanged and complete%s\n", found.rows,
                 given->text[ANCHOR] != NULL    ? " up to the anchor and beyond"
                 : given->text[ANCHORS] != NULL ? " up to the anchors and beyond"
                                                : "");
    if (found.emptied > 0) {
        (void)printf("%" PRId64 " of them were emptied with an account that was erased\n",
                     found.emptied);
    }
    if (found.rows > 0) {
        (void)printf("anchor %s\n", found.anchor);
    }
    return EXIT_DONE;
}

const command command_verify = {
    .name = "verify",
    .usage = "[FOLDER]",
    .help = "prove that the audit is unchanged and complete",
    .about = "Every decision, command, answer and act at the desk is a row of one chain of hashes. "
             "The anchor\n"
             "that is printed, kept where nobody of the house can change it, later proves that no "
             "row up to\n"
             "it was changed, swapped or removed, and that the end was not cut off. Exit status 5 "
             "when it was.\n"
             "FOLDER is a bundle of jaga evidence, which is proved without the database.",
    .examples =
        "jaga verify --db live.db\n"
        "jaga verify --db live.db --anchor 1234:8107f0445633a20e61354fbb40fecf61fd27cf633411"
        "642a2a25d4bdaa01c1ea\n"
        "jaga verify --db live.db --anchors anchors.txt --public-key "
        "207a067892821e25d770f1fba0c47c11ff4b813e54162ece9eb839e076231ab6\n"
        "jaga verify case-00000018",
    .options = options,
    .option_count = COUNT(options),
    .most_words = 1,
    .run = run,
};
