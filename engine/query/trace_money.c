/* Where stolen money is: for a case, an account or an event. */
#include "jaga/trace.h"

#include "query/money_map.h"

static const size_t map_bytes = (size_t)4 << 30; /* address space */

_Static_assert((int)JAGA_TRACE_METHOD_COUNT == (int)PURSE_RULE_COUNT &&
                   (int)JAGA_TRACE_POISON == (int)PURSE_POISON &&
                   (int)JAGA_TRACE_LIFO == (int)PURSE_LIFO,
               "the methods are the rules of the purse");

static jaga_status put(const money_map *map, jaga_trace_form form, arena *memory, FILE *out,
                       jaga_error *err)
{
    switch (form) {
    case JAGA_TRACE_JSON: return money_map_put_json(map, out, err);
    case JAGA_TRACE_SVG: return money_map_put_svg(map, memory, out, err);
    case JAGA_TRACE_TABLE: break;
    }
    return money_map_put_table(map, memory, out, err);
}

jaga_status jaga_trace(const char *db, const char *what, jaga_trace_method method,
                       jaga_trace_form form, FILE *out, jaga_error *err)
{
    database from = { 0 };
    arena *memory = NULL;
    money_map map = { 0 };
    subject about;

    if ((unsigned)method >= JAGA_TRACE_METHOD_COUNT) {
        return jaga_fail(err, JAGA_ERR_USAGE, "money is followed by fifo, lifo, prorata, poison");
    }
    JAGA_TRY(database_open(db, &from, err));
    jaga_status status = arena_open(map_bytes, &memory, err);
    if (status == JAGA_OK) {
        status = subject_look_up(&from, what, memory, &about, err);
    }
    if (status == JAGA_OK) {
        status = money_map_open(&from, &about, (purse_rule)method, memory, &map, err);
    }
    if (status == JAGA_OK) {
        status = put(&map, form, memory, out, err);
    }
    if (status == JAGA_OK && (fflush(out) != 0 || ferror(out))) {
        status = jaga_fail(err, JAGA_ERR_IO, "the way of the money could not be written");
    }
    money_map_close(&map);
    arena_close(memory);
    database_close(&from);
    return status;
}
