/* Writing the file of a case. */
#include "evidence/bundle.h"

#include "jaga/query.h"
#include "jaga/trace.h"

#include "query/answer.h"
#include "query/filter.h"
#include "store/sql.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUNDLE_MEMORY ((size_t)1 << 32) /* address space */

static const char readme[] =
    "The file of a case, as jaga wrote it. To prove it with jaga:\n"
    "\n"
    "    jaga verify FOLDER [--anchor SEQ:HASH]\n"
    "\n"
    "Without jaga: `sha256sum -c SHA256SUMS` proves every file but audit.csv; SHA256SUMS.sig,\n"
    "if it is there, is its Ed25519 signature by whoever made this. In audit.csv each row follows "
    "from the one before it, to the row and chain of anchor.txt:\n"
    "\n"
    "    leaf   = SHA-256(salt, 0x00, name of the field, 0x1F, value)\n"
    "    record = SHA-256(0x02, the six leaves in the order of the columns)\n"
    "    chain  = SHA-256(0x01, chain of the row before, record)\n"
    "\n"
    "The first line gives the chain before the first row. A proof of 32 digits is the field's\n"
    "salt; one of 64 is its leaf, and the value was taken out. Rows with a record alone tell of\n"
    "other people, or are not for this reader. Compare the chain with anchors that were kept\n"
    "outside the house. index.html shows what the other files say; times there and in case.txt\n"
    "are UTC+7, elsewhere UTC.\n";

jaga_status bundle_path(const char *folder, const char *name, char path[BUNDLE_PATH_BYTES],
                        jaga_error *err)
{
    const int length = snprintf(path, BUNDLE_PATH_BYTES, "%s/%s", folder, name);
    return length < BUNDLE_PATH_BYTES
               ? JAGA_OK
               : jaga_fail(err, JAGA_ERR_USAGE, "%s: the path is too long", folder);
}

jaga_status bundle_hash(const char *path, audit_hash *out, jaga_error *err)
{
    crypto_hash_sha256_state state;
    unsigned char block[16384];
    size_t got;
    FILE *file = fopen(path, "rbe");

    if (file == NULL) {
        return jaga_fail(err, JAGA_ERR_IO, "%s: %s", path, strerror(errno));
    }
    (void)crypto_hash_sha256_init(&state);
    while ((got = fread(block, 1, sizeof block, file)) > 0) {
        (void)crypto_hash_sha256_update(&state, block, got);
    }
    (void)crypto_hash_sha256_final(&state, out->at);
    const bool is_bad = ferror(file) != 0;
    (void)fclose(file);
    return is_bad ? jaga_fail(err, JAGA_ERR_IO, "%s cannot be read", path) : JAGA_OK;
}

static jaga_status begin_file(const char *folder, const char *name, FILE **out, jaga_error *err)
{
    char path[BUNDLE_PATH_BYTES];

    JAGA_TRY(bundle_path(folder, name, path, err));
    const int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
    *out = fd < 0 ? NULL : fdopen(fd, "wb");
    if (*out == NULL) {
        const int why = errno;
        if (fd >= 0) {
            (void)close(fd);
        }
        return jaga_fail(err, JAGA_ERR_IO, "%s: %s", path, strerror(why));
    }
    return JAGA_OK;
}

static jaga_status end_file(const char *folder, FILE *file, jaga_status status, jaga_error *err)
{
    const bool is_bad = ferror(file) != 0;
    const bool is_open = fclose(file) != 0;

    return status == JAGA_OK && (is_bad || is_open)
               ? jaga_fail(err, JAGA_ERR_IO, "%s cannot be written: %s", folder, strerror(errno))
               : status;
}

static jaga_status put_anchor(bundle *self, FILE *out, jaga_error *err)
{
    (void)err;
    (void)fprintf(out, "%s\n", self->anchor);
    return JAGA_OK;
}

static jaga_status put_readme(bundle *self, FILE *out, jaga_error *err)
{
    (void)self;
    (void)err;
    (void)fputs(readme, out);
    return JAGA_OK;
}

