#ifndef ZIPF_LOG_H
#define ZIPF_LOG_H

#include <stdint.h>
#include <stdio.h>

/* Writes a canonical log of honest life: `accounts` wallets whose activity follows Zipf's law with
 * exponent 1.1, each with a phone, a few shops and payees of its own. Same numbers, same bytes.
 * Returns the bytes written, 0 when the file cannot be written. */
uint64_t zipf_log_write(const char *path, uint32_t accounts, uint32_t rows);

/* The same life a row at a time, for who sends rows as time passes. `wallets`: one per account,
 * zeroed at first, the caller's. */
typedef struct zipf_wallet {
    int64_t balance; /* whole rupiah */
} zipf_wallet;
typedef struct zipf_life {
    zipf_wallet *wallets;
    uint32_t accounts;
    uint32_t rows; /* written so far */
    uint64_t state;
} zipf_life;
void zipf_log_header(FILE *out);
void zipf_log_row(FILE *out, zipf_life *life, int64_t ts_us);

/* One row of each account in turn, 30 ms apart on average: what fills the tables. */
void zipf_log_everyone(FILE *out, uint32_t accounts);

#endif
