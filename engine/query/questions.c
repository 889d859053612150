/* What can be asked. Programs read these columns: append, never rename. */
#include "query/questions.h"

const question question_holds = {
    .shown = { .name = "holds",
               .help = "money stopped, and customers asked to prove who they are, oldest first",
               .examples = "jaga query holds --since 2026-01-20\n"
                           "jaga query holds --case 00000018\n"
                           "jaga query holds --format csv >holds.csv" },
    .sql = "engine/query/holds.sql",
    .heeds = "account case since until limit",
    .one = "row",
    .many = "rows",
    .empty = "No hold and no step-up: nothing in this log looked enough like a theft.",
};

const question question_alerts = {
    .shown = { .name = "alerts",
               .help = "every decision worth writing down: alerts, step-ups and holds",
               .examples = "jaga query alerts --account C039179\n"
                           "jaga query alerts --format json | jq 'select(.score > 0.5)'" },
    .sql = "engine/query/alerts.sql",
    .heeds = "account case since until limit",
    .one = "decision",
    .many = "decisions",
    .empty = "No alert, step-up or hold: nothing in this log looked like a theft.",
};

const question question_losses = {
    .shown = { .name = "losses",
               .help = "decisions by what is lost on average if nobody acts, the dearest first",
               .examples = "jaga query losses --since 2026-01-20 --limit 20\n"
                           "jaga query losses --format json | jq 'select(.kind == \"alert\")'" },
    .sql = "engine/query/losses.sql",
    .heeds = "account case since until limit",
    .one = "decision",
    .many = "decisions",
    .empty = "No decision about money that is known: nothing is expected to be lost.",
};

const question question_tasks = {
    .shown = { .name = "tasks",
               .help = "calls to make, the most pressing first",
               .examples = "jaga query tasks --limit 10\n"
                           "jaga query tasks --case 00000018 --format json" },
    .sql = "engine/query/tasks.sql",
    .heeds = "account case limit",
    .one = "call to make",
    .many = "calls to make",
    .empty = "Nobody to call.",
};

const question question_cases = {
    .shown = { .name = "cases",
               .help = "thefts: what was lost, and where the money went",
               .examples = "jaga query cases --case 00000018\n"
                           "jaga query cases --since 2026-01-20 --format csv",
               .reads_history = true },
    .sql = "engine/query/cases.sql",
    .heeds = "account case since until limit",
    .complete = complete_cases,
    .one = "case",
    .many = "cases",
    .empty = "No case: no hold was ever placed.",
};

const question question_recalls = {
    .shown = { .name = "recalls",
               .help = "money asked back from others, and what came of it",
               .examples = "jaga query recalls\n"
                           "jaga query recalls --case 00000018 --format csv" },
    .sql = "engine/query/recalls.sql",
    .heeds = "account case limit",
    .one = "recall",
    .many = "recalls",
    .empty = "Nothing was asked back; `jaga recall draft NUMBER` begins.",
};

const question question_disputes = {
    .shown = { .name = "disputes",
               .help = "payments that customers want back, and what came of each claim",
               .examples = "jaga query disputes\n"
                           "jaga query disputes --case 00000018 --format json" },
    .sql = "engine/query/disputes.sql",
    .heeds = "account case limit",
    .one = "dispute",
    .many = "disputes",
    .empty =
        "No payment is disputed; `jaga desk outcome NUMBER theft` files those marked not mine.",
};

const question question_alarms = {
    .shown = { .name = "alarms",
               .help = "holds that end without anybody's word, and those to be looked at again",
               .examples = "jaga query alarms\n"
                           "jaga query alarms --account C039179 --format csv" },
    .sql = "engine/query/alarms.sql",
    .heeds = "account case limit",
    .one = "alarm",
    .many = "alarms",
    .empty = "No hold wants a person; `jaga desk tick` looks every minute.",
};

const question question_undelivered = {
    .shown = { .name = "undelivered",
               .help = "messages refused for good, and those that still wait",
               .examples = "jaga query undelivered\n"
                           "jaga query undelivered --account C039179 --format csv" },
    .sql = "engine/query/undelivered.sql",
    .heeds = "account case limit",
    .one = "message",
    .many = "messages",
    .empty = "Every message went out.",
};

const question question_unconfirmed = {
    .shown = { .name = "unconfirmed",
               .help = "stops of an account that the ledger has not confirmed, the longest first",
               .examples = "jaga query unconfirmed\n"
                           "jaga query unconfirmed --account C039179 --format csv" },
    .sql = "engine/query/unconfirmed.sql",
    .heeds = "account case limit",
    .one = "stop",
    .many = "stops",
    .empty = "The ledger has answered every command that stops an account.",
};

const question question_requests = {
    .shown = { .name = "requests",
               .help = "what customers asked the hotline for beside theft, the nearest clock first",
               .examples = "jaga query requests\n"
                           "jaga query requests --account C039179 --format csv" },
    .sql = "engine/query/requests.sql",
    .heeds = "account limit",
    .one = "request",
    .many = "requests",
    .empty = "Nobody asked for anything; `jaga request open KIND ACCOUNT` takes a request.",
};

const question question_watched = {
    .shown = { .name = "watched",
               .help = "accounts looked at for ninety days after a theft, and what was noticed",
               .examples = "jaga query watched\n"
                           "jaga query watched --account C039179 --format csv" },
    .sql = "engine/query/watched.sql",
    .heeds = "account limit",
    .one = "account",
    .many = "accounts",
    .empty = "No account is watched; closing a theft's case begins a watch.",
};

