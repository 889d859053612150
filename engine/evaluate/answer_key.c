#include "evaluate/answer_key.h"

#include "base/money.h"
#include "base/when.h"
#include "decode/table_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EPISODES_MOST = 1 << 20, MULES_MOST = 1 << 20, LOSSES_MOST = 1 << 22 };
enum { ID, KIND, ACCOUNT, START, END, MULES, SKILL, TRUTH_COLUMNS };
enum { EVENT, EPISODE, AMOUNT, STATUS, THEFT_COLUMNS };

static const table_column truth_columns[TRUTH_COLUMNS] = {
    { "episode_id", true }, { "attack_kind", true },    { "account", true }, { "t_start", true },
    { "t_end", true },      { "mule_accounts", false }, { "skill", false },
};
static const table_column theft_columns[THEFT_COLUMNS] = {
    { "event_id", true }, { "episode_id", true }, { "amount", true }, { "status", false }
};

typedef struct key_reader {
    answer_key *out;
    table_file *table;
    int digits;
} key_reader;

static bool is_text(jaga_span field, const char *text)
{
    return field.length == strlen(text) && memcmp(field.at, text, field.length) == 0;
}

static int compare_hash(hash128 a, hash128 b)
{
    if (a.low != b.low) {
        return a.low < b.low ? -1 : 1;
    }
    return a.high < b.high ? -1 : a.high > b.high;
}

static int by_hash(const void *a, const void *b)
{
    return compare_hash(*(const hash128 *)a, *(const hash128 *)b);
}

static int by_id(const void *a, const void *b)
{
    const key_episode *x = a, *y = b;
    const int order = compare_hash(x->id, y->id);

    return order != 0 ? order : x->line < y->line ? -1 : x->line > y->line;
}

static int to_id(const void *id, const void *episode)
{
    return compare_hash(*(const hash128 *)id, ((const key_episode *)episode)->id);
}

static int by_account(const void *a, const void *b)
{
    const key_episode *x = a, *y = b;
    const int order = compare_hash(x->account, y->account);

    if (order != 0) {
        return order;
    }
    if (x->is_attack != y->is_attack) {
        return x->is_attack ? -1 : 1;
    }
    if (x->from_us != y->from_us) {
        return x->from_us < y->from_us ? -1 : 1;
    }
    return x->line < y->line ? -1 : x->line > y->line;
}

static int by_event(const void *a, const void *b)
{
    const key_loss *x = a, *y = b;
    const int order = compare_hash(x->event, y->event);

    return order != 0 ? order : x->line < y->line ? -1 : x->line > y->line;
}

static int by_place(const void *a, const void *b)
{
    const key_loss *x = a, *y = b;

    if (x->episode != y->episode) {
        return x->episode < y->episode ? -1 : 1;
    }
    return x->row < y->row ? -1 : x->row > y->row;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(a, b);
}

static jaga_status note_name(const key_reader *self, key_names *names, jaga_span text,
                             uint8_t *place, jaga_error *err)
{
    size_t i = 0;

    while (i < names->count && !is_text(text, names->name[i])) {
        i++;
    }
    *place = (uint8_t)i;
    if (i < names->count) {
        return JAGA_OK;
    }
    if (text.length >= JAGA_EVAL_NAME_BYTES) {
        return table_file_refuse(self->table, "attack_kind or skill is too long", err);
    }
    if (i == JAGA_EVAL_GROUPS_MAX) {
        return table_file_refuse(self->table, "more kinds or skills than can be kept", err);
    }
    memcpy(names->name[i], text.at, text.length);
    names->name[i][text.length] = '\0';
    names->count++;
    return JAGA_OK;
}

static jaga_status take_mules(const key_reader *self, jaga_error *err)
{
    jaga_span list = table_file_field(self->table, MULES);
    answer_key *out = self->out;

    while (list.length > 0) {
        const char *end = memchr(list.at, ';', list.length);
        const uint32_t length = end == NULL ? list.length : (uint32_t)(end - list.at);
        if (out->mule_count == MULES_MOST) {
            return table_file_refuse(self->table, "more mules than can be kept", err);
        }
        if (length > 0) {
            out->mules[out->mule_count++] = hash_text128((jaga_span){ list.at, length });
        }
        const uint32_t used = length + (end != NULL);
        list = (jaga_span){ list.at + used, list.length - used };
    }
    return JAGA_OK;
}

static jaga_status take_kind(const key_reader *self, jaga_span kind, key_episode *into,
                             jaga_error *err)
{
    static const char benign[] = "benign:";
    const uint32_t skipped = sizeof benign - 1;

    into->is_attack = kind.length < skipped || memcmp(kind.at, benign, skipped) != 0;
    if (into->is_attack) {
        const jaga_span skill = table_file_field(self->table, SKILL);
        JAGA_TRY(note_name(self, &self->out->skills, skill, &into->skill, err));
        return note_name(self, &self->out->kinds, kind, &into->kind, err);
    }
    const jaga_span twin = { kind.at + skipped, kind.length - skipped };
    return note_name(self, &self->out->twins, twin, &into->kind, err);
}

