/* Another phone or e-mail (desk/contact_change.h). */
#include "desk/contact_change.h"

#include "desk/playbook.h"

static const playbook_fact said[] = {
    { "told", "contact", DESK_AGENT, "a contact from before that the notice has reached" },
    { NULL, NULL, DESK_NOBODY, NULL },
};

static const playbook_follow follows[] = {
    { "REQUESTED", "CHECK", MACHINE_ENGINE }, { "IDENTITY", "PROVEN", MACHINE_ENGINE },
    { "ALLOWED", "CHANGED", MACHINE_LEDGER }, { "ALLOWED", "OVER", MACHINE_TIMER },
    { "NOTIFY", "TOLD", MACHINE_ENGINE },     { "CAPPED", "OVER", MACHINE_TIMER },
    { NULL, NULL, MACHINE_ENGINE },
};

static const playbook_text texts[] = {
    { "REFUSED", "contact.refused", false },
    { "ALLOWED", "contact.allowed", false },
    { "NOTIFY", "notice.contact_changed", true },
    { "CAPPED", "contact.capped", false },
    { NULL, NULL, false },
};

/* Whether the log has the change, made since it was asked for. */
static bool is_changed(const request_file *self)
{
    return self->before.contact_changed_us >= self->opened_us;
}

static uint32_t guards(const request_file *self)
{
    const bool is_held = self->protection.wanted >= PROTECTION_OUTBOUND_HOLD ||
                         self->open_case[0] != '\0' || self->before.has_remote_access;
    const bool may =
        contact_change_refusal(is_changed(self) ? INT64_MIN : self->before.contact_changed_us,
                               self->desk->now_us, is_held) == NULL;
    uint32_t out = 0;

    out |= may ? CONTACT_CHANGE_IF_MAY : 0;
    out |= identity_allows(self->valid, IDENTITY_RESTORE) ? CONTACT_CHANGE_IF_PROVEN : 0;
    out |= is_changed(self) ? CONTACT_CHANGE_IF_DONE : 0;
    out |= request_said(self, "told") != NULL ? CONTACT_CHANGE_IF_OLD_TOLD : 0;
    return out;
}

const playbook playbook_contact = {
    .kind = "contact",
    .help = "another phone or e-mail",
    .topics = "PHONE|EMAIL",
    .opens = "REQUEST",
    .machine = contact_change_machine,
    .facts = said,
    .follows = follows,
    .texts = texts,
    .guards = guards,
};
