/* Proving the file of a case without the database. */
#include "evidence/bundle.h"

#include "jaga/evidence.h"
#include "query/kept_anchors.h"

#include <csv.h>
#include <errno.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { PLACE, RECORD, CHAIN, FIRST_PROOF };

typedef struct reading {
    jaga_verified *out;
    int64_t lines;  /* that ended */
    int64_t place;  /* of the row being read */
    int64_t before; /* of the row before */
    int column;
    bool is_good_field; /* all so far */
    bool has_record;
    int proofs;
    bool is_leaf; /* the proof just read */
    unsigned char salt[AUDIT_SALT_BYTES];
    audit_hash leaf[AUDIT_FIELDS], record, told_chain, chain;
    kept_anchors kept; /* from elsewhere */
    bool is_kept_seen; /* at least one of them */
} reading;

static void found(jaga_verified *out, int64_t seq, const char *why)
{
    if (out->why[0] == '\0') {
        out->bad_seq = seq;
        (void)snprintf(out->why, sizeof out->why, "%s", why);
    }
}

static bool read_number(jaga_span text, int64_t *number)
{
    char digits[24] = "", again[24];

    if (text.length == 0 || text.length >= sizeof digits) {
        return false;
    }
    memcpy(digits, text.at, text.length);
    *number = strtoll(digits, NULL, 10);
    (void)snprintf(again, sizeof again, "%" PRId64, *number);
    return strcmp(again, digits) == 0;
}

static bool read_proof(reading *self, int field, jaga_span text)
{
    self->is_leaf = text.length == 2 * AUDIT_HASH_BYTES;
    self->proofs += text.length > 0;
    return text.length == 0 ||
           (self->is_leaf ? audit_read_hex(text, self->leaf[field].at, AUDIT_HASH_BYTES)
                          : audit_read_hex(text, self->salt, sizeof self->salt));
}

static bool read_value(reading *self, int field, jaga_span text)
{
    int64_t seq = self->place;

    if (self->is_leaf || self->proofs <= field) {
        return text.length == 0; /* taken out, or a row of somebody else */
    }
    self->leaf[field] = audit_leaf(field, text, self->salt);
    return field != 0 || (read_number(text, &seq) && seq == self->place);
}

static bool is_heading(int column, jaga_span text)
{
    const char *name = BUNDLE_COLUMNS;

    for (int i = 0; i < column; i++) {
        name = strchr(name, ',') + 1;
    }
    return strcspn(name, ",") == text.length && memcmp(name, text.at, text.length) == 0;
}

static void take_field(void *bytes, size_t length, void *ctx)
{
    reading *self = ctx;
    const jaga_span text = { length > 0 ? bytes : "", (uint32_t)length };
    const int column = self->column++;
    bool is_good = column < BUNDLE_COLUMN_COUNT;

    if (is_good && self->lines == 0) {
        is_good = is_heading(column, text);
    } else if (column == PLACE) {
        is_good = read_number(text, &self->place);
    } else if (column == RECORD) {
        self->has_record = length > 0;
        is_good = length == 0 || audit_read_hex(text, self->record.at, AUDIT_HASH_BYTES);
    } else if (column == CHAIN) {
        is_good = audit_read_hex(text, self->told_chain.at, AUDIT_HASH_BYTES);
    } else if (is_good) {
        const int field = (column - FIRST_PROOF) / 2;
        is_good = (column - FIRST_PROOF) % 2 == 0 ? read_proof(self, field, text)
                                                  : read_value(self, field, text);
    }
    self->is_good_field = self->is_good_field && is_good;
}

static bool is_same(const audit_hash *a, const audit_hash *b)
{
    return memcmp(a->at, b->at, sizeof a->at) == 0;
}

/* The line before the first row only says where its chain comes from. */
static const char *judge_beginning(reading *self)
{
    const audit_hash zero = { { 0 } };

    self->chain = self->told_chain;
    return self->has_record || self->proofs != 0 || self->place < 0 ||
                   (self->place == 0 && !is_same(&self->chain, &zero))
               ? "the line before the first row is not what was written"
               : NULL;
}