static jaga_status put_story(bundle *self, FILE *out, jaga_error *err)
{
    return jaga_explain(self->from->path, self->case_id, self->reader->lang, out, err);
}

static jaga_status put_money(bundle *self, FILE *out, jaga_error *err)
{
    return jaga_trace(self->from->path, self->case_id, JAGA_TRACE_FIFO, JAGA_TRACE_JSON, out, err);
}

static jaga_status put_drawing(bundle *self, FILE *out, jaga_error *err)
{
    return jaga_trace(self->from->path, self->case_id, JAGA_TRACE_FIFO, JAGA_TRACE_SVG, out, err);
}

enum {
    OFFICIAL = 1U << JAGA_FOR_REGULATOR | 1U << JAGA_FOR_POLICE,
    PERSONAL = OFFICIAL | 1U << JAGA_FOR_CUSTOMER,
    EVERYBODY = PERSONAL | 1U << JAGA_FOR_PARTNER
};

static const struct chapter {
    const char *name;
    jaga_status (*put)(bundle *self, FILE *out, jaga_error *err);
    unsigned readers;
    bool has_sum;
} chapters[] = {
    { BUNDLE_AUDIT, bundle_put_audit, EVERYBODY, false },
    { BUNDLE_ANCHOR, put_anchor, EVERYBODY, true },
    { "README.txt", put_readme, EVERYBODY, true },
    { BUNDLE_EVENTS, bundle_put_events, PERSONAL, true },
    { "case.txt", put_story, OFFICIAL, true },
    { "money.json", put_money, OFFICIAL, true },
    { BUNDLE_DRAWING, put_drawing, OFFICIAL, true },
    { BUNDLE_PAGE, bundle_put_page, EVERYBODY, true },
};
enum { CHAPTERS = sizeof chapters / sizeof *chapters };

static jaga_status put_chapter(bundle *self, const struct chapter *chapter, FILE *sums,
                               jaga_error *err)
{
    char path[BUNDLE_PATH_BYTES], hex[BUNDLE_HEX_BYTES];
    audit_hash hash;
    FILE *out = NULL;

    JAGA_TRY(begin_file(self->folder, chapter->name, &out, err));
    JAGA_TRY(end_file(self->folder, out, chapter->put(self, out, err), err));
    if (chapter->has_sum) {
        JAGA_TRY(bundle_path(self->folder, chapter->name, path, err));
        JAGA_TRY(bundle_hash(path, &hash, err));
        (void)fprintf(sums, "%s  %s\n", sodium_bin2hex(hex, sizeof hex, hash.at, sizeof hash.at),
                      chapter->name);
    }
    return JAGA_OK;
}

/* Half a bundle would only be mistaken for one. The folder is ours: it was made for this. */
static void take_back(const char *folder)
{
    static const char *const others[] = { BUNDLE_UNNAMED, BUNDLE_SUMS, BUNDLE_SIGNED };
    char path[BUNDLE_PATH_BYTES];
    jaga_error err;

    for (size_t i = 0; i < CHAPTERS; i++) {
        if (bundle_path(folder, chapters[i].name, path, &err) == JAGA_OK) {
            (void)unlink(path);
        }
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (bundle_path(folder, others[i], path, &err) == JAGA_OK) {
            (void)unlink(path);
        }
    }
    (void)rmdir(folder);
}

static jaga_status put_chapters(bundle *self, jaga_error *err)
{
    FILE *sums = NULL;
    jaga_status status = JAGA_OK;

    JAGA_TRY(begin_file(self->folder, BUNDLE_UNNAMED, &sums, err));
    for (size_t i = 0; i < CHAPTERS && status == JAGA_OK; i++) {
        if ((chapters[i].readers >> self->reader->audience & 1U) != 0) {
            status = put_chapter(self, &chapters[i], sums, err);
        }
    }
    return end_file(self->folder, sums, status, err);
}

