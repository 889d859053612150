/* Recalls: drafted from the way of the money, sent, answered, reminded of, settled. */
#include "jaga/recall.h"

#include "base/column_text.h"
#include "base/hash.h"
#include "base/when.h"
#include "desk/act.h"
#include "desk/business_calendar.h"
#include "desk/recall_machine.h"
#include "query/money_map.h"

#include <string.h>

#define RECALL_SQL "engine/desk/recall.sql"

enum { ZONE_S = 7 * 3600 };

typedef struct recall {
    char id[32], currency[4], payer[DESK_ID_BYTES];
    uint8_t state;
    int64_t number, missing_minor;
    int64_t sent_us, remind_us, answer_us; /* INT64_MIN: none */
} recall;

/* What an act adds to its step. */
typedef struct recall_act {
    uint8_t event;
    machine_actor actor;
    uint32_t guards;
    const int64_t *minor;
    const char *code;
} recall_act;

static jaga_status prepare(const jaga_desk *desk, const char *name, sql_row *out, jaga_error *err)
{
    *out = (sql_row){ .statement = NULL };
    return sql_prepare(desk->db, RECALL_SQL, name, &out->statement, desk->path, err);
}

static void put_number(sql_row *row, int64_t number)
{
    if (number == INT64_MIN) {
        sql_null(row);
    } else {
        sql_integer(row, number);
    }
}

static jaga_status find_recall(const jaga_desk *desk, int64_t number, recall *out, jaga_error *err)
{
    char state[24];
    sql_row row;

    JAGA_TRY(prepare(desk, "get_recall", &row, err));
    sql_integer(&row, number);
    const jaga_status status = desk_step(desk, &row, err);
    if (status == JAGA_OK) {
        desk_copy(out->id, sizeof out->id, row.statement, 0);
        out->number = number;
        desk_copy(state, sizeof state, row.statement, 2);
        out->state = (uint8_t)machine_find_state(recall_machine(), state);
        desk_copy(out->currency, sizeof out->currency, row.statement, 3);
        out->missing_minor = sqlite3_column_int64(row.statement, 4);
        out->sent_us = desk_column(row.statement, 5, INT64_MIN);
        out->remind_us = desk_column(row.statement, 6, INT64_MIN);
        out->answer_us = desk_column(row.statement, 7, INT64_MIN);
        desk_copy(out->payer, sizeof out->payer, row.statement, 8);
    }
    desk_end(&row);
    return status == JAGA_END
               ? jaga_fail(err, JAGA_ERR_USAGE,
                           "no recall of that number; `jaga query recalls` lists them")
               : status;
}

/* The first reminder after `now_us`; INT64_MIN: there is none left. */
static jaga_status next_reminder(const business_calendar *calendar, int64_t sent_us, int64_t now_us,
                                 int64_t *out, jaga_error *err)
{
    *out = INT64_MIN;
    for (size_t i = 0; i < RECALL_REMINDERS && *out == INT64_MIN; i++) {
        const recall_reminder *reminder = &recall_reminders[i];
        int64_t at_us = sent_us + reminder->seconds * US_PER_SECOND;
        if (reminder->seconds == 0) {
            JAGA_TRY(business_deadline(calendar, sent_us, ZONE_S, reminder->business_days, &at_us,
                                       NULL, err));
        }
        *out = at_us > now_us ? at_us : INT64_MIN;
    }
    return JAGA_OK;
}

/* The clocks behind a step: none runs where nothing is waited for. */
static jaga_status set_clocks(jaga_desk *desk, const recall *about, const recall_act *act,
                              uint8_t to, int64_t *remind_us, int64_t *answer_us, jaga_error *err)
{
    const uint32_t waits = 1u << RECALL_SENT | 1u << RECALL_ACKED | 1u << RECALL_HELD_AT_RECEIVER |
                           1u << RECALL_RETURNED_PART;

    *remind_us = (waits >> to & 1u) != 0 ? about->remind_us : INT64_MIN;
    *answer_us = INT64_MIN;
    if (act->event != RECALL_ON_SEND && act->event != RECALL_ON_REMIND) {
        return JAGA_OK;
    }
    business_calendar *calendar = arena_take(desk->memory, sizeof *calendar);
    if (calendar == NULL) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "no memory for a calendar");
    }
    JAGA_TRY(business_calendar_shipped(calendar, "id", BUSINESS_JOINT_IS_FREE, err));
    const int64_t sent_us = act->event == RECALL_ON_SEND ? desk->now_us : about->sent_us;
    JAGA_TRY(next_reminder(calendar, sent_us, desk->now_us, remind_us, err));
    return act->event == RECALL_ON_SEND
               ? business_deadline(calendar, sent_us, ZONE_S, RECALL_ANSWER_DAYS, answer_us, NULL,
                                   err)
               : JAGA_OK;
}

