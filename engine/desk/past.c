/* What the input log and the directory say of an account. */
#include "desk/past.h"

#include "base/detail.h"
#include "base/when.h"
#include "history/history.h"

#include <string.h>

static const int64_t hour_us = 3600 * US_PER_SECOND;

static void copy(char to[DESK_ID_BYTES], jaga_span text)
{
    (void)snprintf(to, DESK_ID_BYTES, "%.*s", (int)text.length, text.at == NULL ? "" : text.at);
}

static bool is_known(const past *self, jaga_span event_id)
{
    for (size_t i = self->count; i-- > 0;) {
        if (strlen(self->events[i].event_id) == event_id.length &&
            memcmp(self->events[i].event_id, event_id.at, event_id.length) == 0) {
            return true;
        }
    }
    return false;
}

static void keep(past *self, const desk_file *about, const jaga_event *event)
{
    if (self->count == PAST_PAYMENTS_MAX) {
        self->left_out++;
        return;
    }
    past_event *to = &self->events[self->count++];
    *to = (past_event){ .ts_us = event->ts_us,
                        .amount_minor = event->amount_minor,
                        .type = event->type,
                        .status = event->status,
                        .counterparty_kind = event->counterparty_kind };
    copy(to->event_id, event->event_id);
    copy(to->counterparty, event->counterparty);
    memcpy(to->currency, event->currency, sizeof to->currency);
    to->needs_mark = jaga_event_is_money_out(event) && event->status == JAGA_STATUS_OK &&
                     event->type != JAGA_TYPE_FEE &&
                     event->ts_us >= about->incident_start_us - PAST_MARK_H * hour_us &&
                     event->ts_us <= about->opened_us + PAST_SHOW_H * hour_us;
}

static bool is_shown(const desk_file *about, const jaga_event *event, int64_t now_us)
{
    return event->ts_us >= about->incident_start_us - PAST_MARK_H * hour_us ||
           event->ts_us >= now_us - PAST_SHOW_H * hour_us;
}

