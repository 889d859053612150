/* Dialling, and what comes of it. */
#include "desk/call.h"

#include "base/when.h"
#include "desk/call_code.h"
#include "desk/installation_key.h"
#include "desk/past.h"

#include <ctype.h>
#include <string.h>

enum { RING_S = 40 };

static uint32_t owner_guard(const jaga_desk *desk, const desk_file *about)
{
    return about->owner == desk->agent ? TASK_GUARD(IS_OWNER) : 0;
}

jaga_status call_attempts(jaga_desk *desk, const desk_file *about, attempts_state *out,
                          jaga_error *err)
{
    jaga_status status = JAGA_OK;
    sql_row row;

    *out = (attempts_state){ .band = (int)about->band, .zone_s = about->zone_s };
    JAGA_TRY(desk_prepare(desk, "get_calls", &row, err));
    sql_name(&row, about->task_id);
    while ((status = desk_step(desk, &row, err)) == JAGA_OK) {
        attempts_note(out, sqlite3_column_int64(row.statement, 0),
                      sqlite3_column_int(row.statement, 1) != 0);
    }
    desk_end(&row);
    return status == JAGA_END ? JAGA_OK : status;
}

/* The contact point that is next, or the one that was asked for. JAGA_END: none that may be. */
static jaga_status choose_contact(jaga_desk *desk, const desk_file *about, const char *wanted,
                                  int made, contact_point *out, jaga_error *err)
{
    contact_point points[PAST_CONTACTS_MAX], phones[PAST_CONTACTS_MAX];
    size_t count = 0, usable = 0;
    uint32_t bad = 0;

    JAGA_TRY(contacts_read(desk, about, points, &count, err));
    for (size_t i = 0; i < count; i++) {
        const bool is_meant = wanted == NULL || strcmp(wanted, points[i].token) == 0;
        if (is_meant && strcmp(points[i].kind, "phone") == 0 && points[i].is_trusted) {
            bad |= points[i].is_bad ? 1u << usable : 0u;
            phones[usable++] = points[i];
        }
    }
    const int place = attempts_contact(made, usable, bad);
    if (place < 0) {
        return JAGA_END;
    }
    *out = phones[place];
    return JAGA_OK;
}

static jaga_status put_code(jaga_desk *desk, const desk_file *about, const char *token,
                            jaga_error *err)
{
    unsigned char key[CALL_CODE_KEY_BYTES];
    const int64_t attempt = about->attempts + 1;
    const int64_t until_us = desk->now_us + CALL_CODE_LIFE_S * US_PER_SECOND;

    JAGA_TRY(installation_key(desk->history, key, err));
    const call_code code = call_code_make(
        key, (jaga_span){ about->task_id, (uint32_t)strlen(about->task_id) }, attempt);
    const desk_act act = { .kind = "dial",
                           .ref = token,
                           .number = &attempt,
                           .until_us = &until_us,
                           .text = code.digits,
                           .actor = MACHINE_AGENT };
    return desk_append(desk, about, &act, err);
}

static jaga_status dial(jaga_desk *desk, desk_file *about, const char *wanted, jaga_error *err)
{
    const window_hours hours = window_hours_default();
    attempts_state made;
    contact_point contact = { .token = "" };
    uint32_t guards = owner_guard(desk, about);

    JAGA_TRY(call_attempts(desk, about, &made, err));
    const jaga_status found = choose_contact(desk, about, wanted, made.made, &contact, err);
    if (found != JAGA_OK && found != JAGA_END) {
        return found;
    }
    guards |= found == JAGA_OK ? TASK_GUARD(TRUSTED_CONTACT) : 0;
    guards |= made.made < attempts_max(made.band) ? TASK_GUARD(ATTEMPTS_LEFT) : 0;
    guards |= window_is_open(&hours, made.band, desk->now_us, about->zone_s, false)
                  ? TASK_GUARD(WINDOW_OPEN)
                  : 0;
    const desk_step_wish step = { .event = TASK_ON_DIAL,
                                  .guards = guards,
                                  .until_us = desk->now_us + RING_S * US_PER_SECOND };
    JAGA_TRY(desk_step_task(desk, about, &step, err));
    return put_code(desk, about, contact.token, err);
}

