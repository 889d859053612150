/* Writing the file of a case. */
#include "evidence/bundle.h"

#include "jaga/evidence.h"
#include "jaga/query.h"
#include "jaga/trace.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char readme[] =
    "The file of a case, as jaga wrote it. To prove it with jaga:\n"
    "\n"
    "    jaga verify FOLDER [--anchor SEQ:HASH]\n"
    "\n"
    "Without jaga: `sha256sum -c SHA256SUMS` proves every file but audit.csv. In audit.csv each\n"
    "row follows from the one before it, to the row and chain of anchor.txt:\n"
    "\n"
    "    leaf   = SHA-256(salt, 0x00, name of the field, 0x1F, value)\n"
    "    record = SHA-256(0x02, the six leaves in the order of the columns)\n"
    "    chain  = SHA-256(0x01, chain of the row before, record)\n"
    "\n"
    "The first line gives the chain before the first row. A proof of 32 digits is the field's\n"
    "salt; one of 64 is its leaf, and the value was taken out. Rows with a record alone tell of\n"
    "other people. Compare the chain with anchors that were kept outside the house.\n";

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

typedef struct request {
    const char *db, *what, *folder;
    bool is_for_customer;
    char anchor[96];
} request;

static jaga_status put_audit(request *asked, FILE *out, jaga_error *err)
{
    database from;

    JAGA_TRY(database_open(asked->db, &from, err));
    const jaga_status status =
        bundle_put_audit(&from, asked->what, asked->is_for_customer, out, asked->anchor, err);
    database_close(&from);
    return status;
}

static jaga_status put_anchor(request *asked, FILE *out, jaga_error *err)
{
    (void)err;
    (void)fprintf(out, "%s\n", asked->anchor);
    return JAGA_OK;
}

static jaga_status put_readme(request *asked, FILE *out, jaga_error *err)
{
    (void)asked;
    (void)err;
    (void)fputs(readme, out);
    return JAGA_OK;
}

static jaga_status put_story(request *asked, FILE *out, jaga_error *err)
{
    return jaga_explain(asked->db, asked->what, JAGA_LANG_EN, out, err);
}

static jaga_status put_money(request *asked, FILE *out, jaga_error *err)
{
    return jaga_trace(asked->db, asked->what, JAGA_TRACE_FIFO, JAGA_TRACE_JSON, out, err);
}

static jaga_status put_drawing(request *asked, FILE *out, jaga_error *err)
{
    return jaga_trace(asked->db, asked->what, JAGA_TRACE_FIFO, JAGA_TRACE_SVG, out, err);
}

/* In the order of writing: the anchor is known when the audit is written. */
static const struct chapter {
    const char *name;
    jaga_status (*put)(request *asked, FILE *out, jaga_error *err);
    bool is_for_customer, has_sum;
} chapters[] = {
    { BUNDLE_AUDIT, put_audit, true, false }, { BUNDLE_ANCHOR, put_anchor, true, true },
    { "README.txt", put_readme, true, true }, { "case.txt", put_story, false, true },
    { "money.json", put_money, false, true }, { "money.svg", put_drawing, false, true },
};
enum { CHAPTERS = sizeof chapters / sizeof *chapters };

static jaga_status put_chapter(request *asked, const struct chapter *chapter, FILE *sums,
                               jaga_error *err)
{
    char path[BUNDLE_PATH_BYTES], hex[BUNDLE_HEX_BYTES];
    audit_hash hash;
    FILE *out = NULL;

    JAGA_TRY(begin_file(asked->folder, chapter->name, &out, err));
    JAGA_TRY(end_file(asked->folder, out, chapter->put(asked, out, err), err));
    if (chapter->has_sum) {
        JAGA_TRY(bundle_path(asked->folder, chapter->name, path, err));
        JAGA_TRY(bundle_hash(path, &hash, err));
        (void)fprintf(sums, "%s  %s\n", sodium_bin2hex(hex, sizeof hex, hash.at, sizeof hash.at),
                      chapter->name);
    }
    return JAGA_OK;
}

/* Half a bundle would only be mistaken for one. The folder is ours: it was made for this. */
static void take_back(const char *folder)
{
    char path[BUNDLE_PATH_BYTES];
    jaga_error err;

    for (size_t i = 0; i < CHAPTERS; i++) {
        if (bundle_path(folder, chapters[i].name, path, &err) == JAGA_OK) {
            (void)unlink(path);
        }
    }
    if (bundle_path(folder, BUNDLE_SUMS, path, &err) == JAGA_OK) {
        (void)unlink(path);
    }
    (void)rmdir(folder);
}

static jaga_status put_chapters(request *asked, jaga_error *err)
{
    FILE *sums = NULL;
    jaga_status status = JAGA_OK;

    JAGA_TRY(begin_file(asked->folder, BUNDLE_SUMS, &sums, err));
    for (size_t i = 0; i < CHAPTERS && status == JAGA_OK; i++) {
        if (chapters[i].is_for_customer || !asked->is_for_customer) {
            status = put_chapter(asked, &chapters[i], sums, err);
        }
    }
    return end_file(asked->folder, sums, status, err);
}

jaga_status jaga_evidence(const char *db, const char *what, jaga_audience audience,
                          const char *folder, jaga_error *err)
{
    request asked = { db, what, folder, audience == JAGA_FOR_CUSTOMER, "" };

    if (mkdir(folder, 0750) != 0) {
        return jaga_fail(err, JAGA_ERR_IO, "%s: %s", folder, strerror(errno));
    }
    const jaga_status status = put_chapters(&asked, err);
    if (status != JAGA_OK) {
        take_back(folder);
    }
    return status;
}
