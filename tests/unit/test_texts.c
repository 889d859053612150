#include "desk/texts.h"
#include "unit.h"

#include "base/column_text.h"
#include "desk/case_machine.h"
#include "desk/dispute_machine.h"
#include "desk/identity.h"
#include "desk/restore.h"

#include <stdio.h>
#include <string.h>

static const texts_language languages[] = { TEXTS_EN, TEXTS_ID, TEXTS_ZH };

static const char *copy(jaga_span span, char *room, size_t size)
{
    (void)snprintf(room, size, "%.*s", (int)span.length, span.at);
    return room;
}

/* The names in braces, in alphabetical order: "date short ". */
static void fields_of(jaga_span text, char out[200])
{
    char names[12][20] = { "" };
    size_t count = 0;

    for (uint32_t i = 0; i < text.length; i++) {
        if (text.at[i] == '{') {
            const char *end = memchr(text.at + i, '}', text.length - i);
            ck_assert_msg(end != NULL, "an open brace in %.*s", (int)text.length, text.at);
            ck_assert_uint_lt(count, 12);
            (void)snprintf(names[count++], sizeof names[0], "%.*s",
                           (int)(end - text.at) - (int)i - 1, text.at + i + 1);
        }
    }
    qsort(names, count, sizeof names[0], (int (*)(const void *, const void *))strcmp);
    out[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        (void)strcat(strcat(out, names[i]), " ");
    }
}

START_TEST(every_text_in_all_three_languages_with_the_same_fields)
{
    jaga_span key, text;
    size_t counts[TEXTS_LANGUAGE_COUNT] = { 0 };

    for (size_t l = 0; l < 3; l++) {
        for (size_t i = 0; texts_at(languages[l], i, &key, &text); i++) {
            char name[80], english[200], here[200];
            jaga_span original;
            bool is_english = true;
            counts[l]++;
            ck_assert_msg(texts_find(TEXTS_EN, copy(key, name, sizeof name), &original, NULL),
                          "%s has no English text", name);
            fields_of(original, english);
            fields_of(text, here);
            ck_assert_msg(strcmp(english, here) == 0, "%s: fields %s, in English %s", name, here,
                          english);
            ck_assert(texts_find(languages[l], name, &original, &is_english));
            ck_assert_int_eq(is_english, languages[l] == TEXTS_EN);
            ck_assert_msg(original.at == text.at, "%s stands there twice", name);
        }
    }
    ck_assert_uint_ge(counts[0], 120);
    ck_assert_uint_eq(counts[0], counts[1]);
    ck_assert_uint_eq(counts[0], counts[2]);
}
END_TEST

static void has(const char *prefix, const char *name)
{
    char key[80];
    jaga_span text;

    (void)snprintf(key, sizeof key, "%s%s", prefix, name);
    ck_assert_msg(texts_find(TEXTS_EN, key, &text, NULL), "no text %s", key);
}

START_TEST(every_state_and_item_has_its_words)
{
    const machine *theft = case_machine(), *dispute = dispute_machine();

    for (uint8_t i = 1; i < theft->state_count; i++) {
        has("case.", theft->states[i]);
    }
    for (uint8_t i = 1; i < dispute->state_count; i++) {
        has("dispute.", dispute->states[i]);
    }
    for (int i = 0; i < RESTORE_ITEM_COUNT; i++) {
        has("restore.", restore_item_key((restore_item)i));
    }
    for (int i = 0; i < IDENTITY_EVIDENCE_COUNT; i++) {
        has("identity.", identity_evidence_name((identity_evidence)i));
    }
    for (const char *const *key = identity_forbidden(); *key != NULL; key++) {
        has("", *key);
    }
    static const char *const scripts[] = { "s1.acked", "s1.asked", "s2", "s3.acked",
                                           "s3.asked", "s4",       "s5", "s6.acked",
                                           "s6.asked", "s7",       "s8", "s9",
                                           "s10" };
    for (size_t i = 0; i < sizeof scripts / sizeof scripts[0]; i++) {
        has("script.", scripts[i]);
    }
}
END_TEST

