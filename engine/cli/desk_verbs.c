/* What each act of the desk is called with. */
#include "cli/desk_verbs.h"

#include "cli/commands.h"

#include <string.h>

static jaga_format format_of(const arguments *given)
{
    return given->is_given[DESK_JSON] ? JAGA_FORMAT_JSON : JAGA_FORMAT_TABLE;
}

static void print_task(const jaga_desk_task *task, bool is_json)
{
    (void)printf(is_json ? "{\"number\":\"%s\",\"account\":\"%s\",\"case\":\"%s\",\"task\":\"%s\","
                           "\"priority\":%d,\"band\":%d,\"row_ver\":%lld}\n"
                         : "%s  account %s  case %s, call %s  priority %d, band %d  version %lld\n",
                 task->number, task->account, task->case_state, task->task_state, task->priority,
                 task->band, (long long)task->row_ver);
}

jaga_status desk_say_task(jaga_desk *desk, const char *number, const arguments *given,
                          jaga_error *err)
{
    jaga_desk_task task;

    JAGA_TRY(jaga_desk_look_up(desk, number, &task, err));
    print_task(&task, given->is_given[DESK_JSON]);
    return JAGA_OK;
}

static jaga_status run_agent(jaga_desk *desk, const arguments *given, jaga_error *err)
{
    static const char *const roles[] = { "agent", "supervisor", "legal" };

    return jaga_desk_add_agent(desk, given->words[1], roles[given->number[DESK_ROLE]],
                               given->text[DESK_LANGUAGES], given->text[DESK_ACCOUNT], err);
}

static jaga_status run_agents(jaga_desk *desk, const arguments *given, jaga_error *err)
{
    return jaga_desk_list_agents(desk, format_of(given), stdout, err);
}

static jaga_status run_directory(jaga_desk *desk, const arguments *given, jaga_error *err)
{
    int64_t accounts = 0;

    JAGA_TRY(jaga_desk_load_directory(desk, given->words[1], &accounts, err));
    (void)printf("%lld accounts\n", (long long)accounts);
    return JAGA_OK;
}

static jaga_status run_next(jaga_desk *desk, const arguments *given, jaga_error *err)
{
    jaga_desk_task task;
    const jaga_status status = jaga_desk_next(desk, &task, err);

    if (status == JAGA_END) {
        (void)puts(given->is_given[DESK_JSON] ? "null" : "no call for you at this moment");
        return JAGA_OK;
    }
    JAGA_TRY(status);
    print_task(&task, given->is_given[DESK_JSON]);
    return JAGA_OK;
}

static jaga_status run_report(jaga_desk *desk, const arguments *given, jaga_error *err)
{
    char number[24];

    JAGA_TRY(jaga_desk_report(desk, given->words[1], number, err));
    return desk_say_task(desk, number, given, err);
}

static jaga_status run_show(jaga_desk *desk, const arguments *given, jaga_error *err)
{
    return jaga_desk_show(desk, given->words[1], format_of(given), stdout, err);
}

static jaga_status run_note(jaga_desk *desk, const arguments *given, jaga_error *err)
{
    JAGA_TRY(jaga_desk_note(desk, given->words[1], given->words[2], err));
    return desk_say_task(desk, given->words[1], given, err);
}

static jaga_status run_flag(jaga_desk *desk, const arguments *given, jaga_error *err)
{
    const bool is_off = given->word_count > 3 && strcmp(given->words[3], "off") == 0;

    JAGA_TRY(jaga_desk_flag(desk, given->words[1], given->words[2], !is_off, err));
    return desk_say_task(desk, given->words[1], given, err);
}

static jaga_status run_call(jaga_desk *desk, const arguments *given, jaga_error *err)
{
    const char *what = given->words[2];
    const char *detail = strcmp(what, "code") == 0 ? given->text[DESK_REASON]
                         : given->word_count > 3   ? given->words[3]
                                                   : NULL;

    JAGA_TRY(jaga_desk_call(desk, given->words[1], what, detail, err));
    return desk_say_task(desk, given->words[1], given, err);
}

