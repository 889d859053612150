#ifndef JAGA_STATUS_H
#define JAGA_STATUS_H

/* What went wrong, coarse enough to branch on; the text says the rest.
 *
 * Three kinds of wrong have three mechanisms. The data is wrong: a reject record, never a status.
 * The world refuses: a status and a text. We are wrong: assert, or JAGA_CHECK where money is at
 * stake, which stays on in release builds. */
typedef enum jaga_status {
    JAGA_OK = 0,
    JAGA_END,        /* no more input; not a failure */
    JAGA_ERR_NOMEM,  /* the operating system gave no memory */
    JAGA_ERR_IO,     /* the operating system refused; the text carries strerror */
    JAGA_ERR_FORMAT, /* the input as a whole is unusable (one bad record is a reject) */
    JAGA_ERR_LIMIT,  /* a stated bound was reached */
    JAGA_ERR_BUSY,   /* somebody else holds it: another jaga on the same database */
    JAGA_ERR_USAGE   /* the caller asked for something that does not exist */
} jaga_status;

/* Caller-owned, may live on the stack; needs no initialisation and no freeing. The text is one
 * line in plain words, names the thing and the cause, and holds no customer data. */
typedef struct jaga_error {
    jaga_status status;
    char text[400];
} jaga_error;

#define JAGA_USE_RESULT __attribute__((warn_unused_result))

/* Stable upper-case name of a status. Never NULL. */
const char *jaga_status_name(jaga_status status);

/* Fills *err (which may be NULL) and returns status, so that a caller can write
 * `return jaga_fail(err, JAGA_ERR_IO, "open %s: %s", path, strerror(errno));`
 * Text longer than the buffer is cut. */
jaga_status jaga_fail(jaga_error *err, jaga_status status, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Reports a broken invariant and aborts. Called through JAGA_CHECK only. */
_Noreturn void jaga_broken(const char *file, int line, const char *what);

/* An invariant about money, risk or state: stays on in release, for a restart is safe and a wrong
 * hold is not. */
#define JAGA_CHECK(condition)                                                                      \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            jaga_broken(__FILE__, __LINE__, #condition);                                           \
        }                                                                                          \
    } while (0)

/* Returns the status of a failed call. Only where nothing needs undoing. */
#define JAGA_TRY(call)                                                                             \
    do {                                                                                           \
        const jaga_status try_status_ = (call);                                                    \
        if (try_status_ != JAGA_OK) {                                                              \
            return try_status_;                                                                    \
        }                                                                                          \
    } while (0)

#endif
