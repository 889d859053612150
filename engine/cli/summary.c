#include "cli/summary.h"

#include "base/money.h"
#include "base/when.h"
#include "cli/commands.h"
#include "jaga/query.h"

#include <inttypes.h>
#include <jansson.h>
#include <string.h>

enum { ZONE_S = 7 * 3600 };

/* A number written for people; the text lives as long as the value. */
typedef struct number {
    char text[MONEY_TEXT_BYTES + 8];
} number;

static number count_of(int64_t value)
{
    number made;
    (void)money_format_grouped(value, 0, made.text);
    return made;
}

static number money_of(int64_t minor, const char *currency)
{
    const int digits = money_digits((jaga_span){ currency, (uint32_t)strlen(currency) });
    number made;

    const size_t length = money_format_grouped(minor, digits < 0 ? 2 : digits, made.text);
    (void)snprintf(made.text + length, sizeof made.text - length, " %s", currency);
    return made;
}

static const char *plural(int64_t count)
{
    return count == 1 ? "" : "s";
}

static void put_label(const char *label, FILE *out)
{
    (void)fprintf(out, "  %-11s ", label);
}

static void put_head(const jaga_summary *s, const summary_about *about, FILE *out)
{
    const double seconds = s->seconds > 0 ? s->seconds : 1e-6;

    if (about->is_watch) {
        (void)fprintf(out, "jaga watched %s row%s", count_of(s->rows).text, plural(s->rows));
    } else {
        (void)fprintf(out, "jaga read %s row%s of %zu file%s", count_of(s->rows).text,
                      plural(s->rows), about->files, plural((int64_t)about->files));
    }
    if (!about->is_watch && s->rows > 0) {
        (void)fprintf(out, " in %.1f s (%s rows/s)", s->seconds,
                      count_of((int64_t)((double)s->rows / seconds)).text);
    }
    (void)fprintf(out, "%s\n\n", about->was_stopped ? ", and was stopped by a signal" : "");
}

static void put_span(const jaga_summary *s, FILE *out)
{
    char from[WHEN_TEXT_BYTES], to[WHEN_TEXT_BYTES];

    if (s->events == 0) {
        return;
    }
    when_format_local(s->first_us, ZONE_S, from);
    when_format_local(s->last_us, ZONE_S, to);
    const int64_t days = (s->last_us - s->first_us) / US_PER_DAY + 1; /* begun ones count */
    put_label("The log", out);
    (void)fprintf(out, "%s to %s (+07:00), %s day%s\n", from, to, count_of(days).text,
                  plural(days));
}

static void put_rows(const jaga_summary *s, FILE *out)
{
    put_label("Rows", out);
    (void)fprintf(out, "%s = %s event%s + %s duplicate%s + %s stale + %s reject%s\n",
                  count_of(s->rows).text, count_of(s->events).text, plural(s->events),
                  count_of(s->duplicates).text, plural(s->duplicates), count_of(s->stale).text,
                  count_of(s->rejects).text, plural(s->rejects));
    if (s->late > 0) {
        put_label("", out);
        (void)fprintf(out, "%s of the events came late and were still counted\n",
                      count_of(s->late).text);
    }
    if (s->skipped_rows > 0) {
        put_label("", out);
        (void)fprintf(out, "%s more were read by an earlier run\n", count_of(s->skipped_rows).text);
    }
    if (s->has_horizon_shrunk) {
        put_label("", out);
        (void)fputs("the table of seen events was full: repetitions were recognised for less than "
                    "dedupe-horizon; raise most-event-ids\n",
                    out);
    }
    put_label("Accounts", out);
    (void)fprintf(out, "%s\n", count_of(s->accounts).text);
}

static void put_decisions(const jaga_summary *s, FILE *out)
{
    put_label("Decisions", out);
    (void)fprintf(out, "%s hold%s", count_of(s->holds).text, plural(s->holds));
    if (s->strong_holds + s->reported_holds > 0) {
        const int64_t medium = s->holds - s->strong_holds - s->reported_holds;
        (void)fprintf(out, " (%s strong, %s medium, %s on the customer's report)",
                      count_of(s->strong_holds).text, count_of(medium).text,
                      count_of(s->reported_holds).text);
    }
    (void)fprintf(out, ", %s step-up%s, %s alert%s\n", count_of(s->step_ups).text,
                  plural(s->step_ups), count_of(s->alerts).text, plural(s->alerts));
    if (s->holds > 0) {
        put_label("Money", out);
        (void)fprintf(out, "%s in the payments held; %s was still in reach\n",
                      money_of(s->held_minor, s->currency).text,
                      money_of(s->exposed_minor, s->currency).text);
    }
    if (s->cases > 0) {
        put_label("To do", out);
        (void)fprintf(out, "%s case%s opened, each with one call to make", count_of(s->cases).text,
                      plural(s->cases));
        if (s->urgent_cases > 0) {
            (void)fprintf(out, "; %s of them at once (band 1)", count_of(s->urgent_cases).text);
        }
        (void)fputc('\n', out);
    }
}

static void put_rejects(const jaga_summary *s, FILE *out)
{
    for (size_t i = 0; i < s->reject_reasons; i++) {
        const jaga_reject_count *why = &s->reject_reason[i];
        put_label(i == 0 ? "Rejects" : "", out);
        (void)fprintf(out, "%s %s, first at %s:%" PRIu64 ": %s\n", count_of(why->count).text,
                      why->reason, why->first_source, why->first_line, why->first_cause);
    }
}

