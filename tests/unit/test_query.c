#include "query_fixture.h"

#include "base/column_text.h"
#include "query/story.h"

#include <jansson.h>

START_TEST(holds_begin_with_five_agreed_columns)
{
    ck_assert_str_eq(
        ask(a_database(), "holds", JAGA_FORMAT_CSV),
        "account,ts,kind,score,event_id,case,reason,amount,exposed,signals,currency,expected_loss\n"
        "V,2026-01-25T05:00:00Z,hold,0.992248,e1,00000018,ATO_STRONG,10.00,40.00,"
        "amount-surprise;new-device,USD,39.69\n");
}
END_TEST

START_TEST(json_is_one_object_per_line)
{
    const char *text = ask(a_database(), "alerts", JAGA_FORMAT_JSON);
    ck_assert_has(text, "{\"account\":\"V\",\"ts\":\"2026-01-25T05:00:00Z\",\"kind\":\"hold\","
                        "\"score\":0.992248,\"event_id\":\"e1\"");
    ck_assert_has(text, "\"amount\":\"10.00\"");
    ck_assert_ptr_eq(strchr(text, '\n') + 1, text + strlen(text));
}
END_TEST

START_TEST(tables_speak_to_people)
{
    const char *text = ask(a_database(), "tasks", JAGA_FORMAT_TABLE);
    ck_assert_has(text, "amount USD");
    ck_assert_has(text, "2026-01-25 12:01:00");
    ck_assert_has(text, "99.22 %");
    ck_assert_has(text, "\n1 call to make\n");
    ck_assert_ptr_null(strstr(text, "case_id"));
}
END_TEST

START_TEST(cases_tell_where_the_money_went)
{
    const char *text = ask(a_database(), "cases", JAGA_FORMAT_CSV);
    ck_assert_has(text, ",10.00,0.00,10.00,0.00,USD,");
    ck_assert_has(text, ",V 10.00 > M 10.00 cash\n");
}
END_TEST

START_TEST(rejects_name_the_first_place)
{
    ck_assert_str_eq(ask(a_database(), "rejects", JAGA_FORMAT_CSV),
                     "reason,count,source,line,cause\n"
                     "bad-time,1,a.csv,7,neither this nor that\n");
}
END_TEST

START_TEST(stats_count_everything)
{
    const char *text = ask(a_database(), "stats", JAGA_FORMAT_CSV);
    ck_assert_has(text, "\n1,total,accounts,3,\n");
    ck_assert_has(text, ",rows,outbox,2,2 still to send\n");
    ck_assert_has(text, ",bytes,history,");
}
END_TEST

START_TEST(nothing_found_is_said_in_words)
{
    const char *path = path_of("empty.db");
    jaga_store *store = NULL;
    (void)remove(path);
    ck_assert_int_eq(store_open(path, &store, NULL), JAGA_OK);
    store_close(store);
    ck_assert_str_eq(ask(path, "tasks", JAGA_FORMAT_TABLE), "Nobody to call.\n");
    ck_assert_str_eq(ask(path, "rejects", JAGA_FORMAT_CSV), "reason,count,source,line,cause\n");
    ck_assert_str_eq(ask(path, "holds", JAGA_FORMAT_JSON), "");
}
END_TEST

START_TEST(csv_quotes_what_needs_it)
{
    const jaga_event event = a_payment("e\"1", 20.5, "V,1", "M", 1000);
    const jaga_decision hold = a_hold(&event);
    const char *path = path_of("quote.db");
    make_database(path, "a.csv", &hold);
    ck_assert_has(ask(path, "holds", JAGA_FORMAT_CSV),
                  "\n\"V,1\",2026-01-25T05:00:00Z,hold,0.992248,\"e\"\"1\",");
}
END_TEST

START_TEST(tables_do_not_steer_the_terminal)
{
    const jaga_event event = a_payment("e1", 20.5, "V\033[2J", "M", 1000);
    const jaga_decision hold = a_hold(&event);
    const char *path = path_of("escape.db");
    make_database(path, "a.csv", &hold);
    ck_assert_has(ask(path, "holds", JAGA_FORMAT_TABLE), "V·[2J");
    ck_assert_ptr_null(strchr(tell(path, "e1", JAGA_LANG_EN), '\033'));
}
END_TEST

