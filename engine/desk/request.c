/* Requests of customers: opened, answered step by step, moved on by the clock. */
#include "jaga/request.h"

#include "base/column_text.h"
#include "base/when.h"
#include "desk/request.h"

#include <string.h>

enum { ACCOUNT_BYTES_MAX = 64 };

jaga_status request_check_account(const jaga_desk *desk, const char *account, jaga_error *err)
{
    JAGA_TRY(desk_require_person(desk, err));
    if (account[0] == '\0' || strlen(account) > ACCOUNT_BYTES_MAX) {
        return jaga_fail(err, JAGA_ERR_USAGE, "an account is 1 to %d bytes", ACCOUNT_BYTES_MAX);
    }
    return strcmp(desk->account, account) != 0
               ? JAGA_OK
               : jaga_fail(err, JAGA_ERR_USAGE, "that is about your own account");
}

jaga_status request_check_known(request_file *self, jaga_error *err)
{
    int64_t known = 0;
    sql_row row;

    JAGA_TRY(request_prepare(self->desk, "has_customer", &row, err));
    sql_name(&row, self->about.account);
    JAGA_TRY(desk_number(self->desk, &row, 0, &known, err));
    if (known == 0 && self->before.history_from_us == INT64_MAX) {
        return jaga_fail(err, JAGA_ERR_USAGE,
                         "neither the log of the last 90 days nor the directory knows the account");
    }
    JAGA_TRY(request_read_account(self, err));
    return self->life != ACCOUNT_CLOSED || (self->book != NULL && self->book->is_for_closed)
               ? JAGA_OK
               : jaga_fail(err, JAGA_ERR_USAGE,
                           "the account is closed and never opened again; a complaint about it is "
                           "taken");
}

/* Several ways in, one request. */
static jaga_status check_new(request_file *self, jaga_error *err)
{
    int64_t same = 0, first_us = 0;
    sql_row row;

    JAGA_TRY(request_prepare(self->desk, "same_request", &row, err));
    sql_name(&row, self->about.account);
    sql_name(&row, self->book->kind);
    sql_name(&row, self->topic);
    const jaga_status status = desk_step(self->desk, &row, err);
    if (status == JAGA_OK) {
        same = sqlite3_column_int64(row.statement, 0);
        first_us = sqlite3_column_int64(row.statement, 1);
    }
    desk_end(&row);
    if (status != JAGA_OK) {
        return status == JAGA_END ? JAGA_OK : status;
    }
    return self->book->is_same != NULL && !self->book->is_same(first_us, self->desk->now_us)
               ? JAGA_OK
               : jaga_fail(err, JAGA_ERR_USAGE, "request %lld is open about the same already",
                           (long long)same);
}

static jaga_status put_request(request_file *self, jaga_error *err)
{
    sql_row row;

    JAGA_TRY(check_new(self, err));
    JAGA_TRY(request_prepare(self->desk, "put_request", &row, err));
    sql_name(&row, self->book->kind);
    sql_name(&row, self->about.account);
    sql_name(&row, self->topic);
    sql_integer(&row, self->desk->now_us);
    return desk_number(self->desk, &row, 0, &self->number, err);
}

static jaga_status begin_request(request_file *early, const char *words, int64_t *number,
                                 jaga_error *err)
{
    request_file *self = NULL;
    int64_t steps = 0;
    int event = 0;

    JAGA_TRY(request_check_known(early, err));
    JAGA_TRY(put_request(early, err));
    JAGA_TRY(request_find(early->desk, early->number, &self, err));
    self->before = early->before;
    self->found = early->found;
    JAGA_TRY(request_refresh(self, err));
    JAGA_TRY(request_find_event(self->book, self->book->opens, &event, err));
    JAGA_TRY(request_step(self, event, words, err));
    *number = self->number;
    return request_advance(self, &steps, err);
}

static jaga_status open_request(request_file *early, const char *words, int64_t *number,
                                jaga_error *err)
{
    JAGA_TRY(request_read_log(early, err));
    JAGA_TRY(desk_begin(early->desk, err));
    return desk_finish(early->desk, begin_request(early, words, number, err), err);
}