static bool contains(const char *text, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (strstr(text, *words) != NULL) {
            return true;
        }
    }
    return false;
}

/* Lower case, and the call code, which we tell and do not ask for, made unsuspicious. */
static void plain(const char *text, char *out, size_t size)
{
    static const char *const harmless[] = { "call code", "kode panggilan", "来电核对码", "{code}" };

    (void)snprintf(out, size, "%s", text);
    for (char *at = out; *at != '\0'; at++) {
        *at = *at >= 'A' && *at <= 'Z' ? (char)(*at + 32) : *at;
    }
    for (size_t i = 0; i < sizeof harmless / sizeof harmless[0]; i++) {
        for (char *at = out; (at = strstr(at, harmless[i])) != NULL;) {
            memset(at, '_', strlen(harmless[i]));
        }
    }
}

/* What is wrong with one sentence, NULL when nothing is. A secret or an act that thieves ask for
 * may be named only to say no to it, or where the customer is told to set a new one in the app. */
static const char *wrong_in_sentence(const char *sentence, bool may_set)
{
    static const char *const secrets[] = { "pin",         "password",    "otp",    " code",
                                           "cvv",         "kata sandi",  "kode ",  "kode/",
                                           "密码",        "验证码",      "安全码", "恢复码",
                                           "card number", "nomor kartu", "卡号",   NULL };
    static const char *const acts[] = { "move money",
                                        "safe account",
                                        "install",
                                        "open a link",
                                        "a fee",
                                        "memindahkan uang",
                                        "rekening aman",
                                        "memasang",
                                        "membuka tautan",
                                        "biaya",
                                        "转账",
                                        "安全账户",
                                        "点链接",
                                        "安装",
                                        "收费",
                                        "付费",
                                        "remote",
                                        "jarak jauh",
                                        NULL };
    static const char *const no[] = { "never",   " not ",          "n't",    "nobody",
                                      "do not",  "tidak",          "jangan", "绝不",
                                      "不",      "切勿",           "勿",     "从不",
                                      "whoever", "siapa pun yang", "凡",     "stolen",
                                      "dicuri",  "被盗",           NULL };
    static const char *const asks[] = { "tell us",  "tell me", "read me", "read out",
                                        "send us",  "give us", "give me", "share",
                                        "sebutkan", "berikan", "kirim ",  "bacakan ke kami",
                                        "告诉我",   "发给",    "提供给",  "报给",
                                        NULL };
    const bool names_secret = contains(sentence, secrets);
    const bool says_no = contains(sentence, no);

    if (contains(sentence, acts) && !says_no) {
        return "asks for what thieves ask for";
    }
    if (names_secret && !says_no && (!may_set || contains(sentence, asks))) {
        return "asks for a secret";
    }
    return NULL;
}

static const char *wrong_in(const char *key, const char *text)
{
    static const char *const ends[] = { ". ", "? ", "; ", "。", "；", "？" };
    const bool may_set = strncmp(key, "restore.", 8) == 0 || strncmp(key, "tip.", 4) == 0;
    char room[2000];

    if (strncmp(key, "never.", 6) == 0 || strcmp(key, "guide.transfer") == 0) {
        return NULL; /* the list of what is forbidden, and how one's own money is sent */
    }
    plain(text, room, sizeof room);
    for (char *at = room; *at != '\0';) {
        char *next = at + strlen(at);
        size_t skip = 0;
        for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
            char *end = strstr(at, ends[i]);
            if (end != NULL && end < next) {
                next = end;
                skip = strlen(ends[i]);
            }
        }
        const char saved = *next;
        *next = '\0';
        const char *wrong = wrong_in_sentence(at, may_set);
        *next = saved;
        if (wrong != NULL) {
            return wrong;
        }
        at = next + skip;
    }
    return NULL;
}