static const char *judge_row(reading *self)
{
    if (self->place != self->before + 1) {
        return "a row is missing before it";
    }
    if (!self->has_record || (self->proofs != 0 && self->proofs != AUDIT_FIELDS)) {
        return "what it says is not what was written";
    }
    if (self->proofs == AUDIT_FIELDS) {
        const audit_hash record = audit_record(self->leaf);
        if (!is_same(&record, &self->record)) {
            return "what it says is not what was written";
        }
    }
    self->chain = audit_chain(&self->chain, &self->record);
    self->out->rows++;
    return is_same(&self->chain, &self->told_chain) ? NULL
                                                    : "it does not follow from the row before it";
}

static void compare_kept(reading *self)
{
    for (size_t i = 0; i < self->kept.count; i++) {
        if (self->kept.list[i].seq == self->place) {
            self->is_kept_seen = true;
            if (!is_same(&self->chain, &self->kept.list[i].chain)) {
                found(self->out, self->place,
                      "the chain up to it is another one than the anchor's");
            }
        }
    }
}

static void take_line(int end, void *ctx)
{
    reading *self = ctx;
    const char *why = NULL;
    const bool is_good = self->is_good_field && self->column == BUNDLE_COLUMN_COUNT;

    (void)end;
    if (!is_good) {
        why = "what it says is not what was written";
    } else if (self->lines == 1) {
        why = judge_beginning(self);
    } else if (self->lines > 1) {
        why = judge_row(self);
    }
    if (why != NULL) {
        found(self->out, self->lines < 2 ? 1 : self->before + 1, why);
    }
    if (self->lines > 0) {
        compare_kept(self);
    }
    self->before = self->lines > 0 ? self->place : 0;
    self->lines++;
    self->column = 0;
    self->proofs = 0;
    self->is_good_field = true;
}

static jaga_status read_audit(const char *folder, reading *self, jaga_error *err)
{
    char path[BUNDLE_PATH_BYTES], block[16384];
    struct csv_parser parser;
    size_t got;

    JAGA_TRY(bundle_path(folder, BUNDLE_AUDIT, path, err));
    FILE *file = fopen(path, "rbe");
    if (file == NULL) {
        return jaga_fail(err, JAGA_ERR_IO, "%s: %s", path, strerror(errno));
    }
    (void)csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI);
    csv_set_space_func(&parser, NULL);
    while (self->out->why[0] == '\0' && (got = fread(block, 1, sizeof block, file)) > 0) {
        if (csv_parse(&parser, block, got, take_field, take_line, self) != got) {
            found(self->out, self->before + 1, "what it says is not what was written");
        }
    }
    if (self->out->why[0] == '\0' && csv_fini(&parser, take_field, take_line, self) != 0) {
        found(self->out, self->before + 1, "what it says is not what was written");
    }
    csv_free(&parser);
    const bool is_bad = ferror(file) != 0;
    (void)fclose(file);
    return is_bad ? jaga_fail(err, JAGA_ERR_IO, "%s cannot be read", path) : JAGA_OK;
}

/* The bundle's own anchor says where the audit ended. */
static jaga_status compare_anchor(const char *folder, reading *self, jaga_error *err)
{
    char path[BUNDLE_PATH_BYTES], line[JAGA_ANCHOR_BYTES + 2] = "", hex[BUNDLE_HEX_BYTES];
    jaga_verified *out = self->out;

    (void)snprintf(out->anchor, sizeof out->anchor, "%" PRId64 ":%s", self->before,
                   sodium_bin2hex(hex, sizeof hex, self->chain.at, sizeof self->chain.at));
    JAGA_TRY(bundle_path(folder, BUNDLE_ANCHOR, path, err));
    FILE *file = fopen(path, "rbe");
    if (file == NULL) {
        return jaga_fail(err, JAGA_ERR_IO, "%s: %s", path, strerror(errno));
    }
    const bool has_line = fgets(line, sizeof line, file) != NULL;
    (void)fclose(file);
    line[strcspn(line, "\n")] = '\0';
    if (!has_line || out->rows == 0 || strcmp(line, out->anchor) != 0) {
        found(out, self->before + 1, "the audit ends elsewhere than at " BUNDLE_ANCHOR);
    }
    if (self->kept.count > 0 && !self->is_kept_seen) {
        found(out, self->kept.list[0].seq, "the anchor is of a row that is not in the bundle");
    }
    return JAGA_OK;
}

