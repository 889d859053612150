#ifndef JAGA_RESPOND_RESPONDER_H
#define JAGA_RESPOND_RESPONDER_H

#include "jaga/status.h"
#include "store/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What carries a message from the outbox to the outside. Bodies are rendered by the store, so a
 * responder only delivers: at least once, and exactly once where it can see its own keys. */

typedef enum responder_delivery {
    RESPONDER_DELIVERED,   /* the receiver has it, durably after the kind's flush */
    RESPONDER_PUT_OFF,     /* this message not now; others may go */
    RESPONDER_RETRY_LATER, /* the world refused for now; *err says why */
    RESPONDER_REFUSED      /* the receiver will never take it */
} responder_delivery;

/* What the ledger said with it, if it did. */
typedef struct responder_answer {
    bool is_given;
    bool is_ack;
    char code[64];       /* of a refusal */
    int64_t answered_us; /* by the ledger's clock */
} responder_answer;

/* One way of delivering; one line in responders.def registers it. */
typedef struct responder_kind {
    const char *scheme; /* what stands before the colon: "file" */
    const char *help;   /* how to write it and what it does, one line */
    /* `where` is what follows the colon, "" for nothing. */
    jaga_status (*open)(const char *where, void **ctx, jaga_error *err);
    /* *answer comes zeroed. */
    responder_delivery (*send)(void *ctx, const store_message *message, responder_answer *answer,
                               jaga_error *err);
    /* Nothing says whether the receiver has it, so each message is marked before the next one goes:
     * a receiver that dies takes as little as possible with it. */
    bool is_one_by_one;
    /* Makes durable what was delivered; after a failure nothing since the last flush was. NULL:
     * send does. At most RESPONDER_BATCH messages between two. */
    jaga_status (*flush)(void *ctx, jaga_error *err);
    void (*close)(void *ctx); /* accepts NULL */
} responder_kind;

enum { RESPONDER_BATCH = 64 };

/* An open responder. A plain value, owned by whoever opened it. */
typedef struct responder {
    const responder_kind *kind;
    void *ctx;
} responder;

/* spec: "file:PATH", "stdout", "run:PROGRAM", "webhook:URL,key=FILE". JAGA_ERR_USAGE: no such kind,
 * or no place where one is needed. */
JAGA_USE_RESULT jaga_status responder_open(const char *spec, responder *out, jaga_error *err);
void responder_close(responder *self); /* accepts a zeroed one */

size_t responder_count(void);
const responder_kind *responder_at(size_t index);

#define RESPONDER(id) extern const responder_kind responder_##id;
#include "respond/responders.def"
#undef RESPONDER

#endif
