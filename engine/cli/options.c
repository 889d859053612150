#include "cli/options.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { NAME_MAX_BYTES = 40 };

static size_t least_of(size_t a, size_t b, size_t c)
{
    const size_t ab = a < b ? a : b;
    return ab < c ? ab : c;
}

/* Letters to add, drop or change to make one name of the other (Levenshtein). */
static size_t distance(const char *a, const char *b)
{
    size_t row[NAME_MAX_BYTES + 1];
    const size_t a_length = strlen(a), b_length = strlen(b);

    if (a_length > NAME_MAX_BYTES || b_length > NAME_MAX_BYTES) {
        return NAME_MAX_BYTES;
    }
    for (size_t k = 0; k <= b_length; k++) {
        row[k] = k;
    }
    for (size_t i = 1; i <= a_length; i++) {
        size_t corner = row[0];
        row[0] = i;
        for (size_t k = 1; k <= b_length; k++) {
            const size_t changed = corner + (a[i - 1] != b[k - 1]);
            corner = row[k];
            row[k] = least_of(changed, row[k] + 1, row[k - 1] + 1);
        }
    }
    return row[b_length];
}

const char *options_nearest(const char *name, const char *const *list, size_t count)
{
    const char *nearest = NULL;
    size_t least = strlen(name) / 3 + 2; /* further away it is another word */

    for (size_t i = 0; i < count; i++) {
        const bool begins = strlen(name) >= 2 && strncmp(list[i], name, strlen(name)) == 0;
        const size_t away = begins ? 1 : distance(name, list[i]);
        if (away < least) {
            least = away;
            nearest = list[i];
        }
    }
    return nearest;
}

static jaga_status unknown(const command *of, const char *name, jaga_error *err)
{
    const char *names[OPTIONS_MAX + 1] = { "help" };

    for (size_t i = 0; i < of->option_count; i++) {
        names[i + 1] = of->options[i].name;
    }
    const char *nearest = options_nearest(name, names, of->option_count + 1);
    if (nearest != NULL) {
        return jaga_fail(err, JAGA_ERR_USAGE, "no option --%s; did you mean --%s?", name, nearest);
    }
    return jaga_fail(err, JAGA_ERR_USAGE, "no option --%s; `jaga %s --help` lists them", name,
                     of->name);
}

static jaga_status read_number(const option *of, const char *text, int64_t *out, jaga_error *err)
{
    char *end = NULL;

    errno = 0;
    const long long number = strtoll(text, &end, 10);
    if (end == text || *end != '\0' || errno != 0 || number < of->least || number > of->most) {
        return jaga_fail(err, JAGA_ERR_USAGE, "--%s takes a whole number from %lld to %lld",
                         of->name, (long long)of->least, (long long)of->most);
    }
    *out = number;
    return JAGA_OK;
}

static jaga_status set_option(const option *of, size_t at, const char *value, arguments *out,
                              jaga_error *err)
{
    out->is_given[at] = true;
    out->text[at] = value;
    return of->kind == OPTION_NUMBER ? read_number(of, value, &out->number[at], err) : JAGA_OK;
}

static void set_defaults(const command *of, arguments *out)
{
    for (size_t i = 0; i < of->option_count; i++) {
        out->text[i] = of->options[i].initial;
        if (of->options[i].kind == OPTION_NUMBER && of->options[i].initial != NULL) {
            out->number[i] = strtoll(of->options[i].initial, NULL, 10);
        }
    }
}

