#include "desk/renewal.h"
#include "unit.h"

#define S   INT64_C(1000000)
#define MIN (60 * S)
#define H   (60 * MIN)

/* Times are from the acknowledgement on. */
static const struct {
    const char *what;
    renewal_hold hold;
    int64_t now_us;
    renewal_answer answer;
    int64_t until_us; /* of what is made longer */
} rows[] = {
    { "a quarter of an hour is soon enough",
      { HOLD_REASON_ATO_MEDIUM, 0, 4 * H, 4 * 3600, 0, false, false, true },
      4 * H - 15 * MIN - S,
      RENEWAL_NOT_YET,
      0 },
    { "a medium hold once more, while nobody has dialled",
      { HOLD_REASON_ATO_MEDIUM, 0, 4 * H, 4 * 3600, 0, false, false, true },
      4 * H - 15 * MIN,
      RENEWAL_EXTEND,
      8 * H },
    { "only once",
      { HOLD_REASON_ATO_MEDIUM, 0, 8 * H, 4 * 3600, 1, false, false, true },
      8 * H - 10 * MIN,
      RENEWAL_ALARM,
      0 },
    { "not after a call",
      { HOLD_REASON_ATO_MEDIUM, 0, 4 * H, 4 * 3600, 0, false, true, true },
      4 * H - 10 * MIN,
      RENEWAL_ALARM,
      0 },
    { "not when the ledger would not",
      { HOLD_REASON_ATO_MEDIUM, 0, 4 * H, 4 * 3600, 0, true, false, true },
      4 * H - 10 * MIN,
      RENEWAL_ALARM,
      0 },
    { "a strong one while calls are to be made, called or not",
      { HOLD_REASON_ATO_STRONG, 0, 24 * H, 24 * 3600, 0, false, true, true },
      24 * H - MIN,
      RENEWAL_EXTEND,
      48 * H },
    { "a strong one again",
      { HOLD_REASON_ATO_STRONG, 0, 48 * H, 24 * 3600, 1, false, true, true },
      48 * H - MIN,
      RENEWAL_EXTEND,
      72 * H },
    { "but not beyond 72 hours",
      { HOLD_REASON_ATO_STRONG, 0, 60 * H, 24 * 3600, 2, false, true, true },
      60 * H - MIN,
      RENEWAL_EXTEND,
      72 * H },
    { "then a person decides",
      { HOLD_REASON_ATO_STRONG, 0, 72 * H, 24 * 3600, 2, false, true, true },
      72 * H - MIN,
      RENEWAL_ALARM,
      0 },
    { "also when the end lies seconds before that, for the ledger took its time",
      { HOLD_REASON_ATO_STRONG, 0, 72 * H - 30 * S, 24 * 3600, 2, false, true, true },
      72 * H - MIN,
      RENEWAL_ALARM,
      0 },
    { "not when all calls were made",
      { HOLD_REASON_ATO_STRONG, 0, 24 * H, 24 * 3600, 0, false, true, false },
      24 * H - MIN,
      RENEWAL_ALARM,
      0 },
    { "the owner's word stays",
      { HOLD_REASON_CUST_REPORT, 0, 720 * H, 720 * 3600, 0, false, true, false },
      720 * H - MIN,
      RENEWAL_EXTEND,
      1440 * H },
    { "and again",
      { HOLD_REASON_SAFE_MODE, 0, 1440 * H, 720 * 3600, 1, false, true, false },
      1440 * H - MIN,
      RENEWAL_EXTEND,
      2160 * H },
    { "what an agent placed ends as he said",
      { HOLD_REASON_MANUAL, 0, 4 * H, 4 * 3600, 0, false, false, true },
      4 * H - MIN,
      RENEWAL_ALARM,
      0 },
    { "a short life: a quarter of it is soon enough",
      { HOLD_REASON_ATO_MEDIUM, 0, 20 * MIN, 20 * 60, 0, false, false, true },
      15 * MIN - S,
      RENEWAL_NOT_YET,
      0 },
    { "a short life, near its end",
      { HOLD_REASON_ATO_MEDIUM, 0, 20 * MIN, 20 * 60, 0, false, false, true },
      15 * MIN,
      RENEWAL_EXTEND,
      40 * MIN },
    { "nobody looked in time",
      { HOLD_REASON_ATO_MEDIUM, 0, 4 * H, 4 * 3600, 0, false, false, true },
      4 * H,
      RENEWAL_ALARM,
      0 },
};

START_TEST(what_nears_its_end_is_made_longer_or_told)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int64_t life_s = -1;
        const renewal_answer answer = renewal_rule(&rows[i].hold, rows[i].now_us, &life_s);

        ck_assert_msg(answer == rows[i].answer, "%s: %d", rows[i].what, (int)answer);
        if (answer == RENEWAL_EXTEND) {
            ck_assert_msg(rows[i].now_us + life_s * S == rows[i].until_us, "%s: %lld s",
                          rows[i].what, (long long)life_s);
        }
    }
}
END_TEST

/* Ticks that come at odd times, a ledger that answers late: as long as one comes within the lead,
 * there is no instant without a hold before the alarm. */
START_TEST(R2d_there_is_no_gap_before_the_alarm)
{
    static const hold_reason reasons[] = { HOLD_REASON_ATO_MEDIUM, HOLD_REASON_ATO_STRONG,
                                           HOLD_REASON_CUST_REPORT };
    uint64_t state = 7;

    for (int walk = 0; walk < 3000; walk++) {
        renewal_hold hold = { .reason = reasons[walk % 3],
                              .first_life_s = (int64_t)(3600 + walk % 9 * 7200),
                              .has_calls = true };
        int64_t now_us = 0;
        bool is_told = false;
        hold.expires_us = hold.first_life_s * S;
        while (!is_told && now_us < 200 * H) {
            int64_t life_s = 0;
            state = state * 6364136223846793005u + 1442695040888963407u;
            now_us += (int64_t)(state >> 33) % (14 * MIN) + 1;
            ck_assert_int_lt(now_us, hold.expires_us);
            hold.is_dialled |= (state >> 20) % 50 == 0;
            const renewal_answer answer = renewal_rule(&hold, now_us, &life_s);
            is_told = answer == RENEWAL_ALARM;
            if (answer == RENEWAL_EXTEND) {
                now_us += (int64_t)(state >> 40) % (50 * S); /* the ledger answers */
                ck_assert_int_lt(now_us, hold.expires_us);
                hold.expires_us = now_us + life_s * S;
                hold.renewals++;
            }
        }
        ck_assert(is_told || hold.reason == HOLD_REASON_CUST_REPORT);
        ck_assert(hold.reason != HOLD_REASON_ATO_MEDIUM || hold.renewals <= 1);
        ck_assert(hold.reason != HOLD_REASON_ATO_STRONG || hold.expires_us <= 72 * H + 4 * MIN);
    }
}
END_TEST

UNIT_MAIN("renewal", what_nears_its_end_is_made_longer_or_told,
          R2d_there_is_no_gap_before_the_alarm)
