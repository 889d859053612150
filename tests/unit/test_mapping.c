#include "base/embed.h"
#include "decode/mapping.h"
#include "decode_fixture.h"
#include "temporary.h"

static arena *memory;
static mapping *map;
static jaga_error why;

#define NEEDED "event_id,id,copy,\nts,time,copy,\ntype,kind,copy,\naccount,wallet,copy,\n"

static jaga_status load_text(const char *text, size_t length)
{
    char path[TEMPORARY_BYTES];

    memory = new_arena((size_t)4 << 20);
    temporary_file(path, "map", text, length);
    const jaga_status status = mapping_load(path, memory, &map, &why);
    ck_assert_int_eq(remove(path), 0);
    return status;
}

static void loaded(const char *text)
{
    ck_assert_msg(load_text(text, strlen(text)) == JAGA_OK, "%s", why.text);
}

/* The needed rules and this line: refused, naming line 5 and the cause. */
static void refused_line(const char *line, const char *cause)
{
    char text[1024];

    (void)snprintf(text, sizeof text, NEEDED "%s\n", line);
    ck_assert_msg(load_text(text, strlen(text)) == JAGA_ERR_FORMAT, "'%s' was taken", line);
    ck_assert_msg(strstr(why.text, "line 5: ") != NULL, "%s", why.text);
    ck_assert_msg(strstr(why.text, cause) != NULL, "'%s': %s", line, why.text);
    arena_close(memory);
}

START_TEST(the_canonical_mapping_copies_every_field)
{
    memory = new_arena((size_t)1 << 20);
    map = map_named(NULL, memory);
    ck_assert_uint_eq(map->rule_count, FIELD_COUNT);
    for (size_t i = 0; i < map->rule_count; i++) {
        const mapping_rule *rule = &map->rules[i];
        const bool is_needed = rule->target == FIELD_EVENT_ID || rule->target == FIELD_TS ||
                               rule->target == FIELD_TYPE || rule->target == FIELD_ACCOUNT;
        ck_assert_int_eq(rule->how, TRANSFORM_COPY);
        ck_assert(span_is(rule->source, field_name((field)rule->target)));
        ck_assert(rule->is_optional == !is_needed);
    }
    arena_close(memory);
}
END_TEST

START_TEST(the_canonical_mapping_is_plain)
{
    memory = new_arena((size_t)1 << 20);
    map = map_named(NULL, memory);
    ck_assert_int_eq(map->delimiter, ',');
    ck_assert_int_eq(map->style.decimal, '.');
    ck_assert_int_eq(map->style.group, '\0');
    ck_assert(span_is(map->currency, "IDR"));
    arena_close(memory);
}
END_TEST

START_TEST(a_shipped_mapping_is_found_by_its_name)
{
    memory = new_arena((size_t)1 << 20);
    map = map_named("paysim", memory);
    ck_assert(span_is(map->currency, "USD"));
    ck_assert_uint_gt(map->about.length, 0);
    arena_close(memory);
}
END_TEST

START_TEST(every_shipped_mapping_loads)
{
    size_t count = 0;

    for (size_t i = 0; i < embed_count(); i++) {
        static const char folder[] = "datasets/maps/";
        const char *path = embed_at(i)->path;
        char name[64];
        if (strncmp(path, folder, strlen(folder)) == 0) {
            (void)snprintf(name, sizeof name, "%.*s", (int)strcspn(path + strlen(folder), "."),
                           path + strlen(folder));
            memory = new_arena((size_t)1 << 20);
            ck_assert_uint_gt(map_named(name, memory)->about.length, 0);
            arena_close(memory);
            count++;
        }
    }
    ck_assert_uint_ge(count, 7);
}
END_TEST

START_TEST(a_mapping_that_is_nowhere_is_named)
{
    memory = new_arena((size_t)1 << 20);
    ck_assert_int_eq(mapping_load("no-such-map", memory, &map, &why), JAGA_ERR_USAGE);
    ck_assert_ptr_nonnull(strstr(why.text, "no-such-map"));
    ck_assert_int_eq(mapping_load("", memory, &map, &why), JAGA_ERR_USAGE);
    ck_assert_int_ne(mapping_load("/", memory, &map, &why), JAGA_OK);
    arena_close(memory);
}
END_TEST