START_TEST(canonical_forgets_delivery_and_sources)
{
    static char first[TEXT_BYTES];
    const jaga_event event = a_payment("e1", 20.5, "V", "M", 1000);
    jaga_decision hold = a_hold(&event);
    (void)snprintf(first, sizeof first, "%s", ask(a_database(), "canonical", JAGA_FORMAT_CSV));

    const char *path = path_of("other.db");
    jaga_store *store = NULL;
    hold.record = 3; /* another place in the input log */
    make_database(path, "b.csv", &hold);
    ck_assert_int_eq(store_open(path, &store, NULL), JAGA_OK);
    const store_settlement sent = { .id = 1, .outcome = STORE_SENT };
    ck_assert_int_eq(store_settle(store, &sent, 1, NULL), JAGA_OK);
    store_close(store);
    ck_assert_str_eq(ask(path, "canonical", JAGA_FORMAT_CSV), first);

    hold.belief_bits = 7.0000000001;
    make_database(path, "b.csv", &hold);
    ck_assert_str_ne(ask(path, "canonical", JAGA_FORMAT_CSV), first);
}
END_TEST

START_TEST(a_question_nobody_knows)
{
    jaga_error err;
    ck_assert_int_eq(jaga_query(a_database(), "weather", NULL, JAGA_FORMAT_CSV, stdout, &err),
                     JAGA_ERR_USAGE);
    ck_assert_has(err.text, "weather");
}
END_TEST

START_TEST(databases_that_are_none)
{
    jaga_error err;
    ck_assert_int_eq(jaga_query(path_of("no.db"), "holds", NULL, JAGA_FORMAT_CSV, stdout, &err),
                     JAGA_ERR_IO);
    ck_assert_has(err.text, "there is no database");
    FILE *out = fopen(path_of("text.db"), "w");
    (void)fputs("this is a letter and no database at all\n", out);
    (void)fclose(out);
    ck_assert_int_eq(jaga_query(path_of("text.db"), "holds", NULL, JAGA_FORMAT_CSV, stdout, &err),
                     JAGA_ERR_FORMAT);
    ck_assert_has(err.text, "not a jaga database");
    ck_assert_int_eq(jaga_query(path_of(""), "holds", NULL, JAGA_FORMAT_CSV, stdout, &err),
                     JAGA_ERR_FORMAT);
}
END_TEST

START_TEST(a_hold_tells_its_story)
{
    const char *text = tell(a_database(), "0000 0018", JAGA_LANG_EN);
    ck_assert_has(text, "HELD  account V  ·  transfer 10 USD → M\n");
    ck_assert_has(text, "99.22 % that the account is no longer in its owner's hands");
    ck_assert_has(text, "● 01-25 12:00:00 transfer");
    ck_assert_has(text, "+12.50");
    ck_assert_has(text, "-10.00");
    ck_assert_has(text, "one account in 1,024");
    ck_assert_has(text, "+7.00");
    ck_assert_has(text, "128 to 1");
    ck_assert_has(text, "20 events on 20 days");
    ck_assert_has(text, "20 times money out, half of them below 1.10 USD, none above 1.19 USD");
    ck_assert_has(text, "devices: phone-1 (20)");
    ck_assert_has(text, "10 USD taken = 0 USD still in wallets + 10 USD gone + 0 USD scattered");
    ck_assert_has(text, "   └─ 10 USD  2026-01-25 14:24:00  withdrawal → cash\n");
    ck_assert_has(text, "waiting in the outbox");
}
END_TEST

START_TEST(the_story_has_three_languages)
{
    const char *db = a_database();
    ck_assert_has(tell(db, "e1", JAGA_LANG_ID), "Yang terjadi");
    ck_assert_has(tell(db, "e1", JAGA_LANG_ID), "satu dari 1.024 akun");
    ck_assert_has(tell(db, "V", JAGA_LANG_ZH), "已止付");
    ck_assert_has(tell(db, "V", JAGA_LANG_ZH), "每 1,024 个账户");
}
END_TEST

START_TEST(every_line_fits_the_terminal)
{
    for (int lang = 0; lang < JAGA_LANG_COUNT; lang++) {
        const char *at = tell(a_database(), "V", (jaga_lang)lang);
        while (*at != '\0') {
            const size_t length = strcspn(at, "\n");
            ck_assert_msg(text_width((jaga_span){ at, (uint32_t)length }) <= STORY_COLUMNS, "%.*s",
                          (int)length, at);
            at += length + (at[length] == '\n');
        }
    }
}
END_TEST

