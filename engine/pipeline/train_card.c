/* The model card: what a reader of a model's file must know before trusting it. */
#include "base/when.h"
#include "jaga/version.h"
#include "pipeline/train_model.h"

#include <assert.h>
#include <errno.h>
#include <jansson.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

static const char *const protocol =
    "One pass of the logs through the engine that serves; each row is what was known before its "
    "event. Labels count from their arrival. The figures are of trees grown on the earlier thefts "
    "and judged on the later events; the model is grown on all with as many trees. A row of a span "
    "of "
    "theft counts as a theft where trees grown on other accounts hold that likelier than not. Rows "
    "without a label are a sample by a hash of the event id, and are taken to be the owner's.";

static const char *const known_harm[] = {
    "Thefts that nobody reported were learned as honest: what customers do not notice, or cannot "
    "report, the model does not see.",
    "Labels come mostly from what was alarmed or reported: the model repeats the blind spots of "
    "whoever chose whom to ask.",
    "Owners who behave like thieves (a new phone, travel, a first large payment, somebody paying "
    "for them) are suspected more than others; so are accounts with little history.",
    "Thieves change. Figures on past labels promise nothing; measure again with every month's.",
};

static_assert(TRAIN_SHA256_BYTES == 2 * crypto_hash_sha256_BYTES + 1, "room for the whole sum");

void train_sha256(jaga_span text, char out[TRAIN_SHA256_BYTES])
{
    unsigned char sum[crypto_hash_sha256_BYTES];

    (void)crypto_hash_sha256(sum, (const unsigned char *)text.at, text.length);
    (void)sodium_bin2hex(out, TRAIN_SHA256_BYTES, sum, sizeof sum);
}

