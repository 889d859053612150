#include "decode/geo.h"

#include "base/arena.h"
#include "base/detail.h"

#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <maxminddb.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* What follows it was looked up. */
#define MARK "geoip="

struct geo {
    arena *memory;
    size_t count;
    MMDB_s files[GEO_FILES_MAX];
};

static const char *const nested_country[] = { "country", "iso_code", NULL };
static const char *const flat_country[] = { "country_code", NULL };
static const char *const number[] = { "autonomous_system_number", NULL };
static const char *const flat_number[] = { "asn", NULL };

/* What stands at the path, if anything does. */
static bool find(MMDB_entry_s *entry, const char *const *path, MMDB_entry_data_s *out)
{
    return MMDB_aget_value(entry, out, path) == MMDB_SUCCESS && out->has_data;
}

/* NULL: none, or not two capital letters. */
static const char *country_of(MMDB_entry_s *entry)
{
    MMDB_entry_data_s data;

    if ((!find(entry, nested_country, &data) && !find(entry, flat_country, &data)) ||
        data.type != MMDB_DATA_TYPE_UTF8_STRING || data.data_size != 2) {
        return NULL;
    }
    const char *code = data.utf8_string;
    return code[0] >= 'A' && code[0] <= 'Z' && code[1] >= 'A' && code[1] <= 'Z' ? code : NULL;
}

/* "AS1221" or "1221"; 0: neither. */
static uint32_t spelled_number(jaga_span text)
{
    uint64_t value = 0;
    uint32_t at = text.length > 2 && memcmp(text.at, "AS", 2) == 0 ? 2 : 0;

    if (text.length - at > 10) {
        return 0;
    }
    for (; at < text.length; at++) {
        if (text.at[at] < '0' || text.at[at] > '9') {
            return 0;
        }
        value = value * 10 + (uint64_t)(text.at[at] - '0');
    }
    return value <= UINT32_MAX ? (uint32_t)value : 0;
}

/* 0, which is nobody's number: none, or none that can be read. */
static uint32_t asn_of(MMDB_entry_s *entry)
{
    MMDB_entry_data_s data;

    if (!find(entry, number, &data) && !find(entry, flat_number, &data)) {
        return 0;
    }
    switch (data.type) {
    case MMDB_DATA_TYPE_UINT16: return data.uint16;
    case MMDB_DATA_TYPE_UINT32: return data.uint32;
    case MMDB_DATA_TYPE_UTF8_STRING:
        return spelled_number((jaga_span){ data.utf8_string, data.data_size });
    default: return 0;
    }
}

/* One record, to its end. *is_useful: it has something that geo_fill looks for. */
static int check_record(MMDB_entry_s *entry, bool *is_useful)
{
    MMDB_entry_data_list_s *list = NULL;
    const int status = MMDB_get_entry_data_list(entry, &list);

    MMDB_free_entry_data_list(list);
    *is_useful =
        *is_useful || (status == MMDB_SUCCESS && (country_of(entry) != NULL || asn_of(entry) != 0));
    return status;
}

/* Every branch of the search tree and every record at its ends; neighbours often share one. */
static int check_tree(const MMDB_s *file, bool *is_useful)
{
    uint32_t last = UINT32_MAX;
    int status = MMDB_SUCCESS;

    for (uint32_t i = 0; i < file->metadata.node_count && status == MMDB_SUCCESS; i++) {
        MMDB_search_node_s node;
        status = MMDB_read_node(file, i, &node);
        if (status != MMDB_SUCCESS) {
            break;
        }
        if (node.left_record_type == MMDB_RECORD_TYPE_INVALID ||
            node.right_record_type == MMDB_RECORD_TYPE_INVALID) {
            return MMDB_CORRUPT_SEARCH_TREE_ERROR;
        }
        if (node.left_record_type == MMDB_RECORD_TYPE_DATA &&
            node.left_record_entry.offset != last) {
            last = node.left_record_entry.offset;
            status = check_record(&node.left_record_entry, is_useful);
        }
        if (status == MMDB_SUCCESS && node.right_record_type == MMDB_RECORD_TYPE_DATA &&
            node.right_record_entry.offset != last) {
            last = node.right_record_entry.offset;
            status = check_record(&node.right_record_entry, is_useful);
        }
    }
    return status;
}

static jaga_status open_file(geo *self, const char *path, jaga_error *err)
{
    MMDB_s *file = &self->files[self->count];
    bool is_useful = false;

    errno = 0;
    int status = MMDB_open(path, MMDB_MODE_MMAP, file);
    if (status != MMDB_SUCCESS) {
        return status == MMDB_FILE_OPEN_ERROR || status == MMDB_IO_ERROR
                   ? jaga_fail(err, JAGA_ERR_IO, "%s: cannot be read: %s", path,
                               errno == 0 ? MMDB_strerror(status) : strerror(errno))
                   : jaga_fail(err, JAGA_ERR_FORMAT, "%s: no usable MaxMind DB file: %s", path,
                               MMDB_strerror(status));
    }
    self->count++;
    status = check_tree(file, &is_useful);
    if (status != MMDB_SUCCESS) {
        return jaga_fail(err, JAGA_ERR_FORMAT, "%s: a damaged MaxMind DB file: %s", path,
                         MMDB_strerror(status));
    }
    return is_useful
               ? JAGA_OK
               : jaga_fail(err, JAGA_ERR_FORMAT,
                           "%s: a MaxMind DB file with neither countries nor AS numbers", path);
}

