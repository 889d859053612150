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
    RESPONDER_DELIVERED,   /* the receiver has it durably; never sent again */
    RESPONDER_RETRY_LATER, /* the world refused for now; *err says why */
    RESPONDER_REFUSED      /* the receiver will never take it */
} responder_delivery;

/* One way of delivering; one line in responders.def registers it. */
typedef struct responder_kind {
    const char *scheme; /* what stands before the colon: "file" */
    const char *help;   /* how to write it and what it does, one line */
    /* `where` is what follows the colon, "" for nothing. */
    jaga_status (*open)(const char *where, void **ctx, jaga_error *err);
    responder_delivery (*send)(void *ctx, const store_message *message, jaga_error *err);
    void (*close)(void *ctx); /* accepts NULL */
} responder_kind;

/* An open responder. A plain value, owned by whoever opened it. */
typedef struct responder {
    const responder_kind *kind;
    void *ctx;
} responder;

/* spec: "file:PATH", "stdout", "run:PROGRAM". JAGA_ERR_USAGE: no such kind, or no place where one
 * is needed. */
JAGA_USE_RESULT jaga_status responder_open(const char *spec, responder *out, jaga_error *err);
void responder_close(responder *self); /* accepts a zeroed one */

size_t responder_count(void);
const responder_kind *responder_at(size_t index);

typedef struct respond_result {
    int64_t sent;
    bool wants_pause; /* the receiver does; the rest stays for later */
} respond_result;

/* Delivers what waits in the outbox, oldest first, and marks it. Stops with JAGA_ERR_IO when the
 * receiver wants a pause. *result is filled also then. Outside any group. */
JAGA_USE_RESULT jaga_status respond_deliver(jaga_store *store, const responder *to,
                                            respond_result *result, jaga_error *err);

#define RESPONDER(id) extern const responder_kind responder_##id;
#include "respond/responders.def"
#undef RESPONDER

#endif
