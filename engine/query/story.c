/* Words, numbers and lines of a story. */
#include "query/story.h"

#include "base/column_text.h"
#include "base/exponent.h"
#include "base/money.h"
#include "base/when.h"

#include <math.h>
#include <string.h>

static const char *const words[WORD_COUNT][JAGA_LANG_COUNT] = {
#define WORD(id, en, indonesian, zh) { en, indonesian, zh },
#include "query/words.def"
#undef WORD
};

enum { SAID_BYTES = 1024 };

const char *story_word(const story *self, word id)
{
    return words[id][self->lang];
}

static const char *keep(const story *self, const char *text, size_t length)
{
    char *copy = arena_take(self->memory, length + 1);

    if (copy == NULL) {
        return "";
    }
    memcpy(copy, text, length);
    return copy;
}

/* Replaces each {x} by what `part` gives for it. */
typedef const char *(*part_of)(const void *ctx, const char *name, size_t length);

static const char *fill_in(const story *self, const char *pattern, part_of part, const void *ctx)
{
    char said[SAID_BYTES];
    size_t used = 0;

    while (*pattern != '\0' && used + 1 < sizeof said) {
        const char *end = *pattern == '{' ? strchr(pattern, '}') : NULL;
        if (end == NULL) {
            said[used++] = *pattern++;
            continue;
        }
        const char *text = part(ctx, pattern + 1, (size_t)(end - pattern) - 1);
        const size_t room = sizeof said - 1 - used;
        const size_t length = strlen(text) < room ? strlen(text) : room;
        memcpy(said + used, text, length);
        used += length;
        pattern = end + 1;
    }
    return keep(self, said, used);
}

static const char *numbered_part(const void *ctx, const char *name, size_t length)
{
    const char *const *parts = ctx;

    JAGA_CHECK(length == 1 && name[0] >= '0' && name[0] <= '9');
    return parts[name[0] - '0'];
}

const char *story_say(const story *self, word id, const char *const *parts)
{
    return fill_in(self, story_word(self, id), numbered_part, parts);
}

const char *story_type(const story *self, uint8_t type)
{
    return story_word(self, (word)(WORD_TYPE_TOPUP + type));
}

const char *story_status(const story *self, uint8_t status)
{
    return story_word(self, (word)(WORD_STATUS_OK + status));
}

const char *story_party(const story *self, uint8_t kind)
{
    return story_word(self, (word)(WORD_PARTY_UNKNOWN + kind));
}

_Static_assert(WORD_TYPE_LABEL - WORD_TYPE_TOPUP + 1 == JAGA_TYPE_COUNT, "a word for each type");
_Static_assert(WORD_STATUS_REVERSED - WORD_STATUS_OK + 1 == JAGA_STATUS_COUNT, "and status");
_Static_assert(WORD_PARTY_CRYPTO - WORD_PARTY_UNKNOWN + 1 == JAGA_PARTY_COUNT, "and party");

const char *story_text(const story *self, jaga_span text)
{
    return text.length == 0 ? "" : keep(self, text.at, text.length);
}

/* In Indonesian the point groups and the comma separates decimals. */
static void localise(const story *self, char *number)
{
    for (char *c = number; self->lang == JAGA_LANG_ID && *c != '\0'; c++) {
        *c = *c == ',' ? '.' : *c == '.' ? ',' : *c;
    }
}

const char *story_count(const story *self, int64_t count)
{
    char text[MONEY_TEXT_BYTES];
    const size_t length = money_format_grouped(count, 0, text);

    localise(self, text);
    return keep(self, text, length);
}

const char *story_money(const story *self, int64_t minor, const char *currency)
{
    char text[MONEY_TEXT_BYTES + 8];
    const int digits = money_digits(text_span(currency));

    if (minor == JAGA_UNKNOWN_MINOR) {
        return "";
    }
    const size_t length = money_format_grouped(minor, digits < 0 ? 2 : digits, text);
    localise(self, text);
    (void)snprintf(text + length, sizeof text - length, "%s%s", currency[0] != '\0' ? " " : "",
                   currency);
    return keep(self, text, strlen(text));
}

const char *story_time(const story *self, int64_t us)
{
    char text[WHEN_TEXT_BYTES];

    when_format_local(us, STORY_ZONE_S, text);
    return keep(self, text, strlen(text));
}

