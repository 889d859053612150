/* A complaint (desk/complaint.h). */
#include "desk/complaint.h"

#include "desk/playbook.h"

#include <string.h>

static const playbook_fact said[] = {
    { "channel", "hotline|app|web|email|letter|social", DESK_AGENT, "how it came" },
    { "product", NULL, DESK_AGENT, "what it is about" },
    { "remedy", NULL, DESK_AGENT, "what the customer wants" },
    { "readback", "yes", DESK_AGENT, "the summary was read back and is right" },
    { "receipt", "contact", DESK_AGENT, "where number, name and phone were sent" },
    { "severity", "low|medium|high", DESK_AGENT, "how bad it is" },
    { "beyond-oral", NULL, DESK_AGENT, "what makes it too much for the oral clock" },
    { "papers", NULL, DESK_AGENT, "the list of papers that are missing" },
    { "delay", "other-institution|special-research|beyond-control", DESK_AGENT,
      "why it takes longer" },
    { "answer", "accept|partial|reject", DESK_AGENT, "what the answer is" },
    { "answer-words", NULL, DESK_AGENT, "what follows from it for the customer" },
    { "reasons", NULL, DESK_AGENT, "why" },
    { "sent", "contact", DESK_AGENT, "where the answer has arrived" },
    { NULL, NULL, DESK_NOBODY, NULL },
};

static const playbook_follow follows[] = {
    { "REGISTERED", "ACKNOWLEDGE", MACHINE_ENGINE },
    { "WAITING_CONSUMER", "PAPERS_EXPIRED", MACHINE_TIMER },
    { "RESPONDED", "CLOSE", MACHINE_TIMER },
    { "REJECTED_BY_CONSUMER", "CLOSE", MACHINE_TIMER },
    { "ACCEPTED", "CLOSE", MACHINE_ENGINE },
    { NULL, NULL, MACHINE_ENGINE },
};

static const playbook_text texts[] = {
    { "RECEIVED", "script.readback", false },
    { "ACKNOWLEDGED", "complaint.ACKNOWLEDGED", true },
    { "WAITING_CONSUMER", "complaint.WAITING_CONSUMER", true },
    { "EXTENDED", "complaint.EXTENDED", true },
    { "RESPONDED", "complaint.response.", true },
    { "ESCALATED_EXTERNAL", "complaint.ESCALATED_EXTERNAL", true },
    { NULL, NULL, false },
};

/* What was said or done after a step, or ever when the step was never taken. */
static bool is_since(const request_file *self, const char *fact, const char *step)
{
    const request_record *one = request_latest(self, "fact", fact);
    const request_record *begin = request_latest(self, "step", step);

    return one != NULL && (begin == NULL || one > begin);
}

static bool has_step(const request_file *self, const char *step)
{
    return request_latest(self, "step", step) != NULL;
}

static uint32_t guards(const request_file *self)
{
    const bool has_form = request_said(self, "channel") != NULL &&
                          request_said(self, "product") != NULL &&
                          request_said(self, "remedy") != NULL;
    /* What somebody wrote needs no reading back. */
    const bool is_oral = request_says(self, "channel", "hotline");
    const bool has_answer =
        is_since(self, "answer", "OBJECT") && is_since(self, "reasons", "OBJECT");
    const int64_t now_us = self->desk->now_us;
    uint32_t out = 0;

    out |= has_form ? COMPLAINT_GUARD(FORM_COMPLETE) : 0;
    out |= !is_oral || request_says(self, "readback", "yes") ? COMPLAINT_GUARD(READ_BACK) : 0;
    out |= request_said(self, "receipt") != NULL ? COMPLAINT_GUARD(NUMBER_SENT) : 0;
    out |= request_said(self, "severity") != NULL ? COMPLAINT_GUARD(SEVERITY_SET) : 0;
    out |= strcmp(self->topic, "THEFT") != 0 || self->had_case ? COMPLAINT_GUARD(THEFT_LINKED) : 0;
    out |= request_said(self, "beyond-oral") != NULL ? COMPLAINT_GUARD(BEYOND_ORAL) : 0;
    out |= is_since(self, "papers", "PAPERS_RECEIVED") ? COMPLAINT_GUARD(PAPERS_LISTED) : 0;
    out |= request_said(self, "delay") != NULL ? COMPLAINT_GUARD(REASON_ALLOWED) : 0;
    out |= now_us <= self->answer_us ? COMPLAINT_GUARD(NOTICE_BEFORE_DEADLINE) : 0;
    out |= has_step(self, "EXTEND") ? COMPLAINT_GUARD(EXTENDED_BEFORE) : 0;
    out |= has_answer ? COMPLAINT_GUARD(REASONS_AND_RIGHTS) : 0;
    out |= request_says(self, "answer", "reject") ? COMPLAINT_GUARD(REJECTS) : 0;
    out |= has_step(self, "RESPOND") && is_since(self, "sent", "RESPOND")
               ? COMPLAINT_GUARD(ANSWER_SENT)
               : 0;
    out |= self->due_us != INT64_MIN && now_us < self->due_us ? COMPLAINT_GUARD(TIME_TO_OBJECT) : 0;
    return out;
}

