/* What an agent writes down. */
#include "desk/act.h"

#include <ctype.h>
#include <string.h>

enum { NOTE_BYTES_MAX = 2000 };

/* Digits in a row, blanks and dashes between them overlooked: as card numbers and codes are
 * written. */
static size_t longest_digits(const char *text)
{
    size_t run = 0, longest = 0;

    for (; *text != '\0'; text++) {
        if (isdigit((unsigned char)*text)) {
            run++;
            longest = run > longest ? run : longest;
        } else if (strchr(" -.", *text) == NULL || run == 0) {
            run = 0;
        }
    }
    return longest;
}

static bool has_word(const char *text, const char *word)
{
    const size_t length = strlen(word);

    for (const char *at = text; (at = strcasestr(at, word)) != NULL; at += length) {
        if ((at == text || !isalpha((unsigned char)at[-1])) &&
            !isalpha((unsigned char)at[length])) {
            return true;
        }
    }
    return false;
}

/* A number of 13 to 19 digits is a card or an identity card; four to eight behind the name of a
 * secret is that secret. Neither may ever be written down. */
jaga_status desk_check_text(const char *text, jaga_error *err)
{
    static const char *const secrets[] = { "pin",      "otp",  "cvv",   "password",
                                           "passcode", "kode", "sandi", "code" };
    const size_t digits = longest_digits(text);

    if (text[0] == '\0' || strlen(text) > NOTE_BYTES_MAX) {
        return jaga_fail(err, JAGA_ERR_USAGE, "a note has 1 to %d bytes", NOTE_BYTES_MAX);
    }
    if (digits >= 13 && digits <= 19) {
        return jaga_fail(err, JAGA_ERR_USAGE,
                         "the text holds what looks like a card or identity number; leave it out");
    }
    for (size_t i = 0; digits >= 4 && digits <= 8 && i < sizeof secrets / sizeof secrets[0]; i++) {
        if (has_word(text, secrets[i])) {
            return jaga_fail(err, JAGA_ERR_USAGE,
                             "the text holds what looks like a secret code; leave it out");
        }
    }
    return JAGA_OK;
}

static jaga_status note(jaga_desk *desk, const char *number, const char *text, jaga_error *err)
{
    const desk_act act = { .kind = "note", .text = text, .actor = desk_actor(desk) };
    desk_file about;

    JAGA_TRY(desk_require_person(desk, err));
    JAGA_TRY(desk_find(desk, number, &about, err));
    return desk_append(desk, &about, &act, err);
}

jaga_status jaga_desk_note(jaga_desk *desk, const char *number, const char *text, jaga_error *err)
{
    JAGA_TRY(desk_check_text(text, err));
    JAGA_TRY(desk_begin(desk, err));
    return desk_finish(desk, note(desk, number, text, err), err);
}

static jaga_status put_flag(jaga_desk *desk, const char *number, const char *name, bool is_set,
                            jaga_error *err)
{
    const int64_t value = is_set;
    const desk_act act = { .kind = "flag",
                           .ref = name,
                           .number = &value,
                           .actor = desk_actor(desk),
                           .is_about_case = true };
    desk_file about;

    JAGA_TRY(desk_require_person(desk, err));
    JAGA_TRY(desk_find(desk, number, &about, err));
    return desk_append(desk, &about, &act, err);
}

jaga_status jaga_desk_flag(jaga_desk *desk, const char *number, const char *flag, bool is_set,
                           jaga_error *err)
{
    static const char *const names[][2] = { { "vulnerable", "VULNERABLE" },
                                            { "coerced", "COERCED" },
                                            { "remote-access", "REMOTE_ACCESS" } };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(names[i][0], flag) == 0) {
            JAGA_TRY(desk_begin(desk, err));
            return desk_finish(desk, put_flag(desk, number, names[i][1], is_set, err), err);
        }
    }
    return jaga_fail(err, JAGA_ERR_USAGE, "a flag is one of vulnerable, coerced, remote-access");
}
