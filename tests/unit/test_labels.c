#include "pipeline/labels.h"
#include "temporary.h"

#include "base/when.h"

#include <string.h>

#define HEADER "account,from,to,outcome,known_at,event_id\n"
#define FROM   "2026-01-10T00:00:00Z"
#define UNTIL  "2026-01-10T02:00:00Z"
#define THEFT  "a," FROM "," UNTIL ",theft,,\n"

static const int64_t day_us = INT64_C(86400) * 1000000;
static labels known;
static jaga_error why;

static jaga_span span_of(const char *text)
{
    return (jaga_span){ text, (uint32_t)strlen(text) };
}

static jaga_status read_text(const char *text)
{
    static arena *memory;
    char path[TEMPORARY_BYTES];

    if (memory == NULL) {
        ck_assert_int_eq(arena_open((size_t)8 << 30, &memory, NULL), JAGA_OK);
    }
    temporary_file(path, "labels", text, strlen(text));
    const jaga_status status = labels_read(&known, path, 7 * day_us, memory, &why);
    ck_assert_int_eq(remove(path), 0);
    return status;
}

static void took(const char *text)
{
    why.text[0] = '\0';
    ck_assert_msg(read_text(text) == JAGA_OK, "%s", why.text);
}

static void refused(const char *text, const char *line_and_cause)
{
    ck_assert_msg(read_text(text) == JAGA_ERR_FORMAT, "'%s' was taken", text);
    ck_assert_ptr_nonnull(strstr(why.text, "/labels-"));
    const size_t length = strlen(why.text), tail = strlen(line_and_cause);
    ck_assert_msg(length > tail && strcmp(why.text + length - tail, line_and_cause) == 0, "%s",
                  why.text);
}

static int64_t us_of(const char *when)
{
    int64_t us = 0;

    ck_assert_ptr_null(when_parse(span_of(when), &us));
    return us;
}

static label_answer asked(const char *account, const char *event, const char *when)
{
    return labels_about(&known, hash_text128(span_of(account)), hash_text128(span_of(event)),
                        us_of(when));
}

static label_word about(const char *account, const char *event, const char *when)
{
    return asked(account, event, when).word;
}

START_TEST(a_span_speaks_of_its_rows_and_leaves_the_two_weeks_after_open)
{
    took(HEADER THEFT);
    ck_assert_int_eq(about("a", "x", "2026-01-09T23:59:59.999999Z"), LABEL_NONE);
    ck_assert_int_eq(about("a", "x", FROM), LABEL_THEFT);
    ck_assert_int_eq(about("a", "x", UNTIL), LABEL_THEFT);
    ck_assert_int_eq(about("a", "x", "2026-01-10T02:00:00.000001Z"), LABEL_UNSURE);
    ck_assert_int_eq(about("a", "x", "2026-01-24T02:00:00Z"), LABEL_UNSURE);
    ck_assert_int_eq(about("a", "x", "2026-01-24T02:00:00.000001Z"), LABEL_NONE);
    ck_assert_int_eq(about("b", "x", FROM), LABEL_NONE);
}
END_TEST

START_TEST(a_false_alarm_leaves_nothing_open)
{
    took(HEADER "a," FROM "," UNTIL ",false_alarm,,\n");
    ck_assert_int_eq(about("a", "x", FROM), LABEL_OWNER);
    ck_assert_int_eq(about("a", "x", "2026-01-11T00:00:00Z"), LABEL_NONE);
}
END_TEST

START_TEST(what_is_neither_theft_nor_alarm_is_not_to_be_learned_from)
{
    static const char *const words[] = { "scam", "first_party", "inconclusive", "unclear" };
    char text[256];

    for (size_t i = 0; i < 4; i++) {
        (void)snprintf(text, sizeof text, HEADER "a," FROM "," UNTIL ",%s,,\n", words[i]);
        took(text);
        ck_assert_int_eq(about("a", "x", FROM), LABEL_UNSURE);
    }
}
END_TEST

START_TEST(an_event_goes_before_the_span_it_lies_in)
{
    took(HEADER THEFT "a,,,false_alarm,,mine\nb,,,theft,,his\n");
    ck_assert_int_eq(about("a", "mine", FROM), LABEL_OWNER);
    ck_assert_int_eq(about("a", "other", FROM), LABEL_THEFT);
    ck_assert_int_eq(about("b", "his", "2020-01-01T00:00:00Z"), LABEL_THEFT);
    ck_assert_int_eq(about("b", "mine", FROM), LABEL_NONE);
    ck_assert_int_eq(about("a", "his", "2020-01-01T00:00:00Z"), LABEL_NONE);
}
END_TEST

START_TEST(a_label_arrives_when_it_says_or_after_the_delay)
{
    took(HEADER THEFT "b," FROM "," UNTIL ",theft,2026-01-12T00:00:00Z,\nc,,,theft,,his\n");
    const int64_t asked_us = us_of("2026-01-10T01:00:00Z");
    const label *of_a = asked("a", "x", FROM).label, *of_b = asked("b", "x", FROM).label;
    const label *of_c = asked("c", "his", FROM).label;
    ck_assert_int_eq(labels_known_us(&known, of_a, asked_us), us_of(UNTIL) + 7 * day_us);
    ck_assert_int_eq(labels_known_us(&known, of_b, asked_us), us_of("2026-01-12T00:00:00Z"));
    ck_assert_int_eq(labels_known_us(&known, of_c, asked_us), asked_us + 7 * day_us);
}
END_TEST

