/* What only the agent knows of a request, and who is on the line. */
#include "desk/request.h"
#include "jaga/request.h"

#include <string.h>

static jaga_status is_contact(request_file *self, const char *value, bool *is, jaga_error *err)
{
    contact_point points[PAST_CONTACTS_MAX];
    size_t count = 0;

    *is = false;
    JAGA_TRY(contacts_read(self->desk, &self->about, points, &count, err));
    for (size_t i = 0; i < count; i++) {
        *is = *is || strcmp(points[i].token, value) == 0;
    }
    return JAGA_OK;
}

static jaga_status check_fact(request_file *self, const playbook_fact *fact, const char *value,
                              jaga_error *err)
{
    bool is_known = false;

    if (fact->role != DESK_AGENT) {
        JAGA_TRY(desk_require_role(self->desk, fact->role, fact->name, err));
    }
    if (strcmp(fact->name, "approved") == 0 &&
        (self->desk->agent == self->verifier || self->desk->agent == self->records[0].agent)) {
        return jaga_fail(err, JAGA_ERR_USAGE,
                         "whoever took the request or the proof does not approve it as well");
    }
    const char *refusal =
        self->book->refuses == NULL ? NULL : self->book->refuses(self, fact->name);
    if (refusal != NULL) {
        return jaga_fail(err, JAGA_ERR_USAGE, "%s", refusal);
    }
    if (fact->choices == NULL) {
        return desk_check_text(value, err);
    }
    if (strcmp(fact->choices, "contact") == 0) {
        JAGA_TRY(is_contact(self, value, &is_known, err));
        return is_known ? JAGA_OK
                        : jaga_fail(err, JAGA_ERR_USAGE, "the account has no such contact point");
    }
    return playbook_is_choice(fact->choices, value)
               ? JAGA_OK
               : jaga_fail(err, JAGA_ERR_USAGE, "%s is one of %s", fact->name, fact->choices);
}

static jaga_status say(request_file *self, const char *name, const char *value, jaga_error *err)
{
    const playbook_fact *fact = self->book->facts;
    int64_t steps = 0;

    while (fact->name != NULL && strcmp(fact->name, name) != 0) {
        fact++;
    }
    if (fact->name == NULL) {
        return jaga_fail(err, JAGA_ERR_USAGE,
                         "nothing of that name is said of a request of kind %s; `jaga request "
                         "show` lists what is",
                         self->book->kind);
    }
    if (!machine_is_open(self->book->machine(), self->state)) {
        return jaga_fail(err, JAGA_ERR_USAGE, "the request is over");
    }
    JAGA_TRY(check_fact(self, fact, value, err));
    JAGA_TRY(request_advance(self, &steps, err));
    const request_act act = { .kind = "fact",
                              .ref = fact->name,
                              .text = value,
                              .due_us = INT64_MIN,
                              .answer_us = INT64_MIN,
                              .actor = fact->role == DESK_SUPERVISOR ? MACHINE_SUPERVISOR
                                       : fact->role == DESK_LEGAL    ? MACHINE_LEGAL
                                                                     : MACHINE_AGENT };
    JAGA_TRY(request_append(self, &act, err));
    JAGA_TRY(request_refresh(self, err));
    return request_advance(self, &steps, err);
}

jaga_status jaga_request_say(jaga_desk *desk, int64_t number, const char *fact, const char *value,
                             jaga_error *err)
{
    const size_t mark = arena_mark(desk->memory);
    request_file *self = NULL;

    JAGA_TRY(desk_require_person(desk, err));
    jaga_status status = request_begin(desk, number, &self, err);
    if (status == JAGA_OK) {
        status = desk_finish(desk, say(self, fact, value, err), err);
    }
    arena_reset(desk->memory, mark);
    return status;
}

static jaga_status prove(request_file *self, const char *evidence, bool is_passed, jaga_error *err)
{
    const int found = identity_evidence_find(evidence);
    int64_t steps = 0;

    if (found < 0) {
        return jaga_fail(err, JAGA_ERR_USAGE, "evidence is one of K, H, C1, C2, D, B, V");
    }
    JAGA_TRY(request_advance(self, &steps, err));
    if (!machine_is_open(self->book->machine(), self->state)) {
        return jaga_fail(err, JAGA_ERR_USAGE, "the request is over");
    }
    const request_act act = { .kind = is_passed ? "proof" : "failure",
                              .ref = identity_evidence_name((identity_evidence)found),
                              .due_us = INT64_MIN,
                              .answer_us = INT64_MIN,
                              .actor = MACHINE_AGENT };
    JAGA_TRY(request_append(self, &act, err));
    JAGA_TRY(request_refresh(self, err));
    if (!is_passed && self->book->fails != NULL) {
        int event = 0;
        JAGA_TRY(request_find_event(self->book, self->book->fails, &event, err));
        JAGA_TRY(request_step(self, event, NULL, err));
    }
    return request_advance(self, &steps, err);
}

jaga_status jaga_request_prove(jaga_desk *desk, int64_t number, const char *evidence,
                               bool is_passed, jaga_error *err)
{
    const size_t mark = arena_mark(desk->memory);
    request_file *self = NULL;

    JAGA_TRY(desk_require_person(desk, err));
    jaga_status status = request_begin(desk, number, &self, err);
    if (status == JAGA_OK) {
        status = desk_finish(desk, prove(self, evidence, is_passed, err), err);
    }
    arena_reset(desk->memory, mark);
    return status;
}
