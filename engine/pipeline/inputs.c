#include "pipeline/inputs.h"

#include <stdio.h>
#include <string.h>

static jaga_status read_source(void *ctx, char *buf, size_t cap, size_t *got, jaga_error *err)
{
    return source_read(ctx, buf, cap, got, err);
}

static bool is_standard_input(const char *path)
{
    return strcmp(path, "-") == 0;
}

/* By name, so that the order on the command line changes nothing. */
static jaga_status sort_paths(const char *const *paths, size_t count,
                              const char *sorted[INPUTS_MAX], jaga_error *err)
{
    if (count > INPUTS_MAX) {
        return jaga_fail(err, JAGA_ERR_USAGE, "more than %d files at once", INPUTS_MAX);
    }
    for (size_t i = 0; i < count; i++) {
        size_t at = i;
        for (; at > 0 && strcmp(sorted[at - 1], paths[i]) > 0; at--) {
            sorted[at] = sorted[at - 1];
        }
        sorted[at] = paths[i];
        if (at > 0 && strcmp(sorted[at - 1], paths[i]) == 0) {
            return jaga_fail(err, JAGA_ERR_USAGE, "%s is named twice", paths[i]);
        }
        if (count > 1 && is_standard_input(paths[i])) {
            return jaga_fail(err, JAGA_ERR_USAGE, "standard input (-) goes alone");
        }
    }
    return JAGA_OK;
}

static jaga_status open_decoder(inputs *self, const jaga_run *run, const mapping *map, size_t index,
                                const char *path, decoder **out, jaga_error *err)
{
    JAGA_TRY(source_open(path, &self->sources[index], err));
    source *opened = self->sources[index];
    const decode_input input = { .ctx = opened,
                                 .read = read_source,
                                 .name = source_name(opened),
                                 .is_live = source_is_live(opened) };
    source_set_stop(opened, (source_stop){ run->wants_stop, run->stop_ctx });
    JAGA_TRY(decoder_open(&input, map, (uint32_t)index, out, err));
    decoder_set_geo(*out, self->lookup);
    return JAGA_OK;
}

/* Opens one source and passes over what earlier runs have read of it. */
static jaga_status open_one(inputs *self, const jaga_run *run, const mapping *map, size_t index,
                            const char *path, jaga_store *store, decoder **out, jaga_error *err)
{
    store_source before;
    bool is_same = false;

    JAGA_TRY(open_decoder(self, run, map, index, path, out, err));
    self->bytes_total += source_size(self->sources[index]);
    if (is_standard_input(path)) {
        self->is_live = true;
        return JAGA_OK;
    }
    if (store == NULL) {
        return JAGA_OK;
    }
    const jaga_status status = store_get_source(store, path, &before, err);
    if (status != JAGA_OK) {
        return status == JAGA_END ? JAGA_OK : status;
    }
    const decode_position from = { .bytes = before.bytes,
                                   .lines = before.lines,
                                   .prefix_hash = before.prefix_hash };
    JAGA_TRY(decoder_resume(*out, &from, &is_same, err));
    if (is_same) {
        self->bytes_before += before.bytes;
        const bool has_header = before.lines > 0 && decoder_has_header_row(*out);
        self->rows_before += (int64_t)before.lines - has_header;
        return JAGA_OK;
    }
    decoder_close(*out);
    *out = NULL;
    source_close(self->sources[index]);
    self->sources[index] = NULL;
    return open_decoder(self, run, map, index, path, out, err);
}

static int64_t currency_of(const jaga_run *run)
{
    jaga_settings initial;

    jaga_settings_default(&initial);
    return (run->configuration == NULL ? &initial : &run->configuration->settings)
        ->value[JAGA_SETTING_ID_DEFAULT_CURRENCY];
}

jaga_status inputs_open(inputs *self, const jaga_run *run, const char *const *paths, size_t count,
                        jaga_store *store, jaga_error *err)
{
    const char *sorted[INPUTS_MAX];
    decoder *decoders[INPUTS_MAX] = { NULL };
    mapping *map = NULL;

    memset(self, 0, sizeof *self);
    JAGA_TRY(sort_paths(paths, count, sorted, err));
    JAGA_TRY(arena_open((size_t)1 << 20, &self->memory, err));
    jaga_status status = mapping_load(run->map, self->memory, &map, err);
    if (status == JAGA_OK && !map->has_currency) {
        jaga_setting_format(JAGA_SETTING_ID_DEFAULT_CURRENCY, currency_of(run), self->currency);
        map->currency = (jaga_span){ self->currency, 3 };
    }
    if (status == JAGA_OK && run->geoip != NULL) {
        status = geo_open(run->geoip, &self->lookup, err);
    }
    self->count = count;
    for (size_t i = 0; i < count && status == JAGA_OK; i++) {
        status = open_one(self, run, map, i, sorted[i], store, &decoders[i], err);
        self->decoders[i] = decoders[i];
    }
    if (status == JAGA_OK) {
        status = merge_open(decoders, count, &self->merged, err);
    }
    if (status != JAGA_OK) {
        for (size_t i = 0; i < count; i++) {
            decoder_close(decoders[i]);
        }
        inputs_close(self);
    }
    return status;
}

void inputs_close(inputs *self)
{
    merge_close(self->merged);
    for (size_t i = 0; i < self->count; i++) {
        source_close(self->sources[i]);
    }
    geo_close(self->lookup);
    arena_close(self->memory);
    memset(self, 0, sizeof *self);
}

size_t inputs_positions(const inputs *self, const decode_position *positions,
                        store_source out[INPUTS_MAX])
{
    if (self->is_live) {
        return 0;
    }
    for (size_t i = 0; i < self->count; i++) {
        out[i] = (store_source){ .name = source_name(self->sources[i]),
                                 .bytes = positions[i].bytes,
                                 .lines = positions[i].lines,
                                 .prefix_hash = positions[i].prefix_hash };
    }
    return self->count;
}
