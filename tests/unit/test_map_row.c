/* Foreign rows through a mapping given as text, by the decoder. */
#include "decode_fixture.h"
#include "temporary.h"

enum { OUT_BYTES = 1 << 14 };

#define NEEDED  "event_id,id,copy,\nts,time,copy,\ntype,kind,copy,\naccount,wallet,copy,\n"
#define WITHOUT "event_id,id,copy,\nts,time,copy,\naccount,wallet,copy,\n"

static char out[OUT_BYTES];
static jaga_error why;
static arena *memory;

static const mapping *map_of(const char *text)
{
    char path[TEMPORARY_BYTES];
    mapping *map = NULL;

    temporary_file(path, "map", text, strlen(text));
    ck_assert_msg(mapping_load(path, memory, &map, &why) == JAGA_OK, "%s", why.text);
    ck_assert_int_eq(remove(path), 0);
    return map;
}

/* All records as text, one a line; at the end "failed" if the source was refused. */
static const char *decode(const char *map, const char *log)
{
    memory = new_arena((size_t)8 << 20);
    memory_log input = { .text = log, .length = strlen(log), .chunk = 7 };
    decoder *from = open_memory(&input, map_of(map), 0);
    jaga_record record;
    decode_result result;
    size_t used = 0;

    out[0] = '\0';
    while ((result = decoder_next(from, true, memory, &record, &why)) == DECODE_RECORD) {
        used += write_record(&record, out + used, OUT_BYTES - used);
    }
    (void)snprintf(out + used, OUT_BYTES - used, "%s", result == DECODE_FAILED ? "failed" : "");
    decoder_close(from);
    return out;
}

static void gives(const char *map, const char *log, const char *want)
{
    ck_assert_str_eq(decode(map, log), want);
    arena_close(memory);
}

#define HEAD "id,time,kind,wallet,x,y\n"
#define ROW  "e1,1769878800,topup,w1,"

/* The amount that the column x becomes, or the reject. */
static void amount_is(const char *rule, const char *x, const char *want)
{
    char map[256], log[256], line[256];

    (void)snprintf(map, sizeof map, NEEDED "%s\n", rule);
    (void)snprintf(log, sizeof log, HEAD ROW "\"%s\",\n", x);
    (void)snprintf(line, sizeof line,
                   "2 e1 1769878800000000 topup w1 %s -9223372036854775808 IDR []\n", want);
    (void)decode(map, log);
    if (strncmp(want, "reject", 6) == 0) {
        ck_assert_msg(strncmp(out + 2, want, strlen(want)) == 0, "%s: %s", x, out);
    } else {
        ck_assert_msg(strcmp(out, line) == 0, "%s: %s", x, out);
    }
    arena_close(memory);
}

START_TEST(an_amount_has_the_separators_that_its_mapping_declares)
{
    amount_is("amount,x,amount,\"1.234,56\"", "150.000", "15000000");
    amount_is("amount,x,amount,1234.56", "150.000", "15000");
    amount_is("amount,x,amount,\"1,234.56\"", "150,000.5", "15000050");
    amount_is("amount,x,amount,\"1.234,56\"", "1.50", "reject bad-amount");
    amount_is("amount,x,amount,\"Rp 1.234,56\"", "Rp 150.000", "15000000");
    amount_is("amount,x,amount,\"Rp 1.234,56\"", "Rp150.000,00", "15000000");
    amount_is("amount,x,amount,\"Rp 1.234,56\"", " 150.000 ", "15000000");
    amount_is("amount,x,amount,\"Rp 1.234,56\"", "USD 150", "reject bad-amount");
    amount_is("amount,x,amount,\"1.234,56 IDR\"", "150 IDR", "15000");
    amount_is("@group,,,.\n@decimal,,,\",\"\namount,x,amount,", "1.500,25", "150025");
}
END_TEST