static jaga_status compare_file(const char *folder, const char *line, jaga_verified *out,
                                jaga_error *err)
{
    char path[BUNDLE_PATH_BYTES], hex[BUNDLE_HEX_BYTES];
    const char *name = line + BUNDLE_HEX_BYTES + 1;
    audit_hash hash;

    if (strlen(line) <= BUNDLE_HEX_BYTES + 1 || strchr(name, '/') != NULL ||
        strncmp(line + BUNDLE_HEX_BYTES - 1, "  ", 2) != 0) {
        found(out, 0, BUNDLE_SUMS " is not what was written");
        return JAGA_OK;
    }
    JAGA_TRY(bundle_path(folder, name, path, err));
    JAGA_TRY(bundle_hash(path, &hash, err));
    (void)sodium_bin2hex(hex, sizeof hex, hash.at, sizeof hash.at);
    if (strncmp(hex, line, BUNDLE_HEX_BYTES - 1) != 0 && out->why[0] == '\0') {
        (void)snprintf(out->why, sizeof out->why, "%.64s is not what was written", name);
    }
    return JAGA_OK;
}

static jaga_status compare_files(const char *folder, jaga_verified *out, jaga_error *err)
{
    char path[BUNDLE_PATH_BYTES], line[BUNDLE_HEX_BYTES + 128];
    jaga_status status = JAGA_OK;
    int files = 0;

    JAGA_TRY(bundle_path(folder, BUNDLE_SUMS, path, err));
    FILE *file = fopen(path, "rbe");
    if (file == NULL) {
        return jaga_fail(err, JAGA_ERR_IO, "%s: %s", path, strerror(errno));
    }
    while (status == JAGA_OK && fgets(line, sizeof line, file) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        status = compare_file(folder, line, out, err);
        files++;
    }
    (void)fclose(file);
    if (status == JAGA_OK && files == 0) {
        found(out, 0, BUNDLE_SUMS " is not what was written");
    }
    return status;
}

static jaga_status compare_signature(const char *folder, const jaga_kept *kept, jaga_verified *out,
                                     jaga_error *err)
{
    const char *why = NULL;
    bool is_there = false;

    if (kept == NULL || kept->public_key == NULL) {
        return JAGA_OK;
    }
    JAGA_TRY(bundle_check_signature(folder, kept->public_key, &is_there, &why, err));
    if (!is_there && kept->anchors == NULL) {
        why = "there is no signature";
    }
    if (why != NULL) {
        found(out, 0, why);
    }
    out->is_signed = is_there && why == NULL;
    return JAGA_OK;
}

jaga_status jaga_evidence_verify(const char *folder, const jaga_kept *kept, jaga_verified *out,
                                 jaga_error *err)
{
    reading self = { .out = out, .is_good_field = true };

    memset(out, 0, sizeof *out);
    JAGA_TRY(kept_anchors_open(kept, &self.kept, err));
    jaga_status status = read_audit(folder, &self, err);
    if (status == JAGA_OK && out->why[0] == '\0') {
        status = compare_anchor(folder, &self, err);
    }
    if (status == JAGA_OK && out->why[0] == '\0') {
        status = compare_files(folder, out, err);
    }
    if (status == JAGA_OK && out->why[0] == '\0') {
        status = compare_signature(folder, kept, out, err);
    }
    kept_anchors_close(&self.kept);
    return status;
}
