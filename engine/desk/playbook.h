#ifndef JAGA_DESK_PLAYBOOK_H
#define JAGA_DESK_PLAYBOOK_H

#include "desk/past.h"
#include "desk/protection.h"

/* What the hotline does with a request of a customer: a state machine, the facts that only the
 * agent can know, and how both become guards. One record per kind of request; request.c runs them
 * all. */

/* What was written down about a request, by time. */
typedef struct request_record {
    const char *kind, *ref, *text, *to; /* as in request_event; "" for NULL */
    int64_t at_us, agent;
} request_record;
enum { REQUEST_RECORDS_MAX = 256 };

typedef struct playbook playbook;

/* A request, and all that log and database say of its account as of now. */
typedef struct request_file {
    const playbook *book;
    jaga_desk *desk;
    int64_t number;
    char topic[DESK_ID_BYTES], language[4];
    int64_t zone_s, account_opened_us; /* INT64_MIN: not said */
    uint8_t state;
    int64_t opened_us, changed_us, due_us, answer_us; /* INT64_MIN: none */
    request_record *records;
    size_t record_count;
    desk_file about; /* the account, and the request as incident: what is newer is not trusted */
    past before;
    unsigned given, valid; /* evidence of identity, IDENTITY_BIT()s */
    int64_t verifier;      /* who took the latest; 0: nobody */
    int64_t failures;      /* to prove it, of the account within a day */
    int64_t disputes, recalls;
    char open_case[24]; /* "": none */
    void *found;        /* by playbook.read, in the log; from the desk's arena */
    bool is_tainted, has_legal_order, has_complaint, is_suspicious, had_case;
    protection_view protection;
    account_life life;
} request_file;

/* A fact that somebody says, since no log has it. */
typedef struct playbook_fact {
    const char *name;
    const char *choices; /* "a|b|c"; "contact": a contact point of the account; NULL: in words */
    desk_role role;      /* who may say it; DESK_AGENT: supervisors too */
    const char *help;
} playbook_fact;

/* A step that follows by itself: of the engine and the ledger as soon as its guards hold, of a
 * timer when the clock of the state has run out. */
typedef struct playbook_follow {
    const char *state, *event;
    machine_actor actor;
} playbook_follow;

/* What is to be said when a state is reached. */
typedef struct playbook_text {
    const char *state, *key; /* a key that ends in a dot goes on with playbook.variant */
    bool is_notice; /* sent to the customer by the operator's gateway, not said by the agent */
} playbook_text;

struct playbook {
    const char *kind, *help;
    const char *topics; /* "A|B|C"; NULL: any */
    const char *opens;  /* the event that opens it */
    const char *fails;  /* the event of a failed proof of identity; NULL: none */
    const machine *(*machine)(void);
    const playbook_fact *facts;
    const playbook_follow *follows;
    const playbook_text *texts; /* each list ends with a NULL */
    uint32_t (*guards)(const request_file *self);
    /* The date of the answer that a step sets; NULL: the playbook has no such clock. Called for
     * rows whose timer is "answer". */
    const char *answered_by; /* the event that gives it, with .answer */
    /* What only this playbook reads in the log, before the database is locked; NULL: nothing. */
    jaga_status (*read)(request_file *self, jaga_error *err);
    /* What a step says that nobody gave words to; returns NULL: nothing. NULL: no step does. */
    const char *(*finding)(const request_file *self, const char *event);
    /* For {time} of the texts; NULL: the clock of the state. */
    int64_t (*when)(const request_file *self);
    /* The word that completes a text's key; "" for none. */
    const char *(*variant)(const request_file *self);
    jaga_status (*answer)(const request_file *self, const char *event, int64_t *answer_us,
                          jaga_error *err);
    /* What stands against it or is asked for, for {list} of the texts, in `language`. */
    void (*list)(const request_file *self, int language, char *out, size_t size);
    /* Why a fact cannot be said now; NULL: it can. NULL instead of it: always. */
    const char *(*refuses)(const request_file *self, const char *fact);
    /* Whether a second one about the same is the first one; NULL: always, while that is open. */
    bool (*is_same)(int64_t first_us, int64_t again_us);
    /* What else the agent sees beside the state; NULL: nothing. */
    void (*describe)(const request_file *self, char *out, size_t size);
    const char *theft_topic; /* asked for this, it is a report of theft; NULL: none */
    bool is_for_closed;      /* of closed accounts too */
};

#define PLAYBOOK(name) extern const playbook playbook_##name;
#include "desk/playbooks.def"
#undef PLAYBOOK

const playbook *playbook_find(const char *kind); /* NULL: there is none */
/* The i-th; NULL behind the last. */
const playbook *playbook_at(size_t i);

/* Whether `value` is one of "a|b|c". */
bool playbook_is_choice(const char *choices, const char *value);

/* The latest that was said of a fact; NULL: nothing yet. */
const char *request_said(const request_file *self, const char *fact);
bool request_says(const request_file *self, const char *fact, const char *value);
const request_record *request_latest(const request_file *self, const char *kind, const char *ref);
/* How many different values a fact was given. */
size_t request_values(const request_file *self, const char *fact);

#endif
