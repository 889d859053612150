/* The leaf of a tree of depth two over raw fields that says "thief" loudest.
 * usage: giveaway_tree SCALE truth.csv thefts.csv events.csv     (no quotes in them, as jaga gen
 * writes)
 *
 * A row is a thief's as in giveaway.awk. Rows of a robbed account from an attack's begin to a week
 * after, where they are not the thief's, and rows of mules are nobody's and left out; rows in
 * look-alikes count 1/SCALE, for they were made so many times too frequent. Questions: is a text
 * this one (of columns with few), how long is it, how does it begin and end (of the others), is a
 * number above a quantile, which hour is it. Of payees only what they look like, for who is paid
 * by many thieves, a mule, is no secret of the simulator's. A leaf is one answer, or two together,
 * yes or no: all are tried. Its likelihood ratio: its share of thieves' rows by its share of the
 * owners'. Of a million leaves some look bad by chance, so a leaf needs rows of LEAST_ROBBED
 * attacks and a twentieth of all attacks, and its ratio is the lower end of an interval of two
 * deviations, counted in attacks and owners' rows (one more than there are). Prints "ratio attacks
 * rows leaf", the worst first, ten of them. */
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 40, LITERALS = 6000, VALUES = 48, QUANTILES = 12, LEAST_ROBBED = 10, SHOWN = 10 };

static const double LEAST_RATIO = 10.0; /* what is below is not worth a line */

typedef struct episode {
    char account[24], from[40], to[40];
    bool is_benign, is_long;
} episode;

typedef struct row {
    uint32_t attack; /* of a thief's row: which */
    char *text;      /* the line, cut at its commas */
    uint16_t at[COLUMNS];
} row;

enum { THIEF, TWIN, OWNER, CLASSES };

typedef struct rows {
    row *list;
    size_t count, room;
} rows;

typedef struct literal {
    char name[64];
    size_t id; /* which column of ids it asks about, from 1; 0: another kind of column */
    uint64_t *bits[CLASSES];
} literal;

typedef struct world {
    char columns[COLUMNS][32];
    size_t column_count;
    episode *episodes;
    size_t episode_count, attacks;
    char **thefts, **mules;
    size_t theft_count, mule_count;
    rows of[CLASSES];
    double scale;
    literal *literals;
    size_t literal_count;
} world;

typedef struct leaf {
    double ratio;
    size_t attacks, rows;
    char name[160];
} leaf;

static void *room(void *old, size_t bytes)
{
    void *made = realloc(old, bytes == 0 ? 1 : bytes);
    if (made == NULL) {
        abort();
    }
    return made;
}

static size_t split(char *line, char **out)
{
    size_t n = 0;

    line[strcspn(line, "\r\n")] = '\0';
    for (char *at = line; at != NULL && n < COLUMNS; n++) {
        out[n] = at;
        at = strchr(at, ',');
        if (at != NULL) {
            *at++ = '\0';
        }
    }
    return n;
}

/* Reads one line; false at the end. */
static bool next_line(FILE *file, char **line, size_t *size)
{
    return getline(line, size, file) > 0;
}

static FILE *open_or_die(const char *path)
{
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        perror(path);
        exit(2);
    }
    return file;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool is_among(char **list, size_t count, const char *text)
{
    return count > 0 && bsearch(&text, list, count, sizeof *list, by_text) != NULL;
}

static int by_account(const void *a, const void *b)
{
    return strcmp(((const episode *)a)->account, ((const episode *)b)->account);
}

static void add_mules(world *self, char *list)
{
    for (char *at = strtok(list, ";"); at != NULL; at = strtok(NULL, ";")) {
        self->mules = room(self->mules, (self->mule_count + 1) * sizeof *self->mules);
        self->mules[self->mule_count++] = strdup(at);
    }
}

/* Days from a date's text, for "a week after". Proleptic months of 31 are near enough. */
static long day_of(const char *date)
{
    return strtol(date, NULL, 10) * 372 + strtol(date + 5, NULL, 10) * 31 +
           strtol(date + 8, NULL, 10);
}