/* Programs that count money in binary fractions write their noise. */
START_TEST(noise_is_rounded_where_the_mapping_says_so)
{
    amount_is("amount,x,amount,1234.56", "85.64999999999999", "reject bad-amount");
    amount_is("amount,x,amount,1234.56...", "85.64999999999999", "8565");
    amount_is("amount,x,amount,1234.56...", "85.64499999999999", "8564");
    amount_is("amount,x,amount,1234.56...", "99.995", "10000");
    amount_is("amount,x,amount,1234.56...", "85.6", "8560");
    amount_is("amount,x,amount,1234.56...", "85", "8500");
    amount_is("amount,x,amount,1234.56...", "85.6x", "reject bad-amount");
    amount_is("amount,x,amount,1234.56...", "8.5e1", "reject bad-amount");
}
END_TEST

START_TEST(a_sign_is_taken_where_the_mapping_expects_one)
{
    amount_is("amount,x,amount,1234.56", "-5", "reject bad-amount");
    amount_is("amount,x,amount,-1234.56", "-5", "500");
    amount_is("amount,x,amount,-1234.56", "+5", "500");
    amount_is("amount,x,amount,-1234.56", "--5", "reject bad-amount");
    amount_is("amount,x,amount,-Rp1234.56", "-Rp 5", "500");
    amount_is("amount,x,amount,-Rp1234.56", "Rp -5", "500");
}
END_TEST

START_TEST(a_balance_keeps_its_sign)
{
    gives(NEEDED "amount,x,amount,\nbalance,y,amount,\"-Rp1.234,56\"\n", HEAD ROW "5,Rp -1.500\n",
          "2 e1 1769878800000000 topup w1 500 -150000 IDR []\n");
    gives(NEEDED "amount,x,amount,\nbalance,y,amount,\"-Rp1.234,56\"\n", HEAD ROW "5,-1.500\n",
          "2 e1 1769878800000000 topup w1 500 -150000 IDR []\n");
}
END_TEST

START_TEST(a_sign_tells_the_direction)
{
    gives(WITHOUT "amount,x,signed,\ntype,,direction,in=receive;out=transfer\n",
          HEAD "e1,1769878800,,w1,-5,\ne2,1769878801,,w1,7,\ne3,1769878802,,w1,,\n",
          "2 e1 1769878800000000 transfer w1 500 -9223372036854775808 IDR []\n"
          "3 e2 1769878801000000 receive w1 700 -9223372036854775808 IDR []\n"
          "4 reject unknown-type: the type is none of the schema's\n");
}
END_TEST

START_TEST(of_two_columns_the_filled_one_tells_the_direction)
{
    gives(WITHOUT "type,,direction,in=receive;out=transfer\namount,x,in,\namount,y,out,-1234.56\n",
          HEAD "e1,1769878800,,w1,5,\ne2,1769878801,,w1,,7\ne3,1769878802,,w1,0.00,-9\n"
               "e4,1769878803,,w1,8,0.00\ne5,1769878804,,w1,5,5\ne6,1769878805,,w1,0.00,\n",
          "2 e1 1769878800000000 receive w1 500 -9223372036854775808 IDR []\n"
          "3 e2 1769878801000000 transfer w1 700 -9223372036854775808 IDR []\n"
          "4 e3 1769878802000000 transfer w1 900 -9223372036854775808 IDR []\n"
          "5 e4 1769878803000000 receive w1 800 -9223372036854775808 IDR []\n"
          "6 reject two-amounts: money in and money out are both filled\n"
          "7 reject unknown-type: the type is none of the schema's\n");
}
END_TEST

/* A kind that the table knows comes first; the direction is for the rest. */
START_TEST(the_first_rule_that_says_something_is_heard)
{
    gives(WITHOUT "type,,direction,in=receive;out=transfer\ntype,kind,enum,Cash*=withdraw;*=\n"
                  "amount,x,signed,\n",
          HEAD "e1,1769878800,Cash at till,w1,-5,\ne2,1769878801,Other,w1,-7,\n",
          "2 e1 1769878800000000 withdraw w1 500 -9223372036854775808 IDR []\n"
          "3 e2 1769878801000000 transfer w1 700 -9223372036854775808 IDR []\n");
    gives(NEEDED "amount,x,copy,\ncounterparty,first?,copy,\ncounterparty,y,copy,\n"
                 "counterparty,,const,nobody\n",
          HEAD ROW "5,w2\n" ROW "5,\n",
          "2 e1 1769878800000000 topup w1 500 -9223372036854775808 IDR [w2]\n"
          "3 e1 1769878800000000 topup w1 500 -9223372036854775808 IDR [nobody]\n");
}
END_TEST

