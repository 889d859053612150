/* A forgotten password (desk/password.h). */
#include "desk/playbook.h"

#include "desk/password.h"

#include <string.h>

static const playbook_fact said[] = {
    { "code-sent", "sms|mail|app", DESK_AGENT, "a code was sent there; at most five a day" },
    { "code", "sms|mail", DESK_AGENT, "a code sent there was entered in the app" },
    { "ticket-to", "contact", DESK_AGENT, "where the ticket goes" },
    { "told", "contact", DESK_AGENT, "where the notice of the change has arrived" },
    { NULL, NULL, DESK_NOBODY, NULL },
};

static const playbook_follow follows[] = {
    { "REQUESTED", "SCREEN", MACHINE_ENGINE },
    { "RISK_GATE", "GATE", MACHINE_ENGINE },
    { "ELEMENT1", "PROOF", MACHINE_ENGINE },
    { "LOCKED", "UNLOCK", MACHINE_TIMER },
    { "TICKET", "EXPIRE", MACHINE_TIMER },
    { "DONE", "NOTIFY", MACHINE_ENGINE },
    { "NOTIFY_ALL", "TOLD", MACHINE_ENGINE },
    { "WATCH", "WATCHED", MACHINE_TIMER },
    { NULL, NULL, MACHINE_ENGINE },
};

static const playbook_text texts[] = {
    { "THEFT", "password.to_theft", false }, { "TICKET", "password.ticket", false },
    { "LOCKED", "password.locked", false },  { "NOTIFY_ALL", "notice.credential_changed", true },
    { "WATCH", "password.done", false },     { NULL, NULL, false },
};

static bool has_said(const request_file *self, const char *fact, const char *value)
{
    for (size_t i = 0; i < self->record_count; i++) {
        if (strcmp(self->records[i].kind, "fact") == 0 && strcmp(self->records[i].ref, fact) == 0 &&
            strcmp(self->records[i].text, value) == 0) {
            return true;
        }
    }
    return false;
}

static password_proof proof_of(const request_file *self)
{
    return (password_proof){
        .has_mail_code = has_said(self, "code", "mail"),
        .has_sms_code = has_said(self, "code", "sms"),
        .has_app_code = (self->valid & IDENTITY_BIT(IDENTITY_C2)) != 0,
        .has_trusted_device = (self->valid & IDENTITY_BIT(IDENTITY_D)) != 0,
        .has_face = (self->valid & IDENTITY_BIT(IDENTITY_B)) != 0,
        .has_person = (self->valid & IDENTITY_BIT(IDENTITY_V)) != 0,
        .sim_changed_us = self->before.sim_changed_us,
    };
}

/* Since the last lock was over. */
static unsigned count_failures(const request_file *self)
{
    unsigned count = 0;

    for (size_t i = 0; i < self->record_count; i++) {
        const request_record *one = &self->records[i];
        count = strcmp(one->kind, "step") == 0 && strcmp(one->ref, "UNLOCK") == 0 ? 0 : count;
        count += strcmp(one->kind, "failure") == 0;
    }
    return count;
}

/* Somebody who was not on the line in the reset is told as well. */
static bool is_told_elsewhere(const request_file *self)
{
    const char *used = request_said(self, "ticket-to");

    return used != NULL && request_values(self, "told") > (has_said(self, "told", used) ? 1u : 0u);
}

/* Codes come later and later, for who floods a phone is not its owner. */
static const char *refuses(const request_file *self, const char *fact)
{
    int64_t sent_us[REQUEST_RECORDS_MAX], wait_until_us = 0;
    size_t count = 0;

    for (size_t i = 0; i < self->record_count; i++) {
        const request_record *one = &self->records[i];
        if (strcmp(one->kind, "fact") == 0 && strcmp(one->ref, "code-sent") == 0) {
            sent_us[count++] = one->at_us;
        }
    }
    return strcmp(fact, "code-sent") == 0
               ? password_resend_refusal(sent_us, count, self->desk->now_us, &wait_until_us)
               : NULL;
}

static uint32_t guards(const request_file *self)
{
    const password_proof proof = proof_of(self);
    const bool is_theft = password_is_theft(self->open_case[0] != '\0', self->is_suspicious,
                                            self->before.has_remote_access);
    const bool is_level = password_is_proven(&proof, self->desk->now_us) &&
                          identity_allows(self->valid, IDENTITY_RESTORE);
    uint32_t out = 0;

    out |= is_theft ? PASSWORD_IF_THEFT : 0;
    out |= password_has_element(&proof, self->desk->now_us) ? PASSWORD_IF_PROVEN : 0;
    out |= is_level ? PASSWORD_IF_LEVEL : 0;
    out |= count_failures(self) >= PASSWORD_FAILURES_MAX ? PASSWORD_IF_THIRD : 0;
    out |= is_told_elsewhere(self) ? PASSWORD_IF_TOLD_OTHER : 0;
    return out;
}

const playbook playbook_password = {
    .kind = "password",
    .help = "let in an owner who forgot the password or PIN",
    .opens = "REQUEST",
    .fails = "FAIL",
    .machine = password_machine,
    .facts = said,
    .follows = follows,
    .texts = texts,
    .guards = guards,
    .refuses = refuses,
};
