/* Messages to a ledger over HTTPS: one POST each, signed, answered with one JSON object.
 * docs/commands.md is the contract.
 *
 * Whatever is no answer of a ledger, silence, a page of HTML, a redirect, a certificate that does
 * not prove the name, leaves the message where it is: it comes again later, under the same key. */
#include "respond/responder.h"

#include "base/arena.h"
#include "base/crash.h"
#include "respond/receiver_reply.h"
#include "respond/webhook_key.h"

#include <curl/curl.h>
#include <jansson.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

enum {
    CONNECT_MS = 2000,
    TOTAL_MS = CRASH_CADENCE(1000, 10000), /* as long as a program may take to answer */
    ANSWER_BYTES = 64 << 10,
    WHERE_BYTES = 2048
};

typedef struct webhook {
    arena *memory; /* holds this struct */
    CURL *line;    /* kept open between messages */
    webhook_key key;
    char url[WHERE_BYTES], authority[WHERE_BYTES];
    char name[256]; /* scheme, host and port, for error texts */
    char cause[CURL_ERROR_SIZE];
    size_t held;
    bool is_too_long;
    char answer[ANSWER_BYTES];
} webhook;

static size_t take_answer(char *at, size_t size, size_t count, void *ctx)
{
    webhook *self = ctx;
    const size_t bytes = size * count;

    if (bytes > sizeof self->answer - self->held) {
        self->is_too_long = true;
        return 0;
    }
    memcpy(self->answer + self->held, at, bytes);
    self->held += bytes;
    return bytes;
}

static void close_webhook(void *ctx)
{
    webhook *self = ctx;

    if (self != NULL) {
        if (self->line != NULL) {
            curl_easy_cleanup(self->line);
            curl_global_cleanup();
        }
        sodium_memzero(&self->key, sizeof self->key);
        arena_close(self->memory);
    }
}

static bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

/* Nothing in between can read or change what stays on this machine. */
static bool is_loopback(const char *url)
{
    static const char *const hosts[] = { "http://127.0.0.1", "http://localhost", "http://[::1]" };

    for (size_t i = 0; i < sizeof hosts / sizeof hosts[0]; i++) {
        const char behind = begins(url, hosts[i]) ? url[strlen(hosts[i])] : 'x';
        if (behind == '\0' || behind == ':' || behind == '/') {
            return true;
        }
    }
    return false;
}

/* "URL,key=FILE[,ca=FILE]" */
static jaga_status read_where(webhook *self, const char *where, jaga_error *err)
{
    char key_path[WHERE_BYTES] = "";
    const size_t url_bytes = strcspn(where, ",");
    const char *at = where + url_bytes;

    if (strlen(where) >= WHERE_BYTES) {
        return jaga_fail(err, JAGA_ERR_USAGE, "the address of the webhook is too long");
    }
    memcpy(self->url, where, url_bytes);
    while (*at == ',') {
        const size_t bytes = strcspn(++at, ",");
        char *to = begins(at, "key=") ? key_path : begins(at, "ca=") ? self->authority : NULL;
        if (to == NULL) {
            return jaga_fail(err, JAGA_ERR_USAGE,
                             "webhook knows key=FILE and ca=FILE behind its address, not \"%.*s\"",
                             (int)(bytes < 40 ? bytes : 40), at);
        }
        const size_t value = strcspn(at, "=") + 1;
        memcpy(to, at + value, bytes - value);
        to[bytes - value] = '\0';
        at += bytes;
    }
    if (!begins(self->url, "https://") && !is_loopback(self->url)) {
        return jaga_fail(err, JAGA_ERR_USAGE,
                         "webhook wants https:// (http:// only to this machine itself)");
    }
    const size_t scheme = strcspn(self->url, "/") + 2;
    if (strpbrk(self->url, "@ ?#") != NULL) {
        return jaga_fail(err, JAGA_ERR_USAGE,
                         "the address of the webhook has a name, a question or a space in it");
    }
    (void)snprintf(self->name, sizeof self->name, "%.*s",
                   (int)(scheme + strcspn(self->url + scheme, "/")), self->url);
    return webhook_key_read(&self->key, key_path, err);
}