static void read_truth(world *self, const char *path)
{
    FILE *file = open_or_die(path);
    char *line = NULL, *part[COLUMNS];
    size_t size = 0;

    (void)next_line(file, &line, &size);
    while (next_line(file, &line, &size)) {
        if (split(line, part) < 6) {
            continue;
        }
        add_mules(self, part[5]);
        if (strcmp(part[1], "mule_ring") == 0) {
            continue;
        }
        self->episodes = room(self->episodes, (self->episode_count + 1) * sizeof(episode));
        episode *made = &self->episodes[self->episode_count++];
        memset(made, 0, sizeof *made);
        (void)snprintf(made->account, sizeof made->account, "%s", part[2]);
        (void)snprintf(made->from, sizeof made->from, "%s", part[3]);
        (void)snprintf(made->to, sizeof made->to, "%s", part[4]);
        made->is_benign = strncmp(part[1], "benign:", 7) == 0;
        made->is_long = strncmp(part[3], part[4], 10) != 0;
        self->attacks += !made->is_benign;
    }
    free(line);
    (void)fclose(file);
    qsort(self->episodes, self->episode_count, sizeof(episode), by_account);
    qsort(self->mules, self->mule_count, sizeof *self->mules, by_text);
}

static void read_thefts(world *self, const char *path)
{
    FILE *file = open_or_die(path);
    char *line = NULL, *part[COLUMNS];
    size_t size = 0;

    while (next_line(file, &line, &size)) {
        (void)split(line, part);
        self->thefts = room(self->thefts, (self->theft_count + 1) * sizeof *self->thefts);
        self->thefts[self->theft_count++] = strdup(part[0]);
    }
    free(line);
    (void)fclose(file);
    qsort(self->thefts, self->theft_count, sizeof *self->thefts, by_text);
}

/* Whose row it is; CLASSES: nobody's. */
static int whose(const world *self, const char *account, const char *ts, const char *id,
                 uint32_t *attack)
{
    episode wanted = { .is_long = false };
    int class = is_among(self->mules, self->mule_count, account) ? CLASSES : OWNER;

    (void)snprintf(wanted.account, sizeof wanted.account, "%s", account);
    const episode *at =
        self->episode_count == 0
            ? NULL
            : bsearch(&wanted, self->episodes, self->episode_count, sizeof *at, by_account);
    while (at != NULL && at > self->episodes && by_account(at - 1, at) == 0) {
        at--;
    }
    for (; at != NULL && at < self->episodes + self->episode_count && by_account(at, &wanted) == 0;
         at++) {
        const bool is_inside = strcmp(ts, at->from) >= 0 && strcmp(ts, at->to) <= 0;
        if (at->is_benign) {
            class = is_inside && class == OWNER ? TWIN : class;
        } else if ((is_inside && !at->is_long) ||
                   (is_inside && is_among(self->thefts, self->theft_count, id))) {
            *attack = (uint32_t)(at - self->episodes);
            return THIEF;
        } else if (strcmp(ts, at->from) >= 0 && day_of(ts) <= day_of(at->to) + 7) {
            class = CLASSES;
        }
    }
    return class;
}

static size_t column(const world *self, const char *name)
{
    for (size_t i = 0; i < self->column_count; i++) {
        if (strcmp(self->columns[i], name) == 0) {
            return i;
        }
    }
    (void)fprintf(stderr, "giveaway_tree: no column %s\n", name);
    exit(2);
}

static void read_events(world *self, const char *path)
{
    FILE *file = open_or_die(path);
    char *line = NULL, *part[COLUMNS];
    size_t size = 0;

    (void)next_line(file, &line, &size);
    self->column_count = split(line, part);
    for (size_t i = 0; i < self->column_count; i++) {
        (void)snprintf(self->columns[i], sizeof self->columns[i], "%s", part[i]);
    }
    const size_t id = column(self, "event_id"), ts = column(self, "ts"),
                 account = column(self, "account"), actor = column(self, "type");
    while (next_line(file, &line, &size)) {
        char *text = strdup(line);
        if (split(text, part) != self->column_count) {
            continue;
        }
        uint32_t attack = 0;
        const int class = whose(self, part[account], part[ts], part[id], &attack);
        /* The owner's word on it is the owner's, whenever it comes. */
        if (class == CLASSES || strcmp(part[actor], "customer_report") == 0) {
            free(text);
            continue;
        }
        rows *to = &self->of[class];
        if (to->count == to->room) {
            to->room = to->room * 2 + 1024;
            to->list = room(to->list, to->room * sizeof *to->list);
        }
        row *made = &to->list[to->count++];
        made->attack = attack;
        made->text = text;
        for (size_t i = 0; i < self->column_count; i++) {
            made->at[i] = (uint16_t)(part[i] - text);
        }
    }
    free(line);
    (void)fclose(file);
}