static jaga_status sum_of(const char *path, char hex[TRAIN_SHA256_BYTES], jaga_error *err)
{
    unsigned char bytes[65536], sum[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_state state;
    size_t got = 0;
    FILE *file = fopen(path, "re");

    if (file == NULL) {
        return jaga_fail(err, JAGA_ERR_IO, "%s: %s", path, strerror(errno));
    }
    (void)crypto_hash_sha256_init(&state);
    while ((got = fread(bytes, 1, sizeof bytes, file)) > 0) {
        (void)crypto_hash_sha256_update(&state, bytes, got);
    }
    const bool is_bad = ferror(file) != 0;
    (void)fclose(file);
    (void)crypto_hash_sha256_final(&state, sum);
    (void)sodium_bin2hex(hex, TRAIN_SHA256_BYTES, sum, sizeof sum);
    return is_bad ? jaga_fail(err, JAGA_ERR_IO, "%s: cannot be read whole", path) : JAGA_OK;
}

/* Where a file lay is nobody's business. */
static const char *own_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

static jaga_status put_file(json_t *list, const char *path, jaga_error *err)
{
    char hex[TRAIN_SHA256_BYTES];

    JAGA_TRY(sum_of(path, hex, err));
    (void)json_array_append_new(list,
                                json_pack("{s:s, s:s}", "file", own_name(path), "sha256", hex));
    return JAGA_OK;
}

static json_t *json_of_figure(jaga_figure from)
{
    return json_pack("{s:f, s:[f,f]}", "value", from.value, "interval_95", from.low, from.high);
}

static json_t *json_of_period(const jaga_trained *about, int64_t delay_us)
{
    char from[WHEN_TEXT_BYTES], until[WHEN_TEXT_BYTES], later[WHEN_TEXT_BYTES];

    when_format(about->from_us, from);
    when_format(about->until_us, until);
    when_format(about->later_us, later);
    return json_pack("{s:s, s:s, s:s, s:f}", "from", from, "known_as_of", until, "judged_from",
                     later, "label_delay_days", (double)delay_us / (double)US_PER_DAY);
}

static json_t *json_of_labels(const jaga_trained *about)
{
    return json_pack(
        "{s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I}", "labels", (json_int_t)about->labels,
        "about_nothing_in_the_logs", (json_int_t)about->labels_unmet, "arrived_before_their_event",
        (json_int_t)about->labels_early, "rows_whose_label_came_too_late",
        (json_int_t)about->labels_late, "thefts", (json_int_t)about->thefts, "thefts_judged_on",
        (json_int_t)about->later_thefts, "rows", (json_int_t)about->rows,
        "rows_without_label_stand_for", (json_int_t)about->rows_without_label);
}

static json_t *json_of_counts(const jaga_lessons *lessons)
{
    const float *counts = lessons->counts;
    return json_pack("{s:f, s:f, s:f}", "reported", (double)counts[JAGA_LABEL_REPORTED], "reviewed",
                     (double)counts[JAGA_LABEL_REVIEWED], "explored",
                     (double)counts[JAGA_LABEL_EXPLORED]);
}

static json_t *json_of_figures(const jaga_trained *about)
{
    return json_pack("{s:o, s:o, s:o, s:i, s:i, s:f, s:f}", "auc", json_of_figure(about->auc),
                     "average_precision", json_of_figure(about->ap), "recall_at_0_1_percent_false",
                     json_of_figure(about->recall_at_0_1), "trees", about->rounds,
                     "stage_one_trees", about->stage_trees, "stage_one_forwards", about->forwarded,
                     "stage_one_keeps_of_top", about->kept);
}

static json_t *json_of_suspects(const jaga_trained *about)
{
    json_t *list = json_array();

    for (int i = 0; i < about->suspects; i++) {
        (void)json_array_append_new(list, json_pack("{s:s, s:f}", "number", about->suspect[i].name,
                                                    "finds_alone", about->suspect[i].found));
    }
    return list;
}

static json_t *json_of_harm(void)
{
    json_t *list = json_array();

    for (size_t i = 0; i < sizeof known_harm / sizeof known_harm[0]; i++) {
        (void)json_array_append_new(list, json_string(known_harm[i]));
    }
    return list;
}

/* The sums of the logs that a model with this card knows: its own, and those of the one that it
 * goes on from. Owned by the caller. */
static json_t *logs_known(const char *text)
{
    json_t *card = json_loads(text, 0, NULL), *sums = json_array(), *log = NULL;
    size_t i = 0;

    json_array_foreach(json_object_get(card, "logs"), i, log)
    {
        (void)json_array_append(sums, json_object_get(log, "sha256"));
    }
    (void)json_array_extend(
        sums, json_object_get(json_object_get(card, "goes_on_from"), "logs_it_knows"));
    json_decref(card);
    return sums;
}

jaga_status train_card_knows(const char *card, const jaga_lessons *lessons, bool *out,
                             jaga_error *err)
{
    json_t *known = logs_known(card), *sum = NULL;
    jaga_status status = JAGA_OK;
    size_t i = 0;

    *out = false;
    for (size_t log = 0; log < lessons->log_count && status == JAGA_OK; log++) {
        char hex[TRAIN_SHA256_BYTES];
        status = sum_of(lessons->logs[log], hex, err);
        json_array_foreach(known, i, sum)
        {
            const char *text = json_string_value(sum);
            *out |= status == JAGA_OK && text != NULL && strcmp(text, hex) == 0;
        }
    }
    json_decref(known);
    return status;
}

static json_t *json_of_beginning(const jaga_lessons *lessons, const jaga_trained *about,
                                 const train_beginning *beginning)
{
    if (!about->is_begun && !about->is_begun_below) {
        return json_null();
    }
    return json_pack("{s:s, s:s, s:b, s:b, s:o}", "model", own_name(lessons->begin_with), "sha256",
                     beginning->sha256, "ensemble", about->is_begun, "ensemble_below",
                     about->is_begun_below, "logs_it_knows", logs_known(beginning->card));
}

static jaga_status put_files(const jaga_lessons *lessons, json_t *logs, json_t *said,
                             jaga_error *err)
{
    for (size_t i = 0; i < lessons->log_count; i++) {
        JAGA_TRY(put_file(logs, lessons->logs[i], err));
    }
    return put_file(said, lessons->labels, err);
}

jaga_status train_card(const jaga_lessons *lessons, const jaga_trained *about,
                       const train_beginning *beginning, arena *memory, const char **out,
                       jaga_error *err)
{
    json_t *logs = json_array(), *said = json_array();
    const jaga_status status = put_files(lessons, logs, said, err);
    json_t *card = json_pack(
        "{s:s, s:o, s:o, s:o, s:o, s:s, s:o, s:o, s:s, s:o, s:o, s:o}", "made_by",
        "jaga train " JAGA_VERSION, "logs", logs, "labels", said, "a_label_counts_as",
        json_of_counts(lessons), "goes_on_from", json_of_beginning(lessons, about, beginning),
        "numbers_not_read", lessons->without == NULL ? "" : lessons->without, "period",
        json_of_period(about, lessons->label_delay_us), "counts", json_of_labels(about), "protocol",
        protocol, "figures", json_of_figures(about), "too_good_to_be_true", json_of_suspects(about),
        "known_harm", json_of_harm());
    const size_t most = 65536;
    char *text = arena_take(memory, most);

    const size_t length = card == NULL || text == NULL
                              ? most
                              : json_dumpb(card, text, most - 1, JSON_REAL_PRECISION(6));
    json_decref(card);
    if (status != JAGA_OK) {
        return status;
    }
    *out = text;
    return length > 0 && length < most
               ? JAGA_OK
               : jaga_fail(err, JAGA_ERR_LIMIT, "the model card is too long: fewer files at once");
}

int64_t train_card_known_us(const char *card)
{
    json_t *object = json_loads(card, 0, NULL);
    const char *text =
        json_string_value(json_object_get(json_object_get(object, "period"), "known_as_of"));
    int64_t us = INT64_MIN;

    if (text != NULL) {
        (void)when_parse((jaga_span){ text, (uint32_t)strlen(text) }, &us);
    }
    json_decref(object);
    return us;
}