const char *story_share(const story *self, double share)
{
    char text[32];

    if (share > 0.9999) {
        (void)snprintf(text, sizeof text, ">99.99 %%");
    } else if (share > 0.99 || (share > 0 && share < 0.01)) {
        (void)snprintf(text, sizeof text, "%.2f %%", share * 100);
    } else {
        (void)snprintf(text, sizeof text, "%.1f %%", share * 100);
    }
    localise(self, text);
    return keep(self, text, strlen(text));
}

const char *story_life(const story *self, double seconds)
{
    static const struct {
        double seconds;
        word unit;
    } units[] = { { 2 * 86400, WORD_DAYS },
                  { 2 * 3600, WORD_HOURS },
                  { 120, WORD_MINUTES },
                  { 0, WORD_SECONDS } };
    static const double lengths[] = { 86400, 3600, 60, 1 };
    size_t i = 0;

    while (seconds < units[i].seconds && i + 1 < sizeof units / sizeof units[0]) {
        i++;
    }
    const char *number = story_count(self, (int64_t)(seconds / lengths[i] + 0.5));
    return story_say(self, units[i].unit, (const char *const[]){ number, NULL });
}

/* What a sentence of a signal is filled with. */
typedef struct facts {
    const story *self;
    const jaga_signal *signal;
    const double *value, *normal;
    const char *currency;
} facts;

/* Facts are doubles, some of them means: from a hundred on whole units say enough. */
static const char *spell_about(const facts *from, double minor)
{
    const int digits = money_digits(text_span(from->currency));
    int64_t unit = 1, rounded = (int64_t)(minor + 0.5);

    for (int i = 0; i < digits; i++) {
        unit *= 10;
    }
    if (rounded >= 100 * unit) {
        rounded = (rounded + unit / 2) / unit * unit;
    }
    return story_money(from->self, rounded, from->currency);
}

static const char *spell_fact(const facts *from, jaga_unit unit, const double *number)
{
    char text[32];

    if (number == NULL || !isfinite(*number)) {
        return "…";
    }
    switch (unit) {
    case JAGA_UNIT_NONE: return "";
    case JAGA_UNIT_COUNT: return story_count(from->self, (int64_t)(*number + 0.5));
    case JAGA_UNIT_RATIO: (void)snprintf(text, sizeof text, "%.0f %%", *number * 100); break;
    case JAGA_UNIT_TIMES: (void)snprintf(text, sizeof text, "%.1f", *number); break;
    case JAGA_UNIT_SECONDS: return story_life(from->self, *number);
    case JAGA_UNIT_MINOR: return spell_about(from, *number);
    }
    localise(from->self, text);
    return keep(from->self, text, strlen(text));
}

static const char *named_part(const void *ctx, const char *name, size_t length)
{
    const facts *from = ctx;

    if (length == strlen("value") && memcmp(name, "value", length) == 0) {
        return spell_fact(from, from->signal->value_unit, from->value);
    }
    return spell_fact(from, from->signal->normal_unit, from->normal);
}

const char *story_sentence(const story *self, const jaga_signal *signal, const double *value,
                           const double *normal, const char *currency)
{
    const facts from = { self, signal, value, normal, currency };

    return fill_in(self, signal->says[self->lang], named_part, &from);
}

void story_chapter(const story *self, word title)
{
    const jaga_span text = text_span(story_word(self, title));

    (void)fputs("\n── ", self->out);
    text_put(self->out, text);
    (void)fputc(' ', self->out);
    text_repeat(self->out, "─", STORY_WIDTH - 4 - text_width(text));
    (void)fputc('\n', self->out);
}

bool story_has_history(const story *self)
{
    if (!self->from->has_history) {
        (void)fputs("  ", self->out);
        text_put(self->out, text_span(SAY(self, NO_HISTORY, self->from->history)));
        (void)fputc('\n', self->out);
    }
    return self->from->has_history;
}

void story_fact(const story *self, word label, const char *text)
{
    (void)fputs("  ", self->out);
    text_put_left(self->out, text_span(story_word(self, label)), 11);
    text_put(self->out, text_span(text));
    (void)fputc('\n', self->out);
}