/* Against the plain reading of the rules, over many labels of few accounts. */
START_TEST(every_answer_is_that_of_going_through_the_file)
{
    static char text[1 << 16];
    uint64_t state = 7;
    int64_t from_s[200], until_s[200];
    int account[200];
    size_t used = (size_t)snprintf(text, sizeof text, HEADER);
    const int64_t base_s = 1768003200;

    for (int i = 0; i < 200; i++) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        account[i] = (int)(state >> 33) % 10;
        from_s[i] = base_s + (int64_t)(state >> 40) % 8000000;
        until_s[i] = from_s[i] + (int64_t)(state >> 20) % 20000;
        used += (size_t)snprintf(text + used, sizeof text - used, "a%d,%lld,%lld,theft,,\n",
                                 account[i], (long long)from_s[i], (long long)until_s[i]);
    }
    took(text);
    for (int64_t at_s = base_s; at_s < base_s + 9500000; at_s += 3333) {
        const int who = (int)(at_s / 3333 % 10);
        label_word wanted = LABEL_NONE;
        for (int i = 0; i < 200; i++) {
            const int64_t after = at_s - until_s[i];
            if (account[i] == who && at_s >= from_s[i] && after <= 0) {
                wanted = LABEL_THEFT;
            } else if (account[i] == who && after > 0 && after <= 14 * 86400 &&
                       wanted == LABEL_NONE) {
                wanted = LABEL_UNSURE;
            }
        }
        char name[8];
        (void)snprintf(name, sizeof name, "a%d", who);
        const hash128 id = hash_text128(span_of(name)), none = hash_text128(span_of("x"));
        ck_assert_int_eq(labels_about(&known, id, none, at_s * 1000000).word, wanted);
    }
}
END_TEST

START_TEST(labels_that_contradict_each_other_are_refused_by_line)
{
    refused(HEADER THEFT "a,2026-01-10T02:00:00Z,2026-01-10T03:00:00Z,false_alarm,,\n",
            "line 3: says another outcome than line 2");
    refused(HEADER "a,,,theft,,e\nb,,,theft,,e\na,,,false_alarm,,e\n",
            "line 4: says another outcome than line 2");
    /* The long one reaches over the short one between them. */
    refused(HEADER "a,2026-01-10T00:00:00Z,2026-01-20T00:00:00Z,theft,,\n"
                   "a,2026-01-11T00:00:00Z,2026-01-12T00:00:00Z,theft,,\n"
                   "a,2026-01-15T00:00:00Z,2026-01-16T00:00:00Z,unclear,,\n",
            "line 4: says another outcome than line 2");
    took(HEADER THEFT THEFT "a,2026-01-10T02:00:01Z,2026-01-10T03:00:00Z,false_alarm,,\n"
                            "b," FROM "," UNTIL ",false_alarm,,\n");
}
END_TEST

START_TEST(what_is_no_label_is_refused_by_line_and_cause)
{
    refused("", "line 1: the file is empty");
    refused("account,from,to,outcome\n", "line 1: there is no column known_at");
    refused(HEADER "a," FROM "," UNTIL ",stolen,,\n",
            "line 2: outcome is none of theft, false_alarm, scam, first_party, inconclusive, "
            "unclear");
    refused(HEADER "a," UNTIL "," FROM ",theft,,\n", "line 2: to is before from");
    refused(HEADER "a,soon," UNTIL ",theft,,\n", "line 2: from is no time");
    refused(HEADER "a," FROM ",later,theft,,\n", "line 2: to is no time");
    refused(HEADER "a," FROM "," UNTIL ",theft,x,\n", "line 2: known_at is no time");
    refused(HEADER "a," FROM "," UNTIL ",theft,2026-01-09T23:59:59Z,\n",
            "line 2: known_at is before from");
    refused(HEADER "a," FROM ",,theft,,\n",
            "line 2: from or to is empty, and no event_id says which row is meant");
    refused(HEADER "," FROM "," UNTIL ",theft,,\n", "line 2: account is empty");
    refused(HEADER THEFT "a," FROM "\n", "line 3: not as many fields as the header has");
}
END_TEST

START_TEST(a_label_says_where_it_comes_from)
{
    took("account,source,from,to,outcome,known_at\n"
         "a,reviewed," FROM "," UNTIL ",theft,\nb,reported," FROM "," UNTIL ",theft,\n"
         "c,explored," FROM "," UNTIL ",theft,\nd,," FROM "," UNTIL ",theft,\n");
    ck_assert_int_eq(asked("a", "x", FROM).label->source, JAGA_LABEL_REVIEWED);
    ck_assert_int_eq(asked("b", "x", FROM).label->source, JAGA_LABEL_REPORTED);
    ck_assert_int_eq(asked("c", "x", FROM).label->source, JAGA_LABEL_EXPLORED);
    ck_assert_int_eq(asked("d", "x", FROM).label->source, JAGA_LABEL_REPORTED);
    took(HEADER THEFT);
    ck_assert_int_eq(asked("a", "x", FROM).label->source, JAGA_LABEL_REPORTED);
    refused("account,from,to,outcome,known_at,source\na," FROM "," UNTIL ",theft,,heard\n",
            "line 2: source is none of reported, reviewed, explored");
}
END_TEST

UNIT_MAIN("labels", a_label_says_where_it_comes_from,
          a_span_speaks_of_its_rows_and_leaves_the_two_weeks_after_open,
          a_false_alarm_leaves_nothing_open,
          what_is_neither_theft_nor_alarm_is_not_to_be_learned_from,
          an_event_goes_before_the_span_it_lies_in, a_label_arrives_when_it_says_or_after_the_delay,
          every_answer_is_that_of_going_through_the_file,
          labels_that_contradict_each_other_are_refused_by_line,
          what_is_no_label_is_refused_by_line_and_cause)