static jaga_status step(jaga_desk *desk, const recall *about, const recall_act *act,
                        jaga_error *err)
{
    const machine *self = recall_machine();
    const machine_step_result result =
        machine_step(self, about->state, act->event, act->actor, act->guards);
    int64_t remind_us = INT64_MIN, answer_us = INT64_MIN;
    sql_row row;

    if (desk->account[0] != '\0' && strcmp(desk->account, about->payer) == 0) {
        return jaga_fail(err, JAGA_ERR_USAGE, "that is about your own account");
    }
    JAGA_TRY(machine_refuse(self, about->state, act->event, &result, err));
    JAGA_TRY(set_clocks(desk, about, act, result.to, &remind_us, &answer_us, err));
    JAGA_TRY(prepare(desk, "put_event", &row, err));
    sql_name(&row, about->id);
    sql_integer(&row, desk->now_us);
    put_number(&row, desk->agent == 0 ? INT64_MIN : desk->agent);
    sql_name(&row, self->events[act->event]);
    sql_name(&row, self->states[about->state]);
    sql_name(&row, self->states[result.to]);
    put_number(&row, act->minor == NULL ? INT64_MIN : *act->minor);
    sql_name(&row, act->code);
    put_number(&row, remind_us);
    put_number(&row, answer_us);
    return desk_run(desk, &row, err);
}

/* One payment of stolen money, `minor` of it. */
static jaga_status draft_one(jaga_desk *desk, const desk_file *about, const money_map *map,
                             const trace_hop *hop, int64_t minor, int64_t *count, jaga_error *err)
{
    const jaga_span parts[] = { text_span("recall"), text_span(about->case_id), hop->event_id };
    const jaga_key key = hash_key(parts, sizeof parts / sizeof parts[0]);
    const recall_act act = { .event = RECALL_ON_DRAFT, .actor = MACHINE_AGENT, .code = "FRAD" };
    recall made = { .state = RECALL_NONE, .remind_us = INT64_MIN };
    sql_row row;

    JAGA_TRY(prepare(desk, "put_recall", &row, err));
    sql_name(&row, key.text);
    sql_name(&row, about->case_id);
    sql_text(&row, hop->event_id);
    sql_integer(&row, hop->ts_us);
    sql_text(&row, hop->from);
    sql_text(&row, hop->to);
    sql_name(&row, jaga_party_kind_name((jaga_party_kind)hop->to_kind));
    sql_text(&row, hop->institution.length == 0 ? text_span("") : hop->institution);
    sql_integer(&row, hop->amount_minor);
    sql_integer(&row, minor);
    sql_name(&row, map->sums[map->rule].currency);
    sql_integer(&row, desk->now_us);
    const jaga_status status = desk_step(desk, &row, err);
    desk_end(&row);
    if (status != JAGA_OK) {
        return status == JAGA_END ? JAGA_OK : status;
    }
    *count += 1;
    (void)snprintf(made.id, sizeof made.id, "%s", key.text);
    (void)snprintf(made.payer, sizeof made.payer, "%s", about->account);
    return step(desk, &made, &act, err);
}

static bool is_same(jaga_span a, jaga_span b)
{
    return a.length == b.length && memcmp(a.at, b.at, a.length) == 0;
}