/* argv[*at] is "--name" or "--name=value"; *at is left at the last piece used. */
static jaga_status take_option(const command *of, int argc, char **argv, int *at, arguments *out,
                               jaga_error *err)
{
    const char *name = argv[*at] + 2;
    const char *equals = strchr(name, '=');
    const size_t length = equals == NULL ? strlen(name) : (size_t)(equals - name);
    char spelled[NAME_MAX_BYTES + 1];
    size_t i = 0;

    (void)snprintf(spelled, sizeof spelled, "%.*s", (int)length, name);
    while (i < of->option_count && strcmp(of->options[i].name, spelled) != 0) {
        i++;
    }
    if (i == of->option_count) {
        return unknown(of, spelled, err);
    }
    const option *found = &of->options[i];
    if (found->kind == OPTION_FLAG) {
        return equals == NULL ? set_option(found, i, "", out, err)
                              : jaga_fail(err, JAGA_ERR_USAGE, "--%s takes no value", found->name);
    }
    if (equals != NULL) {
        return set_option(found, i, equals + 1, out, err);
    }
    if (*at + 1 == argc) {
        return jaga_fail(err, JAGA_ERR_USAGE, "--%s wants a value: --%s %s", found->name,
                         found->name, found->value);
    }
    (*at)++;
    return set_option(found, i, argv[*at], out, err);
}

jaga_status options_parse(const command *of, int argc, char **argv, arguments *out, jaga_error *err)
{
    size_t words = 0;
    bool has_ended = false;

    *out = (arguments){ .words = (const char *const *)argv };
    set_defaults(of, out);
    for (int i = 0; i < argc; i++) {
        if (!has_ended && strcmp(argv[i], "--") == 0) {
            has_ended = true;
        } else if (!has_ended && (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)) {
            out->wants_help = true;
            out->word_count = words;
            return JAGA_OK;
        } else if (!has_ended && strncmp(argv[i], "--", 2) == 0) {
            JAGA_TRY(take_option(of, argc, argv, &i, out, err));
        } else if (!has_ended && argv[i][0] == '-' && argv[i][1] != '\0') {
            return jaga_fail(err, JAGA_ERR_USAGE, "options are long here: --name, not %s", argv[i]);
        } else {
            argv[words++] = argv[i];
        }
    }
    out->word_count = words;
    if (words < of->least_words || words > of->most_words) {
        return jaga_fail(err, JAGA_ERR_USAGE, "%s; usage: jaga %s %s",
                         words < of->least_words ? "something is missing" : "too many words",
                         of->name, of->usage);
    }
    return JAGA_OK;
}

static void print_lines(const char *text, FILE *out)
{
    while (*text != '\0') {
        const size_t length = strcspn(text, "\n");
        (void)fprintf(out, "  %.*s\n", (int)length, text);
        text += length + (text[length] == '\n');
    }
}

static void print_option(const option *of, FILE *out)
{
    char spelled[64];

    (void)snprintf(spelled, sizeof spelled, "--%s%s%s", of->name,
                   of->kind == OPTION_FLAG ? "" : " ", of->kind == OPTION_FLAG ? "" : of->value);
    (void)fprintf(out, "  %-20s %s", spelled, of->help);
    if (of->initial != NULL) {
        (void)fprintf(out, " (default: %s)", of->initial);
    }
    (void)fputc('\n', out);
}

void options_print_help(const command *of, FILE *out)
{
    const option help = { .name = "help", .kind = OPTION_FLAG, .help = "this text" };

    (void)fprintf(out, "jaga %s: %s\n\nUsage: jaga %s %s%s[options]\n", of->name, of->help,
                  of->name, of->usage, of->usage[0] == '\0' ? "" : " ");
    if (of->about != NULL) {
        (void)fputc('\n', out);
        print_lines(of->about, out);
    }
    if (of->more_help != NULL) {
        (void)fputc('\n', out);
        of->more_help(out);
    }
    (void)fputs("\nOptions:\n", out);
    for (size_t i = 0; i < of->option_count; i++) {
        print_option(&of->options[i], out);
    }
    print_option(&help, out);
    (void)fputs("\nExamples:\n", out);
    print_lines(of->examples, out);
    (void)fputs("\nExit status: 0 done, 2 usage, 3 environment (file, disk, database), "
                "4 more than half of the rows rejected\n",
                out);
}
