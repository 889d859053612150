#ifndef JAGA_RECORD_H
#define JAGA_RECORD_H

#include "jaga/event.h"

#include <stddef.h>
#include <stdint.h>

/* One entry of the input log, in the order in which the engine takes it: everything that can
 * change the engine's state or the database is one of these, so both are a function of the log. */
typedef enum jaga_record_kind {
    JAGA_RECORD_EVENT,    /* a decoded row; whether it is new is decided by its order */
    JAGA_RECORD_REJECT,   /* a row that could not be decoded */
    JAGA_RECORD_FINISH,   /* the end of a scan: holds still wanted become commands */
    JAGA_RECORD_SETTINGS, /* the settings that hold from here on */
    JAGA_RECORD_LISTED,   /* an account came onto the never-hold list, or went off it */
    JAGA_RECORD_WEIGHTS,  /* what the signals are worth from here on */
    JAGA_RECORD_MODEL     /* which trained model decides from here on */
} jaga_record_kind;

/* Why a row was refused. `reason` is a stable kebab-case word, `cause` says what was wrong without
 * quoting customer data. Both are static texts or live as long as the record. */
typedef struct jaga_reject {
    jaga_span reason;
    jaga_span cause;
} jaga_reject;

/* Hashes of the identities an event carries, made once by whoever decodes it. 0: not said. */
typedef struct jaga_identity {
    uint64_t event_low, event_high;     /* XXH3-128 of event_id */
    uint64_t account_low, account_high; /* XXH3-128 of account */
    uint64_t device;                    /* XXH3-64 */
    uint64_t payee;                     /* low half of XXH3-128 of counterparty, so that a wallet
                                           is the same as payee and as account */
    uint64_t address;                   /* XXH3-64 of ip */
    uint64_t network;                   /* of its asn if named, else of its /24 or /48 */
    uint64_t session, instrument;       /* XXH3-64 */
    uint64_t content;                   /* XXH3-64 over every other field: tells a repetition
                                           from a conflict */
} jaga_identity;

/* Texts live as long as the batch that holds the record. */
typedef struct jaga_record {
    jaga_record_kind kind;
    uint32_t source;        /* index of the source within the run */
    uint64_t line;          /* 1-based, header included */
    jaga_event event;       /* EVENT */
    jaga_identity identity; /* EVENT */
    jaga_reject reject;     /* REJECT */
    bool wants_commands;    /* FINISH */
    jaga_span settings;     /* SETTINGS: as jaga_settings_write spells them */
    jaga_span weights;      /* WEIGHTS: the file's text */
    jaga_span model;        /* MODEL: the hash of its text, 26 base-32 characters; empty: none */
    bool is_listed;         /* LISTED; of `event` it has the account alone */
} jaga_record;

#endif