static jaga_status draft(jaga_desk *desk, const char *number, const money_map *map, int64_t *count,
                         jaga_error *err)
{
    const trace *money = map->by_rule[map->rule];
    desk_file about;

    JAGA_TRY(desk_require_person(desk, err));
    JAGA_TRY(desk_find(desk, number, &about, err));
    const size_t hops = trace_hop_count(money);
    for (size_t i = 0; i < hops;) {
        const trace_hop *hop = trace_hop_at(money, i);
        const bool can_recall = hop->to_kind != JAGA_PARTY_CASH && hop->to.length > 0;
        int64_t minor = 0;
        /* A payment of coins of several origins is several hops, which follow one another. */
        for (; i < hops && is_same(trace_hop_at(money, i)->event_id, hop->event_id); i++) {
            minor += trace_hop_at(money, i)->left_minor;
        }
        if (minor > 0 && can_recall) {
            JAGA_TRY(draft_one(desk, &about, map, hop, minor, count, err));
        }
    }
    return JAGA_OK;
}

static jaga_status trace_and_draft(jaga_desk *desk, const database *from, const char *number,
                                   int64_t *count, jaga_error *err)
{
    arena *memory = NULL;
    money_map map = { 0 };
    subject about;

    JAGA_TRY(arena_open((size_t)1 << 30, &memory, err));
    jaga_status status = subject_look_up(from, number, memory, &about, err);
    if (status == JAGA_OK) {
        status = money_map_open(from, &about, PURSE_FIFO, memory, &map, err);
    }
    if (status == JAGA_OK) {
        status = desk_begin(desk, err);
    }
    if (status == JAGA_OK) {
        status = desk_finish(desk, draft(desk, number, &map, count, err), err);
    }
    money_map_close(&map);
    arena_close(memory);
    return status;
}

jaga_status jaga_recall_draft(jaga_desk *desk, const char *number, int64_t *count, jaga_error *err)
{
    database from = { 0 };

    *count = 0;
    JAGA_TRY(database_open(desk->path, &from, err));
    const jaga_status status = trace_and_draft(desk, &from, number, count, err);
    database_close(&from);
    return status;
}

static jaga_status answer_to(jaga_desk *desk, int64_t number, const recall_act *act,
                             jaga_error *err)
{
    recall about;

    JAGA_TRY(desk_require_person(desk, err));
    JAGA_TRY(find_recall(desk, number, &about, err));
    return step(desk, &about, act, err);
}

jaga_status jaga_recall_answer(jaga_desk *desk, int64_t number, const char *what, const char *code,
                               jaga_error *err)
{
    static const struct {
        const char *what;
        uint8_t event;
        bool has_code;
    } answers[] = { { "sent", RECALL_ON_SEND, true },
                    { "acked", RECALL_ON_ACK, false },
                    { "held", RECALL_ON_HOLD, false },
                    { "refused", RECALL_ON_REFUSE, true } };

    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
        if (strcmp(answers[i].what, what) != 0) {
            continue;
        }
        if (answers[i].has_code != (code != NULL)) {
            return jaga_fail(err, JAGA_ERR_USAGE, "%s wants %s", what,
                             code != NULL ? "no code" : "a reference or code");
        }
        if (answers[i].event == RECALL_ON_REFUSE && !recall_is_refusal(code)) {
            return jaga_fail(err, JAGA_ERR_USAGE,
                             "a refusal is AM04, AC04, CUST, ARDT, LEGL, NOOR or NOAS");
        }
        const recall_act act = { answers[i].event, MACHINE_AGENT, 0, NULL, code };
        JAGA_TRY(desk_begin(desk, err));
        return desk_finish(desk, answer_to(desk, number, &act, err), err);
    }
    return jaga_fail(err, JAGA_ERR_USAGE, "an answer is sent, acked, held or refused");
}

typedef struct returned_money {
    const char *reference, *orig_txn_id, *payee, *currency;
    int64_t minor;
} returned_money;

static jaga_status put_suspense(jaga_desk *desk, const returned_money *came, jaga_error *err)
{
    sql_row row;

    JAGA_TRY(prepare(desk, "put_suspense", &row, err));
    sql_name(&row, came->reference);
    sql_integer(&row, desk->now_us);
    sql_name(&row, came->orig_txn_id);
    sql_name(&row, came->payee);
    sql_integer(&row, came->minor);
    sql_name(&row, came->currency);
    return desk_run(desk, &row, err);
}

