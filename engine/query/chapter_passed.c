/* Why nothing was done about an event: what was familiar about it. Of an event that passed no
 * evidence is kept, so this is told from the history, not from what the signals saw. */
#include "query/story.h"

static void put(const story *self, const char *text)
{
    (void)fprintf(self->out, "  %s\n", text);
}

void chapter_passed(const story *self, const subject *about)
{
    const log_event *passed = about->passed;
    const familiarity *familiar = &about->familiar;

    story_chapter(self, WORD_PASSED);
    if (passed->actor != JAGA_ACTOR_CUSTOMER) {
        put(self, SAY(self, NOT_CUSTOMER, jaga_actor_name((jaga_actor)passed->actor)));
    }
    put(self, SAY(self, PASSED_SPAN, story_count(self, LOG_NORMAL_DAYS)));
    put(self, familiar->device_uses < 0 ? story_word(self, WORD_DEVICE_UNSAID)
              : familiar->device_uses == 0
                  ? story_word(self, WORD_DEVICE_NEW)
                  : SAY(self, DEVICE_KNOWN, story_count(self, familiar->device_uses)));
    if (familiar->payee_payments >= 0) {
        put(self, familiar->payee_payments == 0
                      ? story_word(self, WORD_PAYEE_NEW)
                      : SAY(self, PAYEE_KNOWN, story_count(self, familiar->payee_payments)));
    }
    if (familiar->payments >= 0) {
        put(self, familiar->payments == 0
                      ? story_word(self, WORD_AMOUNT_FIRST)
                      : SAY(self, AMOUNT_SEEN, story_count(self, familiar->as_large),
                            story_count(self, familiar->payments)));
    }
    put(self, familiar->has_suspicion
                  ? SAY(self, SUSPICION, story_time(self, familiar->suspected_us),
                        story_share(self, familiar->suspicion))
                  : story_word(self, WORD_SUSPICION_NONE));
}
