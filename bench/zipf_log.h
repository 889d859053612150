#ifndef ZIPF_LOG_H
#define ZIPF_LOG_H

#include <stdint.h>
#include <stdio.h>

/* Writes a canonical log of honest life: `accounts` wallets whose activity follows Zipf's law with
 * exponent 1.1, each with a phone, a few shops and payees of its own. Same numbers, same bytes.
 * Returns the bytes written, 0 when the file cannot be written. */
uint64_t zipf_log_write(const char *path, uint32_t accounts, uint32_t rows);

/* One row of each account in turn, 30 ms apart on average: what fills the tables. */
void zipf_log_everyone(FILE *out, uint32_t accounts);

#endif
