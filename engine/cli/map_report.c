#include "cli/map_report.h"

#include "base/column_text.h"
#include "base/money.h"
#include "base/when.h"

#include <inttypes.h>
#include <jansson.h>
#include <string.h>

enum { NAME_WIDTH = 22, SHAPE_WIDTH = 27 };

/* A count written for people; the text lives as long as the value. */
typedef struct number {
    char text[MONEY_TEXT_BYTES];
} number;

static number count_of(int64_t value)
{
    number made;
    (void)money_format_grouped(value, 0, made.text);
    return made;
}

static const char *plural(int64_t count)
{
    return count == 1 ? "" : "s";
}

/* "100 %", "< 1 %": never 0 for something and never 100 for less than all. */
static number share_of(int64_t part, int64_t whole)
{
    number made;
    const int64_t percent = whole == 0 ? 0 : part * 100 / whole;

    if (part > 0 && percent == 0) {
        (void)snprintf(made.text, sizeof made.text, "<1 %%");
    } else {
        (void)snprintf(made.text, sizeof made.text, "%" PRId64 " %%", percent);
    }
    return made;
}

static void put_head(const jaga_map_report *r, const char *map, FILE *out)
{
    char from[WHEN_TEXT_BYTES], to[WHEN_TEXT_BYTES];

    (void)fprintf(out, "What the mapping %s makes of it\n\n", map);
    (void)fprintf(out, "  Rows        %s = %s event%s + %s duplicate%s + %s stale + %s reject%s\n",
                  count_of(r->rows).text, count_of(r->events).text, plural(r->events),
                  count_of(r->duplicates).text, plural(r->duplicates), count_of(r->stale).text,
                  count_of(r->rejects).text, plural(r->rejects));
    (void)fprintf(out, "  Accounts    %s\n", count_of(r->accounts).text);
    if (r->events == 0) {
        return;
    }
    when_format(r->first_us, from);
    when_format(r->last_us, to);
    (void)fprintf(out, "  Time        %s to %s, longest gap %s h\n", from, to,
                  count_of(r->longest_gap_us / (3600 * US_PER_SECOND)).text);
    if (r->balances > 0) {
        (void)fprintf(out, "  Balances    %s of %s follow from the one before and the amount\n",
                      count_of(r->balances_follow).text, count_of(r->balances).text);
    }
}

static void put_counts(const jaga_map_report *r, FILE *out)
{
    const char *between = "  Types       ";

    for (int t = 0; t < JAGA_TYPE_COUNT; t++) {
        if (r->type_count[t] > 0) {
            (void)fprintf(out, "%s%s %s", between, count_of(r->type_count[t]).text,
                          jaga_event_type_name((jaga_event_type)t));
            between = ", ";
        }
    }
    between = r->events > 0 ? "\n  Statuses    " : "";
    for (int s = 0; s < JAGA_STATUS_COUNT; s++) {
        if (r->status_count[s] > 0) {
            (void)fprintf(out, "%s%s %s", between, count_of(r->status_count[s]).text,
                          jaga_event_status_name((jaga_event_status)s));
            between = ", ";
        }
    }
    (void)fputs(r->events > 0 ? "\n" : "", out);
}

static void put_columns(const jaga_map_report *r, FILE *out)
{
    (void)fputs("\n  Column                  filled  looks like                   becomes\n", out);
    for (size_t i = 0; i < r->columns; i++) {
        const jaga_map_column *column = &r->column[i];
        for (size_t s = 0; s == 0 || s < column->shape_count; s++) {
            (void)fputs("  ", out);
            text_put_left(out, text_span(s == 0 ? column->name : ""), NAME_WIDTH);
            (void)fprintf(out, " %7s  ", s == 0 ? share_of(column->filled, r->rows).text : "");
            if (s > 0) {
                text_put(out, text_span(column->shape[s]));
            } else {
                text_put_left(out, text_span(column->shape[s]), SHAPE_WIDTH);
                (void)fprintf(out, "  %s",
                              column->use == JAGA_MAP_READ      ? column->into
                              : column->use == JAGA_MAP_IGNORED ? "(ignored)"
                                                                : "(unknown)");
            }
            (void)fputc('\n', out);
        }
    }
}

static void put_fields(const jaga_map_report *r, FILE *out)
{
    (void)fputs("\n  Field                   filled  from\n", out);
    for (size_t i = 0; i < r->fields; i++) {
        const jaga_map_field *field = &r->field[i];
        if (field->from[0] != '\0' || field->filled > 0) {
            (void)fprintf(out, "  %-22s %7s  ", field->name,
                          share_of(field->filled, r->events).text);
            text_put(out, text_span(field->from[0] == '\0' ? "(default)" : field->from));
            (void)fputc('\n', out);
        }
    }
}