START_TEST(no_text_asks_for_a_forbidden_thing)
{
    jaga_span key, text;

    for (size_t l = 0; l < 3; l++) {
        for (size_t i = 0; texts_at(languages[l], i, &key, &text); i++) {
            char name[80], words[2000];
            const char *wrong =
                wrong_in(copy(key, name, sizeof name), copy(text, words, sizeof words));
            ck_assert_msg(wrong == NULL, "%s %s: %s", texts_language_code(languages[l]), name,
                          wrong);
        }
    }
}
END_TEST

/* The reader above is worth something only when it finds what it looks for. */
START_TEST(the_lint_finds_forbidden_requests)
{
    static const char *const bad[] = {
        "Please tell us your PIN.",
        "Thank you. What is the OTP you received?",
        "I will never ask for your password. Now read me the code.",
        "Mohon sebutkan kode yang Anda terima.",
        "Berikan kata sandi Anda kepada petugas.",
        "请告诉我验证码。",
        "请提供支付密码，以便核实。",
        "Please move money to the safe account we opened for you.",
        "Install the app that my colleague sends you.",
        "Biaya pengembalian dana adalah Rp 50.000.",
        "请先转账到安全账户。",
        "What is your full card number?",
    };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        ck_assert_msg(wrong_in("script.x", bad[i]) != NULL, "not found: %s", bad[i]);
    }
    ck_assert_ptr_nonnull(wrong_in("restore.x", "Set a new PIN and tell us."));
    ck_assert_ptr_null(wrong_in("restore.x", "Set a new PIN in the app."));
    ck_assert_ptr_null(wrong_in("script.x", "Compare the call code in your app."));
}
END_TEST

/* Before the ledger has answered nothing is called blocked, paused or locked. */
START_TEST(nothing_is_stopped_before_the_ledger_says_so)
{
    static const char *const claims[] = {
        "have paused",       "now fully locked", "are blocked", "done,",
        "menahan sementara", "sekarang dikunci", "selesai,",    "已暂停",
        "现已全面锁定",      "已完成",           "已被阻止",    NULL
    };
    jaga_span key, text;
    int pairs = 0;

    for (size_t l = 0; l < 3; l++) {
        for (size_t i = 0; texts_at(languages[l], i, &key, &text); i++) {
            char name[80], words[2000];
            (void)copy(key, name, sizeof name);
            if (key.length > 6 && strcmp(name + key.length - 6, ".asked") == 0) {
                jaga_span acked;
                ck_assert(!contains(copy(text, words, sizeof words), claims));
                name[key.length - 6] = '\0';
                ck_assert(texts_find_hold(languages[l], name, true, &acked));
                ck_assert_ptr_ne(acked.at, text.at);
                pairs++;
            }
        }
        ck_assert(texts_find(languages[l], "case.CONTAINING", &text, NULL));
        char words[2000];
        ck_assert(!contains(copy(text, words, sizeof words), claims));
    }
    ck_assert_int_eq(pairs, 3 * 4);
}
END_TEST

/* Every answer to a claim says why, and where to go next: us, the authority, the dispute body. */
START_TEST(every_answer_states_rights_and_the_next_step)
{
    static const char *const answers[] = {
        "complaint.response.accept", "complaint.response.partial", "complaint.response.reject",
        "dispute.DECIDED_REFUND",    "dispute.DECIDED_PARTIAL",    "dispute.DECIDED_REJECT"
    };
    static const char *const needed[] = { "{reasons}", "{contact}", "{authority}",
                                          "{dispute_body}" };

    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
        for (size_t l = 0; l < 3; l++) {
            jaga_span text;
            char words[2000];
            ck_assert(texts_find(languages[l], answers[i], &text, NULL));
            (void)copy(text, words, sizeof words);
            for (size_t k = 0; k < sizeof needed / sizeof needed[0]; k++) {
                ck_assert_msg(strstr(words, needed[k]) != NULL, "%s %s lacks %s",
                              texts_language_code(languages[l]), answers[i], needed[k]);
            }
        }
    }
}
END_TEST