const question question_bundles = {
    .shown = { .name = "bundles",
               .help = "files of cases that were made for people outside, and for whom",
               .examples = "jaga query bundles\n"
                           "jaga query bundles --account C039179 --format csv" },
    .sql = "engine/query/bundles.sql",
    .heeds = "account case since until limit",
    .one = "file",
    .many = "files",
    .empty = "No file was made of any case; `jaga evidence CASE` makes one.",
};

const question question_bilateral = {
    .shown = { .name = "bilateral",
               .help = "open recalls as a bank or wallet gets them, in the fields of camt.056",
               .examples = "jaga query bilateral --case 00000018 --format csv >recall.csv" },
    .sql = "engine/query/bilateral.sql",
    .heeds = "case limit",
    .one = "recall",
    .many = "recalls",
    .empty = "No recall is open.",
};

const question question_iasc = {
    .shown = { .name = "iasc",
               .help = "open recalls as the anti-scam centre's portal asks for them",
               .examples = "jaga query iasc --case 00000018 --format csv >iasc.csv" },
    .sql = "engine/query/iasc.sql",
    .heeds = "case limit",
    .one = "report",
    .many = "reports",
    .empty = "No recall is open.",
};

const question question_rejects = {
    .shown = { .name = "rejects",
               .help = "rows that could not be read, by reason, with the first place of each",
               .examples = "jaga query rejects\n"
                           "jaga query rejects --format json" },
    .sql = "engine/query/rejects.sql",
    .heeds = "limit",
    .one = "reason",
    .many = "reasons",
    .empty = "Every row could be read.",
};

const question question_stats = {
    .shown = { .name = "stats",
               .help = "running totals, positions and sizes",
               .examples = "jaga query stats\n"
                           "jaga query stats --format csv | grep total" },
    .sql = "engine/query/stats.sql",
    .heeds = "",
    .complete = complete_stats,
    .one = "line",
    .many = "lines",
    .empty = "",
};

const question question_canonical = {
    .shown = { .name = "canonical",
               .help = "everything concluded, in a form that is equal for equal conclusions",
               .examples = "jaga query canonical --format csv | sha256sum" },
    .sql = "engine/query/canonical.sql",
    .heeds = "",
    .one = "row",
    .many = "rows",
    .empty = "Nothing was concluded.",
};

const question question_account = {
    .shown = { .name = "account",
               .help = "one account: what is normal, devices, payees, what was decided about it",
               .about = "ACCOUNT",
               .examples = "jaga query account C039179\n"
                           "jaga query account C039179 --since 2026-01-01 --until 2026-02-01",
               .reads_history = true },
    .sql = "engine/query/account.sql",
    .heeds = "since until limit",
    .complete = complete_account,
    .one = "line",
    .many = "lines",
    .empty = "Neither the history nor the database knows this account.",
};

const question question_at_risk = {
    .shown = { .name = "at-risk",
               .help = "accounts not held whose suspicion is highest at the end of the log",
               .examples = "jaga query at-risk\n"
                           "jaga query at-risk --limit 500 --format csv" },
    .sql = "engine/query/at_risk.sql",
    .heeds = "account limit",
    .complete = complete_at_risk,
    .one = "account",
    .many = "accounts",
    .empty = "No account is under suspicion that is not held already.",
};

const question question_signals = {
    .shown = { .name = "signals",
               .help =
                   "each signal: how often it spoke, how often in holds, how often it was right",
               .examples = "jaga query signals\n"
                           "jaga query signals --since 2026-01-20 --format csv" },
    .sql = "engine/query/signals.sql",
    .heeds = "account case since until",
    .one = "signal",
    .many = "signals",
    .empty = "No signal spoke: there is no decision.",
};

const question question_oddities = {
    .shown = { .name = "oddities",
               .help = "money out of closed accounts, balances above the law's limit",
               .examples = "jaga query oddities\n"
                           "jaga query oddities --since 2026-01-20 --format csv",
               .reads_history = true },
    .sql = "engine/query/oddities.sql",
    .heeds = "account since until limit",
    .complete = complete_oddities,
    .one = "oddity",
    .many = "oddities",
    .empty = "Nothing in this log is out of order.",
};

const question question_entities = {
    .shown = { .name = "entities",
               .help = "devices, payees, addresses that accounts share, or who shares one",
               .about = "[NAME]",
               .examples = "jaga query entities --limit 20\n"
                           "jaga query entities D3f107249a033\n"
                           "jaga query entities 203.0.113.7 --format csv",
               .reads_history = true },
    .sql = "engine/query/entities.sql",
    .heeds = "since until limit",
    .complete = complete_entities,
    .one = "line",
    .many = "lines",
    .empty = "No device, payee, address or instrument is shared by two accounts.",
};

const question question_runs = {
    .shown = { .name = "runs",
               .help = "every run of scan and watch on this database, the first one first",
               .examples = "jaga query runs\n"
                           "jaga query runs --format json" },
    .sql = "engine/query/runs.sql",
    .heeds = "limit",
    .one = "run",
    .many = "runs",
    .empty = "No run has written anything into this database.",
};

const question question_settings = {
    .shown = { .name = "settings",
               .help = "the settings decisions were made under, and every change of them",
               .examples = "jaga query settings\n"
                           "jaga query settings --format json | jq 'select(.was != null)'" },
    .sql = "engine/query/settings_in_force.sql",
    .heeds = "limit",
    .one = "setting",
    .many = "settings",
    .empty = "Nothing was read into this database yet.",
};
