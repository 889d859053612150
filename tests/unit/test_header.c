#include "decode/header.h"
#include "decode_fixture.h"

enum { NAMES_MAX = 300 };

static arena *memory;
static header head;
static jaga_error why;
static jaga_span names[NAMES_MAX];

static void open_memory_once(void)
{
    if (memory == NULL) {
        memory = new_arena((size_t)1 << 20);
    }
}

/* Binds the canonical mapping to columns given as "a,b,c". */
static jaga_status bind_with(const mapping *map, const char *columns)
{
    size_t count = 0;

    for (const char *at = columns;; at++) {
        const size_t length = strcspn(at, ",");
        names[count++] = (jaga_span){ at, (uint32_t)length };
        at += length;
        if (*at == '\0') {
            break;
        }
    }
    return header_bind(&head, map, names, count, "log.csv", 1, &why);
}

static jaga_status bind(const char *columns)
{
    open_memory_once();
    return bind_with(map_named(NULL, memory), columns);
}

static void refused(const char *columns, const char *column)
{
    ck_assert_msg(bind(columns) == JAGA_ERR_FORMAT, "%s was taken", columns);
    ck_assert_msg(strncmp(why.text, "log.csv: line 1: ", 17) == 0, "%s", why.text);
    ck_assert_msg(strstr(why.text, column) != NULL, "%s", why.text);
    ck_assert_ptr_null(strchr(why.text, '\n'));
}

START_TEST(columns_in_any_order_are_bound_to_their_fields)
{
    ck_assert_int_eq(bind("account,amount,type,ts,event_id"), JAGA_OK);
    ck_assert_uint_eq(head.bound_count, 5);
    ck_assert_uint_eq(head.columns, 5);
    for (size_t i = 0; i < head.bound_count; i++) {
        const jaga_span column = names[head.bound[i].column];
        ck_assert(span_is(column, field_name((field)head.bound[i].rule->target)));
    }
    ck_assert_str_eq(head.unknown, "");
}
END_TEST

START_TEST(a_missing_needed_column_is_named)
{
    refused("ts,type,account", "event_id");
    refused("event_id,type,account", "ts");
    refused("event_id,ts,account", "type");
    refused("event_id,ts,type", "account");
    refused("", "event_id");
    refused("EVENT_ID,TS,TYPE,ACCOUNT", "event_id");
}
END_TEST

START_TEST(a_column_that_stands_there_twice_is_named)
{
    refused("event_id,ts,type,account,amount,amount", "amount");
    refused("event_id,ts,type,account,x,y,x", "'x'");
}
END_TEST

START_TEST(a_secret_column_is_named_and_refused)
{
    refused("event_id,ts,type,account,otp", "'otp'");
    refused("event_id,ts,type,account,user_pin", "'user_pin'");
    refused("event_id,ts,type,account,otpCode", "'otpCode'");
}
END_TEST

START_TEST(a_column_that_only_sounds_like_a_secret_is_fine)
{
    ck_assert_int_eq(bind("event_id,ts,type,account,pinjaman,shipping"), JAGA_OK);
    ck_assert_str_eq(head.unknown, "pinjaman, shipping");
}
END_TEST

START_TEST(a_secret_column_passes_where_the_mapping_ignores_it)
{
    open_memory_once();
    mapping *map = map_named(NULL, memory);
    map->rules[map->rule_count++] =
        (mapping_rule){ .how = TRANSFORM_IGNORE, .target = -1, .source = span_of("otp") };

    ck_assert_int_eq(bind_with(map, "event_id,ts,type,account,otp"), JAGA_OK);
    ck_assert_str_eq(head.unknown, "");
    for (size_t i = 0; i < head.bound_count; i++) {
        ck_assert_uint_ne(head.bound[i].column, 4);
    }
    ck_assert_int_eq(bind_with(map, "event_id,ts,type,account,otp,pin"), JAGA_ERR_FORMAT);
}
END_TEST

