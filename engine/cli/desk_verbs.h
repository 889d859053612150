#ifndef JAGA_CLI_DESK_VERBS_H
#define JAGA_CLI_DESK_VERBS_H

#include "cli/options.h"
#include "jaga/desk.h"

/* The verbs of jaga desk, and what they share. */
enum {
    DESK_DB,
    DESK_AS,
    DESK_SESSION,
    DESK_LANGUAGE,
    DESK_JSON,
    DESK_ROLE,
    DESK_LANGUAGES,
    DESK_ACCOUNT,
    DESK_REASON,
    DESK_NOTE,
    DESK_VERSION,
    DESK_OPTIONS
};

/* One verb. Words behind the verb are words[1] and so on. */
typedef struct desk_verb {
    const char *name;
    const char *usage; /* the words it takes */
    const char *help;
    size_t least_words, most_words; /* the verb not counted */
    bool is_open_to_all;            /* nobody has to be logged in */
    jaga_status (*run)(jaga_desk *desk, const arguments *given, jaga_error *err);
} desk_verb;

extern const desk_verb desk_verbs[];
extern const size_t desk_verb_count;

/* The desk's clock in service. */
int64_t desk_wall_us(void *ctx);

/* Opens the desk for whoever stands behind --as and --session (NULL: this terminal's). Without a
 * name only where that is `is_open_to_all`. */
JAGA_USE_RESULT jaga_status desk_log_in(const char *db, const char *agent, const char *session,
                                        jaga_lang lang, bool is_open_to_all, jaga_desk **out,
                                        jaga_error *err);

/* Where a case is after an act, in a line. */
JAGA_USE_RESULT jaga_status desk_say_task(jaga_desk *desk, const char *number,
                                          const arguments *given, jaga_error *err);

#endif
