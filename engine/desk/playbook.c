/* The playbooks of the hotline, by name. */
#include "desk/playbook.h"

#include "jaga/request.h"

#include <string.h>

#define PLAYBOOK(name) &playbook_##name,
static const playbook *const books[] = {
#include "desk/playbooks.def"
};
#undef PLAYBOOK

const playbook *playbook_at(size_t i)
{
    return i < sizeof books / sizeof books[0] ? books[i] : NULL;
}

const playbook *playbook_find(const char *kind)
{
    for (size_t i = 0; i < sizeof books / sizeof books[0]; i++) {
        if (strcmp(books[i]->kind, kind) == 0) {
            return books[i];
        }
    }
    return NULL;
}

bool playbook_is_choice(const char *choices, const char *value)
{
    const size_t length = strlen(value);

    for (const char *at = choices; at != NULL; at = strchr(at, '|')) {
        at += *at == '|';
        if (length > 0 && strncmp(at, value, length) == 0 &&
            (at[length] == '|' || at[length] == '\0')) {
            return true;
        }
    }
    return false;
}

const char *jaga_request_kind(size_t i, const char **help, const char **topics)
{
    const playbook *book = playbook_at(i);

    if (book == NULL) {
        return NULL;
    }
    *help = book->help;
    *topics = book->topics;
    return book->kind;
}
