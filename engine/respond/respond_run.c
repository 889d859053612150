/* Messages to a program of the operator's: one line of JSON each on its standard input, one line of
 * JSON with the same key as answer on its standard output. docs/commands.md is the contract.
 *
 * One process serves a whole run, for starting one per command would cost more than the command.
 * Whatever goes wrong, a death, silence, an answer that is none, ends that process, and the message
 * goes to a fresh one: once at once, then whenever the caller tries again. So a program may see a
 * message twice and knows it by its key. */
#include "respond/responder.h"

#include "base/arena.h"
#include "base/crash.h"
#include "respond/child.h"
#include "respond/receiver_reply.h"

#include <errno.h>
#include <jansson.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

/* As long as a ledger may take to confirm a hold before it counts as silent; and what a program
 * gets to finish when its input ends. */
enum { ANSWER_S = CRASH_CADENCE(1, 10), PATIENCE_S = CRASH_CADENCE(1, 5) };

typedef struct program {
    arena *memory; /* holds this struct and the path */
    child child;
} program;

static void close_program(void *ctx)
{
    program *self = ctx;

    if (self != NULL) {
        child_stop(&self->child, PATIENCE_S);
        arena_close(self->memory);
    }
}

/* Started at once: a path that cannot be run is told before anything is decided. */
static jaga_status open_program(const char *where, void **ctx, jaga_error *err)
{
    const size_t path_bytes = strlen(where) + 1;
    arena *memory = NULL;

    if (path_bytes == 1) {
        return jaga_fail(err, JAGA_ERR_USAGE, "run wants a program: run:PROGRAM");
    }
    JAGA_TRY(arena_open(sizeof(program) + path_bytes + 256, &memory, err));
    program *self = arena_take(memory, sizeof *self);
    char *path = arena_take(memory, path_bytes);
    JAGA_CHECK(self != NULL && path != NULL);
    memcpy(path, where, path_bytes);
    self->memory = memory;
    self->child = (child){ .path = path };
    const jaga_status status = child_start(&self->child, err);
    if (status != JAGA_OK) {
        arena_close(memory);
        return status;
    }
    *ctx = self;
    return JAGA_OK;
}

static jaga_status ask(program *self, const store_message *message, int deadline,
                       responder_delivery *out, responder_answer *said, jaga_error *err)
{
    bool is_answered = false;

    JAGA_TRY(child_write(&self->child, message->body, deadline, err));
    CRASH_STEP("run:written");
    while (!is_answered) {
        jaga_span line;
        JAGA_TRY(child_read(&self->child, &line, deadline, err));
        json_t *answer = json_loadb(line.at, line.length, 0, NULL);
        if (answer == NULL) {
            return jaga_fail(err, JAGA_ERR_IO, "%s answers with a line that is no JSON",
                             self->child.path);
        }
        is_answered = reply_understand(answer, message, self->child.path, out, said, err);
        json_decref(answer);
    }
    CRASH_STEP("run:answered");
    return JAGA_OK;
}

static jaga_status ask_in_time(program *self, const store_message *message, responder_delivery *out,
                               responder_answer *said, jaga_error *err)
{
    if (self->child.pid == 0) {
        JAGA_TRY(child_start(&self->child, err));
    }
    const int deadline = child_deadline(ANSWER_S);
    if (deadline < 0) {
        return jaga_fail(err, JAGA_ERR_IO, "making a timer: %s", strerror(errno));
    }
    const jaga_status status = ask(self, message, deadline, out, said, err);
    (void)close(deadline);
    if (status != JAGA_OK) {
        child_kill(&self->child);
    }
    return status;
}

static responder_delivery send_to_program(void *ctx, const store_message *message,
                                          responder_answer *answer, jaga_error *err)
{
    program *self = ctx;
    responder_delivery delivery = RESPONDER_RETRY_LATER;

    for (int tries = 0; tries < 2; tries++) {
        if (ask_in_time(self, message, &delivery, answer, err) == JAGA_OK) {
            return delivery;
        }
    }
    return RESPONDER_RETRY_LATER;
}

const responder_kind responder_run = {
    .scheme = "run",
    .help = "run:PROGRAM: each message as one line of JSON to a program that answers each",
    .open = open_program,
    .send = send_to_program,
    .close = close_program,
};
