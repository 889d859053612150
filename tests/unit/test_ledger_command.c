#include "store/ledger_command.h"
#include "test_store_fixture.h"

#include "base/hash.h"
#include "policy/reply.h"

/* Wishes of people towards the ledger: what is written, what is refused, what answers make of it.
 */

static char path[PATH_BYTES];
static jaga_store *store;
static ledger_command_id id;

/* An open case K1 of W-1 with the engine's own hold HOLDK1. */
static void new_case(void)
{
    const jaga_event event = an_event("e1", "W-1", NOON);
    const jaga_decision decision = a_hold(0, &event, "K1");

    store = new_store(path);
    put_alone(store, &decision, true);
}

static jaga_status put(const ledger_command *wish)
{
    why = (jaga_error){ .text = "" };
    OK(store_begin(store, &why));
    const jaga_status status = ledger_command_put(store->db, path, wish, &id, &why);
    if (status == JAGA_OK) {
        jaga_error err;
        ck_assert_int_eq(store_commit(store, &err), JAGA_OK);
    } else {
        store_roll_back(store);
    }
    return status;
}

static ledger_command a_report(void)
{
    return (ledger_command){ .op = LEDGER_PLACE,
                             .scope = HOLD_SCOPE_OUTBOUND,
                             .issuer = HOLD_ISSUER_CUSTOMER,
                             .reason = HOLD_REASON_CUST_REPORT,
                             .on_expiry = HOLD_END_KEEP_AND_ALARM,
                             .account = text_span("W-1"),
                             .case_id = text_span("K1"),
                             .now_us = NOON + 60 * SECOND };
}

static ledger_command about(ledger_op op, const char *hold_id, hold_issuer issuer,
                            hold_reason reason)
{
    return (ledger_command){ .op = op,
                             .issuer = issuer,
                             .reason = reason,
                             .account = text_span("W-1"),
                             .hold_id = text_span(hold_id),
                             .now_us = NOON + 120 * SECOND };
}

static void refused(const ledger_command *wish, const char *text)
{
    const int64_t before = ask_number(store, "SELECT count(*) FROM outbox");

    ck_assert_int_eq(put(wish), JAGA_ERR_USAGE);
    ck_assert_str_eq(why.text, text);
    ck_assert_int_eq(ask_number(store, "SELECT count(*) FROM outbox"), before);
}

static void answer(jaga_event_type type, const char *ref, const char *code, int64_t ts_us)
{
    jaga_event event = an_event("a", "W-1", ts_us);
    reply_fault fault;
    jaga_reply reply;
    bool is_known = false;

    event.type = (uint8_t)type;
    event.ref = text_span(ref);
    event.reason = text_span(code);
    ck_assert(reply_read(&event, &reply, &fault));
    OK(store_begin(store, &why));
    OK(store_put_reply(store, &event, &reply, true, &is_known, &why));
    OK(store_commit(store, &why));
    ck_assert(is_known);
}

static void text_is(const char *sql, const char *want)
{
    char got[1024];
    ck_assert_str_eq(ask_text(store, sql, got, sizeof got), want);
}

START_TEST(a_report_places_a_hold_without_end)
{
    new_case();
    const ledger_command wish = a_report();
    ck_assert_msg(put(&wish) == JAGA_OK, "%s", why.text);
    ck_assert_int_eq(ask_number(store,
                                "SELECT count(*) FROM hold WHERE record IS NULL AND life_s IS NULL "
                                "AND expires_us = 9223372036854775807 AND state = 'wanted' "
                                "AND issuer = 'CUSTOMER' AND case_id = 'K1'"),
                     1);
    /* The engine's hold was decided at noon, this a minute later. */
    ck_assert_int_eq(id.fence, NOON + 60 * SECOND);
    text_is("SELECT json_extract(body, '$.op') || ' ' || json_extract(body, '$.scope') || ' ' || "
            "json_extract(body, '$.event_id') FROM outbox WHERE kind = 'hold' ORDER BY id DESC",
            "PLACE OUTBOUND e1");
    answer(JAGA_TYPE_HOLD_ACK, id.hold_id.text, "", NOON + 61 * SECOND);
    ck_assert_int_eq(
        ask_number(store, "SELECT expires_us FROM hold WHERE record IS NULL AND state = 'held'"),
        INT64_MAX);
    store_close(store);
}
END_TEST