static jaga_status take_episode(const key_reader *self, jaga_error *err)
{
    const table_file *table = self->table;
    const jaga_span kind = table_file_field(table, KIND), id = table_file_field(table, ID);
    const jaga_span account = table_file_field(table, ACCOUNT);
    answer_key *out = self->out;

    if (kind.length == 0 || id.length == 0 || account.length == 0) {
        return table_file_refuse(table, "episode_id, attack_kind or account is empty", err);
    }
    if (out->episode_count == EPISODES_MOST) {
        return table_file_refuse(table, "more episodes than can be kept", err);
    }
    key_episode *made = &out->episodes[out->episode_count];
    *made = (key_episode){ .account = hash_text128(account),
                           .id = hash_text128(id),
                           .line = table->line };
    if (when_parse(table_file_field(table, START), &made->from_us) != NULL) {
        return table_file_refuse(table, "t_start is no time", err);
    }
    if (when_parse(table_file_field(table, END), &made->until_us) != NULL) {
        return table_file_refuse(table, "t_end is no time", err);
    }
    if (made->until_us < made->from_us) {
        return table_file_refuse(table, "t_end is before t_start", err);
    }
    JAGA_TRY(take_mules(self, err));
    if (is_text(kind, "mule_ring")) {
        return JAGA_OK;
    }
    JAGA_TRY(take_kind(self, kind, made, err));
    out->episode_count++;
    return JAGA_OK;
}

static jaga_status take_loss(const key_reader *self, jaga_error *err)
{
    static const money_style plain = { .decimal = '.' };
    const table_file *table = self->table;
    const jaga_span status = table_file_field(table, STATUS);
    const hash128 id = hash_text128(table_file_field(table, EPISODE));
    answer_key *out = self->out;

    if (status.length > 0 && !is_text(status, "ok")) {
        return JAGA_OK;
    }
    const key_episode *of =
        bsearch(&id, out->episodes, out->episode_count, sizeof *out->episodes, to_id);
    if (of == NULL || !of->is_attack) {
        return table_file_refuse(table, "its episode_id is no attack in the truth", err);
    }
    if (out->loss_count == out->loss_most) {
        return table_file_refuse(table, "more thefts than can be kept", err);
    }
    key_loss *made = &out->losses[out->loss_count];
    *made = (key_loss){ .event = hash_text128(table_file_field(table, EVENT)),
                        .episode = of->line, /* until the episodes have their places */
                        .line = table->line };
    if (table_file_field(table, EVENT).length == 0) {
        return table_file_refuse(table, "event_id is empty", err);
    }
    if (money_parse(table_file_field(table, AMOUNT), plain, self->digits, false,
                    &made->amount_minor) != NULL) {
        return table_file_refuse(table, "amount is no amount of the default currency", err);
    }
    out->loss_count++;
    return JAGA_OK;
}

static jaga_status read_table(key_reader *self, const char *path, const table_column *columns,
                              size_t count, jaga_status (*take)(const key_reader *, jaga_error *),
                              jaga_error *err)
{
    jaga_status status = table_file_open(self->table, path, columns, count, err);

    while (status == JAGA_OK) {
        status = table_file_next(self->table, err);
        if (status == JAGA_OK) {
            status = take(self, err);
        }
    }
    table_file_close(self->table);
    return status == JAGA_END ? JAGA_OK : status;
}

static jaga_status refuse(const char *path, unsigned line, const char *cause, jaga_error *err)
{
    return jaga_fail(err, JAGA_ERR_FORMAT, "%s: line %u: %s", path, line, cause);
}

/* Names in the order of the alphabet, so that tables do not depend on the order of rows. */
static void sort_names(key_names *names, uint8_t place[JAGA_EVAL_GROUPS_MAX])
{
    const key_names before = *names;

    qsort(names->name, names->count, sizeof names->name[0], by_name);
    for (size_t i = 0; i < before.count; i++) {
        uint8_t at = 0;
        while (strcmp(names->name[at], before.name[i]) != 0) {
            at++;
        }
        place[i] = at;
    }
}

static void sort_all_names(answer_key *self)
{
    uint8_t kind[JAGA_EVAL_GROUPS_MAX], twin[JAGA_EVAL_GROUPS_MAX], skill[JAGA_EVAL_GROUPS_MAX];

    sort_names(&self->kinds, kind);
    sort_names(&self->twins, twin);
    sort_names(&self->skills, skill);
    for (size_t i = 0; i < self->episode_count; i++) {
        key_episode *at = &self->episodes[i];
        at->kind = at->is_attack ? kind[at->kind] : twin[at->kind];
        at->skill = at->is_attack ? skill[at->skill] : 0;
    }
}

