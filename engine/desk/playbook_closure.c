/* Closing an account (desk/closure.h). */
#include "desk/closure.h"

#include "base/when.h"
#include "desk/playbook.h"
#include "desk/texts.h"

#include <string.h>

static const playbook_fact said[] = {
    { "sweep", "same-name", DESK_AGENT, "the rest goes to an account in the customer's own name" },
    { "debt", "yes|no", DESK_AGENT, "a debt or a linked investment, as the other systems say" },
    { "complaint-waived", "yes", DESK_AGENT, "the customer wants to close in spite of it" },
    { "approved", "yes", DESK_SUPERVISOR, "much money leaves, or the account is young" },
    { "delivered", "contact", DESK_AGENT, "where the numbered confirmation has arrived; two" },
    { NULL, NULL, DESK_NOBODY, NULL }
};

static const playbook_follow follows[] = {
    { "REQUESTED", "CHECK", MACHINE_ENGINE },
    { "CHECKING", "CHECKED", MACHINE_ENGINE },
    { "IDENTITY", "PROVEN", MACHINE_ENGINE },
    { "COOLING_OFF", "COOLED", MACHINE_TIMER },
    { "SWEEP", "SWEPT", MACHINE_LEDGER },
    { "CLOSED", "CONFIRM", MACHINE_ENGINE },
    { "CLOSED", "UNDELIVERED", MACHINE_TIMER },
    { "CLOSED_UNCONFIRMED", "CONFIRM", MACHINE_ENGINE },
    { NULL, NULL, MACHINE_ENGINE },
};

static const playbook_text texts[] = {
    { "BLOCKED", "closure.blocked", false },
    { "COOLING_OFF", "closure.cooling", true },
    { "CLOSED", "closure.confirmed", true },
    { "CLOSED_UNCONFIRMED", "closure.confirmed", true },
    { "CONFIRMED", "closure.confirmed", false },
    { NULL, NULL, false },
};

/* Payments of the last three days that nothing has settled yet. */
static unsigned count_pending(const past *before)
{
    unsigned count = 0;

    for (size_t i = 0; i < before->count; i++) {
        const past_event *one = &before->events[i];
        bool is_settled = one->status != JAGA_STATUS_PENDING;
        for (size_t k = i + 1; k < before->count && !is_settled; k++) {
            const past_event *other = &before->events[k];
            is_settled = other->status != JAGA_STATUS_PENDING && other->type == one->type &&
                         other->amount_minor == one->amount_minor &&
                         strcmp(other->counterparty, one->counterparty) == 0;
        }
        count += !is_settled;
    }
    return count;
}

static unsigned judge(const request_file *self)
{
    const closure_facts facts = {
        .now_us = self->desk->now_us,
        .balance_minor = self->before.balance_minor,
        .held_minor = self->protection.held_minor,
        .may_sweep = request_says(self, "sweep", "same-name"),
        .pending = count_pending(&self->before),
        .disputes = (unsigned)self->disputes,
        .recalls = (unsigned)self->recalls,
        .has_debt = request_says(self, "debt", "yes"),
        .has_complaint = self->has_complaint,
        .is_complaint_waived = request_says(self, "complaint-waived", "yes"),
        .identity = self->valid,
        .credential_changed_us = self->before.credential_changed_us,
        .contact_changed_us = self->before.contact_changed_us,
        .device_changed_us = self->before.device_new_us,
        .has_hold = self->protection.wanted >= PROTECTION_STEP_UP,
        .has_open_case = self->open_case[0] != '\0',
        .is_tainted = self->is_tainted,
        .has_legal_order = self->has_legal_order,
        .has_remote_access = self->before.has_remote_access,
    };

    return closure_judge(&facts);
}

/* What has left since the sweep began, or is there still. */
static int64_t swept_minor(const request_file *self)
{
    int64_t sum = self->before.balance_minor > 0 ? self->before.balance_minor : 0;

    for (size_t i = 0; i < self->before.count; i++) {
        const past_event *one = &self->before.events[i];
        const bool is_out = one->type == JAGA_TYPE_TRANSFER || one->type == JAGA_TYPE_WITHDRAW;
        if (is_out && one->status == JAGA_STATUS_OK && one->ts_us >= self->changed_us &&
            one->amount_minor > 0) {
            sum += one->amount_minor;
        }
    }
    return sum;
}

static uint32_t guards(const request_file *self)
{
    const unsigned against = judge(self) & ~CLOSURE_BLOCK(IDENTITY);
    const bool needs_two = closure_needs_supervisor(swept_minor(self) / 100,
                                                    self->account_opened_us, self->desk->now_us);
    uint32_t out = 0;

    out |= closure_is_theft(self->topic) ? 0 : CLOSURE_GUARD(NOT_THEFT);
    out |= against == 0 ? CLOSURE_GUARD(CLEAR) : 0;
    out |= against == CLOSURE_BLOCK(HELD) ? CLOSURE_GUARD(ONLY_HOLD) : 0;
    out |= identity_allows(self->valid, IDENTITY_RESTORE) ? CLOSURE_GUARD(IDENTITY_PROVEN) : 0;
    out |= self->before.balance_minor == 0 ? CLOSURE_GUARD(EMPTY) : 0;
    out |= !needs_two || request_says(self, "approved", "yes") ? CLOSURE_GUARD(APPROVED) : 0;
    out |= request_values(self, "delivered") >= 2 ? CLOSURE_GUARD(CONFIRMATION_DELIVERED) : 0;
    return out;
}

/* Every reason at once, for nobody should have to call again for the next one. */
static void list(const request_file *self, int language, char *out, size_t size)
{
    const unsigned against = judge(self) & ~CLOSURE_BLOCK(IDENTITY);
    size_t used = 0;

    out[0] = '\0';
    for (unsigned i = 0; i < CLOSURE_BLOCK_COUNT; i++) {
        char key[40];
        jaga_span text;
        (void)snprintf(key, sizeof key, "closure.%s", closure_block_name(i));
        if ((against >> i & 1u) != 0 && used < size &&
            texts_find((texts_language)language, key, &text, NULL)) {
            used += (size_t)snprintf(out + used, size - used, "%s%.*s", used == 0 ? "" : " ",
                                     (int)text.length, text.at);
        }
    }
}

const playbook playbook_closure = {
    .kind = "closure",
    .help = "close the account",
    .topics = "UNUSED|DISSATISFIED|FEES|MOVED|OTHER|HACKED",
    .theft_topic = "HACKED",
    .opens = "REQUEST",
    .machine = closure_machine,
    .facts = said,
    .follows = follows,
    .texts = texts,
    .guards = guards,
    .list = list,
};