/* The talk begins: the case goes with it. */
static jaga_status reach(jaga_desk *desk, desk_file *about, jaga_error *err)
{
    const desk_step_wish assigned = { .event = CASE_ON_TASK_ASSIGNED,
                                      .actor = MACHINE_AGENT,
                                      .until_us = INT64_MIN };
    const desk_step_wish reached = { .event = CASE_ON_REACHED,
                                     .actor = MACHINE_AGENT,
                                     .until_us = INT64_MIN };
    const desk_step_wish late = { .event = CASE_ON_LATE_CONTACT,
                                  .actor = MACHINE_AGENT,
                                  .until_us = INT64_MIN };

    if (about->case_state == CASE_CONTAINED || about->case_state == CASE_CONTAINING) {
        JAGA_TRY(desk_step_case(desk, about, &assigned, err));
    }
    if (about->case_state == CASE_CONTACTING) {
        return desk_step_case(desk, about, &reached, err);
    }
    return about->case_state == CASE_INCONCLUSIVE ? desk_step_case(desk, about, &late, err)
                                                  : JAGA_OK;
}

static jaga_status answered(jaga_desk *desk, desk_file *about, jaga_error *err)
{
    const desk_step_wish step = { .event = TASK_ON_ANSWERED,
                                  .guards = owner_guard(desk, about),
                                  .until_us = INT64_MIN };

    JAGA_TRY(desk_step_task(desk, about, &step, err));
    return reach(desk, about, err);
}

static jaga_status inbound(jaga_desk *desk, desk_file *about, jaga_error *err)
{
    const bool speaks = strstr(desk->languages, about->language) != NULL;
    const bool is_own = strcmp(desk->account, about->account) == 0;
    const desk_step_wish step = { .event = TASK_ON_INBOUND,
                                  .guards = (speaks ? TASK_GUARD(SPEAKS_LANGUAGE) : 0) |
                                            (is_own ? 0 : TASK_GUARD(NO_CONFLICT)),
                                  .until_us = INT64_MIN };

    JAGA_TRY(desk_step_task(desk, about, &step, err));
    return reach(desk, about, err);
}

static jaga_status hangs_up(jaga_desk *desk, desk_file *about, jaga_error *err)
{
    const desk_step_wish step = { .event = TASK_ON_HANGS_UP_TO_CALL_BACK,
                                  .guards = owner_guard(desk, about),
                                  .until_us = desk->now_us + TASK_WARM_S * US_PER_SECOND };

    return desk_step_task(desk, about, &step, err);
}

/* The customer compared the code, or there is a reason why not: they called us. */
static jaga_status compare_code(jaga_desk *desk, desk_file *about, const char *waived,
                                jaga_error *err)
{
    const desk_act act = { .kind = "code",
                           .ref = waived == NULL ? "COMPARED" : "WAIVED",
                           .text = waived,
                           .actor = MACHINE_AGENT };
    const desk_step_wish step = { .event = TASK_ON_IDV_START,
                                  .guards = owner_guard(desk, about) | TASK_GUARD(CODE_COMPARED),
                                  .until_us = desk->now_us + 5 * 60 * US_PER_SECOND };
    const char *refusal =
        about->call_code[0] == '\0'
            ? "there is no call code to compare; waive it with a reason"
            : call_code_refusal(about->code_until_us - CALL_CODE_LIFE_S * US_PER_SECOND,
                                desk->now_us, about->is_code_compared);

    if (waived == NULL && refusal != NULL) {
        return jaga_fail(err, JAGA_ERR_USAGE, "%s", refusal);
    }
    JAGA_TRY(desk_step_task(desk, about, &step, err));
    return desk_append(desk, about, &act, err);
}