jaga_status jaga_request_open(jaga_desk *desk, const jaga_request_wish *wish, int64_t *number,
                              jaga_error *err)
{
    const playbook *book = playbook_find(wish->kind);
    const char *topic = wish->topic == NULL ? "" : wish->topic;

    *number = 0;
    if (book == NULL) {
        return jaga_fail(err, JAGA_ERR_USAGE,
                         "no playbook of that name; `jaga request --help` lists them");
    }
    if (book->topics != NULL && !playbook_is_choice(book->topics, topic)) {
        return jaga_fail(err, JAGA_ERR_USAGE, "a request of kind %s is about one of %s", book->kind,
                         book->topics);
    }
    if (strlen(topic) > ACCOUNT_BYTES_MAX) {
        return jaga_fail(err, JAGA_ERR_USAGE, "what a request is about has up to %d bytes",
                         ACCOUNT_BYTES_MAX);
    }
    if (topic[0] != '\0') {
        JAGA_TRY(desk_check_text(topic, err));
    }
    if (wish->words != NULL) {
        JAGA_TRY(desk_check_text(wish->words, err));
    }
    JAGA_TRY(request_check_account(desk, wish->account, err));
    if (book->theft_topic != NULL && strcmp(topic, book->theft_topic) == 0) {
        char report[24];
        return jaga_desk_report(desk, wish->account, report, err);
    }
    const size_t mark = arena_mark(desk->memory);
    request_file *early = arena_take(desk->memory, sizeof *early);
    if (early == NULL) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "no memory for a request");
    }
    desk->now_us = desk->clock(desk->clock_ctx);
    *early =
        (request_file){ .book = book,
                        .desk = desk,
                        .about = { .opened_us = desk->now_us, .incident_start_us = desk->now_us } };
    (void)snprintf(early->about.account, sizeof early->about.account, "%s", wish->account);
    (void)snprintf(early->topic, sizeof early->topic, "%s", topic);
    const jaga_status status = open_request(early, wish->words, number, err);
    arena_reset(desk->memory, mark);
    return status;
}

static jaga_status step(request_file *self, const char *event, const char *text, jaga_error *err)
{
    int64_t steps = 0;
    int found = 0;

    JAGA_TRY(request_find_event(self->book, event, &found, err));
    JAGA_TRY(request_advance(self, &steps, err));
    JAGA_TRY(request_step(self, found, text, err));
    return request_advance(self, &steps, err);
}

jaga_status jaga_request_step(jaga_desk *desk, int64_t number, const char *event, const char *text,
                              jaga_error *err)
{
    const size_t mark = arena_mark(desk->memory);
    request_file *self = NULL;

    JAGA_TRY(desk_require_person(desk, err));
    if (text != NULL) {
        JAGA_TRY(desk_check_text(text, err));
    }
    jaga_status status = request_begin(desk, number, &self, err);
    if (status == JAGA_OK) {
        status = desk_finish(desk, step(self, event, text, err), err);
    }
    arena_reset(desk->memory, mark);
    return status;
}

/* --- the clock --- */

/* Whether time or the log alone could have brought a step, for reading the log takes a while; what
 * an act brings has followed that act. */
static bool may_follow(const request_file *self)
{
    const char *state = self->book->machine()->states[self->state];
    const bool is_over = self->due_us != INT64_MIN && self->due_us <= self->desk->now_us;

    for (const playbook_follow *at = self->book->follows; at->state != NULL; at++) {
        const bool is_by_log = at->actor == MACHINE_LEDGER ||
                               (at->actor == MACHINE_ENGINE && self->book->read != NULL);
        if (strcmp(at->state, state) == 0 && (is_by_log || is_over)) {
            return true;
        }
    }
    return false;
}

static jaga_status move_one(jaga_desk *desk, int64_t number, int64_t *steps, jaga_error *err)
{
    request_file *self = NULL;

    JAGA_TRY(request_find(desk, number, &self, err));
    if (!may_follow(self)) {
        return JAGA_OK;
    }
    JAGA_TRY(request_begin(desk, number, &self, err));
    return desk_finish(desk, request_advance(self, steps, err), err);
}

jaga_status jaga_request_due(jaga_desk *desk, int64_t *steps, jaga_error *err)
{
    const size_t mark = arena_mark(desk->memory);
    jaga_status status = JAGA_OK;
    int64_t number = 0;
    sql_row row;

    *steps = 0;
    do {
        desk->now_us = desk->clock(desk->clock_ctx);
        JAGA_TRY(request_prepare(desk, "next_open", &row, err));
        sql_integer(&row, number);
        JAGA_TRY(desk_number(desk, &row, 0, &number, err));
        if (number != 0) {
            status = move_one(desk, number, steps, err);
            arena_reset(desk->memory, mark);
        }
    } while (number != 0 && status == JAGA_OK);
    return status;
}