/* What is asked about a row: a column's aspect as a text. */
typedef enum aspect { WHOLE, LENGTH, FIRST, LAST, PRESENT, HOUR, PAIR, ASPECTS } aspect;
static const char *const aspect_name[ASPECTS] = { "",       " length", " first", " last",
                                                  " there", " hour",   " part" };

static bool is_numeric(const char *name)
{
    return strcmp(name, "amount") == 0 || strcmp(name, "balance") == 0 ||
           strcmp(name, "lat") == 0 || strcmp(name, "lon") == 0;
}

static void say(const char *text, aspect what, char out[48])
{
    const size_t length = strlen(text);

    out[0] = '\0';
    switch (what) {
    case WHOLE: (void)snprintf(out, 48, "%.47s", text); break;
    case LENGTH: (void)snprintf(out, 48, "%zu", length); break;
    case FIRST: (void)snprintf(out, 48, "%.1s", text); break;
    case LAST: (void)snprintf(out, 48, "%s", length == 0 ? "" : text + length - 1); break;
    case PRESENT: (void)snprintf(out, 48, "%s", length == 0 ? "no" : "yes"); break;
    case HOUR: (void)snprintf(out, 48, "%.2s", length > 13 ? text + 11 : ""); break;
    case PAIR:
    case ASPECTS: break;
    }
}

static literal *new_literal(world *self, size_t id)
{
    if (self->literal_count == LITERALS) {
        (void)fprintf(stderr, "giveaway_tree: too many questions\n");
        exit(2);
    }
    literal *made = &self->literals[self->literal_count++];
    made->id = id;
    for (int class = 0; class < CLASSES; class ++) {
        made->bits[class] = calloc(self->of[class].count / 64 + 1, sizeof(uint64_t));
        if (made->bits[class] == NULL) {
            abort();
        }
    }
    return made;
}

static const char *text_at(const rows *of, size_t i, size_t column)
{
    return of->list[i].text + of->list[i].at[column];
}

/* The pieces of a column's text that an aspect has: one, or each of key=value;key=value. */
static char *next_piece(char **rest, aspect what, char out[48])
{
    char *piece = what == PAIR ? strsep(rest, ";") : *rest;

    *rest = what == PAIR ? *rest : NULL;
    say(piece, what == PAIR ? WHOLE : what, out);
    return *rest;
}

/* The texts that thieves' rows have there, up to VALUES of them; 0: more, too many to ask for each.
 */
static size_t values(const world *self, size_t at, aspect what, char (*out)[48])
{
    const rows *of = &self->of[THIEF];
    size_t count = 0;

    for (size_t i = 0; i < of->count; i++) {
        char said[48], copy[256], *rest = copy;
        (void)snprintf(copy, sizeof copy, "%s", text_at(of, i, at));
        do {
            (void)next_piece(&rest, what, said);
            size_t j = 0;
            while (j < count && strcmp(out[j], said) != 0) {
                j++;
            }
            if (j == VALUES) {
                return 0;
            }
            if (j == count) {
                memcpy(out[count++], said, sizeof said);
            }
        } while (rest != NULL);
    }
    return count;
}

static void mark(literal *first, size_t count, char (*list)[48], const rows *of, int class,
                 size_t at, aspect what)
{
    for (size_t i = 0; i < of->count; i++) {
        char said[48], copy[256], *rest = copy;
        (void)snprintf(copy, sizeof copy, "%s", text_at(of, i, at));
        do {
            (void)next_piece(&rest, what, said);
            for (size_t j = 0; j < count; j++) {
                if (strcmp(list[j], said) == 0) {
                    first[j].bits[class][i / 64] |= UINT64_C(1) << i % 64;
                    break;
                }
            }
        } while (rest != NULL);
    }
}

