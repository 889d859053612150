/* How something is done (desk/question.h). */
#include "desk/question.h"

#include "desk/playbook.h"
#include "desk/texts.h"

#include <string.h>

static const playbook_fact said[] = {
    { "sent", "app", DESK_AGENT, "the guide was sent in the app; links are never sent by SMS" },
    { "answer-words", NULL, DESK_AGENT, "what was said where no guide is" },
    { "request", NULL, DESK_AGENT, "the number of the request that it has become" },
    { NULL, NULL, DESK_NOBODY, NULL },
};

static const playbook_follow follows[] = {
    { "ANSWERED", "ENOUGH", MACHINE_TIMER },
    { NULL, NULL, MACHINE_ENGINE },
};

/* Of the two only one has the topic. */
static const playbook_text texts[] = {
    { "OPEN", "guide.", false },
    { "OPEN", "tip.", false },
    { NULL, NULL, false },
};

static const char *variant(const request_file *self)
{
    return self->topic;
}

static bool has_guide(const request_file *self)
{
    char key[DESK_ID_BYTES + 8];
    jaga_span text;
    bool has = false;

    for (const playbook_text *at = texts; at->state != NULL; at++) {
        (void)snprintf(key, sizeof key, "%s%s", at->key, self->topic);
        has = has || texts_find(TEXTS_EN, key, &text, NULL);
    }
    return has;
}

static uint32_t guards(const request_file *self)
{
    const request_record *again = request_latest(self, "step", "AGAIN");
    const request_record *sent = request_latest(self, "fact", "sent");
    const bool is_sent = sent != NULL && (again == NULL || sent > again);
    const bool has_words = request_said(self, "answer-words") != NULL;

    return (has_guide(self) || has_words ? QUESTION_IF_WORDS : 0u) |
           (is_sent || (has_words && !has_guide(self)) ? QUESTION_IF_SENT : 0u) |
           (request_said(self, "request") != NULL ? QUESTION_IF_REFERENCE : 0u);
}

const playbook playbook_question = {
    .kind = "question",
    .help = "how something is done",
    .topics = "topup|withdraw|transfer|second_factor|code|link|password|other",
    .opens = "ASK",
    .machine = question_machine,
    .facts = said,
    .follows = follows,
    .texts = texts,
    .guards = guards,
    .variant = variant,
    .is_for_closed = true,
};