/* The oral clock runs from the first word, the written one from when the papers are complete. */
static jaga_status answer(const request_file *self, const char *event, int64_t *answer_us,
                          jaga_error *err)
{
    const bool is_extended = strcmp(event, "EXTEND") == 0;
    const bool is_first = strcmp(event, "REGISTER") == 0;
    const bool is_written = !is_first || !request_says(self, "channel", "hotline");
    const request_record *papers = request_latest(self, "step", "PAPERS_RECEIVED");
    const request_record *written = request_latest(self, "step", "CONVERT_TO_WRITTEN");
    int64_t from_us = is_first ? self->opened_us : self->desk->now_us;
    business_calendar *calendar = arena_take(self->desk->memory, sizeof *calendar);
    jurisdiction_due due;
    jurisdiction rules;

    if (calendar == NULL) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "no memory for a calendar");
    }
    if (is_extended) {
        from_us = papers != NULL    ? papers->at_us
                  : written != NULL ? written->at_us
                                    : self->opened_us;
    }
    JAGA_TRY(jurisdiction_find(JURISDICTION_DEFAULT, &rules, err));
    JAGA_TRY(business_calendar_shipped(calendar, rules.country, BUSINESS_JOINT_IS_FREE, err));
    JAGA_TRY(complaint_due(&rules, calendar, is_written, is_extended, from_us, &due, err));
    *answer_us = due.due_us;
    return JAGA_OK;
}

static const char *variant(const request_file *self)
{
    const char *said_last = request_said(self, "answer");

    return said_last == NULL ? "accept" : said_last;
}

static void list(const request_file *self, int language, char *out, size_t size)
{
    const char *papers =
        self->state == COMPLAINT_WAITING_CONSUMER ? request_said(self, "papers") : NULL;

    (void)language;
    (void)snprintf(out, size, "%s", papers == NULL ? "" : papers);
}

static bool is_same(int64_t first_us, int64_t again_us)
{
    return complaint_is_same(true, true, first_us, again_us);
}

/* How high it has to go, in public one up, and how old it is. */
static void describe(const request_file *self, char *out, size_t size)
{
    business_calendar *calendar = arena_take(self->desk->memory, sizeof *calendar);
    static const char *const words[JAGA_LANG_COUNT][2] = { { "level", "business days" },
                                                           { "tingkat", "hari kerja" },
                                                           { "级别", "个工作日" } };
    jurisdiction rules;
    bool is_public = false;
    int days = 0;

    for (size_t i = 0; i < self->record_count; i++) {
        is_public = is_public || (strcmp(self->records[i].ref, "channel") == 0 &&
                                  strcmp(self->records[i].text, "social") == 0);
    }
    const int level = complaint_level(is_public ? COMPLAINT_BY_SOCIAL : COMPLAINT_BY_HOTLINE);
    const bool has_age =
        calendar != NULL && jurisdiction_find(JURISDICTION_DEFAULT, &rules, NULL) == JAGA_OK &&
        business_calendar_shipped(calendar, rules.country, BUSINESS_JOINT_IS_FREE, NULL) ==
            JAGA_OK &&
        business_days_between(calendar, self->opened_us, self->desk->now_us, rules.zone_s, &days,
                              NULL) == JAGA_OK;
    (void)snprintf(out, size, "%s %d, %s %s", words[self->desk->lang][0], level,
                   has_age ? complaint_bucket_name(complaint_bucket(days)) : "?",
                   words[self->desk->lang][1]);
}

const playbook playbook_complaint = {
    .kind = "complaint",
    .help = "a complaint, from any way in",
    .topics = "FEES|FAILED_PAYMENT|SERVICE|THEFT|PRIVACY|CLOSURE|OTHER",
    .opens = "RECEIVE",
    .machine = complaint_machine,
    .facts = said,
    .follows = follows,
    .texts = texts,
    .guards = guards,
    .answered_by = "RESPOND",
    .variant = variant,
    .answer = answer,
    .list = list,
    .is_same = is_same,
    .describe = describe,
    .is_for_closed = true,
};
