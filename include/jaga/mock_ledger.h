#ifndef JAGA_MOCK_LEDGER_H
#define JAGA_MOCK_LEDGER_H

#include "jaga/span.h"
#include "jaga/status.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* A small ledger that keeps to the contract of docs/commands.md: each command once, none with a
 * stale number, holds in a file. It has no money and no clock of its own: an account's time is that
 * of its latest command, so that the same commands have the same answers. For integrators to read
 * and for tests; it can be told to misbehave as real ones do. */
typedef struct jaga_mock_ledger jaga_mock_ledger;

typedef struct jaga_mock_options {
    const char *path;     /* its file, made when it is not there */
    int64_t slow_ms;      /* an answer takes from nothing to this long */
    int64_t fail_percent; /* of the tries: refused with BUSY, nothing done */
    int64_t lose_percent; /* of the tries: done, and the answer lost */
    uint64_t seed;        /* which ones; with the key and the number of the try nothing else */
} jaga_mock_options;

enum { JAGA_MOCK_ANSWER_BYTES = 4096 };

/* Borrows the path until it is closed. */
JAGA_USE_RESULT jaga_status jaga_mock_open(const jaga_mock_options *options, jaga_mock_ledger **out,
                                           jaga_error *err);
void jaga_mock_close(jaga_mock_ledger *ledger); /* accepts NULL */

/* Carries out one message and writes the answer, one JSON object without the newline, terminated.
 * Durable when it returns. JAGA_END: the answer is lost. What is no message is answered with a
 * refusal. Others: its file cannot be written. */
JAGA_USE_RESULT jaga_status jaga_mock_answer(jaga_mock_ledger *ledger, jaga_span message,
                                             char answer[JAGA_MOCK_ANSWER_BYTES], jaga_error *err);

/* Writes every hold that stands, one JSON object a line, in order of account and hold. */
JAGA_USE_RESULT jaga_status jaga_mock_print_holds(jaga_mock_ledger *ledger, FILE *out,
                                                  jaga_error *err);

/* Serves POST on 127.0.0.1, in a thread of its own, until it is stopped. `key_path` holds the
 * secret of the signatures. port 0: any; *port says which. The ledger is the server's until then.
 */
typedef struct jaga_mock_server jaga_mock_server;
JAGA_USE_RESULT jaga_status jaga_mock_serve(jaga_mock_ledger *ledger, const char *key_path,
                                            int64_t (*now_us)(void *), uint16_t *port,
                                            jaga_mock_server **out, jaga_error *err);
void jaga_mock_stop(jaga_mock_server *server); /* accepts NULL */

#endif
