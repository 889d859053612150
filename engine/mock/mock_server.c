/* The reference ledger behind HTTP: one thread, a few connections, each request's signature and age
 * checked before a byte of it is read as a command. */
#include "jaga/mock_ledger.h"

#include "base/arena.h"
#include "respond/webhook_key.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <sodium.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { BODY_BYTES = 8192, SKEW_S = 300, SIGNATURE_PREFIX = 3, CONNECTIONS = 16, SILENCE_S = 30 };

/* A request being read. */
typedef struct post {
    bool is_taken, is_too_long;
    size_t held;
    char body[BODY_BYTES];
} post;

struct jaga_mock_server {
    arena *memory; /* holds this struct */
    jaga_mock_ledger *ledger;
    struct MHD_Daemon *daemon;
    int64_t (*now_us)(void *);
    webhook_key key;
    post posts[CONNECTIONS];
    char answer[JAGA_MOCK_ANSWER_BYTES];
};

static enum MHD_Result say(struct MHD_Connection *to, unsigned status, const char *text)
{
    struct MHD_Response *response = MHD_create_response_from_buffer(
        strlen(text), (void *)(uintptr_t)text, MHD_RESPMEM_MUST_COPY);

    if (response == NULL) {
        return MHD_NO;
    }
    (void)MHD_add_response_header(response, "Content-Type", "application/json");
    const enum MHD_Result queued = MHD_queue_response(to, status, response);
    MHD_destroy_response(response);
    return queued;
}

static bool is_signed(const jaga_mock_server *self, const post *request,
                      struct MHD_Connection *from)
{
    const char *when = MHD_lookup_connection_value(from, MHD_HEADER_KIND, "Jaga-Timestamp");
    const char *given = MHD_lookup_connection_value(from, MHD_HEADER_KIND, "Jaga-Signature");
    char want[WEBHOOK_SIGNATURE_BYTES];

    if (when == NULL || given == NULL || strncmp(given, "v1=", SIGNATURE_PREFIX) != 0 ||
        strlen(given) != SIGNATURE_PREFIX + sizeof want - 1) {
        return false;
    }
    const long long time_s = strtoll(when, NULL, 10);
    const long long away_s = (long long)(self->now_us(NULL) / 1000000) - time_s;
    webhook_sign(&self->key, time_s, request->body, want);
    return away_s <= SKEW_S && away_s >= -SKEW_S &&
           sodium_memcmp(want, given + SIGNATURE_PREFIX, sizeof want - 1) == 0;
}

static enum MHD_Result answer_post(jaga_mock_server *self, post *request,
                                   struct MHD_Connection *from)
{
    jaga_error err;

    request->body[request->held] = '\0';
    if (request->is_too_long || !is_signed(self, request, from)) {
        return say(from, MHD_HTTP_UNAUTHORIZED, "{\"error\":\"signature\"}");
    }
    const jaga_status status = jaga_mock_answer(
        self->ledger, (jaga_span){ request->body, (uint32_t)request->held }, self->answer, &err);
    if (status == JAGA_END) {
        return MHD_NO; /* the connection ends without a word */
    }
    return status == JAGA_OK ? say(from, MHD_HTTP_OK, self->answer)
                             : say(from, MHD_HTTP_INTERNAL_SERVER_ERROR, "{\"error\":\"file\"}");
}

static enum MHD_Result begin_post(jaga_mock_server *self, void **mine)
{
    for (size_t i = 0; i < CONNECTIONS; i++) {
        post *request = &self->posts[i];
        if (!request->is_taken) {
            request->is_taken = true;
            request->is_too_long = false;
            request->held = 0;
            *mine = request;
            return MHD_YES;
        }
    }
    return MHD_NO;
}

static enum MHD_Result take_request(void *ctx, struct MHD_Connection *from, const char *url,
                                    const char *method, const char *version, const char *data,
                                    size_t *bytes, void **mine)
{
    jaga_mock_server *self = ctx;
    post *request = *mine;

    (void)url;
    (void)version;
    if (request == NULL) {
        return begin_post(self, mine);
    }
    if (strcmp(method, "POST") != 0) {
        return say(from, MHD_HTTP_METHOD_NOT_ALLOWED, "{\"error\":\"POST\"}");
    }
    if (*bytes == 0) {
        return answer_post(self, request, from);
    }
    if (request->held + *bytes < sizeof request->body) {
        memcpy(request->body + request->held, data, *bytes);
        request->held += *bytes;
    } else {
        request->is_too_long = true;
    }
    *bytes = 0;
    return MHD_YES;
}

static void end_request(void *ctx, struct MHD_Connection *from, void **mine,
                        enum MHD_RequestTerminationCode how)
{
    post *request = *mine;

    (void)ctx;
    (void)from;
    (void)how;
    if (request != NULL) {
        request->is_taken = false;
    }
}

void jaga_mock_stop(jaga_mock_server *server)
{
    if (server != NULL) {
        if (server->daemon != NULL) {
            MHD_stop_daemon(server->daemon);
        }
        sodium_memzero(&server->key, sizeof server->key);
        arena_close(server->memory);
    }
}

static jaga_status start(jaga_mock_server *self, uint16_t *port, jaga_error *err)
{
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons(*port) };

    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    self->daemon =
        MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD, *port, NULL, NULL, take_request, self,
                         MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&at, MHD_OPTION_CONNECTION_LIMIT,
                         (unsigned)CONNECTIONS, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)SILENCE_S,
                         MHD_OPTION_NOTIFY_COMPLETED, end_request, NULL, MHD_OPTION_END);
    const union MHD_DaemonInfo *info =
        self->daemon == NULL ? NULL : MHD_get_daemon_info(self->daemon, MHD_DAEMON_INFO_BIND_PORT);
    if (info == NULL) {
        return jaga_fail(err, JAGA_ERR_IO, "127.0.0.1:%u cannot be listened on", (unsigned)*port);
    }
    *port = info->port;
    return JAGA_OK;
}

jaga_status jaga_mock_serve(jaga_mock_ledger *ledger, const char *key_path,
                            int64_t (*now_us)(void *), uint16_t *port, jaga_mock_server **out,
                            jaga_error *err)
{
    arena *memory = NULL;

    JAGA_TRY(arena_open(sizeof(jaga_mock_server) + 256, &memory, err));
    jaga_mock_server *self = arena_take(memory, sizeof *self);
    JAGA_CHECK(self != NULL);
    self->memory = memory;
    self->ledger = ledger;
    self->now_us = now_us;
    jaga_status status = webhook_key_read(&self->key, key_path, err);
    status = status == JAGA_OK ? start(self, port, err) : status;
    if (status != JAGA_OK) {
        jaga_mock_stop(self);
        return status;
    }
    *out = self;
    return JAGA_OK;
}