START_TEST(settings_are_applied)
{
    loaded("target,source,transform,argument\n# a comment, with commas\n\n"
           "@about,,,our "
           "export\n@currency,,,JPY\n@delimiter,,,;\n@decimal,,,\",\"\n@group,,,.\n" NEEDED);
    ck_assert(span_is(map->about, "our export"));
    ck_assert(span_is(map->currency, "JPY"));
    ck_assert_int_eq(map->delimiter, ';');
    ck_assert_int_eq(map->style.decimal, ',');
    ck_assert_int_eq(map->style.group, '.');
    ck_assert_uint_eq(map->rule_count, 4);
    arena_close(memory);
}
END_TEST

START_TEST(what_stands_around_the_data_is_a_setting)
{
    loaded("@prefix,,,`\n@header,,,Receipt No.\n@footer,,,Total\n" NEEDED);
    ck_assert(span_is(map->prefix, "`"));
    ck_assert(span_is(map->header, "Receipt No."));
    ck_assert(span_is(map->footer, "Total"));
    arena_close(memory);
}
END_TEST

START_TEST(a_column_with_a_question_mark_may_be_missing)
{
    loaded(NEEDED "ref,parent?,copy,\n");
    ck_assert(span_is(map->rules[4].source, "parent"));
    ck_assert(map->rules[4].is_optional);
    ck_assert(!map->rules[3].is_optional);
    arena_close(memory);
}
END_TEST

/* The number is declared by example: what stands around and between its digits. */
START_TEST(an_amount_is_written_as_its_example)
{
    static const struct {
        const char *example, *before, *after;
        char decimal, group;
        bool is_signed;
    } cases[] = {
        { "1234.56", "", "", '.', '\0', false },     { "1.234,56", "", "", ',', '.', false },
        { "1 234,56 €", "", " €", ',', ' ', false }, { "Rp -1.234,56", "Rp", "", ',', '.', true },
        { "-Rp1.234,56", "Rp", "", ',', '.', true }, { "¥1,234.56", "¥", "", '.', ',', false },
        { "-1'234.56", "", "", '.', '\'', true }
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[256];
        (void)snprintf(text, sizeof text, NEEDED "amount,a,amount,\"%s\"\n", cases[i].example);
        loaded(text);
        const mapping_number *number = &map->rules[4].number;
        ck_assert_int_eq(number->style.decimal, cases[i].decimal);
        ck_assert_int_eq(number->style.group, cases[i].group);
        ck_assert(span_is(number->before, cases[i].before));
        ck_assert(span_is(number->after, cases[i].after));
        ck_assert(number->is_signed == cases[i].is_signed);
        arena_close(memory);
    }
}
END_TEST

START_TEST(crlf_and_a_missing_last_newline_are_fine)
{
    loaded("event_id,id,copy,\r\nts,time,copy,\r\ntype,kind,copy,\r\naccount,wallet,copy,");
    ck_assert_uint_eq(map->rule_count, 4);
    ck_assert(span_is(map->rules[3].source, "wallet"));
    arena_close(memory);
}
END_TEST

START_TEST(an_enum_lists_its_pairs)
{
    loaded(NEEDED "status,state,enum,S=ok;F=failed;=pending;X=\n");
    const mapping_rule *rule = &map->rules[4];
    ck_assert_int_eq(rule->how, TRANSFORM_ENUM);
    ck_assert_uint_eq(rule->pair_count, 4);
    ck_assert(span_is(rule->pairs[1].from, "F") && span_is(rule->pairs[1].to, "failed"));
    ck_assert(span_is(rule->pairs[2].from, "") && span_is(rule->pairs[2].to, "pending"));
    ck_assert(span_is(rule->pairs[3].from, "X") && span_is(rule->pairs[3].to, ""));
    arena_close(memory);
}
END_TEST

START_TEST(steps_have_a_length_and_a_beginning)
{
    loaded("event_id,id,copy,\nts,step,steps,3600 from 2026-01-01T00:00:00+07:00\n"
           "type,kind,copy,\naccount,wallet,copy,\n");
    ck_assert_int_eq(map->rules[1].step_us, INT64_C(3600000000));
    ck_assert_int_eq(map->rules[1].base_us, INT64_C(1767200400000000));
    arena_close(memory);
}
END_TEST

