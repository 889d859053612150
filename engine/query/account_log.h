#ifndef JAGA_QUERY_ACCOUNT_LOG_H
#define JAGA_QUERY_ACCOUNT_LOG_H

#include "base/arena.h"
#include "jaga/event.h"
#include "jaga/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One account's events around a moment, and what was normal for it before. */
enum {
    LOG_BEFORE = 30, /* events shown up to the moment */
    LOG_AFTER = 12,  /* and after it */
    LOG_NORMAL_DAYS = 90,
    LOG_DEVICES = 3,    /* the most used ones are named */
    LOG_TEXT_BYTES = 65 /* ids are 64 bytes at most */
};

/* An event, kept. */
typedef struct log_event {
    uint64_t record;
    int64_t ts_us, amount_minor, balance_minor;
    char event_id[LOG_TEXT_BYTES], counterparty[LOG_TEXT_BYTES], device[LOG_TEXT_BYTES];
    char currency[4];
    uint8_t type, status, counterparty_kind, actor;
} log_event;

typedef struct log_device {
    char name[LOG_TEXT_BYTES];
    int64_t events;
} log_device;

typedef struct account_log {
    /* Sorted by time. The week before the moment and the day after it. */
    log_event *events;
    size_t count;
    size_t earlier, later; /* of that week and day, not kept */

    int64_t seen; /* events of the account in what was read */
    int64_t first_us, last_us;

    /* Before `normal_until_us`. */
    int64_t normal_events, normal_days, normal_first_us;
    int64_t out_count, out_median_minor, out_most_minor;
    char out_currency[4];
    int64_t payees;
    int hour_from, hour_to; /* nine in ten events, local time */
    log_device devices[LOG_DEVICES];
    size_t device_count;
} account_log;

typedef struct log_question {
    jaga_span account;
    int64_t at_us;           /* the moment */
    int64_t normal_until_us; /* what came later is not normal: an incident's start */
    bool reads_all;          /* seen, first_us and last_us are of the whole history */
    /* Called with each event of the account that is read, once; may be NULL. */
    jaga_status (*note)(void *ctx, const jaga_event *event, jaga_error *err);
    void *note_ctx;
} log_question;

/* Reads the history once. Repeated rows count once. */
JAGA_USE_RESULT jaga_status account_log_read(const char *history_path, const log_question *question,
                                             arena *memory, account_log **out, jaga_error *err);

/* What a name means in the history. */
typedef struct log_name {
    bool is_event, is_account;
    log_event event;   /* is_event */
    jaga_span account; /* of the event, or the name itself; lives in the arena */
    int64_t last_us;   /* is_account: its latest event */
} log_name;
JAGA_USE_RESULT jaga_status account_log_look_up(const char *history_path, const char *what,
                                                arena *memory, log_name *out, jaga_error *err);

#endif
