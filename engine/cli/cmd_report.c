/* jaga report: the figures of a period, for a terminal or as a page. */
#include "cli/commands.h"
#include "jaga/report.h"

#include <errno.h>
#include <string.h>

enum { DB, FROM, TO, HTML };

static const option options[] = {
    [DB] = { "db", OPTION_TEXT, "X.db", DEFAULT_DB, 0, 0, "database" },
    [FROM] = { "from", OPTION_TEXT, "TIME", NULL, 0, 0,
               "from this event time on (2026-01-31, or RFC 3339)" },
    [TO] = { "to", OPTION_TEXT, "TIME", NULL, 0, 0, "before this event time" },
    [HTML] = { "html", OPTION_TEXT, "FILE", NULL, 0, 0, "also write a page with charts there" },
};

static jaga_status period_of(const arguments *given, jaga_filter *out, jaga_error *err)
{
    if (given->text[FROM] != NULL) {
        JAGA_TRY(options_time(&options[FROM], given->text[FROM], &out->since_us, err));
    }
    if (given->text[TO] != NULL) {
        JAGA_TRY(options_time(&options[TO], given->text[TO], &out->until_us, err));
    }
    return JAGA_OK;
}

static jaga_status write_page(const char *db, const jaga_filter *period, const char *path,
                              jaga_error *err)
{
    FILE *page = fopen(path, "wbe");

    if (page == NULL) {
        return jaga_fail(err, JAGA_ERR_IO, "%s: %s", path, strerror(errno));
    }
    const jaga_status status = jaga_report_html(db, period, page, err);
    if (fclose(page) != 0 && status == JAGA_OK) {
        return jaga_fail(err, JAGA_ERR_IO, "%s: %s", path, strerror(errno));
    }
    return status;
}

static int run(const arguments *given)
{
    const char *db = given->text[DB];
    jaga_filter period = JAGA_FILTER_NONE;
    jaga_error err;

    jaga_status status = period_of(given, &period, &err);
    if (status == JAGA_OK) {
        status = jaga_report(db, &period, stdout, &err);
    }
    if (status == JAGA_OK && given->text[HTML] != NULL) {
        status = write_page(db, &period, given->text[HTML], &err);
    }
    return status == JAGA_OK ? EXIT_DONE : command_failed("report", &err);
}

const command command_report = {
    .name = "report",
    .usage = "",
    .help = "figures of a period: how fast, how right, what is open",
    .about = "Speed of holds, false alarms, outcomes and open calls, each with how many it was\n"
             "measured on and its target. The views kpi_* of the database have a row for each\n"
             "thing counted.",
    .examples = "jaga report --from 2026-01-01 --to 2026-02-01\n"
                "jaga report --db live.db --html report.html",
    .options = options,
    .option_count = COUNT(options),
    .run = run,
};
