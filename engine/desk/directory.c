/* The operator's directory of accounts: language, zone and where a customer can be reached. */
#include "desk/session.h"

#include "base/when.h"
#include "desk/window.h"

#include <csv.h>
#include <ctype.h>
#include <errno.h>
#include <string.h>

enum { FIELD_BYTES = 1024, CONTACT_BYTES = 64, PLAIN_DIGITS = 7 };

typedef enum field { ACCOUNT, LANG, TZ, TIER, OPENED_AT, CONTACT, FIELDS } field;
static const char *const fields[FIELDS] = {
    "account", "lang", "tz", "tier", "opened_at", "contact"
};

/* A row is gathered by libcsv's callbacks, which can only note a failure. */
typedef struct directory {
    jaga_desk *desk;
    const char *path;
    int64_t line, accounts;
    bool has_header;
    int place[64]; /* of each column, the field; -1: not ours */
    int columns, column;
    char text[FIELDS][FIELD_BYTES];
    jaga_status status;
    jaga_error *err;
} directory;

static void fail(directory *self, const char *cause)
{
    if (self->status == JAGA_OK) {
        self->status = jaga_fail(self->err, JAGA_ERR_FORMAT, "%s line %lld: %s", self->path,
                                 (long long)self->line, cause);
    }
}

/* What could be dialled or written to: a number without a mask, an address without one. */
static bool is_plain(const char *token)
{
    size_t digits = 0;

    if (strchr(token, '@') != NULL) {
        return strchr(token, '*') == NULL;
    }
    for (const char *at = token; *at != '\0'; at++) {
        if (isdigit((unsigned char)*at)) {
            digits++;
        } else if (strchr("+-. ()/", *at) == NULL) {
            return false;
        }
    }
    return digits >= PLAIN_DIGITS;
}

static jaga_span whole(const char *text)
{
    return (jaga_span){ text, (uint32_t)strlen(text) };
}

static void put_contact(directory *self, const char *kind, const char *token, int place,
                        int64_t verified_us)
{
    sql_row row;

    if (self->status != JAGA_OK) {
        return;
    }
    self->status = desk_prepare(self->desk, "put_contact", &row, self->err);
    if (self->status == JAGA_OK) {
        sql_name(&row, self->text[ACCOUNT]);
        sql_name(&row, token);
        sql_name(&row, kind);
        sql_integer(&row, place);
        sql_integer(&row, verified_us);
        self->status = desk_run(self->desk, &row, self->err);
    }
    if (self->status == JAGA_OK && sqlite3_changes(self->desk->db) == 0) {
        fail(self, "the contact point stands there twice");
    }
}

/* "phone:+62812****7788:2024-03-01T00:00:00+07:00". The time has colons of its own. */
static void read_contact(directory *self, char *text, int place)
{
    static const char *const kinds[] = { "phone", "email", "push", "app" };
    char *token = strchr(text, ':');
    char *when = token == NULL ? NULL : strchr(token + 1, ':');
    int64_t verified_us = 0;
    bool is_kind = false;

    if (when == NULL) {
        fail(self, "a contact point is kind:token:verified_at");
        return;
    }
    *token++ = '\0';
    *when++ = '\0';
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        is_kind |= strcmp(kinds[i], text) == 0;
    }
    if (!is_kind) {
        fail(self, "a contact point is of kind phone, email, push or app");
    } else if (token[0] == '\0' || strlen(token) > CONTACT_BYTES) {
        fail(self, "a contact point has a token of 1 to 64 bytes");
    } else if (is_plain(token)) {
        fail(self, "a contact point could be dialled or written to as it stands; give its keyed "
                   "hash or a masked text");
    } else if (when_parse(whole(when), &verified_us) != NULL) {
        fail(self, "the time at which a contact point was verified is no RFC 3339 time");
    } else {
        put_contact(self, text, token, place, verified_us);
    }
}

static void read_contacts(directory *self)
{
    char *at = self->text[CONTACT];

    for (int place = 1; *at != '\0' && self->status == JAGA_OK; place++) {
        char *end = strchr(at, ';');
        char *next = end == NULL ? at + strlen(at) : end + 1;
        if (end != NULL) {
            *end = '\0';
        }
        read_contact(self, at, place);
        at = next;
    }
}

static void put_customer(directory *self)
{
    const char *lang = self->text[LANG];
    int64_t opened_us = 0;
    const bool has_opened = self->text[OPENED_AT][0] != '\0';
    sql_row row;

    if (self->text[ACCOUNT][0] == '\0' || strlen(self->text[ACCOUNT]) > CONTACT_BYTES) {
        fail(self, "an account is 1 to 64 bytes");
    } else if (strcmp(lang, "en") != 0 && strcmp(lang, "id") != 0 && strcmp(lang, "zh") != 0) {
        fail(self, "lang is one of en, id, zh");
    } else if (has_opened && when_parse(whole(self->text[OPENED_AT]), &opened_us) != NULL) {
        fail(self, "opened_at is no RFC 3339 time");
    }
    if (self->status != JAGA_OK) {
        return;
    }
    self->status = desk_prepare(self->desk, "put_customer", &row, self->err);
    if (self->status != JAGA_OK) {
        return;
    }
    const jaga_span none = { NULL, 0 };
    sql_name(&row, self->text[ACCOUNT]);
    sql_name(&row, lang);
    sql_integer(&row, window_zone_s(whole(self->text[TZ]), none, none));
    sql_name(&row, self->text[TIER][0] == '\0' ? NULL : self->text[TIER]);
    if (has_opened) {
        sql_integer(&row, opened_us);
    } else {
        sql_null(&row);
    }
    self->status = desk_run(self->desk, &row, self->err);
    if (self->status == JAGA_OK && sqlite3_changes(self->desk->db) == 0) {
        fail(self, "the account stands in the file already");
    }
    self->accounts++;
}