START_TEST(a_fingerprint_is_of_the_line_without_it)
{
    char body[1024], hash[HASH_SHA256_TEXT_BYTES];

    new_case();
    (void)ask_text(store, "SELECT body FROM outbox WHERE kind = 'hold'", body, sizeof body);
    char *tail = strstr(body, ",\"payload_sha256\":\"");
    ck_assert_ptr_nonnull(tail);
    ck_assert_str_eq(tail + 19 + 64, "\"}");
    char said[65] = "";
    memcpy(said, tail + 19, 64);
    memcpy(tail, "}", 2);
    hash_sha256_text(body, strlen(body), hash);
    ck_assert_str_eq(hash, said);
    hash_sha256_text("abc", 3, hash);
    ck_assert_str_eq(hash, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    store_close(store);
}
END_TEST

START_TEST(x1_the_engine_releases_its_own_only)
{
    static const hold_issuer others[] = { HOLD_ISSUER_CUSTOMER, HOLD_ISSUER_CASE,
                                          HOLD_ISSUER_LEGAL };
    new_case();
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        ledger_command wish = a_report();
        wish.issuer = others[i];
        ck_assert_int_eq(put(&wish), JAGA_OK);
        const ledger_command release =
            about(LEDGER_RELEASE, id.hold_id.text, HOLD_ISSUER_ENGINE, HOLD_REASON_TTL_EXPIRE);
        refused(&release, "RELEASE refused: who asks may not lift what this issuer placed");
    }
    const ledger_command own =
        about(LEDGER_RELEASE, "HOLDK1", HOLD_ISSUER_ENGINE, HOLD_REASON_STEPUP_PASS);
    ck_assert_int_eq(put(&own), JAGA_OK);
    store_close(store);
}
END_TEST

START_TEST(what_the_law_ordered_is_the_legal_desks)
{
    new_case();
    ledger_command wish = a_report();
    wish.issuer = HOLD_ISSUER_LEGAL;
    wish.reason = HOLD_REASON_LEGAL_ORDER;
    wish.case_id = (jaga_span){ NULL, 0 };
    ck_assert_int_eq(put(&wish), JAGA_OK);
    ledger_command release =
        about(LEDGER_RELEASE, id.hold_id.text, HOLD_ISSUER_AGENT, HOLD_REASON_RESTORED);
    refused(&release, "RELEASE refused: who asks may not lift what this issuer placed");
    release.issuer = HOLD_ISSUER_LEGAL;
    release.reason = HOLD_REASON_LEGAL_LIFTED;
    ck_assert_int_eq(put(&release), JAGA_OK);
    store_close(store);
}
END_TEST

START_TEST(x9_a_release_names_a_standing_hold_of_the_account)
{
    new_case();
    ledger_command release =
        about(LEDGER_RELEASE, "", HOLD_ISSUER_AGENT, HOLD_REASON_VERIFIED_ALL_MINE);
    refused(&release, "RELEASE refused: the hold is not named");
    release.hold_id = text_span("HOLDK9");
    refused(&release, "RELEASE refused: the account has no such hold");
    release.hold_id = text_span("HOLDK1");
    release.account = text_span("W-2");
    refused(&release, "RELEASE refused: the account has no such hold");
    release.account = text_span("W-1");
    ck_assert_int_eq(put(&release), JAGA_OK);
    refused(&release, "RELEASE refused: it was asked for already and is not answered");
    answer(JAGA_TYPE_RELEASE_ACK, "HOLDK1", "", NOON + 130 * SECOND);
    text_is("SELECT answer FROM outbox WHERE kind = 'release'", "ack");
    refused(&release, "RELEASE refused: the hold is over");
    store_close(store);
}
END_TEST

START_TEST(x10_nothing_changes_without_a_reason)
{
    new_case();
    ledger_command wish = a_report();
    wish.reason = HOLD_REASON_NONE;
    refused(&wish, "PLACE refused: no reason of a hold");
    wish.reason = HOLD_REASON_RESTORED;
    refused(&wish, "PLACE refused: no reason of a hold");
    const ledger_command release =
        about(LEDGER_RELEASE, "HOLDK1", HOLD_ISSUER_AGENT, HOLD_REASON_MANUAL);
    refused(&release, "RELEASE refused: no reason of a release");
    store_close(store);
}
END_TEST

START_TEST(a_wish_says_what_its_scope_needs)
{
    new_case();
    ledger_command wish = a_report();
    wish.issuer = HOLD_ISSUER_AGENT;
    refused(&wish, "PLACE refused: a hold of this issuer has a life");
    wish.life_s = 3600;
    wish.scope = HOLD_SCOPE_AMOUNT;
    refused(&wish, "PLACE refused: scope AMOUNT, and no other, names an amount and its currency");
    wish.amount_minor = 50000000;
    memcpy(wish.currency, "IDR", 4);
    ck_assert_int_eq(put(&wish), JAGA_OK);
    text_is("SELECT amount_minor || currency FROM hold WHERE scope = 'AMOUNT'", "50000000IDR");
    wish.scope = HOLD_SCOPE_INSTRUMENT;
    refused(&wish, "PLACE refused: scope AMOUNT, and no other, names an amount and its currency");
    wish.amount_minor = 0;
    refused(&wish, "PLACE refused: scope INSTRUMENT, and no other, names the instrument");
    store_close(store);
}
END_TEST

