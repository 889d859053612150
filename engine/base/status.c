/* Failures: one code to branch on, one line of text to show. */
#include "jaga/status.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

const char *jaga_status_name(jaga_status status)
{
    switch (status) {
    case JAGA_OK: return "OK";
    case JAGA_END: return "END";
    case JAGA_ERR_NOMEM: return "NOMEM";
    case JAGA_ERR_IO: return "IO";
    case JAGA_ERR_FORMAT: return "FORMAT";
    case JAGA_ERR_LIMIT: return "LIMIT";
    case JAGA_ERR_BUSY: return "BUSY";
    case JAGA_ERR_USAGE: return "USAGE";
    }
    return "UNKNOWN";
}

jaga_status jaga_fail(jaga_error *err, jaga_status status, const char *fmt, ...)
{
    if (err != NULL) {
        va_list ap;
        va_start(ap, fmt);
        (void)vsnprintf(err->text, sizeof err->text, fmt, ap);
        va_end(ap);
        err->status = status;
    }
    return status;
}

void jaga_broken(const char *file, int line, const char *what)
{
    fprintf(stderr, "jaga: %s:%d: broken promise: %s. Stopping; restart resumes where it was.\n",
            file, line, what);
    abort();
}
