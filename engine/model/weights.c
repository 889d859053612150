#include "model/weights.h"

#include "base/embed.h"

#include <string.h>

static const double most_bits = 20.0;

typedef struct reader {
    weights *out;
    const char *name;
    unsigned line;
    bool has_header;
    bool is_given[JAGA_SIGNALS_MAX];
} reader;

void weights_by_hand(weights *out)
{
    *out = (weights){ { 0.0 } };
    for (size_t i = 0; i < jaga_signal_count(); i++) {
        out->bits[i] = jaga_signal_at(i)->bits;
    }
}

/* Up to two digits, then a point and more digits: no exponent, no sign, no locale. */
static bool read_bits(jaga_span text, double *out)
{
    double scale = 1.0;
    bool has_point = false, has_digit = false;

    *out = 0.0;
    for (uint32_t i = 0; i < text.length; i++) {
        const char c = text.at[i];
        if (c == '.' && !has_point) {
            has_point = true;
        } else if (c >= '0' && c <= '9' && i < 12) {
            has_digit = true;
            *out = *out * 10.0 + (double)(c - '0');
            scale *= has_point ? 10.0 : 1.0;
        } else {
            return false;
        }
    }
    *out /= scale;
    return has_digit && *out <= most_bits;
}

static size_t find_signal(jaga_span name)
{
    size_t i = 0;

    while (i < jaga_signal_count() &&
           (strlen(jaga_signal_at(i)->name) != name.length ||
            memcmp(jaga_signal_at(i)->name, name.at, name.length) != 0)) {
        i++;
    }
    return i;
}

static jaga_status refuse(const reader *self, const char *cause, jaga_error *err)
{
    return jaga_fail(err, JAGA_ERR_FORMAT, "%s: line %u: %s", self->name, self->line, cause);
}

static jaga_status take_line(reader *self, jaga_span line, jaga_error *err)
{
    static const char header[] = "signal,bits";

    if (line.length == 0 || line.at[0] == '#') {
        return JAGA_OK;
    }
    if (!self->has_header) {
        self->has_header =
            line.length == sizeof header - 1 && memcmp(line.at, header, line.length) == 0;
        return self->has_header ? JAGA_OK : refuse(self, "not the header `signal,bits`", err);
    }
    const char *comma = memchr(line.at, ',', line.length);
    if (comma == NULL) {
        return refuse(self, "not a signal and its bits", err);
    }
    const uint32_t length = (uint32_t)(comma - line.at);
    const size_t signal = find_signal((jaga_span){ line.at, length });
    if (signal == jaga_signal_count()) {
        return refuse(self, "no such signal; `jaga signals` lists them", err);
    }
    if (self->is_given[signal]) {
        return refuse(self, "this signal has a row already", err);
    }
    self->is_given[signal] = true;
    if (!read_bits((jaga_span){ comma + 1, line.length - length - 1 }, &self->out->bits[signal])) {
        return refuse(self, "bits are a number from 0 to 20", err);
    }
    return JAGA_OK;
}

jaga_status weights_read(weights *out, jaga_span text, const char *name, jaga_error *err)
{
    reader self = { .out = out, .name = name };
    uint32_t at = 0;

    weights_by_hand(out);
    while (at < text.length) {
        const char *from = text.at + at;
        const char *end = memchr(from, '\n', text.length - at);
        const uint32_t length = end == NULL ? text.length - at : (uint32_t)(end - from);
        const uint32_t shown = length > 0 && from[length - 1] == '\r' ? length - 1 : length;
        self.line++;
        JAGA_TRY(take_line(&self, (jaga_span){ from, shown }, err));
        at += length + 1;
    }
    if (!self.has_header) {
        self.line += self.line == 0;
        return refuse(&self, "the header `signal,bits` is missing", err);
    }
    return JAGA_OK;
}

static const char shipped[] = "models/weights.csv";

jaga_span weights_shipped_text(void)
{
    const embed_file *file = embed_find(shipped);

    JAGA_CHECK(file != NULL);
    return (jaga_span){ file->text, (uint32_t)file->length };
}

jaga_status weights_shipped(weights *out, jaga_error *err)
{
    return weights_read(out, weights_shipped_text(), shipped, err);
}
