/* What can be asked. Programs read these columns: append, never rename. */
#include "query/questions.h"

const question question_holds = {
    .shown = { "holds", "money stopped, and customers asked to prove who they are, oldest first" },
    .sql = "engine/query/holds.sql",
    .one = "row",
    .many = "rows",
    .empty = "No hold and no step-up: nothing in this log looked enough like a theft.",
};

const question question_alerts = {
    .shown = { "alerts", "every decision worth writing down: alerts, step-ups and holds" },
    .sql = "engine/query/alerts.sql",
    .one = "decision",
    .many = "decisions",
    .empty = "No alert, step-up or hold: nothing in this log looked like a theft.",
};

const question question_tasks = {
    .shown = { "tasks", "calls to make, the most pressing first" },
    .sql = "engine/query/tasks.sql",
    .one = "call to make",
    .many = "calls to make",
    .empty = "Nobody to call.",
};

const question question_cases = {
    .shown = { "cases", "thefts: what was lost, and where the money went" },
    .sql = "engine/query/cases.sql",
    .complete = complete_cases,
    .one = "case",
    .many = "cases",
    .empty = "No case: no hold was ever placed.",
};

const question question_rejects = {
    .shown = { "rejects", "rows that could not be read, by reason, with the first place of each" },
    .sql = "engine/query/rejects.sql",
    .one = "reason",
    .many = "reasons",
    .empty = "Every row could be read.",
};

const question question_stats = {
    .shown = { "stats", "running totals, positions and sizes" },
    .sql = "engine/query/stats.sql",
    .complete = complete_stats,
    .one = "line",
    .many = "lines",
    .empty = "",
};

const question question_canonical = {
    .shown = { "canonical", "everything concluded, in a form that is equal for equal conclusions" },
    .sql = "engine/query/canonical.sql",
    .one = "row",
    .many = "rows",
    .empty = "Nothing was concluded.",
};