static jaga_status run_verify(jaga_desk *desk, const arguments *given, jaga_error *err)
{
    const bool is_failed = given->word_count > 3 && strcmp(given->words[3], "failed") == 0;

    if (given->word_count > 3 && !is_failed) {
        return jaga_fail(err, JAGA_ERR_USAGE, "evidence passes, or it has \"failed\" behind it");
    }
    JAGA_TRY(jaga_desk_verify(desk, given->words[1], given->words[2], !is_failed, err));
    return desk_say_task(desk, given->words[1], given, err);
}

static jaga_status run_mark(jaga_desk *desk, const arguments *given, jaga_error *err)
{
    JAGA_TRY(jaga_desk_mark(desk, given->words[1], given->words[2], given->words[3], err));
    return desk_say_task(desk, given->words[1], given, err);
}

static jaga_status run_outcome(jaga_desk *desk, const arguments *given, jaga_error *err)
{
    const jaga_desk_words words = { .reason = given->text[DESK_REASON],
                                    .note = given->text[DESK_NOTE] };

    JAGA_TRY(jaga_desk_outcome(desk, given->words[1], given->words[2], &words, err));
    return desk_say_task(desk, given->words[1], given, err);
}

static jaga_status run_release(jaga_desk *desk, const arguments *given, jaga_error *err)
{
    bool needs_approval = false;

    JAGA_TRY(
        jaga_desk_release(desk, given->words[1], given->text[DESK_REASON], &needs_approval, err));
    if (!given->is_given[DESK_JSON]) {
        (void)puts(needs_approval ? "asked for: a supervisor approves within 15 minutes"
                                  : "the ledger is asked to release");
    }
    return desk_say_task(desk, given->words[1], given, err);
}

static jaga_status run_approve(jaga_desk *desk, const arguments *given, jaga_error *err)
{
    JAGA_TRY(jaga_desk_approve(desk, given->words[1], given->text[DESK_REASON], err));
    return desk_say_task(desk, given->words[1], given, err);
}

static jaga_status run_recovered(jaga_desk *desk, const arguments *given, jaga_error *err)
{
    JAGA_TRY(jaga_desk_recovered(desk, given->words[1], given->text[DESK_REASON], err));
    return desk_say_task(desk, given->words[1], given, err);
}

static jaga_status run_restore(jaga_desk *desk, const arguments *given, jaga_error *err)
{
    JAGA_TRY(jaga_desk_restore(desk, given->words[1], given->words[2], err));
    return desk_say_task(desk, given->words[1], given, err);
}

static jaga_status run_close(jaga_desk *desk, const arguments *given, jaga_error *err)
{
    JAGA_TRY(jaga_desk_close_case(desk, given->words[1], given->text[DESK_REASON], err));
    return desk_say_task(desk, given->words[1], given, err);
}

static jaga_status run_reopen(jaga_desk *desk, const arguments *given, jaga_error *err)
{
    JAGA_TRY(jaga_desk_reopen(desk, given->words[1], given->text[DESK_REASON], err));
    return desk_say_task(desk, given->words[1], given, err);
}

static jaga_status run_extend(jaga_desk *desk, const arguments *given, jaga_error *err)
{
    JAGA_TRY(jaga_desk_extend(desk, given->words[1], given->text[DESK_REASON], err));
    return desk_say_task(desk, given->words[1], given, err);
}