START_TEST(a_missing_rule_for_a_needed_field_is_named)
{
    static const char text[] = "event_id,id,copy,\nts,time,copy,\ntype,,const,transfer\n";

    ck_assert_int_eq(load_text(text, strlen(text)), JAGA_ERR_FORMAT);
    ck_assert_ptr_nonnull(strstr(why.text, "account"));
    arena_close(memory);
}
END_TEST

START_TEST(a_bad_line_is_named_with_its_cause)
{
    refused_line("amount,a,double,", "transform");
    refused_line("amount,a,COPY,", "transform");
    refused_line("sum,a,copy,", "no canonical field");
    refused_line(",a,copy,", "no canonical field");
    refused_line("amount,,copy,", "no source column");
    refused_line("amount,a,copy", "four columns");
    refused_line("amount,a,copy,,", "four columns");
    refused_line("amount,\"a,copy,", "quote");
    refused_line("status,s,enum,", "from=to");
    refused_line("status,s,enum,abc", "from=to");
    refused_line("ts,s,steps,", "SECONDS from TIME");
    refused_line("ts,s,steps,0 from 2026-01-01T00:00:00Z", "SECONDS from TIME");
    refused_line("ts,s,steps,3600 since 2026-01-01T00:00:00Z", "SECONDS from TIME");
    refused_line("ts,s,steps,3600 from 2026-01-01T00:00:00", "offset");
    refused_line("amount,s,steps,60 from 2026-01-01T00:00:00Z", "target ts");
    refused_line("amount,s,epoch,s", "target ts");
    refused_line("amount,s,date,%Y-%m-%d Z", "target ts");
    refused_line("ts,s,enum,a=b", "a time is made by");
    refused_line("ts,s,epoch,h", "s, ms or us");
    refused_line("ts,s,epoch,", "s, ms or us");
    refused_line("ts,s,date,", "year, a month and a day");
    refused_line("ts,s,date,%Y-%m-%d", "zone");
    refused_line("ts,s,date,%Y-%m-%d %z +07:00", "twice");
    refused_line("ts,s,date,%Y-%m-%d +7", "offset");
    refused_line("ts,s,date,%Y-%m-%d Asia/Jakarta", "offset");
    refused_line("ts,s,date,%Y-%m-%d %e Z", "knows");
    refused_line("ts,s,date,%Y-%m-%d %", "knows");
    refused_line("ts,s,date,%Y-%m-%m Z", "twice");
    refused_line("ts,s,date,%Y-%m-%d %I:%M Z", "%I with %p");
    refused_line("status,s,amount,", "amount, balance or fee");
    refused_line("amount,s,amount,1234", "write 1234.56");
    refused_line("amount,s,amount,1.234.56", "write 1234.56");
    refused_line("amount,s,amount,9.999", "write 1234.56");
    refused_line("balance,s,signed,", "target amount");
    refused_line("fee,s,in,", "target amount");
    refused_line("type,,direction,in", "in=TYPE");
    refused_line("type,,direction,", "in=TYPE");
    refused_line("type,,direction,up=topup", "in=TYPE");
    refused_line("amount,,direction,in=topup", "target is type");
    refused_line("type,s,direction,in=topup", "read no column");
    refused_line("amount,a,const,5", "read no column");
    refused_line("ref,a,hash,b", "names its columns");
    refused_line("ref,,hash,", "names its columns");
    refused_line("ref,,hash,a;;b", "names its columns");
    refused_line("ref,,hash,a;b;c;d;e;f;g;h;i", "at most 8");
    refused_line("ref,,row,a text that is much too long to stand in front of it", "44 bytes");
    refused_line("ref,a,copy,b", "only for detail");
    refused_line("ref,,file,b", "no argument");
    refused_line("detail,a,copy,Key", "small letters");
    refused_line("@header,,,", "are a text");
    refused_line("@currency,,,rupiah", "@currency");
    refused_line("@delimiter,,,ab", "one character");
    refused_line("@decimal,,,", "one character");
    refused_line("@nonsense,,,x", "no such setting");
}
END_TEST

