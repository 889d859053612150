/* Which number and which signal belongs to which kind of ground, and the words of each. */
#include "jaga/ground.h"

#include "jaga/status.h"

#include <string.h>

static const struct {
    const char *name, *says[JAGA_LANG_COUNT];
} grounds[] = {
#define GROUND(id, name, en, indonesian, zh) { name, { en, indonesian, zh } },
#define NUMBER(name, ground)
#define SEEN_BY(name, ground)
#include "model/ground.def"
#undef GROUND
#undef NUMBER
};

_Static_assert(sizeof grounds / sizeof grounds[0] == JAGA_GROUND_COUNT, "words for each ground");

static const unsigned char of_feature[] = {
#define GROUND(id, name, en, indonesian, zh)
#define NUMBER(name, ground) JAGA_GROUND_##ground,
#include "model/ground.def"
#undef NUMBER
#undef SEEN_BY
};

static const unsigned char of_signal[] = {
#define NUMBER(name, ground)
#define SEEN_BY(name, ground) JAGA_GROUND_##ground,
#include "model/ground.def"
#undef GROUND
#undef NUMBER
#undef SEEN_BY
};

const char *jaga_ground_name(jaga_ground ground)
{
    return grounds[ground].name;
}

const char *jaga_ground_says(jaga_ground ground, jaga_lang lang)
{
    return grounds[ground].says[lang];
}

jaga_ground jaga_ground_find(const char *name)
{
    jaga_ground ground = 0;

    while (ground < JAGA_GROUND_COUNT && strcmp(grounds[ground].name, name) != 0) {
        ground++;
    }
    return ground;
}

jaga_ground jaga_ground_of_feature(size_t feature)
{
    JAGA_CHECK(feature < sizeof of_feature);
    return (jaga_ground)of_feature[feature];
}

jaga_ground jaga_ground_of_signal(size_t signal)
{
    JAGA_CHECK(signal < sizeof of_signal);
    return (jaga_ground)of_signal[signal];
}