static void put_rejects(const jaga_map_report *r, FILE *out)
{
    if (r->reject_reasons > 0) {
        (void)fputs("\n  Rejects\n", out);
    }
    for (size_t i = 0; i < r->reject_reasons; i++) {
        const jaga_reject_count *count = &r->reject_reason[i];
        (void)fprintf(out, "    %s %s, first at line %" PRIu64 ": %s\n",
                      count_of(count->count).text, count->reason, count->first_line,
                      count->first_cause);
    }
}

void map_report_print(const jaga_map_report *report, const char *map, FILE *out)
{
    put_head(report, map, out);
    put_counts(report, out);
    put_columns(report, out);
    put_fields(report, out);
    put_rejects(report, out);
    if (report->warnings > 0) {
        (void)fputs("\n  Look at this\n", out);
    }
    for (size_t i = 0; i < report->warnings; i++) {
        (void)fputs("    - ", out);
        text_put(out, text_span(report->warning[i]));
        (void)fputc('\n', out);
    }
}

static json_t *json_of_columns(const jaga_map_report *r)
{
    static const char *const uses[] = { "unknown", "ignored", "read" };
    json_t *list = json_array();

    for (size_t i = 0; i < r->columns; i++) {
        const jaga_map_column *column = &r->column[i];
        json_t *shapes = json_array();
        for (size_t s = 0; s < column->shape_count; s++) {
            (void)json_array_append_new(shapes, json_string(column->shape[s]));
        }
        (void)json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:I, s:o, s:I}", "column",
                                                    column->name, "use", uses[column->use], "into",
                                                    column->into, "filled",
                                                    (json_int_t)column->filled, "shapes", shapes,
                                                    "unlisted", (json_int_t)column->unlisted));
    }
    return list;
}

static json_t *json_of_fields(const jaga_map_report *r)
{
    json_t *object = json_object();

    for (size_t i = 0; i < r->fields; i++) {
        (void)json_object_set_new(object, r->field[i].name,
                                  json_pack("{s:I, s:s}", "filled", (json_int_t)r->field[i].filled,
                                            "from", r->field[i].from));
    }
    return object;
}

static json_t *json_of_rejects(const jaga_map_report *r)
{
    json_t *list = json_array();

    for (size_t i = 0; i < r->reject_reasons; i++) {
        const jaga_reject_count *count = &r->reject_reason[i];
        (void)json_array_append_new(list, json_pack("{s:s, s:I, s:I, s:s}", "reason", count->reason,
                                                    "count", (json_int_t)count->count, "first_line",
                                                    (json_int_t)count->first_line, "first_cause",
                                                    count->first_cause));
    }
    return list;
}

static json_t *json_of_counts(const jaga_map_report *r)
{
    json_t *object = json_object();

    for (int t = 0; t < JAGA_TYPE_COUNT; t++) {
        if (r->type_count[t] > 0) {
            (void)json_object_set_new(object, jaga_event_type_name((jaga_event_type)t),
                                      json_integer(r->type_count[t]));
        }
    }
    return object;
}

static json_t *json_of_warnings(const jaga_map_report *r)
{
    json_t *list = json_array();

    for (size_t i = 0; i < r->warnings; i++) {
        (void)json_array_append_new(list, json_string(r->warning[i]));
    }
    return list;
}

jaga_status map_report_print_json(const jaga_map_report *r, FILE *out, jaga_error *err)
{
    json_t *object = json_pack(
        "{s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:o, s:o, s:o, s:o, s:o}",
        "rows", (json_int_t)r->rows, "events", (json_int_t)r->events, "late", (json_int_t)r->late,
        "duplicates", (json_int_t)r->duplicates, "stale", (json_int_t)r->stale, "rejects",
        (json_int_t)r->rejects, "accounts", (json_int_t)r->accounts, "first_us",
        (json_int_t)r->first_us, "last_us", (json_int_t)r->last_us, "longest_gap_us",
        (json_int_t)r->longest_gap_us, "balances", (json_int_t)r->balances, "balances_follow",
        (json_int_t)r->balances_follow, "types", json_of_counts(r), "columns", json_of_columns(r),
        "fields", json_of_fields(r), "reject_reasons", json_of_rejects(r), "warnings",
        json_of_warnings(r));
    const int failed =
        object == NULL || json_dumpf(object, out, JSON_COMPACT) != 0 || fputc('\n', out) == EOF;

    json_decref(object);
    return failed ? jaga_fail(err, JAGA_ERR_IO, "writing the report failed") : JAGA_OK;
}
