#ifndef JAGA_EVENT_H
#define JAGA_EVENT_H

#include "jaga/span.h"

#include <stdbool.h>
#include <stdint.h>

/* One row of the wallet's log, fully decoded: the canonical schema, version 1.
 *
 * Each list below is the single place where a value and its spelling meet; the enum, the parser
 * and the printer are made from it. Append, never reorder: history files hold the numbers. */

#define JAGA_EVENT_TYPES(X)                                                                        \
    X(TOPUP, "topup", MONEY_IN)                                                                    \
    X(RECEIVE, "receive", MONEY_IN)                                                                \
    X(REFUND, "refund", MONEY_IN)                                                                  \
    X(TRANSFER, "transfer", MONEY_OUT)                                                             \
    X(WITHDRAW, "withdraw", MONEY_OUT)                                                             \
    X(PAYMENT, "payment", MONEY_OUT)                                                               \
    X(FEE, "fee", MONEY_OUT)                                                                       \
    X(LOGIN, "login", ACCESS)                                                                      \
    X(LOGOUT, "logout", ACCESS)                                                                    \
    X(SESSION_REVOKE, "session_revoke", ACCESS)                                                    \
    X(OTP_REQUEST, "otp_request", ACCESS)                                                          \
    X(OTP_VERIFY, "otp_verify", ACCESS)                                                            \
    X(STEP_UP_ANSWER, "step_up", ACCESS)                                                           \
    X(PASSWORD_CHANGE, "password_change", CREDENTIAL)                                              \
    X(PASSWORD_RESET, "password_reset", CREDENTIAL)                                                \
    X(PIN_CHANGE, "pin_change", CREDENTIAL)                                                        \
    X(PIN_RESET, "pin_reset", CREDENTIAL)                                                          \
    X(MFA_ENABLE, "mfa_enable", CREDENTIAL)                                                        \
    X(MFA_DISABLE, "mfa_disable", CREDENTIAL)                                                      \
    X(DEVICE_BIND, "device_bind", CREDENTIAL)                                                      \
    X(DEVICE_UNBIND, "device_unbind", CREDENTIAL)                                                  \
    X(CONTACT_CHANGE, "contact_change", CREDENTIAL)                                                \
    X(SIM_CHANGE, "sim_change", CREDENTIAL)                                                        \
    X(LIMIT_CHANGE, "limit_change", CREDENTIAL)                                                    \
    X(PAYEE_ADD, "payee_add", CREDENTIAL)                                                          \
    X(INSTRUMENT_LINK, "instrument_link", CREDENTIAL)                                              \
    X(INSTRUMENT_UNLINK, "instrument_unlink", CREDENTIAL)                                          \
    X(KYC_UPDATE, "kyc_update", CREDENTIAL)                                                        \
    X(CASH_CODE, "cash_code", MONEY_OTHER)                                                         \
    X(CUSTOMER_REPORT, "customer_report", SERVICE)                                                 \
    X(SAFE_MODE, "safe_mode", SERVICE)                                                             \
    X(CLOSE_REQUEST, "close_request", SERVICE)                                                     \
    X(CLOSED, "closed", SERVICE)                                                                   \
    X(COMPLAINT, "complaint", SERVICE)                                                             \
    X(PARTNER_STATUS, "partner_status", PLATFORM)                                                  \
    X(HOLD_ACK, "hold_ack", RESPONSE)                                                              \
    X(HOLD_NACK, "hold_nack", RESPONSE)                                                            \
    X(HOLD_EXPIRED, "hold_expired", RESPONSE)                                                      \
    X(RELEASE_ACK, "release_ack", RESPONSE)                                                        \
    X(LABEL, "label", RESPONSE)

#define JAGA_EVENT_STATUSES(X)                                                                     \
    X(OK, "ok")                                                                                    \
    X(FAILED, "failed")                                                                            \
    X(PENDING, "pending")                                                                          \
    X(REVERSED, "reversed")

#define JAGA_COUNTERPARTY_KINDS(X)                                                                 \
    X(UNKNOWN, "")                                                                                 \
    X(WALLET, "wallet")                                                                            \
    X(BANK, "bank")                                                                                \
    X(MERCHANT, "merchant")                                                                        \
    X(BILLER, "biller")                                                                            \
    X(CASH, "cash")                                                                                \
    X(VOUCHER, "voucher")                                                                          \
    X(CRYPTO, "crypto")

#define JAGA_CHANNELS(X)                                                                           \
    X(UNKNOWN, "")                                                                                 \
    X(APP, "app")                                                                                  \
    X(WEB, "web")                                                                                  \
    X(USSD, "ussd")                                                                                \
    X(AGENT, "agent")                                                                              \
    X(API, "api")                                                                                  \
    X(HOTLINE, "hotline")

