#ifndef JAGA_QUERY_STORY_H
#define JAGA_QUERY_STORY_H

#include "base/arena.h"
#include "jaga/decision.h"
#include "jaga/query.h"
#include "query/database.h"
#include "query/subject.h"

#include <stdio.h>

/* The telling of a story: words in the reader's language, and the chapters. */
#define WORD(id, en, indonesian, zh) WORD_##id,
typedef enum word {
#include "query/words.def"
    WORD_COUNT
} word;
#undef WORD

enum { STORY_WIDTH = 100, STORY_ZONE_S = 7 * 3600 };

typedef struct story {
    const database *from;
    arena *memory; /* texts that are said; lives as long as the story */
    jaga_lang lang;
    FILE *out;
} story;

/* A fixed word, with {0}, {1}... replaced by what follows. Never NULL. */
#define SAY(story, id, ...)                                                                        \
    story_say((story), WORD_##id, (const char *const[]){ __VA_ARGS__, NULL })
const char *story_say(const story *self, word id, const char *const *parts);
const char *story_word(const story *self, word id);

const char *story_type(const story *self, uint8_t type);     /* jaga_event_type */
const char *story_status(const story *self, uint8_t status); /* "" for ok */
const char *story_party(const story *self, uint8_t kind);    /* "" for unknown */

const char *story_text(const story *self, jaga_span text); /* terminated */
const char *story_count(const story *self, int64_t count); /* grouped */
/* "1,250,000 IDR", in Indonesian "1.250.000 IDR"; "" when unknown. */
const char *story_money(const story *self, int64_t minor, const char *currency);
const char *story_time(const story *self, int64_t us);
const char *story_share(const story *self, double share);  /* "99.2 %" */
const char *story_life(const story *self, double seconds); /* "24 h" */

/* A signal's sentence with its facts; what is not known is "…". */
const char *story_sentence(const story *self, const jaga_signal *signal, const double *value,
                           const double *normal, const char *currency);

/* A number that may be NULL. */
typedef struct story_number {
    double number;
    bool is_said;
} story_number;

/* One signal's part in a decision; of a remembered one what it saw when it last saw something. */
typedef struct story_evidence {
    const char *signal, *says;
    bool is_fresh, has_origin;
    int64_t since_us; /* has_origin */
    double strength, bits;
    story_number value, normal;
} story_evidence;
/* From a row of get_evidence (story.sql). */
JAGA_USE_RESULT jaga_status story_read_evidence(const story *self, const subject *about,
                                                sqlite3_stmt *columns, story_evidence *out,
                                                jaga_error *err);

/* Why a model said what counts at the event: of this one or, scaled to what is left, of an earlier
 * one. count 0: none decided, or it said nothing that is known. */
typedef struct story_reason {
    const char *ground, *says;
    const char *signal; /* whose sentence it is; "": the ground's own */
    double bits;
} story_reason;
typedef struct story_reasons {
    story_reason at[JAGA_REASONS_MOST];
    size_t count;
    bool has_origin;  /* the word that counts was about an earlier event: reasons are that one's */
    int64_t since_us; /* has_origin */
} story_reasons;
JAGA_USE_RESULT jaga_status story_read_reasons(const story *self, const subject *about,
                                               story_reasons *out, jaga_error *err);

/* What would have kept the decision's belief below the threshold that it reached: the fewest
 * reasons whose bits, taken off the sum, leave less than the threshold. A model's word that the
 * event brought counts by its reasons, other evidence as it is listed. Bits only add, so the
 * heaviest first are the fewest. */
enum { STORY_WITHOUT_MOST = JAGA_SIGNALS_MAX + JAGA_REASONS_MOST };
typedef struct story_without {
    bool has_threshold;       /* false: no settings are known */
    bool by_belief;           /* false: belief is below the threshold and something else decided */
    double threshold, belief; /* what it had to reach; what it would be without them */
    size_t count;
    struct {
        const char *name, *says; /* of a signal or a ground */
        double bits;
    } at[STORY_WITHOUT_MOST];
} story_without;
JAGA_USE_RESULT jaga_status story_find_without(const story *self, const subject *about,
                                               story_without *out, jaga_error *err);

/* "── Why ─────": the head of a chapter. */
void story_chapter(const story *self, word title);
/* Says that a chapter cannot be told when there is no history; returns whether there is one. */
bool story_has_history(const story *self);
/* "  Label     text": one line of the head. */
void story_fact(const story *self, word label, const char *text);

/* The chapters, in the order of telling. */
void chapter_head(const story *self, const subject *about);
void chapter_normal(const story *self, const subject *about);
void chapter_passed(const story *self, const subject *about);
JAGA_USE_RESULT jaga_status chapter_decisions(const story *self, const subject *about,
                                              jaga_error *err);
JAGA_USE_RESULT jaga_status chapter_happened(const story *self, const subject *about,
                                             jaga_error *err);
JAGA_USE_RESULT jaga_status chapter_why(const story *self, const subject *about, jaga_error *err);
JAGA_USE_RESULT jaga_status chapter_money(const story *self, const subject *about, jaga_error *err);
/* All of it as one JSON object in one line. */
JAGA_USE_RESULT jaga_status story_put_json(const story *self, const subject *about,
                                           jaga_error *err);

JAGA_USE_RESULT jaga_status chapter_sent(const story *self, const subject *about, jaga_error *err);

#endif