START_TEST(more_rules_than_fit_are_refused)
{
    char text[8192] = NEEDED;

    for (int i = 0; i < MAPPING_RULES_MAX; i++) {
        const size_t used = strlen(text);
        (void)snprintf(text + used, sizeof text - used, ",column%d,ignore,\n", i);
    }
    ck_assert_int_eq(load_text(text, strlen(text)), JAGA_ERR_FORMAT);
    ck_assert_ptr_nonnull(strstr(why.text, "64 rules"));
    arena_close(memory);
}
END_TEST

START_TEST(more_pairs_than_fit_are_refused)
{
    char text[2048] = NEEDED "status,s,enum,";

    for (int i = 0; i <= MAPPING_PAIRS_MAX; i++) {
        const size_t used = strlen(text);
        (void)snprintf(text + used, sizeof text - used, "%d=ok;", i);
    }
    ck_assert_int_eq(load_text(text, strlen(text)), JAGA_ERR_FORMAT);
    ck_assert_ptr_nonnull(strstr(why.text, "64 pairs"));
    arena_close(memory);
}
END_TEST

START_TEST(a_file_that_is_no_mapping_is_refused)
{
    static char zeros[100000];

    ck_assert_int_eq(load_text("", 0), JAGA_ERR_FORMAT);
    arena_close(memory);
    ck_assert_int_eq(load_text(zeros, 1000), JAGA_ERR_FORMAT);
    arena_close(memory);
    ck_assert_int_eq(load_text(zeros, sizeof zeros), JAGA_ERR_FORMAT);
    arena_close(memory);
}
END_TEST

/* A closed set: two meanings of one character would make numbers ambiguous. */
START_TEST(the_separators_must_differ)
{
    static const char text[] = NEEDED "@decimal,,,.\n@group,,,.\n";

    ck_assert_int_eq(load_text(text, strlen(text)), JAGA_ERR_FORMAT);
    arena_close(memory);
}
END_TEST

START_TEST(secret_columns_are_told_by_whole_words)
{
    static const char *const secrets[] = { "pin",      "PIN",         "Pin",           "otp",
                                           "cvv",      "password",    "passcode",      "user_pin",
                                           "pin_hash", "userPin",     "otpCode",       "OTPCode",
                                           "smsOTP",   "card.cvv",    "new password",  "PIN2",
                                           "x-otp-x",  "userPINCode", "old_PASSWORD",  "1pin",
                                           "pin!",     "_pin_",       "login/passcode" };

    for (size_t i = 0; i < sizeof secrets / sizeof secrets[0]; i++) {
        ck_assert_msg(mapping_is_secret(span_of(secrets[i])), "%s", secrets[i]);
    }
}
END_TEST

START_TEST(words_that_only_contain_a_secret_word_are_fine)
{
    static const char *const fine[] = { "",           "pinjaman", "shipping", "Pinjaman",
                                        "spin",       "topping",  "opinion",  "laptop",
                                        "optional",   "otpx",     "cvvs",     "passwords_changed",
                                        "mypassword", "PINJAMAN", "pi_n",     "p",
                                        "pi",         "amount",   "event_id", "counterparty_kind",
                                        "auth",       "pinned" };

    for (size_t i = 0; i < sizeof fine / sizeof fine[0]; i++) {
        ck_assert_msg(!mapping_is_secret(span_of(fine[i])), "%s", fine[i]);
    }
    for (int f = 0; f < FIELD_COUNT; f++) {
        ck_assert(!mapping_is_secret(span_of(field_name((field)f))));
    }
}
END_TEST

UNIT_MAIN("mapping", the_canonical_mapping_copies_every_field, the_canonical_mapping_is_plain,
          a_shipped_mapping_is_found_by_its_name, every_shipped_mapping_loads,
          a_mapping_that_is_nowhere_is_named, settings_are_applied,
          what_stands_around_the_data_is_a_setting, a_column_with_a_question_mark_may_be_missing,
          an_amount_is_written_as_its_example, crlf_and_a_missing_last_newline_are_fine,
          an_enum_lists_its_pairs, steps_have_a_length_and_a_beginning,
          a_missing_rule_for_a_needed_field_is_named, a_bad_line_is_named_with_its_cause,
          more_rules_than_fit_are_refused, more_pairs_than_fit_are_refused,
          a_file_that_is_no_mapping_is_refused, the_separators_must_differ,
          secret_columns_are_told_by_whole_words, words_that_only_contain_a_secret_word_are_fine)
