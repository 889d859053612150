#ifndef JAGA_REPLY_H
#define JAGA_REPLY_H

#include "jaga/span.h"

#include <stdbool.h>
#include <stdint.h>

/* What came back: the ledger's answer to a command, or what a person found out about an alarm.
 * Answers are rows of the log like any other, so what follows from them can be run again. */
typedef enum jaga_reply_kind {
    JAGA_REPLY_HELD,       /* hold_ack, or a refusal because it is held already */
    JAGA_REPLY_AGAIN,      /* hold_nack: not now; the same command goes out again */
    JAGA_REPLY_SUPERSEDED, /* hold_nack: its fencing number is too old; goes out with a new one */
    JAGA_REPLY_REFUSED,    /* hold_nack: never */
    JAGA_REPLY_EXPIRED,    /* hold_expired: its life is over */
    JAGA_REPLY_RELEASED,   /* release_ack: a person let the money go */
    JAGA_REPLY_LABEL       /* label */
} jaga_reply_kind;

typedef enum jaga_verdict {
    JAGA_VERDICT_THEFT,
    JAGA_VERDICT_FALSE_ALARM,
    JAGA_VERDICT_SCAM, /* paid by the owner's own hand, under deception */
    JAGA_VERDICT_FIRST_PARTY,
    JAGA_VERDICT_INCONCLUSIVE,
    JAGA_VERDICT_COUNT
} jaga_verdict;

/* As in the log: "theft", "false_alarm", "scam", "first_party", "inconclusive". */
const char *jaga_verdict_name(jaga_verdict verdict);

/* A plain value; texts are borrowed from the event. */
typedef struct jaga_reply {
    jaga_reply_kind kind;
    jaga_span about; /* the hold's id; of a label the case or the event that opened it, "": the
                        account's latest case */
    jaga_span code;  /* of a refusal: the ledger's reason */

    /* Of a label. */
    jaga_verdict verdict;
    bool is_verified;       /* else presumed */
    jaga_span source;       /* who says so: agent, customer, ... */
    int64_t from_us, to_us; /* the time it is about; INT64_MIN: not said */
    jaga_span transactions; /* event ids with | between */
    int64_t revision;       /* a higher one replaces what was said before; 1 when not said */
} jaga_reply;

#endif