static int64_t later(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static bool is_word(jaga_span text, const char *word)
{
    return text.length == strlen(word) && memcmp(text.at, word, text.length) == 0;
}

/* A cash code waits until somebody has had its money or cancelled it. */
static void learn_code(past *self, const jaga_event *event)
{
    const bool is_issued = is_word(detail_value(event->detail, "state"), "issued");
    size_t at = 0;

    while (at < self->code_count && !is_word(event->instrument, self->cash_codes[at])) {
        at++;
    }
    if (is_issued && at == self->code_count && at < PAST_CODES_MAX &&
        event->instrument.length > 0) {
        copy(self->cash_codes[self->code_count++], event->instrument);
    } else if (!is_issued && at < self->code_count) {
        memmove(self->cash_codes[at], self->cash_codes[--self->code_count],
                sizeof self->cash_codes[at]);
    }
}

static void learn(past *self, const jaga_event *event, int64_t now_us)
{
    const jaga_span remote = detail_value(event->detail, "remote_access");

    self->history_from_us =
        event->ts_us < self->history_from_us ? event->ts_us : self->history_from_us;
    if (event->device.length > 0 && event->status == JAGA_STATUS_OK &&
        event->ts_us < self->device_bound_us) {
        self->device_bound_us = event->ts_us;
    }
    if (remote.length == 1 && remote.at[0] == '1' && event->ts_us >= now_us - 72 * hour_us) {
        self->has_remote_access = true;
    }
    if (event->balance_minor != JAGA_UNKNOWN_MINOR) {
        self->balance_minor = event->balance_minor;
    }
    if (event->status != JAGA_STATUS_OK) {
        return;
    }
    switch ((jaga_event_type)event->type) {
    case JAGA_TYPE_SIM_CHANGE:
        self->sim_changed_us = later(self->sim_changed_us, event->ts_us);
        break;
    case JAGA_TYPE_CONTACT_CHANGE:
        self->contact_changed_us = later(self->contact_changed_us, event->ts_us);
        break;
    case JAGA_TYPE_DEVICE_BIND:
        self->device_new_us = later(self->device_new_us, event->ts_us);
        break;
    case JAGA_TYPE_PASSWORD_CHANGE:
    case JAGA_TYPE_PASSWORD_RESET:
    case JAGA_TYPE_PIN_CHANGE:
    case JAGA_TYPE_PIN_RESET:
    case JAGA_TYPE_MFA_ENABLE:
    case JAGA_TYPE_MFA_DISABLE:
        self->credential_changed_us = later(self->credential_changed_us, event->ts_us);
        break;
    case JAGA_TYPE_CASH_CODE: learn_code(self, event); break;
    case JAGA_TYPE_CLOSED: self->closed_us = later(self->closed_us, event->ts_us); break;
    default: break;
    }
}

static bool is_of(const jaga_event *event, const desk_file *about)
{
    return event->account.length == strlen(about->account) &&
           memcmp(event->account.at, about->account, event->account.length) == 0;
}

static jaga_status read_history(jaga_desk *desk, const desk_file *about, past *out, jaga_error *err)
{
    const history_range range = { .from_us = about->incident_start_us - PAST_DAYS * US_PER_DAY,
                                  .until_us = INT64_MAX };
    history_reader *reader = NULL;
    jaga_record record;
    uint64_t number = 0;

    JAGA_TRY(history_reader_open(desk->history, range, &reader, err));
    jaga_status status = JAGA_OK;
    while ((status = history_reader_next(reader, &record, &number, err)) == JAGA_OK) {
        if (record.kind != JAGA_RECORD_EVENT || !is_of(&record.event, about)) {
            continue;
        }
        learn(out, &record.event, desk->now_us);
        if (is_shown(about, &record.event, desk->now_us) && !is_known(out, record.event.event_id)) {
            keep(out, about, &record.event);
        }
    }
    history_reader_close(reader);
    return status == JAGA_END ? JAGA_OK : status;
}

static jaga_status read_marks(jaga_desk *desk, const desk_file *about, past *out, jaga_error *err)
{
    sql_row row;

    JAGA_TRY(desk_prepare(desk, "get_marks", &row, err));
    sql_name(&row, about->case_id);
    jaga_status status = JAGA_OK;
    while ((status = desk_step(desk, &row, err)) == JAGA_OK) {
        char event_id[DESK_ID_BYTES];
        desk_copy(event_id, sizeof event_id, row.statement, 0);
        for (size_t i = 0; i < out->count; i++) {
            if (strcmp(out->events[i].event_id, event_id) == 0) {
                desk_copy(out->events[i].mark, sizeof out->events[i].mark, row.statement, 1);
            }
        }
    }
    desk_end(&row);
    return status == JAGA_END ? JAGA_OK : status;
}

jaga_status past_read(jaga_desk *desk, const desk_file *about, past *out, jaga_error *err)
{
    *out = (past){ .events = arena_take(desk->memory, PAST_PAYMENTS_MAX * sizeof *out->events),
                   .history_from_us = INT64_MAX,
                   .device_bound_us = INT64_MAX,
                   .device_new_us = INT64_MIN,
                   .sim_changed_us = INT64_MIN,
                   .contact_changed_us = INT64_MIN,
                   .credential_changed_us = INT64_MIN,
                   .closed_us = INT64_MIN,
                   .balance_minor = JAGA_UNKNOWN_MINOR };
    return out->events == NULL
               ? jaga_fail(err, JAGA_ERR_NOMEM, "the account's payments need too much memory")
               : read_history(desk, about, out, err);
}

jaga_status past_begin(jaga_desk *desk, const char *number, desk_file *about, past *out,
                       jaga_error *err)
{
    desk->now_us = desk->clock(desk->clock_ctx);
    JAGA_TRY(desk_require_person(desk, err));
    JAGA_TRY(desk_find(desk, number, about, err));
    JAGA_TRY(past_read(desk, about, out, err));
    JAGA_TRY(desk_begin(desk, err));
    jaga_status status = desk_find(desk, number, about, err);
    if (status == JAGA_OK) {
        status = read_marks(desk, about, out, err);
    }
    return status == JAGA_OK ? JAGA_OK : desk_finish(desk, status, err);
}

const past_event *past_find(const past *self, const char *event_id)
{
    for (size_t i = 0; i < self->count; i++) {
        if (strcmp(self->events[i].event_id, event_id) == 0) {
            return &self->events[i];
        }
    }
    return NULL;
}

jaga_status contacts_read(jaga_desk *desk, const desk_file *about,
                          contact_point out[PAST_CONTACTS_MAX], size_t *count, jaga_error *err)
{
    sql_row row;

    *count = 0;
    JAGA_TRY(desk_prepare(desk, "get_contacts", &row, err));
    sql_name(&row, about->account);
    jaga_status status = JAGA_OK;
    while (*count < PAST_CONTACTS_MAX && (status = desk_step(desk, &row, err)) == JAGA_OK) {
        contact_point *to = &out[(*count)++];
        *to = (contact_point){ .verified_us = sqlite3_column_int64(row.statement, 2),
                               .is_bad = sqlite3_column_int(row.statement, 3) != 0 };
        desk_copy(to->token, sizeof to->token, row.statement, 0);
        desk_copy(to->kind, sizeof to->kind, row.statement, 1);
        to->is_trusted = identity_is_trusted(to->verified_us, about->incident_start_us);
    }
    desk_end(&row);
    return status == JAGA_END ? JAGA_OK : status;
}

/* The number that was dialled, and the best channel that is not it. */
static jaga_status read_channels(jaga_desk *desk, const desk_file *about, identity_context *out,
                                 jaga_error *err)
{
    contact_point points[PAST_CONTACTS_MAX];
    size_t count = 0;

    JAGA_TRY(contacts_read(desk, about, points, &count, err));
    for (size_t i = 0; i < count; i++) {
        if (strcmp(points[i].token, about->contact) == 0) {
            out->phone_verified_us = points[i].verified_us;
        } else if (points[i].verified_us < out->channel_verified_us) {
            out->channel_verified_us = points[i].verified_us;
        }
    }
    return JAGA_OK;
}

jaga_status standing_read(jaga_desk *desk, const desk_file *about, const past *before,
                          standing *out, jaga_error *err)
{
    sql_row row;

    *out =
        (standing){ .proven_us = INT64_MIN,
                    .context = {
                        .now_us = desk->now_us,
                        .incident_start_us = about->incident_start_us,
                        .history_from_us = before->history_from_us,
                        .phone_verified_us = INT64_MAX,
                        .channel_verified_us = INT64_MAX,
                        .device_bound_us = before->device_bound_us,
                        .sim_changed_us = before->sim_changed_us,
                        .locked_us =
                            about->fails >= IDENTITY_FAILURES_MAX ? about->failed_us : INT64_MIN,
                        .is_device_tampered = before->has_remote_access || about->has_remote_access,
                    } };
    JAGA_TRY(read_channels(desk, about, &out->context, err));
    JAGA_TRY(desk_prepare(desk, "get_proofs", &row, err));
    sql_name(&row, about->case_id);
    jaga_status status = JAGA_OK;
    while ((status = desk_step(desk, &row, err)) == JAGA_OK) {
        char name[4];
        desk_copy(name, sizeof name, row.statement, 0);
        out->given |= IDENTITY_BIT((unsigned)identity_evidence_find(name));
        if (sqlite3_column_int64(row.statement, 1) >= out->proven_us) {
            out->proven_us = sqlite3_column_int64(row.statement, 1);
            out->verifier = sqlite3_column_int64(row.statement, 2);
        }
    }
    desk_end(&row);
    out->valid = identity_valid(out->given, &out->context);
    return status == JAGA_END ? JAGA_OK : status;
}
