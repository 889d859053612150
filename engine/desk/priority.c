#include "desk/priority.h"

#include "base/exponent.h"
#include "base/when.h"
#include "jaga/status.h"

#define LOG10_OF_2 0.30102999566398119521

enum { LINKED_LIMIT_COUNTED = 10000000, UNCONFIRMED_URGENT = 1000000 };

/* Set by judgement; to be fitted to how recalls end once there are any. A half-life of 0 means that
 * age does not matter. */
static const struct {
    double share, half_life_min;
} recall[PRIORITY_RAIL_COUNT] = { [PRIORITY_WALLET_INTERNAL] = { 0.95, 60 },
                                  [PRIORITY_OTHER_WALLET] = { 0.6, 30 },
                                  [PRIORITY_BANK] = { 0.5, 30 },
                                  [PRIORITY_QR_MERCHANT] = { 0.5, 720 },
                                  [PRIORITY_VOUCHER] = { 0.2, 10 },
                                  [PRIORITY_CRYPTO] = { 0.1, 10 },
                                  [PRIORITY_CASH_CODE] = { 0.95, 0 },
                                  [PRIORITY_CASH_TAKEN] = { 0.0, 0 } };

static double least(double a, double b)
{
    return a < b ? a : b;
}

/* An overdrawn balance or a clock that runs back takes nothing away. */
static double positive(double value)
{
    return value > 0.0 ? value : 0.0;
}

static double exposed(const priority_input *input)
{
    return positive((double)input->unprotected_rupiah) +
           positive(least((double)LINKED_LIMIT_COUNTED, (double)input->linked_limit_rupiah));
}

/* Whole rupiah: fractions are cut off. */
static int64_t at_stake(const priority_input *input)
{
    double sum = 0.0;

    for (size_t i = 0; i < input->loss_count; i++) {
        const priority_loss *loss = &input->losses[i];
        const double half_life = recall[loss->rail].half_life_min;
        const double left = half_life > 0.0 ? decay(loss->age_min, half_life) : 1.0;
        sum += (double)loss->rupiah * recall[loss->rail].share * left;
    }
    return (int64_t)least(sum + exposed(input), 9e18);
}

static double flags(const priority_input *input)
{
    return least(
        20.0, (input->is_freeze_unconfirmed ? 15.0 : 0.0) + (input->is_vulnerable ? 5.0 : 0.0) +
                  (input->is_inbound_waiting ? 5.0 : 0.0) + (input->is_repeat_victim ? 5.0 : 0.0));
}

static int band_of(int value)
{
    return value >= 60 ? 1 : value >= 45 ? 2 : value >= 30 ? 3 : 4;
}

priority priority_of(const priority_input *input)
{
    const int64_t stake = at_stake(input);
    const double worth = least(40.0, 10.0 * LOG10_OF_2 * log2_exact(1.0 + (double)stake / 10000.0));
    const double sure = 20.0 * (input->is_customer_report ? 1.0 : input->score);
    const double urgent = 20.0 * decay(input->since_outflow_min, 60.0);
    const double waited = least(15.0, positive(input->waiting_min) / 4.0);
    const double harm = input->is_held ? least(10.0, 2.0 + positive(input->held_hours)) : 0.0;
    priority out = { .at_stake_rupiah = stake };

    out.sum = worth + sure + urgent + waited + flags(input) + harm;
    /* Every part is at least 0, so cutting rounds half up. */
    out.value = (int)least(100.0, out.sum + 0.5);
    out.band = band_of(out.value);
    if (input->is_freeze_unconfirmed && exposed(input) >= (double)UNCONFIRMED_URGENT) {
        out.band = 1;
    }
    return out;
}

/* Microseconds since midnight where the customer is. */
static int64_t time_of_day(int64_t us, int64_t zone_s)
{
    return ((us + zone_s * US_PER_SECOND) % US_PER_DAY + US_PER_DAY) % US_PER_DAY;
}

int64_t priority_due_us(int band, int64_t created_us, int64_t zone_s)
{
    const int64_t minute = 60 * US_PER_SECOND;
    const int64_t opens = 8 * 60 * minute, closes = 20 * 60 * minute;

    JAGA_CHECK(band >= 1 && band <= 4);
    if (band <= 2) {
        return created_us + (band == 1 ? 5 : 15) * minute;
    }
    if (band == 4) {
        return created_us - time_of_day(created_us, zone_s) + US_PER_DAY + opens;
    }
    const int64_t due_us = created_us + 60 * minute;
    const int64_t at = time_of_day(due_us, zone_s);
    if (at < opens) {
        return due_us - at + opens;
    }
    return at < closes ? due_us : due_us - at + US_PER_DAY + opens;
}
