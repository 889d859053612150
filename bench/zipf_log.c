/* A log for speed, not for detection: nobody steals, so that almost nothing is decided and what is
 * timed is the way every ordinary event takes. */
#include "zipf_log.h"

#include "base/arena.h"
#include "base/when.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

static uint64_t next(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

/* Rejection-inversion for Zipf (Hörmann and Derflinger 1996), exponent 1.1. */
static double integral(double x)
{
    return -10.0 * pow(x, -0.1);
}

static double integral_inverse(double y)
{
    return pow(-y / 10.0, -10.0);
}

static uint32_t zipf(uint64_t *state, uint32_t n)
{
    const double low = integral(1.5) - 1.0, high = integral((double)n + 0.5);

    for (;;) {
        const double u = high + (double)(next(state) >> 11) / 9007199254740992.0 * (low - high);
        const double x = integral_inverse(u);
        const double k = floor(x + 0.5) < 1.0 ? 1.0 : floor(x + 0.5);
        if (u >= integral(k + 0.5) - pow(k, -1.1)) {
            return (uint32_t)k - 1;
        }
    }
}

static void write_row(FILE *out, uint32_t row, int64_t ts_us, uint32_t account, zipf_wallet *from,
                      uint64_t *state)
{
    char ts[WHEN_TEXT_BYTES];
    const uint64_t draw = next(state);
    const uint32_t shop = (account * 7919u + (uint32_t)(draw % 6) * 104729u) % 200000u;
    int64_t amount = 5000 + (int64_t)(draw >> 20) % 60 * 1000;
    const char *type = draw >> 32 & 7 ? "payment" : "login";
    const char *kind = "merchant";

    when_format(ts_us, ts);
    if (from->balance < 200000) {
        type = "topup";
        kind = "bank";
        amount = 500000;
        from->balance += amount;
    } else if (type[0] == 'p') {
        from->balance -= amount;
    }
    if (type[0] == 'l') {
        fprintf(out,
                "e%08" PRIu32 ",%s,login,ok,w%07" PRIu32 ",,,%" PRId64 ",,,d%07" PRIu32
                ",10.%u.%u.7,app\n",
                row, ts, account, from->balance, account, account >> 8 & 255, account & 255);
        return;
    }
    fprintf(out,
            "e%08" PRIu32 ",%s,%s,ok,w%07" PRIu32 ",%" PRId64 ",IDR,%" PRId64 ",m%06" PRIu32
            ",%s,d%07" PRIu32 ",10.%u.%u.7,app\n",
            row, ts, type, account, amount, from->balance, shop, kind, account, account >> 8 & 255,
            account & 255);
}

static const char header_row[] = "event_id,ts,type,status,account,amount,currency,balance,"
                                 "counterparty,counterparty_kind,device,ip,channel\n";
static const int64_t first_us = INT64_C(1767600000) * US_PER_SECOND;

void zipf_log_header(FILE *out)
{
    fputs(header_row, out);
}

void zipf_log_row(FILE *out, zipf_life *life, int64_t ts_us)
{
    const uint32_t account = zipf(&life->state, life->accounts);
    write_row(out, life->rows++, ts_us, account, &life->wallets[account], &life->state);
}

uint64_t zipf_log_write(const char *path, uint32_t accounts, uint32_t rows)
{
    arena *memory = NULL;
    int64_t ts_us = first_us;
    uint64_t bytes = 0;

    if (arena_open((size_t)accounts * sizeof(zipf_wallet) + 4096, &memory, NULL) != JAGA_OK) {
        return 0;
    }
    zipf_life life = { .wallets = arena_take(memory, (size_t)accounts * sizeof(zipf_wallet)),
                       .accounts = accounts,
                       .state = 1 };
    FILE *out = fopen(path, "w");
    if (out != NULL) {
        zipf_log_header(out);
        while (life.rows < rows) {
            ts_us += (int64_t)(next(&life.state) % 60000);
            zipf_log_row(out, &life, ts_us);
        }
        bytes = (uint64_t)ftell(out);
        bytes = fclose(out) == 0 ? bytes : 0;
    }
    arena_close(memory);
    return bytes;
}

void zipf_log_everyone(FILE *out, uint32_t accounts)
{
    uint64_t state = 1;
    int64_t ts_us = first_us;

    zipf_log_header(out);
    for (uint32_t account = 0; account < accounts; account++) {
        zipf_wallet full = { 1000000 };
        ts_us += (int64_t)(next(&state) % 60000);
        write_row(out, account, ts_us, account, &full, &state);
    }
}