/* A folder without SHA256SUMS proves nothing, so none that does is missing in the register. */
static jaga_status register_it(bundle *self, jaga_error *err)
{
    char from[BUNDLE_PATH_BYTES], to[BUNDLE_PATH_BYTES], hex[BUNDLE_HEX_BYTES];
    audit_hash hash;

    JAGA_TRY(bundle_path(self->folder, BUNDLE_UNNAMED, from, err));
    JAGA_TRY(bundle_path(self->folder, BUNDLE_SUMS, to, err));
    JAGA_TRY(bundle_hash(from, &hash, err));
    JAGA_TRY(bundle_register(self, sodium_bin2hex(hex, sizeof hex, hash.at, sizeof hash.at), err));
    return rename(from, to) == 0
               ? JAGA_OK
               : jaga_fail(err, JAGA_ERR_IO, "%s: %s", self->folder, strerror(errno));
}

static jaga_status check_reader(const jaga_reader *reader, jaga_error *err)
{
    if ((reader->audience == JAGA_FOR_PARTNER) != (reader->partner != NULL)) {
        return jaga_fail(err, JAGA_ERR_USAGE,
                         reader->partner == NULL ? "a partner's file wants the partner's name"
                                                 : "only a partner's file has a partner");
    }
    if ((reader->audience == JAGA_FOR_POLICE) != (reader->request != NULL)) {
        return jaga_fail(err, JAGA_ERR_USAGE,
                         reader->request == NULL ? "the police get a file on a request: say which"
                                                 : "only the police's file is made on a request");
    }
    return JAGA_OK;
}

/* The case's key, when the case is there and the partner is one of its. */
static jaga_status find_case(bundle *self, const char *what, jaga_error *err)
{
    const jaga_filter filter = { .case_number = what, .account = self->reader->partner };
    sqlite3_stmt *row = NULL;

    JAGA_TRY(database_prepare(self->from, "engine/evidence/find_case.sql", &row, err));
    filter_bind(&filter, row);
    jaga_status status = database_step(self->from, row, err);
    if (status == JAGA_END) {
        status = jaga_fail(err, JAGA_ERR_USAGE, "%s knows no case of that number or key",
                           self->from->path);
    } else if (status == JAGA_OK && self->reader->partner != NULL &&
               sqlite3_column_int64(row, 1) == 0) {
        status = jaga_fail(err, JAGA_ERR_USAGE,
                           "nothing of this case is asked back from such a partner; jaga query "
                           "recalls has their names");
    } else if (status == JAGA_OK) {
        self->case_id = answer_keep(self->memory, sql_column_span(row, 0)).at;
        status = self->case_id == NULL ? jaga_fail(err, JAGA_ERR_NOMEM, "no memory") : JAGA_OK;
    }
    (void)sqlite3_finalize(row);
    return status;
}

static jaga_status put_folder(bundle *self, const char *what, jaga_error *err)
{
    JAGA_TRY(find_case(self, what, err));
    if (mkdir(self->folder, 0750) != 0) {
        return jaga_fail(err, JAGA_ERR_IO, "%s: %s", self->folder, strerror(errno));
    }
    jaga_status status = put_chapters(self, err);
    if (status == JAGA_OK) {
        status = register_it(self, err);
    }
    if (status == JAGA_OK && self->reader->key != NULL) {
        status = bundle_sign(self->folder, self->reader->key, err);
    }
    if (status != JAGA_OK) {
        take_back(self->folder);
    }
    return status;
}

jaga_status jaga_evidence_write(const char *db, const char *what, const jaga_reader *reader,
                                const char *folder, jaga_error *err)
{
    database from;
    bundle self = { .from = &from, .reader = reader, .folder = folder };

    JAGA_TRY(check_reader(reader, err));
    JAGA_TRY(database_open(db, &from, err));
    jaga_status status = arena_open(BUNDLE_MEMORY, &self.memory, err);
    if (status == JAGA_OK) {
        status = put_folder(&self, what, err);
    }
    arena_close(self.memory);
    database_close(&from);
    return status;
}

const char *bundle_audience(const bundle *self)
{
    static const char *const names[] = { [JAGA_FOR_REGULATOR] = "regulator",
                                         [JAGA_FOR_CUSTOMER] = "customer",
                                         [JAGA_FOR_PARTNER] = "partner",
                                         [JAGA_FOR_POLICE] = "police" };
    return names[self->reader->audience];
}
