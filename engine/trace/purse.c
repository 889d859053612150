#include "trace/purse.h"

enum { PIECES_CAP = 1 << 26 };

jaga_status piece_pool_open(piece_pool *pool, jaga_error *err)
{
    pool->unused = SLAB_NONE;
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

bool purse_push(piece_pool *pool, purse *self, int64_t minor, uint32_t hop)
{
    if (minor <= 0) {
        return true;
    }
    if (self->tail != SLAB_NONE && piece_at(pool, self->tail)->hop == hop) {
        piece_at(pool, self->tail)->minor += minor;
        count_in(self, minor, hop);
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
    if (minor <= 0) {
        return true;
    }
    if (self->head != SLAB_NONE && piece_at(pool, self->head)->hop == hop) {
        piece_at(pool, self->head)->minor += minor;
        count_in(self, minor, hop);
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

bool purse_move(piece_pool *pool, purse *from, int64_t minor, purse *to)
{
    while (minor > 0 && from->head != SLAB_NONE) {
        piece *oldest = piece_at(pool, from->head);
        const uint32_t hop = oldest->hop;
        const int64_t part = oldest->minor < minor ? oldest->minor : minor;

        oldest->minor -= part;
        count_in(from, -part, hop);
        if (oldest->minor == 0) {
            unlink_piece(pool, from, SLAB_NONE);
        }
        if (!purse_push(pool, to, part, hop)) {
            return false;
        }
        minor -= part;
    }
    return true;
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
