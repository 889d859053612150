#ifndef JAGA_RESPOND_RECEIVER_REPLY_H
#define JAGA_RESPOND_RECEIVER_REPLY_H

#include "jaga/status.h"
#include "respond/responder.h"
#include "store/store.h"

#include <jansson.h>
#include <stdbool.h>

/* What a receiver's answer comes to. It names the message ("cmd_id", "task_id" or "key") and says
 * either "ok": true or false, with "final": true when false is for good, or, as a ledger does,
 * "result": "ACK", "PENDING" or "NACK" with "nack_code" and "ledger_ts". The last kind is the
 * ledger's word and goes into the log as a row.
 *
 * False: it is about another message. RESPONDER_RETRY_LATER and RESPONDER_PUT_OFF: *err says why,
 * `who` in it for the receiver. An answer that says it was given more than five minutes from now is
 * not believed: its time would end holds that stand. */
bool reply_understand(const json_t *answer, const store_message *message, const char *who,
                      responder_delivery *out, responder_answer *said, jaga_error *err);

#endif
