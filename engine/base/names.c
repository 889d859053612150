/* The spellings of the canonical schema, made from the lists in jaga/event.h. */
#include "base/names.h"

#include "jaga/decision.h"

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* Padded with zeros, so that a whole word of eight letters can be compared at once. */
enum { NAME_BYTES = 24 };

#define X(id, text, class) text,
static const char *const type_names[] = { JAGA_EVENT_TYPES(X) };
static const char type_padded[][NAME_BYTES] = { JAGA_EVENT_TYPES(X) };
#undef X
#define X(id, text, class) JAGA_CLASS_##class,
static const jaga_event_class type_classes[] = { JAGA_EVENT_TYPES(X) };
#undef X
#define X(id, text) text,
static const char *const status_names[] = { JAGA_EVENT_STATUSES(X) };
static const char status_padded[][NAME_BYTES] = { JAGA_EVENT_STATUSES(X) };
static const char *const party_names[] = { JAGA_COUNTERPARTY_KINDS(X) };
static const char party_padded[][NAME_BYTES] = { JAGA_COUNTERPARTY_KINDS(X) };
static const char *const channel_names[] = { JAGA_CHANNELS(X) };
static const char channel_padded[][NAME_BYTES] = { JAGA_CHANNELS(X) };
static const char *const auth_names[] = { JAGA_AUTHS(X) };
static const char auth_padded[][NAME_BYTES] = { JAGA_AUTHS(X) };
static const char *const actor_names[] = { JAGA_ACTORS(X) };
static const char actor_padded[][NAME_BYTES] = { JAGA_ACTORS(X) };
#undef X

static const name_table tables[] = {
    [NAMES_TYPE] = { type_names, COUNT(type_names) },
    [NAMES_STATUS] = { status_names, COUNT(status_names) },
    [NAMES_PARTY] = { party_names, COUNT(party_names) },
    [NAMES_CHANNEL] = { channel_names, COUNT(channel_names) },
    [NAMES_AUTH] = { auth_names, COUNT(auth_names) },
    [NAMES_ACTOR] = { actor_names, COUNT(actor_names) },
};

static const char (*const padded[])[NAME_BYTES] = {
    [NAMES_TYPE] = type_padded,       [NAMES_STATUS] = status_padded, [NAMES_PARTY] = party_padded,
    [NAMES_CHANNEL] = channel_padded, [NAMES_AUTH] = auth_padded,     [NAMES_ACTOR] = actor_padded,
};

const name_table *names_of(name_kind kind)
{
    return &tables[kind];
}

/* The first eight letters, or zeros behind a shorter text, which is not read beyond its end. */
static uint64_t first_word(jaga_span text)
{
    uint64_t word = 0;

    if (text.length >= 8) {
        memcpy(&word, text.at, 8);
    } else if (text.length >= 4) {
        char padded_text[8] = { 0 };
        memcpy(padded_text, text.at, 4);
        memcpy(padded_text + text.length - 4, text.at + text.length - 4, 4);
        memcpy(&word, padded_text, 8);
    } else {
        char padded_text[8] = { 0 };
        for (uint32_t i = 0; i < text.length; i++) {
            padded_text[i] = text.at[i];
        }
        memcpy(&word, padded_text, 8);
    }
    return word;
}

int names_find(name_kind kind, jaga_span text)
{
    const char(*const names)[NAME_BYTES] = padded[kind];
    const uint64_t wanted = first_word(text);

    if (text.length == 0 || text.length >= NAME_BYTES) {
        return -1;
    }
    for (size_t i = 0; i < tables[kind].count; i++) {
        uint64_t word;
        memcpy(&word, names[i], sizeof word);
        if (word == wanted && names[i][text.length] == '\0' && names[i][text.length - 1] != '\0' &&
            memcmp(names[i], text.at, text.length) == 0) {
            return (int)i;
        }
    }
    return -1;
}

static const char *name_at(name_kind kind, size_t index)
{
    return index < tables[kind].count ? tables[kind].names[index] : "?";
}

const char *jaga_event_type_name(jaga_event_type type)
{
    return name_at(NAMES_TYPE, (size_t)type);
}

const char *jaga_event_status_name(jaga_event_status status)
{
    return name_at(NAMES_STATUS, (size_t)status);
}