static void keep_mules(answer_key *self)
{
    size_t kept = 0;

    qsort(self->mules, self->mule_count, sizeof *self->mules, by_hash);
    for (size_t i = 0; i < self->mule_count; i++) {
        size_t first = 0;
        const bool is_again = i > 0 && by_hash(&self->mules[i], &self->mules[i - 1]) == 0;
        const size_t count = key_episodes_of(self, self->mules[i], &first);
        const bool is_victim = count > 0 && self->episodes[first].is_attack;
        if (!is_again && !is_victim) {
            self->mules[kept++] = self->mules[i];
        }
    }
    self->mule_count = kept;
}

/* Losses know their episode by its line, until the episodes stand in their places. */
static jaga_status put_in_place(answer_key *self, arena *memory, jaga_error *err)
{
    unsigned last = 0;

    qsort(self->episodes, self->episode_count, sizeof *self->episodes, by_account);
    for (size_t i = 0; i < self->episode_count; i++) {
        last = self->episodes[i].line > last ? self->episodes[i].line : last;
    }
    size_t *place = arena_take(memory, ((size_t)last + 1) * sizeof *place);
    if (place == NULL) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "no room for the answer key");
    }
    for (size_t i = 0; i < self->episode_count; i++) {
        place[self->episodes[i].line] = i;
    }
    for (size_t i = 0; i < self->loss_count; i++) {
        self->losses[i].episode = place[self->losses[i].episode];
    }
    qsort(self->losses, self->loss_count, sizeof *self->losses, by_event);
    return JAGA_OK;
}

static jaga_status check_ids(const answer_key *self, jaga_error *err)
{
    for (size_t i = 1; i < self->episode_count; i++) {
        if (compare_hash(self->episodes[i - 1].id, self->episodes[i].id) == 0) {
            return refuse(self->truth_path, self->episodes[i].line,
                          "its episode_id stands in an earlier line", err);
        }
    }
    return JAGA_OK;
}

static jaga_status check_events(const answer_key *self, jaga_error *err)
{
    for (size_t i = 1; i < self->loss_count; i++) {
        if (compare_hash(self->losses[i - 1].event, self->losses[i].event) == 0) {
            return refuse(self->thefts_path, self->losses[i].line,
                          "its event_id stands in an earlier line", err);
        }
    }
    return JAGA_OK;
}

static jaga_status read_both(key_reader *self, jaga_error *err)
{
    answer_key *out = self->out;

    JAGA_TRY(read_table(self, out->truth_path, truth_columns, TRUTH_COLUMNS, take_episode, err));
    qsort(out->episodes, out->episode_count, sizeof *out->episodes, by_id);
    JAGA_TRY(check_ids(out, err));
    return out->thefts_path == NULL
               ? JAGA_OK
               : read_table(self, out->thefts_path, theft_columns, THEFT_COLUMNS, take_loss, err);
}

jaga_status key_read(answer_key *self, const jaga_answer *from, int digits, arena *memory,
                     jaga_error *err)
{
    *self = (answer_key){ .truth_path = from->truth,
                          .thefts_path = from->thefts,
                          .loss_most = LOSSES_MOST,
                          .episodes = arena_take(memory, EPISODES_MOST * sizeof *self->episodes),
                          .mules = arena_take(memory, MULES_MOST * sizeof *self->mules),
                          .losses = arena_take(memory, LOSSES_MOST * sizeof *self->losses) };
    key_reader reader = { .out = self,
                          .digits = digits,
                          .table = arena_take(memory, sizeof *reader.table) };

    if (self->episodes == NULL || self->mules == NULL || self->losses == NULL ||
        reader.table == NULL) {
        return jaga_fail(err, JAGA_ERR_NOMEM, "no room for the answer key");
    }
    JAGA_TRY(read_both(&reader, err));
    JAGA_TRY(put_in_place(self, memory, err));
    JAGA_TRY(check_events(self, err));
    sort_all_names(self);
    keep_mules(self);
    return JAGA_OK;
}

size_t key_episodes_of(const answer_key *self, hash128 account, size_t *first)
{
    size_t from = 0, to = self->episode_count, count = 0;

    while (from < to) {
        const size_t middle = from + (to - from) / 2;
        if (compare_hash(self->episodes[middle].account, account) < 0) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    *first = from;
    while (from + count < self->episode_count &&
           compare_hash(self->episodes[from + count].account, account) == 0) {
        count++;
    }
    return count;
}

bool key_is_mule(const answer_key *self, hash128 account)
{
    return bsearch(&account, self->mules, self->mule_count, sizeof account, by_hash) != NULL;
}

static int to_event(const void *event, const void *loss)
{
    return compare_hash(*(const hash128 *)event, ((const key_loss *)loss)->event);
}

key_loss *key_find_loss(const answer_key *self, hash128 event)
{
    return bsearch(&event, self->losses, self->loss_count, sizeof *self->losses, to_event);
}

void key_sort_losses(answer_key *self)
{
    qsort(self->losses, self->loss_count, sizeof *self->losses, by_place);
    for (size_t i = 0; i < self->loss_count; i++) {
        key_episode *of = &self->episodes[self->losses[i].episode];
        of->first_loss = of->loss_count == 0 ? i : of->first_loss;
        of->loss_count++;
    }
}