static jaga_status take_back(jaga_desk *desk, const returned_money *came, int64_t *number,
                             jaga_error *err)
{
    int64_t is_known = 0;
    recall about;
    sql_row row;

    JAGA_TRY(desk_require_person(desk, err));
    JAGA_TRY(prepare(desk, "has_reference", &row, err));
    sql_name(&row, came->reference);
    JAGA_TRY(desk_number(desk, &row, 0, &is_known, err));
    if (is_known != 0) {
        return jaga_fail(err, JAGA_ERR_USAGE, "money of that reference has been taken already");
    }
    JAGA_TRY(prepare(desk, "find_match", &row, err));
    sql_name(&row, came->orig_txn_id);
    sql_name(&row, came->payee);
    sql_name(&row, came->currency);
    sql_integer(&row, came->minor);
    JAGA_TRY(desk_number(desk, &row, 0, number, err));
    if (*number == 0) {
        return put_suspense(desk, came, err);
    }
    JAGA_TRY(find_recall(desk, *number, &about, err));
    const bool is_whole = came->minor == about.missing_minor;
    const recall_act act = { RECALL_ON_RETURN, MACHINE_AGENT, is_whole ? RECALL_GUARD(WHOLE) : 0u,
                             &came->minor, came->reference };
    return step(desk, &about, &act, err);
}

jaga_status jaga_recall_returned(jaga_desk *desk, const char *reference, const char *orig_txn_id,
                                 const char *payee, const char *amount, const char *currency,
                                 int64_t *number, jaga_error *err)
{
    returned_money came = { reference, orig_txn_id, payee, currency, 0 };

    *number = 0;
    JAGA_TRY(desk_read_amount(amount, currency, &came.minor, err));
    if (came.minor == 0 || reference[0] == '\0') {
        return jaga_fail(err, JAGA_ERR_USAGE, "money that came has an amount and a reference");
    }
    JAGA_TRY(desk_begin(desk, err));
    return desk_finish(desk, take_back(desk, &came, number, err), err);
}

static jaga_status settle(jaga_desk *desk, int64_t number, const char *refunded, jaga_error *err)
{
    int64_t minor = 0;
    recall about;

    JAGA_TRY(desk_require_role(desk, DESK_SUPERVISOR, "settling", err));
    JAGA_TRY(find_recall(desk, number, &about, err));
    JAGA_TRY(desk_read_amount(refunded, about.currency, &minor, err));
    const recall_act act = { RECALL_ON_SETTLE, MACHINE_SUPERVISOR,
                             minor <= about.missing_minor ? RECALL_GUARD(BALANCED) : 0u, &minor,
                             NULL };
    return step(desk, &about, &act, err);
}

jaga_status jaga_recall_settle(jaga_desk *desk, int64_t number, const char *refunded,
                               jaga_error *err)
{
    JAGA_TRY(desk_begin(desk, err));
    return desk_finish(desk, settle(desk, number, refunded, err), err);
}

static jaga_status catch_up(jaga_desk *desk, int64_t *reminded, int64_t *expired, jaga_error *err)
{
    int64_t number = 0;

    do {
        recall about;
        sql_row row;
        JAGA_TRY(prepare(desk, "next_due", &row, err));
        sql_integer(&row, desk->now_us);
        JAGA_TRY(desk_number(desk, &row, 0, &number, err));
        if (number == 0) {
            break;
        }
        JAGA_TRY(find_recall(desk, number, &about, err));
        const bool is_over = about.answer_us < desk->now_us;
        const recall_act act = { is_over ? RECALL_ON_EXPIRE : RECALL_ON_REMIND, MACHINE_TIMER,
                                 is_over ? RECALL_GUARD(OVERDUE) : RECALL_GUARD(DUE), NULL, NULL };
        JAGA_TRY(step(desk, &about, &act, err));
        *(is_over ? expired : reminded) += 1;
    } while (number != 0);
    return JAGA_OK;
}

jaga_status jaga_recall_due(jaga_desk *desk, int64_t *reminded, int64_t *expired, jaga_error *err)
{
    *reminded = 0;
    *expired = 0;
    JAGA_TRY(desk_begin(desk, err));
    return desk_finish(desk, catch_up(desk, reminded, expired, err), err);
}
