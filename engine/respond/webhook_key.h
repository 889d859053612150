#ifndef JAGA_RESPOND_WEBHOOK_KEY_H
#define JAGA_RESPOND_WEBHOOK_KEY_H

#include "jaga/status.h"

#include <stddef.h>

/* The secret that jaga and a ledger share, and what it signs: HMAC-SHA256 (RFC 2104) over the time
 * of sending in whole seconds as digits, a full stop, and the body. The time lets the receiver
 * refuse what somebody recorded. */
enum { WEBHOOK_KEY_MOST = 1024, WEBHOOK_SIGNATURE_BYTES = 65 };

typedef struct webhook_key {
    unsigned char bytes[WEBHOOK_KEY_MOST];
    size_t length;
} webhook_key;

/* The file's bytes without a newline at their end, 16 to 1,024. JAGA_ERR_USAGE: no path, another
 * length, or others than its owner may read it. */
JAGA_USE_RESULT jaga_status webhook_key_read(webhook_key *key, const char *path, jaga_error *err);

/* In lower-case hex. */
void webhook_sign(const webhook_key *key, long long time_s, const char *body,
                  char signature[WEBHOOK_SIGNATURE_BYTES]);

#endif
