#include "trace/purse.h"

enum { PIECES_CAP = 1 << 26 };

/* A product of two amounts. */
__extension__ typedef __int128 wide;

jaga_status piece_pool_open(piece_pool *pool, purse_rule rule, jaga_error *err)
{
    pool->unused = SLAB_NONE;
    pool->rule = rule;
    return slab_open(&pool->slab, "trace pieces", sizeof(piece), PIECES_CAP, err);
}

void piece_pool_close(piece_pool *pool)
{
    slab_close(&pool->slab);
}

purse purse_empty(void)
{
    return (purse){ .head = SLAB_NONE, .tail = SLAB_NONE };
}

static uint32_t take_piece(piece_pool *pool, int64_t minor, uint32_t hop)
{
    uint32_t index = pool->unused;

    if (index != SLAB_NONE) {
        pool->unused = piece_at(pool, index)->next;
    } else {
        index = slab_add(&pool->slab);
    }
    if (index != SLAB_NONE) {
        *piece_at(pool, index) = (piece){ .minor = minor, .hop = hop, .next = SLAB_NONE };
    }
    return index;
}

static void give_back(piece_pool *pool, uint32_t index)
{
    piece_at(pool, index)->next = pool->unused;
    pool->unused = index;
}

static void count_in(purse *self, int64_t minor, uint32_t hop)
{
    self->total_minor += minor;
    self->tainted_minor += hop == PIECE_CLEAN ? 0 : minor;
}

/* Unlinks the piece behind `before` (SLAB_NONE: the head); its money is already counted out. */
static void unlink_piece(piece_pool *pool, purse *self, uint32_t before)
{
    const uint32_t index = before == SLAB_NONE ? self->head : piece_at(pool, before)->next;
    const uint32_t next = piece_at(pool, index)->next;

    if (before == SLAB_NONE) {
        self->head = next;
    } else {
        piece_at(pool, before)->next = next;
    }
    if (self->tail == index) {
        self->tail = before;
    }
    self->count--;
    give_back(pool, index);
}

/* Joins the newest clean piece to the clean one before it. */
static void gather_clean(piece_pool *pool, purse *self)
{
    uint32_t earlier = SLAB_NONE, latest = SLAB_NONE, before_latest = SLAB_NONE;

    for (uint32_t i = self->head, before = SLAB_NONE; i != SLAB_NONE;
         before = i, i = piece_at(pool, i)->next) {
        if (piece_at(pool, i)->hop == PIECE_CLEAN) {
            earlier = latest;
            latest = i;
            before_latest = before;
        }
    }
    if (earlier != SLAB_NONE) {
        piece_at(pool, earlier)->minor += piece_at(pool, latest)->minor;
        unlink_piece(pool, self, before_latest);
    }
}

/* Adds to a piece of the same hop: `end`, or where order does not count, any, so that the share of
 * an origin is rounded once. */
static bool add_to_same(piece_pool *pool, purse *self, uint32_t end, int64_t minor, uint32_t hop)
{
    uint32_t i = pool->rule == PURSE_PRORATA ? self->head : end;

    while (i != SLAB_NONE && piece_at(pool, i)->hop != hop) {
        i = pool->rule == PURSE_PRORATA ? piece_at(pool, i)->next : SLAB_NONE;
    }
    if (i == SLAB_NONE) {
        return false;
    }
    piece_at(pool, i)->minor += minor;
    count_in(self, minor, hop);
    return true;
}

bool purse_push(piece_pool *pool, purse *self, int64_t minor, uint32_t hop)
{
    if (minor <= 0 || add_to_same(pool, self, self->tail, minor, hop)) {
        return true;
    }
    const uint32_t index = take_piece(pool, minor, hop);
    if (index == SLAB_NONE) {
        return false;
    }
    if (self->tail == SLAB_NONE) {
        self->head = index;
    } else {
        piece_at(pool, self->tail)->next = index;
    }
    self->tail = index;
    self->count++;
    count_in(self, minor, hop);
    if (self->count > PURSE_PIECES_MAX) {
        gather_clean(pool, self);
    }
    return true;
}

bool purse_push_front(piece_pool *pool, purse *self, int64_t minor, uint32_t hop)
{
    if (minor <= 0 || add_to_same(pool, self, self->head, minor, hop)) {
        return true;
    }
    const uint32_t index = take_piece(pool, minor, hop);
    if (index == SLAB_NONE) {
        return false;
    }
    piece_at(pool, index)->next = self->head;
    self->head = index;
    if (self->tail == SLAB_NONE) {
        self->tail = index;
    }
    self->count++;
    count_in(self, minor, hop);
    return true;
}

/* A piece, and the one before it (SLAB_NONE: it is the head). */
typedef struct place {
    uint32_t piece, before;
} place;

/* Moves up to `minor` of one piece; *moved: how much. */
static bool move_part(piece_pool *pool, purse *from, place at, int64_t minor, purse *to,
                      int64_t *moved)
{
    piece *taken = piece_at(pool, at.piece);
    const uint32_t hop = taken->hop;
    const int64_t part = taken->minor < minor ? taken->minor : minor;

    taken->minor -= part;
    count_in(from, -part, hop);
    if (taken->minor == 0) {
        unlink_piece(pool, from, at.before);
    }
    *moved = part;
    return purse_push(pool, to, part, hop);
}