static size_t ask_each(world *self, size_t at, aspect what)
{
    char list[VALUES][48];
    const size_t count = values(self, at, what, list);
    literal *first = &self->literals[self->literal_count];

    for (size_t i = 0; i < count; i++) {
        (void)snprintf(new_literal(self, what == WHOLE || what == PAIR ? 0 : at + 1)->name,
                       sizeof first->name, "%.20s%s=%.32s", self->columns[at], aspect_name[what],
                       list[i]);
    }
    for (int class = 0; class < CLASSES && count > 0; class ++) {
        mark(first, count, list, &self->of[class], class, at, what);
    }
    return count;
}

static void ask_above(world *self, size_t at, double bound)
{
    literal *made = new_literal(self, 0);

    (void)snprintf(made->name, sizeof made->name, "%.20s>%.6g", self->columns[at], bound);
    for (int class = 0; class < CLASSES; class ++) {
        for (size_t i = 0; i < self->of[class].count; i++) {
            const char *text = text_at(&self->of[class], i, at);
            if (*text != '\0' && strtod(text, NULL) > bound) {
                made->bits[class][i / 64] |= UINT64_C(1) << i % 64;
            }
        }
    }
}

static int by_number(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void ask_quantiles(world *self, size_t at)
{
    for (int class = 0; class < CLASSES; class += OWNER) {
        const rows *of = &self->of[class];
        double *list = room(NULL, of->count * sizeof *list);
        size_t count = 0;
        for (size_t i = 0; i < of->count; i++) {
            const char *text = of->list[i].text + of->list[i].at[at];
            if (*text != '\0') {
                list[count++] = strtod(text, NULL);
            }
        }
        qsort(list, count, sizeof *list, by_number);
        for (size_t i = 1; i < QUANTILES && count > 0; i++) {
            ask_above(self, at, list[i * count / QUANTILES]);
        }
        free(list);
    }
}

static void ask_all(world *self)
{
    self->literals = room(NULL, LITERALS * sizeof *self->literals);
    for (size_t i = 0; i < self->column_count; i++) {
        const char *name = self->columns[i];
        if (strcmp(name, "ts") == 0) {
            (void)ask_each(self, i, HOUR);
            (void)ask_each(self, i, LAST);
            (void)ask_each(self, i, LENGTH);
        } else if (is_numeric(name)) {
            (void)ask_each(self, i, PRESENT);
            (void)ask_each(self, i, LAST);
            ask_quantiles(self, i);
        } else if (strcmp(name, "detail") == 0) {
            (void)ask_each(self, i, PAIR);
        } else if (ask_each(self, i, WHOLE) == 0) {
            (void)ask_each(self, i, PRESENT);
            (void)ask_each(self, i, LENGTH);
            if (strcmp(name, "counterparty") != 0) {
                (void)ask_each(self, i, FIRST);
                (void)ask_each(self, i, LAST);
            }
        }
    }
}

/* Bits of "a answers so and b so". */
static uint64_t both(const literal *a, bool is_a, const literal *b, bool is_b, int class,
                     size_t word)
{
    const uint64_t x = a->bits[class][word], y = b->bits[class][word];
    return (is_a ? x : ~x) & (is_b ? y : ~y);
}

/* Rows of a class in the leaf; counting stops above `enough`. */
static size_t count_both(const world *self, const literal *a, bool is_a, const literal *b,
                         bool is_b, int class, double enough)
{
    const size_t all = self->of[class].count;
    size_t yes = 0;

    /* Of the last word only the bits that stand for rows. */
    for (size_t word = 0; word < all / 64 && (double)yes <= enough; word++) {
        yes += (size_t)__builtin_popcountll(both(a, is_a, b, is_b, class, word));
    }
    const uint64_t last = both(a, is_a, b, is_b, class, all / 64);
    return yes + (size_t)__builtin_popcountll(last & ((UINT64_C(1) << all % 64) - 1));
}

static size_t attacks_in(const world *self, const literal *a, bool is_a, const literal *b,
                         bool is_b)
{
    const rows *of = &self->of[THIEF];
    bool *seen = calloc(self->episode_count + 1, sizeof *seen);
    size_t count = 0;

    for (size_t i = 0; i < of->count; i++) {
        if ((both(a, is_a, b, is_b, THIEF, i / 64) >> i % 64 & 1U) != 0 &&
            !seen[of->list[i].attack]) {
            seen[of->list[i].attack] = true;
            count++;
        }
    }
    free(seen);
    return count;
}

static void keep(leaf *best, const leaf *made)
{
    if (made->ratio <= best[SHOWN - 1].ratio) {
        return;
    }
    size_t at = SHOWN - 1;
    while (at > 0 && made->ratio > best[at - 1].ratio) {
        best[at] = best[at - 1];
        at--;
    }
    best[at] = *made;
}

static void judge(const world *self, const literal *a, bool is_a, const literal *b, bool is_b,
                  leaf *best)
{
    const double owners =
        (double)self->of[OWNER].count + (double)self->of[TWIN].count / self->scale;
    leaf made = { .rows = count_both(self, a, is_a, b, is_b, THIEF, INFINITY) };

    if (made.rows < LEAST_ROBBED) {
        return;
    }
    /* More than so many owners' rows, and it is not among the worst. */
    const double share = (double)made.rows / (double)self->of[THIEF].count * owners;
    const double most = share / best[SHOWN - 1].ratio - 1.0;
    const double twins = (double)count_both(self, a, is_a, b, is_b, TWIN, most * self->scale);
    const double plain = (double)count_both(self, a, is_a, b, is_b, OWNER, most);
    made.ratio = share / (plain + twins / self->scale + 1.0);
    if (made.ratio <= best[SHOWN - 1].ratio) {
        return;
    }
    made.attacks = attacks_in(self, a, is_a, b, is_b);
    if (made.attacks < LEAST_ROBBED || made.attacks * 20 < self->attacks) {
        return;
    }
    made.ratio *= exp(-2.0 * sqrt(1.0 / (double)made.attacks + 1.0 / (plain + twins + 1.0)));
    if (made.ratio <= best[SHOWN - 1].ratio) {
        return;
    }
    (void)snprintf(made.name, sizeof made.name, a == b ? "%s%s" : "%s%s and %s%s",
                   is_a ? "" : "not ", a->name, is_b ? "" : "not ", b->name);
    keep(best, &made);
}

int main(int argc, char **argv)
{
    world self = { .scale = argc == 5 ? strtod(argv[1], NULL) : 0.0 };
    leaf best[SHOWN];

    for (size_t i = 0; i < SHOWN; i++) {
        best[i] = (leaf){ .ratio = LEAST_RATIO };
    }
    if (self.scale <= 0.0) {
        (void)fprintf(stderr, "usage: giveaway_tree SCALE truth.csv thefts.csv events.csv\n");
        return 2;
    }
    read_truth(&self, argv[2]);
    read_thefts(&self, argv[3]);
    read_events(&self, argv[4]);
    if (self.of[THIEF].count == 0 || self.of[OWNER].count == 0) {
        return 1;
    }
    ask_all(&self);
    for (size_t i = 0; i < self.literal_count; i++) {
        for (size_t j = i; j < self.literal_count; j++) {
            const literal *a = &self.literals[i], *b = &self.literals[j];
            for (int answers = 0; answers < 4; answers++) {
                /* Of one question: yes yes, or no no. Two about one id come near to naming it. */
                if (i == j ? answers % 3 == 0 : a->id == 0 || a->id != b->id) {
                    judge(&self, a, answers & 1, b, answers & 2, best);
                }
            }
        }
    }
    for (size_t i = 0; i < SHOWN && best[i].rows > 0; i++) {
        (void)printf("%.1f %zu %zu %s\n", best[i].ratio, best[i].attacks, best[i].rows,
                     best[i].name);
    }
    return 0;
}