static jaga_status run_tick(jaga_desk *desk, const arguments *given, jaga_error *err)
{
    jaga_desk_ticked done;

    JAGA_TRY(jaga_desk_tick(desk, &done, err));
    (void)printf(given->is_given[DESK_JSON]
                     ? "{\"queued\":%lld,\"taken_back\":%lld,\"late\":%lld,\"given_up\":%lld,"
                       "\"unconfirmed\":%lld,\"extended\":%lld,\"alarmed\":%lld,\"reviews\":%lld,"
                       "\"ranked\":%lld}\n"
                     : "%lld to call, %lld taken back, %lld late, %lld given up, %lld holds not "
                       "confirmed, %lld extended, %lld ending, %lld to review; %lld ranked anew\n",
                 (long long)done.queued, (long long)done.taken_back, (long long)done.late,
                 (long long)done.given_up, (long long)done.unconfirmed, (long long)done.extended,
                 (long long)done.alarmed, (long long)done.reviews, (long long)done.ranked);
    return JAGA_OK;
}

static jaga_status run_erase(jaga_desk *desk, const arguments *given, jaga_error *err)
{
    JAGA_TRY(jaga_desk_erase(desk, given->words[1], given->text[DESK_REASON], err));
    (void)puts("asked; another supervisor does it: jaga desk approve-erase ACCOUNT");
    return JAGA_OK;
}

static jaga_status run_approve_erase(jaga_desk *desk, const arguments *given, jaga_error *err)
{
    JAGA_TRY(jaga_desk_approve_erase(desk, given->words[1], err));
    (void)puts("erased from the database; the input log still has it (docs/evidence.md)");
    return JAGA_OK;
}

const desk_verb desk_verbs[] = {
    { "agent", "ID", "add somebody who works here", 1, 1, true, run_agent },
    { "agents", "", "who works here", 0, 0, true, run_agents },
    { "directory", "FILE", "load languages, zones and contact points of accounts", 1, 1, false,
      run_directory },
    { "report", "ACCOUNT", "a customer reports a theft: hold at once, ask afterwards", 1, 1, false,
      run_report },
    { "next", "", "take the most urgent call", 0, 0, false, run_next },
    { "tick", "", "let time do its part: every minute, by a timer of the system's", 0, 0, true,
      run_tick },
    { "show", "NUMBER", "all that is known of a case, and what may be done next", 1, 1, false,
      run_show },
    { "note", "NUMBER TEXT", "write something down", 2, 2, false, run_note },
    { "flag", "NUMBER vulnerable|coerced|remote-access [off]", "what was noticed", 2, 3, false,
      run_flag },
    { "call", "NUMBER WHAT [TOKEN]", "dial, answered, inbound, code, hangs-up, no-answer, busy...",
      2, 3, false, run_call },
    { "verify", "NUMBER K|H|C1|C2|D|B|V [failed]", "evidence of who is on the line", 2, 3, false,
      run_verify },
    { "mark", "NUMBER PAYMENT|rest mine|not-mine|unsure", "what the customer says of a payment", 3,
      3, false, run_mark },
    { "outcome", "NUMBER theft|false-alarm|scam|first-party|presumed", "what it was", 2, 2, false,
      run_outcome },
    { "extend", "NUMBER",
      "let the holds stand five business days more, to thirty days: a supervisor", 1, 1, false,
      run_extend },
    { "release", "NUMBER", "lift the holds, with a second person where much is at stake", 1, 1,
      false, run_release },
    { "approve", "NUMBER", "be the second person", 1, 1, false, run_approve },
    { "recovered", "NUMBER", "the money's way is final", 1, 1, false, run_recovered },
    { "restore", "NUMBER ITEM", "put right: credentials, second-factor, devices, contacts...", 2, 2,
      false, run_restore },
    { "close", "NUMBER", "all is put right", 1, 1, false, run_close },
    { "reopen", "NUMBER", "something new is known", 1, 1, false, run_reopen },
    { "erase", "ACCOUNT", "ask for an account to be erased from the database", 1, 1, false,
      run_erase },
    { "approve-erase", "ACCOUNT", "erase it, as another supervisor", 1, 1, false,
      run_approve_erase },
};
const size_t desk_verb_count = sizeof desk_verbs / sizeof desk_verbs[0];