const char *jaga_party_kind_name(jaga_party_kind kind)
{
    return name_at(NAMES_PARTY, (size_t)kind);
}

const char *jaga_channel_name(jaga_channel channel)
{
    return name_at(NAMES_CHANNEL, (size_t)channel);
}

const char *jaga_auth_name(jaga_auth auth)
{
    return name_at(NAMES_AUTH, (size_t)auth);
}

const char *jaga_actor_name(jaga_actor actor)
{
    return name_at(NAMES_ACTOR, (size_t)actor);
}

jaga_event_class jaga_event_class_of(jaga_event_type type)
{
    return (size_t)type < COUNT(type_classes) ? type_classes[type] : JAGA_CLASS_PLATFORM;
}

bool jaga_event_is_money_out(const jaga_event *event)
{
    return jaga_event_class_of((jaga_event_type)event->type) == JAGA_CLASS_MONEY_OUT;
}

const char *jaga_outcome_name(jaga_outcome outcome)
{
    switch (outcome) {
    case JAGA_OUTCOME_ALLOW: return "allow";
    case JAGA_OUTCOME_ALERT: return "alert";
    case JAGA_OUTCOME_STEP_UP: return "step_up";
    case JAGA_OUTCOME_HOLD: return "hold";
    }
    return "?";
}

const char *jaga_hold_reason_name(jaga_hold_reason reason)
{
    switch (reason) {
    case JAGA_REASON_ATO_MEDIUM: return "ATO_MEDIUM";
    case JAGA_REASON_ATO_STRONG: return "ATO_STRONG";
    case JAGA_REASON_CUST_REPORT: return "CUST_REPORT";
    }
    return "?";
}

static const struct {
    const char *name;
    const char *says[JAGA_LANG_COUNT];
} notes[JAGA_NOTE_COUNT] = {
    [JAGA_NOTE_NONE] = { "", { "", "", "" } },
    [JAGA_NOTE_NEVER_HOLD] = { "never-hold",
                               { "the account is on the list of those never to be held",
                                 "akun ada di daftar yang tidak pernah ditahan",
                                 "该账户在永不冻结名单上" } },
    [JAGA_NOTE_FAILED_STEP_UPS] = { "failed-step-ups",
                                    { "identity checks failed three times within an hour",
                                      "pemeriksaan identitas gagal tiga kali dalam satu jam",
                                      "一小时内身份验证失败三次" } },
    [JAGA_NOTE_COOLED_OFF] = { "cooled-off",
                               { "the same evidence was cleared lately, so the customer is asked",
                                 "bukti yang sama baru saja dinyatakan aman, jadi nasabah ditanya",
                                 "同样的迹象近期已被排除，因此改为询问客户" } },
    [JAGA_NOTE_SMALL_AMOUNT] = { "small-amount",
                                 { "too little is at stake for a hold, so the customer is asked",
                                   "nilainya terlalu kecil untuk ditahan, jadi nasabah ditanya",
                                   "涉及金额太小，不予冻结，改为询问客户" } },
    [JAGA_NOTE_BREAKER] = { "breaker",
                            { "too many holds at once, so the customer is asked instead",
                              "terlalu banyak penahanan sekaligus, jadi nasabah ditanya saja",
                              "同时冻结的账户过多，因此改为询问客户" } },
    [JAGA_NOTE_CLOSED_ACCOUNT] = { "closed-account",
                                   { "money moved out of a closed account",
                                     "uang keluar dari akun yang sudah ditutup",
                                     "已注销账户仍有资金转出" } },
    [JAGA_NOTE_EXPLORED] = { "explored",
                             { "let through by lot, since little is at stake, to learn from",
                               "diloloskan lewat undian, karena nilainya kecil, untuk dipelajari",
                               "涉及金额小，经抽签放行，以供学习" } },
};

const char *jaga_note_name(jaga_note note)
{
    return (size_t)note < COUNT(notes) ? notes[note].name : "?";
}

const char *jaga_note_says(jaga_note note, jaga_lang lang)
{
    return (size_t)note < COUNT(notes) && (size_t)lang < JAGA_LANG_COUNT ? notes[note].says[lang]
                                                                         : "?";
}
