/* The sizes of the files of one database. */
#include "base/column_text.h"
#include "query/questions.h"

#include <sys/stat.h>

static jaga_status add_file(answer *stats, const char *what, const char *path, jaga_error *err)
{
    struct stat about;

    if (stat(path, &about) != 0) {
        return JAGA_OK; /* there may be none: a folded log, a database moved alone */
    }
    answer_row *row = answer_add(stats);
    if (row == NULL) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "no memory for the statistics");
    }
    row->cells[answer_column(stats, "what")] = (cell){ true, text_span("bytes"), 0, 0 };
    row->cells[answer_column(stats, "name")] = (cell){ true, text_span(what), 0, 0 };
    row->cells[answer_column(stats, "value")] = (cell){ .is_said = true, .number = about.st_size };
    row->cells[answer_column(stats, "note")] =
        (cell){ true, answer_format(stats->memory, "%s", path), 0, 0 };
    return JAGA_OK;
}

jaga_status complete_stats(answer *stats, const database *from, const jaga_filter *filter,
                           jaga_error *err)
{
    char path[4096 + 16];

    (void)filter;
    JAGA_TRY(add_file(stats, "database", from->path, err));
    (void)snprintf(path, sizeof path, "%s-wal", from->path);
    JAGA_TRY(add_file(stats, "write-ahead log", path, err));
    JAGA_TRY(add_file(stats, "history", from->history, err));
    (void)snprintf(path, sizeof path, "%s/snapshot", from->state);
    return add_file(stats, "snapshot", path, err);
}