static jaga_status open_line(webhook *self, jaga_error *err)
{
    CURLcode failed = curl_global_init(CURL_GLOBAL_DEFAULT);

    if (failed != CURLE_OK || (self->line = curl_easy_init()) == NULL) {
        return jaga_fail(err, JAGA_ERR_IO, "libcurl does not start");
    }
    CURL *line = self->line;
    failed = curl_easy_setopt(line, CURLOPT_URL, self->url);
    failed |= curl_easy_setopt(line, CURLOPT_PROTOCOLS_STR,
                               begins(self->url, "https:") ? "https" : "http");
    failed |= curl_easy_setopt(line, CURLOPT_FOLLOWLOCATION, 0L);
    failed |= curl_easy_setopt(line, CURLOPT_SSL_VERIFYPEER, 1L);
    failed |= curl_easy_setopt(line, CURLOPT_SSL_VERIFYHOST, 2L);
    failed |= curl_easy_setopt(line, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (self->authority[0] != '\0') {
        failed |= curl_easy_setopt(line, CURLOPT_CAINFO, self->authority);
        failed |= curl_easy_setopt(line, CURLOPT_CAPATH, NULL);
    }
    failed |= curl_easy_setopt(line, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
    failed |= curl_easy_setopt(line, CURLOPT_TIMEOUT_MS, (long)TOTAL_MS);
    failed |= curl_easy_setopt(line, CURLOPT_NOSIGNAL, 1L);
    failed |= curl_easy_setopt(line, CURLOPT_NOPROXY, "localhost,127.0.0.1,::1");
    failed |= curl_easy_setopt(line, CURLOPT_POST, 1L);
    failed |= curl_easy_setopt(line, CURLOPT_WRITEFUNCTION, take_answer);
    failed |= curl_easy_setopt(line, CURLOPT_WRITEDATA, self);
    failed |= curl_easy_setopt(line, CURLOPT_ERRORBUFFER, self->cause);
    return failed == CURLE_OK ? JAGA_OK
                              : jaga_fail(err, JAGA_ERR_IO, "libcurl cannot do what webhook needs");
}

static jaga_status open_webhook(const char *where, void **ctx, jaga_error *err)
{
    arena *memory = NULL;

    if (where[0] == '\0') {
        return jaga_fail(err, JAGA_ERR_USAGE, "webhook wants an address: webhook:URL,key=FILE");
    }
    JAGA_TRY(arena_open(sizeof(webhook) + 256, &memory, err));
    webhook *self = arena_take(memory, sizeof *self);
    JAGA_CHECK(self != NULL);
    self->memory = memory;
    jaga_status status = read_where(self, where, err);
    status = status == JAGA_OK ? open_line(self, err) : status;
    if (status != JAGA_OK) {
        close_webhook(self);
        return status;
    }
    *ctx = self;
    return JAGA_OK;
}

/* A new list; NULL: no memory. */
static struct curl_slist *headers_for(const webhook *self, const store_message *message)
{
    char signature[WEBHOOK_SIGNATURE_BYTES], text[256];
    struct curl_slist *list = NULL;
    const long long now_s = (long long)(message->now_us / 1000000);

    webhook_sign(&self->key, now_s, message->body, signature);
    for (int i = 0; i < 5; i++) {
        switch (i) {
        case 0: (void)snprintf(text, sizeof text, "Content-Type: application/json"); break;
        case 1: (void)snprintf(text, sizeof text, "Idempotency-Key: %s", message->key); break;
        case 2: (void)snprintf(text, sizeof text, "Jaga-Timestamp: %lld", now_s); break;
        case 3: (void)snprintf(text, sizeof text, "Jaga-Signature: v1=%s", signature); break;
        default: (void)snprintf(text, sizeof text, "Expect:"); break;
        }
        struct curl_slist *longer = curl_slist_append(list, text);
        if (longer == NULL) {
            curl_slist_free_all(list);
            return NULL;
        }
        list = longer;
    }
    return list;
}

static responder_delivery later(const webhook *self, const char *why, jaga_error *err)
{
    (void)jaga_fail(err, JAGA_ERR_IO, "%s %s", self->name, why);
    return RESPONDER_RETRY_LATER;
}

/* An answer counts where a ledger gives one: with success, or with a refusal of the request. */
static responder_delivery understand(webhook *self, const store_message *message, long http,
                                     responder_answer *answer, jaga_error *err)
{
    responder_delivery delivery = RESPONDER_RETRY_LATER;
    char why[96];

    if (http >= 300 && http < 400) {
        return later(self, "redirects; give its final address", err);
    }
    json_t *said = http >= 200 && http < 500 ? json_loadb(self->answer, self->held, 0, NULL) : NULL;
    if (said == NULL) {
        (void)snprintf(why, sizeof why, "answers with HTTP status %ld%s", http,
                       http < 500 ? " and what is no JSON" : "");
        return later(self, why, err);
    }
    if (!reply_understand(said, message, self->name, &delivery, answer, err)) {
        delivery = later(self, "answers about another message", err);
    }
    json_decref(said);
    return delivery;
}

static responder_delivery send_to_webhook(void *ctx, const store_message *message,
                                          responder_answer *answer, jaga_error *err)
{
    webhook *self = ctx;
    struct curl_slist *headers = headers_for(self, message);
    long http = 0;

    if (headers == NULL) {
        return later(self, "was not asked: no memory", err);
    }
    self->held = 0;
    self->is_too_long = false;
    self->cause[0] = '\0';
    CURLcode failed = curl_easy_setopt(self->line, CURLOPT_HTTPHEADER, headers);
    failed |= curl_easy_setopt(self->line, CURLOPT_POSTFIELDSIZE, (long)strlen(message->body));
    failed |= curl_easy_setopt(self->line, CURLOPT_POSTFIELDS, message->body);
    CRASH_STEP("webhook:before");
    failed = failed == CURLE_OK ? curl_easy_perform(self->line) : failed;
    CRASH_STEP("webhook:answered");
    (void)curl_easy_getinfo(self->line, CURLINFO_RESPONSE_CODE, &http);
    (void)curl_easy_setopt(self->line, CURLOPT_HTTPHEADER, NULL);
    curl_slist_free_all(headers);
    if (self->is_too_long) {
        return later(self, "answers with more than 64 KiB", err);
    }
    if (failed != CURLE_OK) {
        (void)jaga_fail(err, JAGA_ERR_IO, "%s: %s", self->name,
                        self->cause[0] != '\0' ? self->cause : curl_easy_strerror(failed));
        return RESPONDER_RETRY_LATER;
    }
    return understand(self, message, http, answer, err);
}

const responder_kind responder_webhook = {
    .scheme = "webhook",
    .help = "webhook:URL,key=FILE[,ca=FILE]: each message as a signed POST that is answered",
    .open = open_webhook,
    .send = send_to_webhook,
    .close = close_webhook,
};