static jaga_status put_disposition(jaga_desk *desk, const desk_file *about,
                                   task_disposition disposition, jaga_error *err)
{
    const desk_act act = { .kind = "disposition",
                           .ref = task_disposition_name(disposition),
                           .actor = MACHINE_AGENT };
    const int64_t set = 1;
    const desk_act coerced = { .kind = "flag",
                               .ref = "COERCED",
                               .number = &set,
                               .actor = MACHINE_AGENT,
                               .is_about_case = true };
    const desk_act bad = {
        .kind = "bad_contact", .ref = about->contact, .actor = MACHINE_AGENT, .is_about_case = true
    };

    JAGA_TRY(desk_append(desk, about, &act, err));
    if (disposition == TASK_DISPOSITION_DURESS_SUSPECTED) {
        JAGA_TRY(desk_append(desk, about, &coerced, err));
    }
    return disposition == TASK_DISPOSITION_WRONG_PARTY ||
                   disposition == TASK_DISPOSITION_INVALID_NUMBER
               ? desk_append(desk, about, &bad, err)
               : JAGA_OK;
}

/* Not reached, or the talk broke off: when to try again. Nothing left: the timer finds out at once.
 */
static jaga_status ended(jaga_desk *desk, desk_file *about, task_disposition disposition,
                         jaga_error *err)
{
    const window_hours hours = window_hours_default();
    const task_event event = task_disposition_event(disposition);
    attempts_state made;
    int64_t due_us = desk->now_us;

    JAGA_TRY(call_attempts(desk, about, &made, err));
    if (event == TASK_ON_BUSY) { /* is on record as a call; what it was is known now */
        made.is_last_busy = true;
        made.busy++;
        made.made -= made.busy <= ATTEMPTS_FREE_BUSY ? 1 : 0;
    }
    if (!attempts_next(&made, &hours, desk->now_us, &due_us)) {
        due_us = desk->now_us;
    }
    const desk_step_wish step = {
        .event = (uint8_t)event,
        .guards =
            owner_guard(desk, about) | TASK_GUARD(DISPOSITION_SET) |
            (task_disposition_needs_supervisor(disposition) ? TASK_GUARD(NEEDS_SUPERVISOR) : 0),
        .until_us = due_us,
    };
    JAGA_TRY(desk_step_task(desk, about, &step, err));
    return put_disposition(desk, about, disposition, err);
}

/* "no-answer" as agents type it is NO_ANSWER in the table. */
static int find_disposition(const char *what)
{
    char name[24];
    size_t i = 0;

    for (; what[i] != '\0' && i + 1 < sizeof name; i++) {
        name[i] = what[i] == '-' ? '_' : (char)toupper((unsigned char)what[i]);
    }
    name[i] = '\0';
    const int found = task_disposition_find(name);
    return found >= 0 && task_disposition_event((task_disposition)found) != TASK_ON_INTERVIEW_DONE
               ? found
               : -1;
}

static jaga_status act(jaga_desk *desk, const char *number, const char *what, const char *detail,
                       jaga_error *err)
{
    desk_file about;

    JAGA_TRY(desk_require_person(desk, err));
    JAGA_TRY(desk_find(desk, number, &about, err));
    if (strcmp(what, "dial") == 0) {
        return dial(desk, &about, detail, err);
    }
    if (strcmp(what, "answered") == 0) {
        return answered(desk, &about, err);
    }
    if (strcmp(what, "inbound") == 0) {
        return inbound(desk, &about, err);
    }
    if (strcmp(what, "code") == 0) {
        return compare_code(desk, &about, detail, err);
    }
    if (strcmp(what, "hangs-up") == 0) {
        return hangs_up(desk, &about, err);
    }
    const int disposition = find_disposition(what);
    if (disposition < 0) {
        return jaga_fail(err, JAGA_ERR_USAGE,
                         "a call goes: dial, answered, inbound, code, hangs-up, or ends with "
                         "no-answer, busy, voicemail, switched-off, invalid-number, wrong-party, "
                         "duress-suspected, callback-requested, refused-talk, language-mismatch, "
                         "deceased, tech-drop");
    }
    return ended(desk, &about, (task_disposition)disposition, err);
}

jaga_status jaga_desk_call(jaga_desk *desk, const char *number, const char *what,
                           const char *detail, jaga_error *err)
{
    if (detail != NULL && strcmp(what, "code") == 0) {
        JAGA_TRY(desk_check_text(detail, err));
    }
    JAGA_TRY(desk_begin(desk, err));
    return desk_finish(desk, act(desk, number, what, detail, err), err);
}