START_TEST(times_are_read_by_their_format_or_unit)
{
    static const char rest[] = "event_id,id,copy,\ntype,kind,copy,\naccount,wallet,copy,\n";
    char map[512];

    (void)snprintf(map, sizeof map, "%sts,time,date,%%d/%%m/%%Y %%H:%%M +07:00\n", rest);
    gives(map, HEAD "e1,01/02/2026 00:00,login,w1,,\ne2,2026-02-01,login,w1,,\n",
          "2 e1 1769878800000000 login w1 -9223372036854775808 -9223372036854775808 IDR []\n"
          "3 reject bad-time: the time is not written as the mapping's date format says\n");
    (void)snprintf(map, sizeof map, "%sts,time,epoch,ms\n", rest);
    gives(map,
          HEAD "e1,1769878800123,login,w1,,\ne2,1e9,login,w1,,\ne3,,login,w1,,\n"
               "e4,99999999999999999,login,w1,,\n",
          "2 e1 1769878800123000 login w1 -9223372036854775808 -9223372036854775808 IDR []\n"
          "3 reject bad-time: not a whole number\n4 reject bad-time: not a whole number\n"
          "5 reject bad-time: the year is outside 1971..2100\n");
}
END_TEST

START_TEST(texts_are_trimmed)
{
    gives("event_id,id,trim,'#\nts,time,trim,\ntype,kind,trim,\naccount,wallet,trim,\n",
          HEAD " '#e1' , 1769878800 ,\tlogin, w1 ,,\n",
          "2 e1 1769878800000000 login w1 -9223372036854775808 -9223372036854775808 IDR []\n");
}
END_TEST

START_TEST(ids_are_made_of_rows_columns_and_files)
{
    gives("event_id,,row,bank-\nts,time,copy,\ntype,kind,copy,\naccount,,file,\n",
          HEAD "x,1769878800,login,w1,,\nx,1769878801,login,w1,,\n",
          "2 bank-2 1769878800000000 login log -9223372036854775808 -9223372036854775808 IDR []\n"
          "3 bank-3 1769878801000000 login log -9223372036854775808 -9223372036854775808 IDR []\n");
}
END_TEST

static void id_of(const char *log, char id[27])
{
    (void)decode("event_id,,hash,x;y\nts,time,copy,\ntype,kind,copy,\naccount,wallet,copy,\n", log);
    ck_assert_uint_gt(strlen(out), 30);
    memcpy(id, out + 2, 26);
    id[26] = '\0';
    arena_close(memory);
}

static void detail_is(const char *rules, const char *row, const char *want)
{
    char map[512], log[512];
    jaga_record record;

    (void)snprintf(map, sizeof map, NEEDED "%s", rules);
    (void)snprintf(log, sizeof log, HEAD "e1,1769878800,login,w1,%s\n", row);
    memory = new_arena((size_t)8 << 20);
    memory_log input = { .text = log, .length = strlen(log), .chunk = 7 };
    decoder *from = open_memory(&input, map_of(map), 0);
    ck_assert_int_eq(decoder_next(from, true, memory, &record, &why), DECODE_RECORD);
    ck_assert_int_eq(record.kind, JAGA_RECORD_EVENT);
    ck_assert_msg(span_is(record.event.detail, want), "%.*s", (int)record.event.detail.length,
                  record.event.detail.at);
    decoder_close(from);
    arena_close(memory);
}

START_TEST(a_detail_is_made_of_several_columns)
{
    detail_is("detail,x,copy,asn\ndetail,y,copy,os\n", "23693,android", "asn=23693;os=android");
    detail_is("detail,x,copy,asn\nref,,hash,x\ndetail,y,copy,os\n", ",ios", "os=ios");
    detail_is("detail,x,copy,asn\ndetail,y,copy,os\n", "1;os=x,ios", "os=ios");
    detail_is("detail,x,copy,\ndetail,y,copy,os\n", "a=1;b=2,ios", "a=1;b=2");
    detail_is("detail,x,copy,asn\n", ",", "");
}
END_TEST