/* Reading a secret into a field is not the same as ignoring it. */
START_TEST(a_secret_column_that_the_mapping_copies_is_refused)
{
    open_memory_once();
    mapping *map = map_named(NULL, memory);
    map->rules[map->rule_count++] =
        (mapping_rule){ .how = TRANSFORM_COPY, .target = FIELD_DETAIL, .source = span_of("otp") };

    ck_assert_int_eq(bind_with(map, "event_id,ts,type,account,otp"), JAGA_ERR_FORMAT);
}
END_TEST

START_TEST(a_secret_column_that_is_both_copied_and_ignored_is_not_read)
{
    open_memory_once();
    mapping *map = map_named(NULL, memory);
    map->rules[map->rule_count++] =
        (mapping_rule){ .how = TRANSFORM_IGNORE, .target = -1, .source = span_of("otp") };
    map->rules[map->rule_count++] =
        (mapping_rule){ .how = TRANSFORM_COPY, .target = FIELD_DETAIL, .source = span_of("otp") };

    const bool is_bound = bind_with(map, "event_id,ts,type,account,otp") == JAGA_OK;
    for (size_t i = 0; is_bound && i < head.bound_count; i++) {
        ck_assert_uint_ne(head.bound[i].column, 4);
    }
}
END_TEST

/* Without a header the first row is taken for one: nothing of it may stand in a message. */
START_TEST(a_row_of_data_in_place_of_the_header_is_not_quoted)
{
    static const char *const rows[] = { "e1,1769878800,transfer,w1,7777,7777",
                                        "e1,1769878800,transfer,w1,7777,x",
                                        "e1,1769878800,transfer,w1,7777,7777,password" };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        refused(rows[i], "event_id");
        ck_assert_msg(strstr(why.text, "7777") == NULL, "%s", why.text);
        ck_assert_str_eq(head.unknown, "");
    }
}
END_TEST

START_TEST(columns_that_no_rule_knows_are_listed)
{
    ck_assert_int_eq(bind("x,event_id,ts,y,type,account,z"), JAGA_OK);
    ck_assert_str_eq(head.unknown, "x, y, z");
}
END_TEST

START_TEST(a_long_list_of_unknown_columns_is_cut)
{
    char columns[4096] = "event_id,ts,type,account";

    for (int i = 0; i < 200; i++) {
        const size_t used = strlen(columns);
        (void)snprintf(columns + used, sizeof columns - used, ",another%d", i);
    }
    ck_assert_int_eq(bind(columns), JAGA_OK);
    ck_assert_uint_lt(strlen(head.unknown), sizeof head.unknown);
}
END_TEST

START_TEST(a_constant_needs_no_column)
{
    open_memory_once();
    mapping map = { .delimiter = ',' };
    map.rules[map.rule_count++] = (mapping_rule){ .how = TRANSFORM_CONST,
                                                  .target = FIELD_TYPE,
                                                  .argument = span_of("transfer") };

    ck_assert_int_eq(bind_with(&map, "a"), JAGA_OK);
    ck_assert_uint_eq(head.bound_count, 1);
}
END_TEST

START_TEST(one_column_may_serve_two_fields)
{
    open_memory_once();
    mapping *map = map_named("paysim", memory);

    ck_assert_msg(bind_with(map, "tx_id,step,action,amount,nameOrig,oldBalanceOrig,newBalanceOrig,"
                                 "nameDest,isFraud") == JAGA_OK,
                  "%s", why.text);
    ck_assert_str_eq(head.unknown, "");
    ck_assert_uint_eq(head.bound_count, 8);
}
END_TEST

UNIT_MAIN("header", columns_in_any_order_are_bound_to_their_fields,
          a_missing_needed_column_is_named, a_column_that_stands_there_twice_is_named,
          a_secret_column_is_named_and_refused, a_column_that_only_sounds_like_a_secret_is_fine,
          a_secret_column_passes_where_the_mapping_ignores_it,
          a_secret_column_that_the_mapping_copies_is_refused,
          a_secret_column_that_is_both_copied_and_ignored_is_not_read,
          a_row_of_data_in_place_of_the_header_is_not_quoted, columns_that_no_rule_knows_are_listed,
          a_long_list_of_unknown_columns_is_cut, a_constant_needs_no_column,
          one_column_may_serve_two_fields)