START_TEST(words_for_types_fit_their_column)
{
    for (int lang = 0; lang < JAGA_LANG_COUNT; lang++) {
        const story told = { .lang = (jaga_lang)lang };
        for (uint8_t type = 0; type < JAGA_TYPE_COUNT; type++) {
            const char *text = story_type(&told, type);
            ck_assert_msg(text[0] != '\0' && text_width(span(text)) <= 14, "%s", text);
        }
    }
}
END_TEST

START_TEST(an_event_that_passed_says_so)
{
    const char *text = tell(a_database(), "n3", JAGA_LANG_EN);
    ck_assert_has(text, "ALLOWED  account V  ·  transfer 1.03 USD → S");
    ck_assert_has(text, "decisions about this account: 1, holds among them: 1 (jaga explain V)");
}
END_TEST

/* n3 is a payment of 1.03 on day 3: three before it went to the same payee from the same phone,
 * none of them as large. */
START_TEST(an_event_that_passed_says_why)
{
    const char *text = tell(a_database(), "n3", JAGA_LANG_EN);
    ck_assert_has(text, "Why nothing was done");
    ck_assert_has(text, "its device: 3 events before\n");
    ck_assert_has(text, "its payee: paid 3 times before\n");
    ck_assert_has(text, "its amount: 0 of 3 earlier payments were as large\n");
    ck_assert_has(text, "no earlier event of this account was suspicious\n");
    text = tell(a_database(), "q1", JAGA_LANG_ID);
    ck_assert_has(text, "perangkatnya belum pernah dipakai akun ini");
    ck_assert_has(text, "tidak ada pembayaran sebelumnya sebagai pembanding");
    ck_assert_ptr_null(strstr(tell(a_database(), "e1", JAGA_LANG_EN), "Why nothing was done"));
}
END_TEST

/* Two hours after the hold of V another event passes: of 12.5 and 4.5 bits a third of one is gone
 * each, so 16.33 are left over -10, or 98.77 %. */
START_TEST(an_event_that_passed_knows_what_was_suspected_before)
{
    const char *db = a_database();
    char log[600];
    history *file = NULL;
    jaga_store *store = NULL;
    const jaga_record later = { .kind = JAGA_RECORD_EVENT,
                                .event = a_payment("late", 20.5 + 2.0 / 24, "V", "S", 100) };
    (void)snprintf(log, sizeof log, "%.*s.state/history", (int)strlen(db) - 3, db);
    ck_assert_int_eq(store_open(db, &store, NULL), JAGA_OK);
    ck_assert_int_eq(history_open(log, store_id(store), &file, NULL), JAGA_OK);
    ck_assert_int_eq(history_append(file, &later, NULL), JAGA_OK);
    ck_assert_int_eq(history_flush(file, NULL), JAGA_OK);
    history_close(file);
    store_close(store);
    ck_assert_has(tell(db, "late", JAGA_LANG_EN),
                  "suspicion left from 2026-01-25 12:00:00: 98.8 %");
}
END_TEST

static json_t *tell_json(const char *db, const char *what)
{
    static char text[TEXT_BYTES];
    jaga_error err;
    memset(text, 0, sizeof text);
    FILE *out = fmemopen(text, sizeof text, "w");
    const jaga_status status = jaga_explain_json(db, what, JAGA_LANG_ID, out, &err);
    (void)fclose(out);
    ck_assert_msg(status == JAGA_OK, "%s", err.text);
    ck_assert_ptr_eq(strchr(text, '\n') + 1, text + strlen(text)); /* one line */
    json_t *told = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
    ck_assert_msg(json_is_object(told), "%s", text);
    return told;
}

static const char *text_in(const json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
}