static place find_newest(const piece_pool *pool, const purse *self)
{
    place at = { .piece = self->head, .before = SLAB_NONE };

    while (at.piece != self->tail) {
        at = (place){ .piece = piece_at(pool, at.piece)->next, .before = at.piece };
    }
    return at;
}

/* The clean piece whose turn it is; .piece is SLAB_NONE when there is none. */
static place find_clean(const piece_pool *pool, const purse *self)
{
    place found = { .piece = SLAB_NONE, .before = SLAB_NONE };
    uint32_t before = SLAB_NONE;

    for (uint32_t i = self->head; i != SLAB_NONE; before = i, i = piece_at(pool, i)->next) {
        if (piece_at(pool, i)->hop == PIECE_CLEAN) {
            found = (place){ .piece = i, .before = before };
            if (pool->rule != PURSE_LIFO) {
                break;
            }
        }
    }
    return found;
}

bool purse_move_clean(piece_pool *pool, purse *from, int64_t minor, purse *to)
{
    while (minor > 0) {
        int64_t moved = 0;
        const place at = find_clean(pool, from);
        if (at.piece == SLAB_NONE) {
            break;
        }
        if (!move_part(pool, from, at, minor, to, &moved)) {
            return false;
        }
        minor -= moved;
    }
    return true;
}

static bool move_in_order(piece_pool *pool, purse *from, int64_t minor, purse *to)
{
    while (minor > 0 && from->head != SLAB_NONE) {
        int64_t moved = 0;
        const place oldest = { .piece = from->head, .before = SLAB_NONE };
        const place at = pool->rule == PURSE_LIFO ? find_newest(pool, from) : oldest;
        if (!move_part(pool, from, at, minor, to, &moved)) {
            return false;
        }
        minor -= moved;
    }
    return true;
}

/* Of each origin what it weighs in the whole; what rounding down leaves open is made up of clean
 * money, and of the oldest where there is not enough of it. */
static bool move_share(piece_pool *pool, purse *from, int64_t minor, purse *to)
{
    const int64_t whole = from->total_minor;
    place at = { .piece = from->head, .before = SLAB_NONE };
    int64_t open = minor < whole ? minor : whole;
    const int64_t asked = open;

    while (at.piece != SLAB_NONE) {
        const piece *next_taken = piece_at(pool, at.piece);
        const uint32_t next = next_taken->next;
        const int64_t share = (int64_t)((wide)next_taken->minor * asked / whole);
        const bool is_all = share == next_taken->minor;
        int64_t moved = 0;
        if (next_taken->hop != PIECE_CLEAN && share > 0) {
            if (!move_part(pool, from, at, share, to, &moved)) {
                return false;
            }
            open -= moved;
        }
        at.before = moved > 0 && is_all ? at.before : at.piece;
        at.piece = next;
    }
    const int64_t clean = from->total_minor - from->tainted_minor;
    return purse_move_clean(pool, from, open, to) &&
           (open <= clean || move_in_order(pool, from, open - clean, to));
}

bool purse_move(piece_pool *pool, purse *from, int64_t minor, purse *to)
{
    return pool->rule == PURSE_PRORATA && from->total_minor > 0 && minor > 0
               ? move_share(pool, from, minor, to)
               : move_in_order(pool, from, minor, to);
}

bool purse_give_back(piece_pool *pool, purse *self, int64_t minor, uint32_t hop)
{
    return (pool->rule == PURSE_LIFO ? purse_push : purse_push_front)(pool, self, minor, hop);
}

int64_t purse_spoil(piece_pool *pool, purse *self, uint32_t hop)
{
    const int64_t clean = self->total_minor - self->tainted_minor;

    for (uint32_t i = self->head; i != SLAB_NONE; i = piece_at(pool, i)->next) {
        piece *coin = piece_at(pool, i);
        coin->hop = coin->hop == PIECE_CLEAN ? hop : coin->hop;
    }
    self->tainted_minor += clean;
    return clean;
}

int64_t purse_take_back(piece_pool *pool, purse *self, int64_t minor, uint32_t hop)
{
    int64_t taken = 0;

    while (taken < minor) {
        uint32_t found = SLAB_NONE, before_found = SLAB_NONE;
        for (uint32_t i = self->head, before = SLAB_NONE; i != SLAB_NONE;
             before = i, i = piece_at(pool, i)->next) {
            if (piece_at(pool, i)->hop == hop) {
                found = i;
                before_found = before;
            }
        }
        if (found == SLAB_NONE) {
            break;
        }
        piece *newest = piece_at(pool, found);
        const int64_t part = newest->minor < minor - taken ? newest->minor : minor - taken;
        newest->minor -= part;
        count_in(self, -part, hop);
        taken += part;
        if (newest->minor == 0) {
            unlink_piece(pool, self, before_found);
        }
    }
    return taken;
}

void purse_clear(piece_pool *pool, purse *self)
{
    while (self->head != SLAB_NONE) {
        unlink_piece(pool, self, SLAB_NONE);
    }
    *self = purse_empty();
}