START_TEST(an_upgrade_counts_when_it_is_acknowledged)
{
    new_case();
    answer(JAGA_TYPE_HOLD_ACK, "HOLDK1", "", NOON + SECOND);
    ledger_command upgrade =
        about(LEDGER_UPGRADE, "HOLDK1", HOLD_ISSUER_CASE, HOLD_REASON_CONFIRMED_THEFT);
    upgrade.scope = HOLD_SCOPE_FULL;
    upgrade.on_expiry = HOLD_END_KEEP_AND_ALARM;
    ck_assert_int_eq(put(&upgrade), JAGA_OK);
    text_is("SELECT scope || issuer FROM hold", "OUTBOUNDCASE");
    answer(JAGA_TYPE_HOLD_ACK, id.cmd_id.text, "", NOON + 121 * SECOND);
    text_is("SELECT scope || reason || expires_us FROM hold",
            "FULLCONFIRMED_THEFT9223372036854775807");
    refused(&upgrade, "UPGRADE refused: what is asked is no more than what it is");
    const ledger_command release =
        about(LEDGER_RELEASE, "HOLDK1", HOLD_ISSUER_ENGINE, HOLD_REASON_TTL_EXPIRE);
    refused(&release, "RELEASE refused: who asks may not lift what this issuer placed");
    store_close(store);
}
END_TEST

START_TEST(an_extension_never_shortens_and_keeps_the_issuer)
{
    new_case();
    ledger_command extend =
        about(LEDGER_EXTEND, "HOLDK1", HOLD_ISSUER_AGENT, HOLD_REASON_ATO_STRONG);
    extend.life_s = 3600;
    refused(&extend, "EXTEND refused: it would end sooner than it does");
    extend.life_s = 2 * 86400;
    ck_assert_int_eq(put(&extend), JAGA_OK);
    answer(JAGA_TYPE_HOLD_ACK, id.cmd_id.text, "", NOON + 130 * SECOND);
    ck_assert_int_eq(ask_number(store, "SELECT expires_us FROM hold"),
                     NOON + (130 + 2 * 86400) * SECOND);
    store_close(store);
}
END_TEST

START_TEST(a_refused_release_leaves_the_hold)
{
    new_case();
    answer(JAGA_TYPE_HOLD_ACK, "HOLDK1", "", NOON + SECOND);
    const ledger_command release =
        about(LEDGER_RELEASE, "HOLDK1", HOLD_ISSUER_AGENT, HOLD_REASON_RESTORED);
    ck_assert_int_eq(put(&release), JAGA_OK);
    answer(JAGA_TYPE_HOLD_NACK, id.cmd_id.text, "UNAUTHORISED", NOON + 130 * SECOND);
    text_is("SELECT state FROM hold", "held");
    text_is("SELECT answer FROM outbox WHERE kind = 'release'", "nack");
    /* So it may be asked for again. */
    ck_assert_int_eq(put(&release), JAGA_OK);
    answer(JAGA_TYPE_RELEASE_ACK, id.cmd_id.text, "", NOON + 140 * SECOND);
    text_is("SELECT state FROM hold", "released");
    store_close(store);
}
END_TEST

START_TEST(a_stale_number_is_asked_anew_with_a_larger_one)
{
    new_case();
    const ledger_command wish = a_report();
    ck_assert_int_eq(put(&wish), JAGA_OK);
    char first[32];
    (void)snprintf(first, sizeof first, "%s", id.cmd_id.text);
    answer(JAGA_TYPE_HOLD_NACK, id.hold_id.text, "STALE_SEQ", NOON + 90 * SECOND);
    ck_assert_int_eq(
        ask_number(store, "SELECT count(*) FROM outbox AS o JOIN hold AS h ON h.place_id = o.key "
                          "WHERE h.record IS NULL AND o.answer IS NULL "
                          "AND o.account_cmd_seq = json_extract(o.body, '$.acct_cmd_seq') "
                          "AND o.key = json_extract(o.body, '$.cmd_id')"),
        1);
    ck_assert_int_eq(ask_number(store, "SELECT max(account_cmd_seq) FROM outbox"),
                     NOON + 90 * SECOND);
    const ledger_command release =
        about(LEDGER_RELEASE, "HOLDK1", HOLD_ISSUER_AGENT, HOLD_REASON_RESTORED);
    ck_assert_int_eq(put(&release), JAGA_OK);
    answer(JAGA_TYPE_HOLD_NACK, id.cmd_id.text, "STALE_SEQ", NOON + 150 * SECOND);
    ck_assert_int_eq(ask_number(store, "SELECT count(*) FROM outbox WHERE kind = 'release'"), 2);
    store_close(store);
}
END_TEST

UNIT_MAIN("ledger_command", a_report_places_a_hold_without_end,
          a_fingerprint_is_of_the_line_without_it, x1_the_engine_releases_its_own_only,
          what_the_law_ordered_is_the_legal_desks,
          x9_a_release_names_a_standing_hold_of_the_account, x10_nothing_changes_without_a_reason,
          a_wish_says_what_its_scope_needs, an_upgrade_counts_when_it_is_acknowledged,
          an_extension_never_shortens_and_keeps_the_issuer, a_refused_release_leaves_the_hold,
          a_stale_number_is_asked_anew_with_a_larger_one)