static void ref_is(const char *rule, const char *want)
{
    char map[512];
    jaga_record record;
    static const char log[] = HEAD "e1,1769878800,login,w1,e0,\n";

    (void)snprintf(map, sizeof map, NEEDED "%s", rule);
    memory = new_arena((size_t)8 << 20);
    memory_log input = { .text = log, .length = strlen(log), .chunk = 7 };
    decoder *from = open_memory(&input, map_of(map), 0);
    ck_assert_int_eq(decoder_next(from, true, memory, &record, &why), DECODE_RECORD);
    ck_assert_int_eq(record.kind, JAGA_RECORD_EVENT);
    ck_assert(span_is(record.event.ref, want));
    decoder_close(from);
    arena_close(memory);
}

START_TEST(a_reference_to_itself_is_none)
{
    ref_is("ref,id,copy,\n", "");
    ref_is("ref,x,copy,\n", "e0");
}
END_TEST

START_TEST(a_hash_is_of_its_columns_and_nothing_else)
{
    char first[27], same[27], shifted[27];

    id_of(HEAD "1,1769878800,login,w1,ab,c\n", first);
    id_of("y,x,id,time,kind,wallet\nc,ab,2,1769878801,login,w2\n", same);
    id_of(HEAD "1,1769878800,login,w1,a,bc\n", shifted);
    ck_assert_str_eq(first, same);
    ck_assert_str_ne(first, shifted);
}
END_TEST

START_TEST(lines_around_the_data_are_no_data)
{
    static const char map[] =
        "@header,,,\"id,time\"\n@footer,,,Total\n@prefix,,,`\n" NEEDED "amount,x,amount,\n";

    gives(map,
          "\xEF\xBB\xBFStatement of July\nid is not the first,\n\n" HEAD
          "`e1,`1769878800,`topup,`w1,`5,`\n\nTotal,1\n`1,2\ne9,1,topup,w1,5,\n",
          "5 e1 1769878800000000 topup w1 500 -9223372036854775808 IDR []\n");
    gives(map, "Statement of July\n", "failed");
    ck_assert_ptr_nonnull(strstr(why.text, "@header"));
}
END_TEST

START_TEST(a_missing_column_is_named_with_its_line)
{
    gives("@header,,,id\n" NEEDED "ref,parent,copy,\n", "Statement\n" HEAD, "failed");
    ck_assert_msg(strstr(why.text, "log.csv: line 2: no column 'parent'") != NULL, "%s", why.text);
    gives(NEEDED "ref,,hash,x;parent\n", HEAD, "failed");
    ck_assert_msg(strstr(why.text, "line 1: no column 'parent'") != NULL, "%s", why.text);
}
END_TEST

START_TEST(a_secret_is_not_hashed_either)
{
    gives(NEEDED "ref,,hash,x;pin\n,pin,ignore,\n", "id,time,kind,wallet,x,pin\n", "failed");
    ck_assert_msg(strstr(why.text, "secret") != NULL, "%s", why.text);
}
END_TEST

UNIT_MAIN("map_row", an_amount_has_the_separators_that_its_mapping_declares,
          noise_is_rounded_where_the_mapping_says_so, a_sign_is_taken_where_the_mapping_expects_one,
          a_balance_keeps_its_sign, a_sign_tells_the_direction,
          of_two_columns_the_filled_one_tells_the_direction,
          the_first_rule_that_says_something_is_heard, times_are_read_by_their_format_or_unit,
          texts_are_trimmed, ids_are_made_of_rows_columns_and_files,
          a_detail_is_made_of_several_columns, a_reference_to_itself_is_none,
          a_hash_is_of_its_columns_and_nothing_else, lines_around_the_data_are_no_data,
          a_missing_column_is_named_with_its_line, a_secret_is_not_hashed_either)
