#include "respond/responder.h"

#include <string.h>

static const responder_kind *const kinds[] = {
#define RESPONDER(id) &responder_##id,
#include "respond/responders.def"
#undef RESPONDER
};

size_t responder_count(void)
{
    return sizeof kinds / sizeof kinds[0];
}

const responder_kind *responder_at(size_t index)
{
    return index < responder_count() ? kinds[index] : NULL;
}

jaga_status responder_open(const char *spec, responder *out, jaga_error *err)
{
    const size_t scheme = strcspn(spec, ":");
    const char *where = spec + scheme + (spec[scheme] == ':' ? 1 : 0);

    for (size_t i = 0; i < responder_count(); i++) {
        if (strlen(kinds[i]->scheme) == scheme && memcmp(kinds[i]->scheme, spec, scheme) == 0) {
            responder made = { .kind = kinds[i] };
            JAGA_TRY(made.kind->open(where, &made.ctx, err));
            *out = made;
            return JAGA_OK;
        }
    }
    return jaga_fail(err, JAGA_ERR_USAGE,
                     "no responder \"%.*s\": file:PATH, run:PROGRAM, webhook:URL or stdout",
                     (int)(scheme < 40 ? scheme : 40), spec);
}

void responder_close(responder *self)
{
    if (self->kind != NULL) {
        self->kind->close(self->ctx);
    }
    *self = (responder){ .kind = NULL };
}
