#ifndef MMDB_WRITE_H
#define MMDB_WRITE_H

/* MaxMind DB files from a few lines of text, by the published format 2.0, so that the tests need
 * neither foreign files nor what jaga reads them with. One line is one network:
 *
 *     1.128.0.0/11 autonomous_system_number=#1221 country.iso_code=AU
 *
 * "a.b=" is a map in the map; "#" an unsigned number of 32 bits, "!" one of 64, all else is text.
 */
#include <arpa/inet.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MMDB_NODES_MAX = 4096, MMDB_FILE_BYTES = 48 << 10 };

typedef struct mmdb_bytes {
    uint8_t at[MMDB_FILE_BYTES];
    size_t length;
} mmdb_bytes;

static inline void mmdb_put(mmdb_bytes *to, const void *from, size_t length)
{
    if (to->length + length > sizeof to->at) {
        abort();
    }
    memcpy(to->at + to->length, from, length);
    to->length += length;
}

/* The lowest `bytes` of a number, the highest of them first. */
static inline void mmdb_put_number(mmdb_bytes *to, uint64_t value, unsigned bytes)
{
    while (bytes-- > 0) {
        mmdb_put(to, &(uint8_t){ (uint8_t)(value >> (8 * bytes)) }, 1);
    }
}

/* The control bytes: types from 8 on stand in a byte of their own. */
static inline void mmdb_put_type(mmdb_bytes *to, unsigned type, size_t size)
{
    const unsigned inlined = size < 29 ? (unsigned)size : 29;

    mmdb_put_number(to, (type < 8 ? type << 5 : 0) | inlined, 1);
    if (type >= 8) {
        mmdb_put_number(to, type - 7, 1);
    }
    if (size >= 29) {
        mmdb_put_number(to, size - 29, 1);
    }
}

static inline void mmdb_put_text(mmdb_bytes *to, const char *text, size_t length)
{
    mmdb_put_type(to, 2, length);
    mmdb_put(to, text, length);
}

static inline void mmdb_put_uint(mmdb_bytes *to, unsigned type, unsigned bytes, uint64_t value)
{
    mmdb_put_type(to, type, bytes);
    mmdb_put_number(to, value, bytes);
}

/* "key=value" or "key.key=value" */
static inline void mmdb_put_pair(mmdb_bytes *to, const char *pair)
{
    const char *value = strchr(pair, '='), *dot = strchr(pair, '.');

    if (value == NULL) {
        abort();
    }
    if (dot != NULL && dot < value) {
        mmdb_put_text(to, pair, (size_t)(dot - pair));
        mmdb_put_type(to, 7, 1);
        pair = dot + 1;
    }
    mmdb_put_text(to, pair, (size_t)(value - pair));
    value++;
    switch (*value) {
    case '#': mmdb_put_uint(to, 6, 4, strtoull(value + 1, NULL, 10)); break;
    case '!': mmdb_put_uint(to, 9, 8, strtoull(value + 1, NULL, 10)); break;
    default: mmdb_put_text(to, value, strlen(value));
    }
}

typedef struct mmdb_tree {
    bool is_v6;
    size_t count;
    int32_t nodes[MMDB_NODES_MAX][2]; /* 0: nothing; above: a node; below: -1 - place in the data */
    mmdb_bytes data;
} mmdb_tree;

/* The network "address/bits" leads to the data. An IPv4 network in an IPv6 tree is ::a.b.c.d. */
static inline void mmdb_add_network(mmdb_tree *tree, const char *network, int32_t data)
{
    uint8_t address[16] = { 0 };
    char text[64];
    const char *slash = strchr(network, '/');
    const bool is_v6 = strchr(network, ':') != NULL;
    const unsigned skipped = tree->is_v6 && !is_v6 ? 96 : 0;

    if (slash == NULL || (size_t)(slash - network) >= sizeof text || (is_v6 && !tree->is_v6)) {
        abort();
    }
    (void)snprintf(text, sizeof text, "%.*s", (int)(slash - network), network);
    if (inet_pton(is_v6 ? AF_INET6 : AF_INET, text, address + skipped / 8) != 1) {
        abort();
    }
    const unsigned bits = (unsigned)strtoul(slash + 1, NULL, 10) + skipped;
    size_t node = 0;
    for (unsigned i = 0; i < bits; i++) {
        int32_t *next = &tree->nodes[node][address[i / 8] >> (7 - i % 8) & 1];
        if (i + 1 == bits) {
            *next = -1 - data;
        } else if (*next <= 0) {
            if (tree->count == MMDB_NODES_MAX) {
                abort();
            }
            *next = (int32_t)tree->count++;
        }
        node = (size_t)*next;
    }
}

static inline void mmdb_put_metadata(mmdb_bytes *to, const mmdb_tree *tree)
{
    static const char *const versions[] = { "binary_format_major_version",
                                            "binary_format_minor_version", "ip_version",
                                            "record_size" };
    const uint64_t values[] = { 2, 0, tree->is_v6 ? 6 : 4, 24 };

    mmdb_put(to, "\xab\xcd\xefMaxMind.com", 14);
    mmdb_put_type(to, 7, 9);
    for (size_t i = 0; i < 4; i++) {
        mmdb_put_text(to, versions[i], strlen(versions[i]));
        mmdb_put_uint(to, 5, 2, values[i]);
    }
    mmdb_put_text(to, "node_count", 10);
    mmdb_put_uint(to, 6, 4, tree->count);
    mmdb_put_text(to, "build_epoch", 11);
    mmdb_put_uint(to, 9, 8, 1769878800);
    mmdb_put_text(to, "database_type", 13);
    mmdb_put_text(to, "test", 4);
    mmdb_put_text(to, "languages", 9);
    mmdb_put_type(to, 11, 0);
    mmdb_put_text(to, "description", 11);
    mmdb_put_type(to, 7, 0);
}

/* Lines are changed while they are read. */
static inline void mmdb_write(char *lines, bool is_v6, mmdb_bytes *out)
{
    static mmdb_tree tree;
    char *line_left = NULL;

    memset(&tree, 0, sizeof tree);
    tree.is_v6 = is_v6;
    tree.count = 1;
    for (char *line = strtok_r(lines, "\n", &line_left); line != NULL;
         line = strtok_r(NULL, "\n", &line_left)) {
        char *left = NULL, *pairs[16];
        const char *network = strtok_r(line, " ", &left);
        size_t count = 0;
        while (count < 16 && (pairs[count] = strtok_r(NULL, " ", &left)) != NULL) {
            count++;
        }
        mmdb_add_network(&tree, network, (int32_t)tree.data.length);
        mmdb_put_type(&tree.data, 7, count);
        for (size_t i = 0; i < count; i++) {
            mmdb_put_pair(&tree.data, pairs[i]);
        }
    }
    out->length = 0;
    for (size_t i = 0; i < tree.count; i++) {
        for (size_t side = 0; side < 2; side++) {
            const int32_t record = tree.nodes[i][side];
            mmdb_put_number(out,
                            record > 0    ? (uint64_t)record
                            : record == 0 ? tree.count
                                          : tree.count + 16 + (size_t)(-1 - record),
                            3);
        }
    }
    mmdb_put(out, (const uint8_t[16]){ 0 }, 16);
    mmdb_put(out, tree.data.at, tree.data.length);
    mmdb_put_metadata(out, &tree);
}

#endif