static size_t letters(const char *text)
{
    size_t count = 0;

    for (; *text != '\0'; text++) {
        count += ((unsigned char)*text & 0xc0) != 0x80;
    }
    return count;
}

/* 160 letters of the GSM alphabet or 70 of another; no link, no amount, no name. */
START_TEST(a_short_message_is_short)
{
    static const texts_field fields[] = { { "wallet", "DompetKita" }, { "short", "12345674" } };
    jaga_error err;

    for (size_t l = 0; l < 3; l++) {
        jaga_span text;
        char out[400];
        ck_assert(texts_find(languages[l], "script.s9", &text, NULL));
        ck_assert_int_eq(texts_fill(text, fields, 2, out, sizeof out, &err), JAGA_OK);
        ck_assert_uint_le(letters(out), languages[l] == TEXTS_ZH ? 70 : 160);
        ck_assert_ptr_null(strstr(out, "http"));
        ck_assert_ptr_null(strstr(out, "Rp"));
    }
}
END_TEST

START_TEST(no_text_holds_a_link)
{
    jaga_span key, text;

    for (size_t l = 0; l < 3; l++) {
        for (size_t i = 0; texts_at(languages[l], i, &key, &text); i++) {
            char words[2000];
            (void)copy(text, words, sizeof words);
            ck_assert_ptr_null(strstr(words, "://"));
            ck_assert_ptr_null(strstr(words, "www."));
        }
    }
}
END_TEST

START_TEST(fields_are_filled_in)
{
    static const texts_field fields[] = { { "a", "one" }, { "b", "" }, { "long", "{a}" } };
    char out[16];
    jaga_error err;

    ck_assert_int_eq(texts_fill(text_span("{a}-{b}-{a}"), fields, 3, out, sizeof out, &err),
                     JAGA_OK);
    ck_assert_str_eq(out, "one--one");
    ck_assert_int_eq(texts_fill(text_span("{long}"), fields, 3, out, sizeof out, &err), JAGA_OK);
    ck_assert_str_eq(out, "{a}"); /* a value is not read again */
    ck_assert_int_eq(texts_fill(text_span("x {c}"), fields, 3, out, sizeof out, &err),
                     JAGA_ERR_USAGE);
    ck_assert_str_eq(err.text, "the text wants {c}, which has no value");
    ck_assert_int_eq(texts_fill(text_span("123456789012345"), fields, 3, out, sizeof out, &err),
                     JAGA_OK);
    ck_assert_int_eq(texts_fill(text_span("1234567890123456"), fields, 3, out, sizeof out, &err),
                     JAGA_ERR_LIMIT);
    ck_assert_int_eq(texts_fill(text_span(""), fields, 3, out, sizeof out, &err), JAGA_OK);
    ck_assert_str_eq(out, "");
}
END_TEST

START_TEST(languages_have_codes)
{
    jaga_span text;

    for (int i = 0; i < TEXTS_LANGUAGE_COUNT; i++) {
        ck_assert_int_eq(texts_language_find(texts_language_code((texts_language)i)), i);
    }
    ck_assert_int_eq(texts_language_find("jv"), -1);
    ck_assert(!texts_find(TEXTS_ID, "no.such", &text, NULL));
}
END_TEST

UNIT_MAIN("texts", every_text_in_all_three_languages_with_the_same_fields,
          every_state_and_item_has_its_words, no_text_asks_for_a_forbidden_thing,
          the_lint_finds_forbidden_requests, nothing_is_stopped_before_the_ledger_says_so,
          every_answer_states_rights_and_the_next_step, a_short_message_is_short,
          no_text_holds_a_link, fields_are_filled_in, languages_have_codes)
