#include "base/wallet_profile.h"

#include "base/date_format.h"
#include "base/model_file.h"

#include <stddef.h>
#include <string.h>

enum { NAME, CURRENCY, ZONE, LANGUAGES, BALANCE, MONTH, BALANCE_UNREGISTERED };

static bool copy(jaga_span text, char *out, size_t size)
{
    if (text.length == 0 || text.length >= size) {
        return false;
    }
    memcpy(out, text.at, text.length);
    out[text.length] = '\0';
    return true;
}

/* Up to 15 digits. */
static bool read_minor(jaga_span text, int64_t *out)
{
    *out = 0;
    for (uint32_t i = 0; i < text.length; i++) {
        if (text.at[i] < '0' || text.at[i] > '9' || i >= 15) {
            return false;
        }
        *out = *out * 10 + (text.at[i] - '0');
    }
    return text.length > 0;
}

static jaga_status take_row(const model_file *file, wallet_profile *out, jaga_error *err)
{
    const jaga_span *fields = file->fields;
    const char *wrong = date_format_zone(fields[ZONE], &out->zone_s);

    if (wrong != NULL) {
        return model_file_refuse(file, wrong, err);
    }
    if (!copy(fields[CURRENCY], out->currency, sizeof out->currency) ||
        !copy(fields[LANGUAGES], out->languages, sizeof out->languages)) {
        return model_file_refuse(file, "currency or languages are missing or too long", err);
    }
    return read_minor(fields[BALANCE], &out->balance_registered_minor) &&
                   read_minor(fields[MONTH], &out->month_registered_minor) &&
                   read_minor(fields[BALANCE_UNREGISTERED], &out->balance_unregistered_minor)
               ? JAGA_OK
               : model_file_refuse(file, "a limit is no amount in minor units", err);
}

jaga_status wallet_profile_find(const char *name, wallet_profile *out, jaga_error *err)
{
    static const char path[] = "models/wallets.csv";
    static const char header[] = "profile,currency,zone,languages,balance_registered,"
                                 "month_registered,balance_unregistered";
    jaga_span text;
    model_file file;
    bool is_found = false;

    JAGA_TRY(model_file_text(path, &text, err));
    jaga_status status = model_file_open(&file, text, path, header, err);
    while (status == JAGA_OK && !is_found && (status = model_file_next(&file, err)) == JAGA_OK) {
        *out = (wallet_profile){ .zone_s = 0 };
        is_found =
            copy(file.fields[NAME], out->name, sizeof out->name) && strcmp(out->name, name) == 0;
        if (is_found) {
            status = take_row(&file, out, err);
        }
    }
    model_file_close(&file);
    return status != JAGA_END
               ? status
               : jaga_fail(err, JAGA_ERR_USAGE, "%s: there is no profile %s", path, name);
}

const char *wallet_profile_warning(const wallet_profile *self, bool is_registered,
                                   int64_t balance_minor)
{
    if (balance_minor < 0) {
        return "the balance is below zero";
    }
    if (is_registered) {
        return balance_minor > self->balance_registered_minor
                   ? "the balance is above what a registered account may hold"
                   : NULL;
    }
    return balance_minor > self->balance_unregistered_minor
               ? "the balance is above what an unregistered account may hold"
               : NULL;
}
