/* Reading an export for its report only: a scan without engine, history or store. */
#include "jaga/map_check.h"

#include "base/embed.h"
#include "base/when.h"
#include "decode/decoder.h"
#include "decode/event_csv.h"
#include "decode/import_report.h"
#include "jaga/settings.h"
#include "source/source.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { MAP_BYTES = 1 << 20, ROW_BYTES = 256 << 10 };

static const char folder[] = "datasets/maps/";

static jaga_status read_source(void *ctx, char *buf, size_t cap, size_t *got, jaga_error *err)
{
    return source_read(ctx, buf, cap, got, err);
}

static jaga_status read_rows(decoder *from, arena *text, const char *name, import_report *into,
                             FILE *events, jaga_error *err)
{
    const size_t mark = arena_mark(text);
    jaga_status status = JAGA_OK;
    jaga_record record;
    decode_result result;

    while (status == JAGA_OK &&
           (result = decoder_next(from, true, text, &record, err)) != DECODE_END) {
        if (result != DECODE_RECORD) {
            return err->status;
        }
        if (into->head == NULL) {
            import_report_begin(into, decoder_header(from));
        }
        status = import_report_add(into, &record, decoder_values(from), name, err);
        if (events != NULL && record.kind == JAGA_RECORD_EVENT) {
            event_csv_put(&record.event, events);
        }
        arena_reset(text, mark);
    }
    if (status == JAGA_OK && into->head == NULL) {
        import_report_begin(into, decoder_header(from));
    }
    return status;
}

static jaga_status read_export(const mapping *map, const char *log, arena *text,
                               import_report *into, FILE *events, jaga_error *err)
{
    source *opened = NULL;
    decoder *from = NULL;

    JAGA_TRY(source_open(log, &opened, err));
    const decode_input input = { .ctx = opened,
                                 .read = read_source,
                                 .name = source_name(opened),
                                 .is_live = source_is_live(opened) };
    jaga_status status = decoder_open(&input, map, 0, &from, err);
    if (status == JAGA_OK) {
        status = read_rows(from, text, source_name(opened), into, events, err);
    }
    if (status == JAGA_OK) {
        import_report_end(into);
    }
    decoder_close(from);
    source_close(opened);
    return status;
}

/* The canonical events go to a file of their own, or nowhere. */
static jaga_status read_to(const mapping *map, const char *log, const char *events_to, arena *text,
                           import_report *into, jaga_error *err)
{
    if (events_to == NULL) {
        return read_export(map, log, text, into, NULL, err);
    }
    FILE *events = fopen(events_to, "w");
    if (events == NULL) {
        return jaga_fail(err, JAGA_ERR_IO, "%s: cannot be written: %s", events_to, strerror(errno));
    }
    event_csv_head(events);
    jaga_status status = read_export(map, log, text, into, events, err);
    const bool was_written = ferror(events) == 0;
    if ((fclose(events) != 0 || !was_written) && status == JAGA_OK) {
        status =
            jaga_fail(err, JAGA_ERR_IO, "%s: cannot be written: %s", events_to, strerror(errno));
    }
    return status;
}

/* A check knows no database, so it judges order by the settings' defaults. */
static order_limits usual_limits(void)
{
    jaga_settings usual;

    jaga_settings_default(&usual);
    return (order_limits){ .lateness_us = usual.value[JAGA_SETTING_ID_LATENESS] * US_PER_SECOND,
                           .horizon_us =
                               usual.value[JAGA_SETTING_ID_DEDUPE_HORIZON] * US_PER_SECOND,
                           .future_us = usual.value[JAGA_SETTING_ID_FUTURE_LIMIT] * US_PER_SECOND };
}

jaga_status jaga_map_check(const char *map, const char *log, const char *events_to, int64_t now_us,
                           jaga_map_report *out, jaga_error *err)
{
    import_report into;
    arena *memory = NULL;
    mapping *loaded = NULL;

    JAGA_TRY(arena_open(MAP_BYTES + ROW_BYTES, &memory, err));
    jaga_status status = mapping_load(map, memory, &loaded, err);
    if (status == JAGA_OK) {
        status = import_report_open(&into, out, usual_limits(), now_us, err);
        if (status == JAGA_OK) {
            status = read_to(loaded, log, events_to, memory, &into, err);
        }
        import_report_close(&into);
    }
    arena_close(memory);
    return status;
}

static const embed_file *shipped(size_t index)
{
    for (size_t i = 0; i < embed_count(); i++) {
        const embed_file *file = embed_at(i);
        if (strncmp(file->path, folder, sizeof folder - 1) == 0 && index-- == 0) {
            return file;
        }
    }
    return NULL;
}

size_t jaga_map_count(void)
{
    size_t count = 0;

    while (shipped(count) != NULL) {
        count++;
    }
    return count;
}

jaga_status jaga_map_at(size_t index, jaga_map *out, jaga_error *err)
{
    const embed_file *file = shipped(index);
    const char *name = file->path + sizeof folder - 1;
    arena *memory = NULL;
    mapping *loaded = NULL;

    (void)snprintf(out->name, sizeof out->name, "%.*s", (int)strcspn(name, "."), name);
    out->text = file->text;
    JAGA_TRY(arena_open(MAP_BYTES, &memory, err));
    const jaga_status status = mapping_load(out->name, memory, &loaded, err);
    if (status == JAGA_OK) {
        (void)snprintf(out->about, sizeof out->about, "%.*s", (int)loaded->about.length,
                       loaded->about.at);
    }
    arena_close(memory);
    return status;
}