#define JAGA_AUTHS(X)                                                                              \
    X(UNKNOWN, "")                                                                                 \
    X(NONE, "none")                                                                                \
    X(PASSWORD, "password")                                                                        \
    X(PIN, "pin")                                                                                  \
    X(OTP_SMS, "otp_sms")                                                                          \
    X(OTP_EMAIL, "otp_email")                                                                      \
    X(TOTP, "totp")                                                                                \
    X(BIOMETRIC, "biometric")                                                                      \
    X(SELFIE, "selfie")

#define JAGA_ACTORS(X)                                                                             \
    X(CUSTOMER, "customer")                                                                        \
    X(SYSTEM, "system")                                                                            \
    X(STAFF, "staff")                                                                              \
    X(PARTNER, "partner")

typedef enum jaga_event_class {
    JAGA_CLASS_MONEY_IN,
    JAGA_CLASS_MONEY_OUT,
    JAGA_CLASS_MONEY_OTHER,
    JAGA_CLASS_ACCESS,
    JAGA_CLASS_CREDENTIAL,
    JAGA_CLASS_SERVICE,
    JAGA_CLASS_PLATFORM,
    JAGA_CLASS_RESPONSE
} jaga_event_class;

#define X(id, text, class) JAGA_TYPE_##id,
typedef enum jaga_event_type { JAGA_EVENT_TYPES(X) JAGA_TYPE_COUNT } jaga_event_type;
#undef X
#define X(id, text) JAGA_STATUS_##id,
typedef enum jaga_event_status { JAGA_EVENT_STATUSES(X) JAGA_STATUS_COUNT } jaga_event_status;
#undef X
#define X(id, text) JAGA_PARTY_##id,
typedef enum jaga_party_kind { JAGA_COUNTERPARTY_KINDS(X) JAGA_PARTY_COUNT } jaga_party_kind;
#undef X
#define X(id, text) JAGA_CHANNEL_##id,
typedef enum jaga_channel { JAGA_CHANNELS(X) JAGA_CHANNEL_COUNT } jaga_channel;
#undef X
#define X(id, text) JAGA_AUTH_##id,
typedef enum jaga_auth { JAGA_AUTHS(X) JAGA_AUTH_COUNT } jaga_auth;
#undef X
#define X(id, text) JAGA_ACTOR_##id,
typedef enum jaga_actor { JAGA_ACTORS(X) JAGA_ACTOR_COUNT } jaga_actor;
#undef X

/* An amount or balance that the source did not say. */
#define JAGA_UNKNOWN_MINOR INT64_MIN

/* A plain value. Its texts are borrowed from the batch or buffer that it was decoded into. */
typedef struct jaga_event {
    int64_t ts_us;         /* event time, microseconds since 1970-01-01 UTC */
    int64_t amount_minor;  /* >= 0 in minor units of `currency`; JAGA_UNKNOWN_MINOR: not said */
    int64_t balance_minor; /* after the event; may be negative; JAGA_UNKNOWN_MINOR: not said */
    int64_t fee_minor;     /* >= 0; on top of a debit, out of a credit; JAGA_UNKNOWN_MINOR */
    jaga_span event_id;    /* 1..64 bytes, the ledger's own */
    jaga_span account;     /* 1..64 bytes */
    jaga_span counterparty;
    jaga_span institution;
    jaga_span rail;
    jaga_span instrument;
    jaga_span device;
    jaga_span session;
    jaga_span ip;
    jaga_span reason;
    jaga_span ref;
    jaga_span detail;          /* key=value;key=value */
    double lat, lon;           /* WGS 84 degrees; NaN: not said */
    char currency[4];          /* ISO 4217, upper case, terminated */
    char country[4];           /* ISO 3166-1 alpha-2, upper case, terminated; "" not said */
    uint8_t type;              /* jaga_event_type */
    uint8_t status;            /* jaga_event_status */
    uint8_t counterparty_kind; /* jaga_party_kind */
    uint8_t channel;           /* jaga_channel */
    uint8_t auth;              /* jaga_auth */
    uint8_t actor;             /* jaga_actor */
} jaga_event;

/* The spelling of a value in the log. Never NULL; "" for the UNKNOWN members. */
const char *jaga_event_type_name(jaga_event_type type);
const char *jaga_event_status_name(jaga_event_status status);
const char *jaga_party_kind_name(jaga_party_kind kind);
const char *jaga_channel_name(jaga_channel channel);
const char *jaga_auth_name(jaga_auth auth);
const char *jaga_actor_name(jaga_actor actor);

jaga_event_class jaga_event_class_of(jaga_event_type type);

/* Money that left, or tried to leave, the account: transfer, withdraw, payment, fee. */
bool jaga_event_is_money_out(const jaga_event *event);

#endif