static void put_commands(const jaga_summary *s, const summary_about *about, FILE *out)
{
    put_label("Commands", out);
    if (s->messages_sent > 0) {
        (void)fprintf(out, "%s message%s sent to %s\n", count_of(s->messages_sent).text,
                      plural(s->messages_sent), about->run->respond);
    } else if (s->is_too_old && s->holds > 0) {
        (void)fputs(
            "none: the log ends longer ago than command-age; --act makes them all the same\n", out);
    } else if (s->commands_enqueued > 0 && about->run->respond == NULL) {
        (void)fprintf(out,
                      "for %s decision%s, waiting in the outbox; --respond file:PATH or stdout "
                      "sends them\n",
                      count_of(s->commands_enqueued).text, plural(s->commands_enqueued));
    } else if (s->holds > 0) {
        (void)fputs("none: no hold is still wanted at the end of the log\n", out);
    } else {
        (void)fputs("none were needed\n", out);
    }
}

/* The number of the case to look at first; false when there is none. */
static bool find_first_call(const char *db, char out[32])
{
    FILE *answer = tmpfile();
    char line[4096];
    bool is_found = false;

    if (answer == NULL) {
        return false;
    }
    if (jaga_query(db, "tasks", NULL, JAGA_FORMAT_JSON, answer, NULL) == JAGA_OK) {
        rewind(answer);
        json_t *task = fgets(line, sizeof line, answer) == NULL ? NULL : json_loads(line, 0, NULL);
        const char *text = json_string_value(json_object_get(task, "number"));
        is_found = text != NULL;
        (void)snprintf(out, 32, "%s", is_found ? text : "");
        json_decref(task);
    }
    (void)fclose(answer);
    return is_found;
}

static void put_next(const jaga_summary *s, const summary_about *about, FILE *out)
{
    const char *db = about->run->db;
    char first[32];

    (void)fputs("\n  Next\n", out);
    if (about->was_stopped && !about->is_watch) {
        (void)fputs("    the same command again goes on where this one ended\n", out);
    }
    if (s->cases > 0) {
        (void)fprintf(out, "    jaga query tasks --db %s\n", db);
        if (find_first_call(db, first)) {
            (void)fprintf(out, "    jaga explain %s --db %s\n", first, db);
        }
        (void)fprintf(out, "    jaga query cases --db %s\n", db);
    } else {
        (void)fprintf(out, "    jaga query holds --db %s\n    jaga query alerts --db %s\n", db, db);
    }
    if (s->rejects > 0) {
        (void)fprintf(out, "    jaga query rejects --db %s\n", db);
    }
}

void summary_print(const jaga_summary *summary, const summary_about *about, FILE *out)
{
    put_head(summary, about, out);
    put_span(summary, out);
    put_rows(summary, out);
    put_decisions(summary, out);
    put_rejects(summary, out);
    put_commands(summary, about, out);
    put_next(summary, about, out);
}

static json_t *json_of_rejects(const jaga_summary *s)
{
    json_t *reasons = json_object();

    for (size_t i = 0; i < s->reject_reasons; i++) {
        (void)json_object_set_new(reasons, s->reject_reason[i].reason,
                                  json_integer(s->reject_reason[i].count));
    }
    return reasons;
}

jaga_status summary_print_json(const jaga_summary *s, FILE *out, jaga_error *err)
{
    json_t *object = json_pack(
        "{s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, "
        "s:s, s:I,"
        " s:I, s:b, s:b, s:f, s:o}",
        "rows", (json_int_t)s->rows, "events", (json_int_t)s->events, "late", (json_int_t)s->late,
        "duplicates", (json_int_t)s->duplicates, "stale", (json_int_t)s->stale, "rejects",
        (json_int_t)s->rejects, "skipped_rows", (json_int_t)s->skipped_rows, "accounts",
        (json_int_t)s->accounts, "alerts", (json_int_t)s->alerts, "step_ups",
        (json_int_t)s->step_ups, "holds", (json_int_t)s->holds, "strong_holds",
        (json_int_t)s->strong_holds, "reported_holds", (json_int_t)s->reported_holds, "cases",
        (json_int_t)s->cases, "urgent_cases", (json_int_t)s->urgent_cases, "held_minor",
        (json_int_t)s->held_minor, "exposed_minor", (json_int_t)s->exposed_minor, "currency",
        s->currency, "commands_enqueued", (json_int_t)s->commands_enqueued, "messages_sent",
        (json_int_t)s->messages_sent, "is_too_old", (int)s->is_too_old, "has_horizon_shrunk",
        (int)s->has_horizon_shrunk, "seconds", s->seconds, "reject_reasons", json_of_rejects(s));
    const int failed = object == NULL ||
                       json_dumpf(object, out, JSON_COMPACT | JSON_REAL_PRECISION(6)) != 0 ||
                       fputc('\n', out) == EOF;

    json_decref(object);
    return failed ? jaga_fail(err, JAGA_ERR_IO, "writing the summary failed") : JAGA_OK;
}

int summary_exit(const jaga_summary *summary)
{
    return summary->rejects > summary->rows / 2 && summary->rejects > 0 ? EXIT_REJECTS : EXIT_DONE;
}