static void on_header(directory *self, const char *text)
{
    if (self->column == (int)(sizeof self->place / sizeof self->place[0])) {
        fail(self, "too many columns");
        return;
    }
    self->place[self->column] = -1;
    for (int i = 0; i < FIELDS; i++) {
        if (strcmp(fields[i], text) == 0) {
            self->place[self->column] = i;
        }
    }
}

static void on_field(void *text, size_t length, void *ctx)
{
    directory *self = ctx;
    char kept[FIELD_BYTES];

    if (self->status != JAGA_OK) {
        return;
    }
    if (length >= sizeof kept || memchr(text, '\0', length) != NULL) {
        fail(self, "a field is longer than 1023 bytes or holds a zero byte");
        return;
    }
    (void)snprintf(kept, sizeof kept, "%.*s", (int)length, (const char *)text);
    if (!self->has_header) {
        on_header(self, kept);
    } else if (self->column < self->columns && self->place[self->column] >= 0) {
        memcpy(self->text[self->place[self->column]], kept, length + 1);
    }
    self->column++;
}

static void end_header(directory *self)
{
    bool has[FIELDS] = { false };

    for (int i = 0; i < self->column; i++) {
        if (self->place[i] >= 0) {
            has[self->place[i]] = true;
        }
    }
    if (!has[ACCOUNT] || !has[LANG]) {
        fail(self, "the header needs the columns account and lang (and knows tz, tier, opened_at, "
                   "contact)");
    }
    self->columns = self->column;
    self->has_header = true;
}

static void on_row(int terminator, void *ctx)
{
    directory *self = ctx;

    (void)terminator;
    if (self->status != JAGA_OK) {
        return;
    }
    if (!self->has_header) {
        end_header(self);
    } else if (self->column != self->columns) {
        fail(self, "as many fields as the header are wanted");
    } else {
        put_customer(self);
        read_contacts(self);
    }
    memset(self->text, 0, sizeof self->text);
    self->column = 0;
    self->line++;
}

static jaga_status parse(directory *self, FILE *in)
{
    struct csv_parser parser;
    char buffer[1 << 14];
    size_t got = 0;

    if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0) {
        return jaga_fail(self->err, JAGA_ERR_NOMEM, "%s: out of memory", self->path);
    }
    while (self->status == JAGA_OK && (got = fread(buffer, 1, sizeof buffer, in)) > 0) {
        if (csv_parse(&parser, buffer, got, on_field, on_row, self) != got) {
            fail(self, csv_strerror(csv_error(&parser)));
        }
    }
    if (self->status == JAGA_OK && csv_fini(&parser, on_field, on_row, self) != 0) {
        fail(self, "a quoted field does not end");
    }
    csv_free(&parser);
    if (self->status == JAGA_OK && ferror(in)) {
        return jaga_fail(self->err, JAGA_ERR_IO, "%s: %s", self->path, strerror(errno));
    }
    if (self->status == JAGA_OK && !self->has_header) {
        fail(self, "the file is empty");
    }
    return self->status;
}

static jaga_status clear(jaga_desk *desk, const char *statement, jaga_error *err)
{
    sql_row row;

    JAGA_TRY(desk_prepare(desk, statement, &row, err));
    return desk_run(desk, &row, err);
}

/* Of calls made by an earlier directory, or none. */
static jaga_status set_languages(jaga_desk *desk, jaga_error *err)
{
    sql_row row;

    JAGA_TRY(desk_prepare(desk, "set_languages", &row, err));
    sql_integer(&row, desk->now_us);
    sql_integer(&row, desk->agent);
    sql_integer(&row, desk->session);
    return desk_run(desk, &row, err);
}

static jaga_status load(directory *self, FILE *in)
{
    JAGA_TRY(desk_require_role(self->desk, DESK_SUPERVISOR, "loading the directory", self->err));
    JAGA_TRY(clear(self->desk, "clear_contacts", self->err));
    JAGA_TRY(clear(self->desk, "clear_customers", self->err));
    JAGA_TRY(parse(self, in));
    return set_languages(self->desk, self->err);
}

jaga_status jaga_desk_load_directory(jaga_desk *desk, const char *path, int64_t *accounts,
                                     jaga_error *err)
{
    directory self = { .desk = desk, .path = path, .line = 1, .err = err };
    FILE *in = fopen(path, "rb");

    if (in == NULL) {
        return jaga_fail(err, JAGA_ERR_IO, "%s: %s", path, strerror(errno));
    }
    jaga_status status = desk_begin(desk, err);
    if (status == JAGA_OK) {
        status = desk_finish(desk, load(&self, in), err);
    }
    (void)fclose(in);
    *accounts = self.accounts;
    return status;
}