START_TEST(a_story_for_programs)
{
    json_t *told = tell_json(a_database(), "00000018");
    const json_t *why = json_object_get(told, "why");
    const json_t *money = json_object_get(told, "money");
    ck_assert_str_eq(text_in(told, "outcome"), "hold");
    ck_assert_str_eq(text_in(json_object_get(told, "event"), "amount"), "10.00");
    ck_assert_str_eq(text_in(json_object_get(told, "case"), "number"), "00000018");
    ck_assert_uint_eq(json_array_size(why), 2);
    double bits = json_real_value(json_object_get(told, "base_bits"));
    for (size_t i = 0; i < 2; i++) {
        bits += json_real_value(json_object_get(json_array_get(why, i), "bits"));
    }
    ck_assert_double_eq(bits, json_real_value(json_object_get(told, "belief_bits")));
    ck_assert_has(text_in(json_array_get(why, 0), "says"), "biasanya");
    ck_assert_str_eq(text_in(money, "stolen"), "10.00");
    ck_assert_str_eq(text_in(money, "gone"), "10.00");
    ck_assert_uint_eq(json_array_size(json_object_get(money, "hops")), 2);
    ck_assert_uint_eq(json_array_size(json_object_get(told, "sent")), 2);
    ck_assert_int_eq(json_integer_value(json_object_get(json_object_get(told, "normal"), "events")),
                     20);
    json_decref(told);

    told = tell_json(a_database(), "n3");
    ck_assert_str_eq(text_in(told, "outcome"), "allow");
    ck_assert_int_eq(
        json_integer_value(json_object_get(json_object_get(told, "passed"), "device_uses")), 3);
    ck_assert(json_is_null(json_object_get(told, "money")));
    json_decref(told);

    told = tell_json(a_database(), "QUIET");
    ck_assert(json_is_null(json_object_get(told, "event")));
    ck_assert(json_is_null(json_object_get(told, "outcome")));
    json_decref(told);
}
END_TEST

START_TEST(an_account_without_a_blemish_says_so)
{
    const char *text = tell(a_database(), "QUIET", JAGA_LANG_EN);
    ck_assert_has(text, "NOTHING FOUND  account QUIET");
    ck_assert_has(text, "looked like a theft: 1 from 2026-01-08 00:00:00");
}
END_TEST

START_TEST(nobody_of_that_name)
{
    jaga_error err;
    ck_assert_int_eq(jaga_explain(a_database(), "nobody", JAGA_LANG_EN, stdout, &err),
                     JAGA_ERR_USAGE);
    ck_assert_int_eq(jaga_explain(a_database(), "", JAGA_LANG_EN, stdout, &err), JAGA_ERR_USAGE);
}
END_TEST

START_TEST(a_story_needs_no_history)
{
    const char *path = a_database();
    char log[600];
    (void)snprintf(log, sizeof log, "%.*s.state/history", (int)strlen(path) - 3, path);
    ck_assert_int_eq(remove(log), 0);
    const char *text = tell(path, "V", JAGA_LANG_EN);
    ck_assert_has(text, "+12.50");
    ck_assert_has(text, "query.state/history) is not beside this database");
    ck_assert_ptr_null(strstr(text, "no money moved")); /* unknown is not nothing */
    ck_assert_has(ask(path, "cases", JAGA_FORMAT_CSV), ",40.00,,,,,USD,");
    jaga_error err;
    ck_assert_int_eq(jaga_query(path, "entities", NULL, JAGA_FORMAT_CSV, stdout, &err),
                     JAGA_ERR_IO);
    ck_assert_has(err.text, "has no history beside it");
}
END_TEST

START_TEST(width_counts_columns)
{
    ck_assert_uint_eq(text_width(span("abc")), 3);
    ck_assert_uint_eq(text_width(span("转账")), 4);
    ck_assert_uint_eq(text_width(span("café")), 4);
    ck_assert_uint_eq(text_width(span("e\xCC\x81")), 1);
    ck_assert_uint_eq(text_width(span("\xFF\xFE")), 2);
}
END_TEST

UNIT_MAIN("query", holds_begin_with_five_agreed_columns, json_is_one_object_per_line,
          tables_speak_to_people, cases_tell_where_the_money_went, rejects_name_the_first_place,
          stats_count_everything, nothing_found_is_said_in_words, csv_quotes_what_needs_it,
          tables_do_not_steer_the_terminal, canonical_forgets_delivery_and_sources,
          a_question_nobody_knows, databases_that_are_none, a_hold_tells_its_story,
          the_story_has_three_languages, every_line_fits_the_terminal,
          words_for_types_fit_their_column, an_event_that_passed_says_so,
          an_event_that_passed_says_why, an_event_that_passed_knows_what_was_suspected_before,
          a_story_for_programs, an_account_without_a_blemish_says_so, nobody_of_that_name,
          a_story_needs_no_history, width_counts_columns)