jaga_status geo_open(const char *paths, geo **out, jaga_error *err)
{
    arena *memory = NULL;
    jaga_status status = JAGA_OK;

    JAGA_TRY(arena_open(sizeof(geo) + 4096, &memory, err));
    geo *self = arena_take(memory, sizeof *self);
    self->memory = memory;
    for (const char *at = paths; status == JAGA_OK;) {
        char path[4096];
        const size_t length = strcspn(at, ",");
        (void)snprintf(path, sizeof path, "%.*s", (int)length, at);
        status = self->count == GEO_FILES_MAX || length == 0 || length >= sizeof path
                     ? jaga_fail(err, JAGA_ERR_USAGE, "--geoip takes 1 to %d files: A.mmdb,B.mmdb",
                                 GEO_FILES_MAX)
                     : open_file(self, path, err);
        at += length;
        if (*at++ == '\0') {
            break;
        }
    }
    if (status != JAGA_OK) {
        geo_close(self);
        return status;
    }
    *out = self;
    return JAGA_OK;
}

void geo_close(geo *self)
{
    if (self != NULL) {
        for (size_t i = 0; i < self->count; i++) {
            MMDB_close(&self->files[i]);
        }
        arena_close(self->memory);
    }
}

/* False: not an address. Without the resolver, which would ask the network and the locale. */
static bool parse_address(jaga_span ip, struct sockaddr_storage *out)
{
    struct sockaddr_in *v4 = (struct sockaddr_in *)out;
    struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)out;
    char text[64];

    if (ip.length == 0 || ip.length >= sizeof text) {
        return false;
    }
    memset(out, 0, sizeof *out);
    memcpy(text, ip.at, ip.length);
    text[ip.length] = '\0';
    if (inet_pton(AF_INET, text, &v4->sin_addr) == 1) {
        v4->sin_family = AF_INET;
        return true;
    }
    v6->sin6_family = AF_INET6;
    return inet_pton(AF_INET6, text, &v6->sin6_addr) == 1;
}

/* Behind what the detail says already. */
static void extend_detail(jaga_event *event, bool has_country, uint32_t asn, char *room)
{
    const char *what = !has_country ? "asn" : asn == 0 ? "country" : "both";
    size_t used = event->detail.length;

    if (used > 0) {
        memcpy(room, event->detail.at, used);
        room[used++] = ';';
    }
    used += (size_t)snprintf(room + used, GEO_ROOM_BYTES - 1, MARK "%s", what);
    if (asn != 0) {
        used += (size_t)snprintf(room + used, 16, ";asn=%" PRIu32, asn);
    }
    event->detail = (jaga_span){ room, (uint32_t)used };
}

void geo_fill(const geo *self, jaga_event *event, char *room)
{
    const bool says_country = event->country[0] != '\0';
    const bool says_number = detail_value(event->detail, "asn").at != NULL;
    struct sockaddr_storage address;
    const char *country = NULL;
    uint32_t asn = 0;

    if ((says_country && says_number) || !parse_address(event->ip, &address)) {
        return;
    }
    for (size_t i = 0; i < self->count; i++) {
        int error = MMDB_SUCCESS;
        MMDB_lookup_result_s result =
            MMDB_lookup_sockaddr(&self->files[i], (struct sockaddr *)&address, &error);
        /* An error is an IPv6 address in a file that knows only IPv4. */
        if (error == MMDB_SUCCESS && result.found_entry) {
            country = says_country || country != NULL ? country : country_of(&result.entry);
            asn = says_number || asn != 0 ? asn : asn_of(&result.entry);
        }
    }
    if (country != NULL) {
        memcpy(event->country, country, 2);
    }
    if (country != NULL || asn != 0) {
        extend_detail(event, country != NULL, asn, room);
    }
}

/* The last pair of what is left, taken off it. */
static jaga_span take_last_pair(jaga_span *left)
{
    const char *semicolon = memrchr(left->at, ';', left->length);
    const uint32_t from = semicolon == NULL ? 0 : (uint32_t)(semicolon - left->at) + 1;
    const jaga_span pair = { left->at + from, left->length - from };

    left->length = from - (semicolon != NULL);
    return pair;
}

static bool is_text(jaga_span span, const char *text)
{
    return span.length == strlen(text) && memcmp(span.at, text, span.length) == 0;
}

jaga_span geo_said(const jaga_event *event, bool *has_country)
{
    jaga_span left = event->detail;

    *has_country = true;
    if (left.length == 0) {
        return left;
    }
    jaga_span pair = take_last_pair(&left);
    *has_country = !is_text(pair, MARK "country");
    if (!*has_country) {
        return left;
    }
    if (pair.length > 4 && memcmp(pair.at, "asn=", 4) == 0) {
        pair = take_last_pair(&left);
        *has_country = !is_text(pair, MARK "both");
        if (!*has_country || is_text(pair, MARK "asn")) {
            return left;
        }
    }
    return event->detail;
}
