/* jaga publish: a copy of the database for those who must not touch it. */
#include "cli/commands.h"
#include "jaga/query.h"

enum { DB };

static const option options[] = {
    [DB] = { "db", OPTION_TEXT, "X.db", DEFAULT_DB, 0, 0, "database to copy" },
};

static int run(const arguments *given)
{
    jaga_error err;

    if (jaga_publish(given->text[DB], given->words[0], &err) != JAGA_OK) {
        return command_failed("publish", &err);
    }
    (void)printf("%s holds a copy of %s with its holds, cases and tasks as CSV.\n", given->words[0],
                 given->text[DB]);
    return EXIT_DONE;
}

const command command_publish = {
    .name = "publish",
    .usage = "DIR",
    .help = "copy the database to a folder for analysts",
    .about = "The copy is of one moment, also while a watch runs, and needs nothing beside it. "
             "Publishing\n"
             "again replaces the folder as a whole; readers of the old copy are not disturbed. "
             "Files are\n"
             "readable by their group (0640); a folder made before keeps its mode and its group.",
    .examples = "jaga publish /srv/analysts/wallet\n"
                "jaga publish copies --db live.db && sqlite3 -readonly copies/live.db",
    .options = options,
    .option_count = COUNT(options),
    .least_words = 1,
    .most_words = 1,
    .run = run,
};
