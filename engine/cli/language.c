/* The languages that people are spoken to in. */
#include "cli/commands.h"

#include <string.h>

jaga_status command_language(const char *name, jaga_lang *out, jaga_error *err)
{
    static const char *const names[] = {
        [JAGA_LANG_EN] = "en", [JAGA_LANG_ID] = "id", [JAGA_LANG_ZH] = "zh"
    };

    for (size_t i = 0; i < COUNT(names); i++) {
        if (strcmp(names[i], name) == 0) {
            *out = (jaga_lang)i;
            return JAGA_OK;
        }
    }
    return jaga_fail(err, JAGA_ERR_USAGE, "--lang is en, id or zh");
}
