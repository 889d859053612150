/* Who works at the desk. */
#include "desk/session.h"

#include "query/answer.h"

#include <ctype.h>
#include <string.h>

#define AGENTS_SQL "engine/desk/agents.sql"

enum { ID_BYTES_MAX = 64 };

static bool is_role(const char *role)
{
    return strcmp(role, desk_role_name(DESK_AGENT)) == 0 ||
           strcmp(role, desk_role_name(DESK_SUPERVISOR)) == 0 ||
           strcmp(role, desk_role_name(DESK_LEGAL)) == 0;
}

/* "en,id" becomes " en id ", so that a word of it is found with its blanks. */
static bool spell_languages(const char *given, char *out, size_t cap)
{
    size_t n = (size_t)snprintf(out, cap, " ");

    while (*given != '\0') {
        const size_t length = strcspn(given, ",");
        if (length != 2 || (memcmp(given, "en", 2) != 0 && memcmp(given, "id", 2) != 0 &&
                            memcmp(given, "zh", 2) != 0)) {
            return false;
        }
        if (n + 4 > cap) {
            return false;
        }
        n += (size_t)snprintf(out + n, cap - n, "%.2s ", given);
        given += length + (given[length] == ',');
    }
    return n > 1;
}

/* Ids stand in outputs and file names of evidence. */
static bool is_plain_id(const char *id)
{
    const size_t length = strlen(id);

    for (size_t i = 0; i < length; i++) {
        if (!isalnum((unsigned char)id[i]) && strchr("._-", id[i]) == NULL) {
            return false;
        }
    }
    return length > 0 && length <= ID_BYTES_MAX;
}

static jaga_status check_adder(jaga_desk *desk, const char *role, jaga_error *err)
{
    int64_t count = 0;
    sql_row row;

    JAGA_TRY(desk_prepare(desk, "count_agents", &row, err));
    JAGA_TRY(desk_number(desk, &row, 0, &count, err));
    if (count > 0) {
        return desk_require_role(desk, DESK_SUPERVISOR, "adding an agent", err);
    }
    return strcmp(role, desk_role_name(DESK_SUPERVISOR)) == 0
               ? JAGA_OK
               : jaga_fail(err, JAGA_ERR_USAGE,
                           "the first agent has to be a supervisor, who then adds the others");
}

typedef struct new_agent {
    const char *id, *role, *languages, *account;
} new_agent;

static jaga_status add(jaga_desk *desk, const new_agent *who, jaga_error *err)
{
    sql_row row;
    int64_t known = 0;

    JAGA_TRY(check_adder(desk, who->role, err));
    JAGA_TRY(desk_prepare(desk, "get_agent", &row, err));
    sql_name(&row, who->id);
    JAGA_TRY(desk_number(desk, &row, 0, &known, err));
    if (known != 0) {
        return jaga_fail(err, JAGA_ERR_USAGE, "there is an agent of that id already");
    }
    JAGA_TRY(desk_prepare(desk, "put_agent", &row, err));
    sql_name(&row, who->id);
    sql_name(&row, who->role);
    sql_name(&row, who->languages);
    sql_name(&row, who->account);
    sql_integer(&row, desk->now_us);
    if (desk->agent == 0) {
        sql_null(&row);
    } else {
        sql_integer(&row, desk->agent);
    }
    return desk_run(desk, &row, err);
}

jaga_status jaga_desk_add_agent(jaga_desk *desk, const char *id, const char *role,
                                const char *languages, const char *account, jaga_error *err)
{
    char spelled[16];
    const new_agent who = { id, role, spelled, account };

    if (!is_plain_id(id)) {
        return jaga_fail(err, JAGA_ERR_USAGE,
                         "an agent's id has letters, digits, dots, dashes and underscores");
    }
    if (!is_role(role)) {
        return jaga_fail(err, JAGA_ERR_USAGE, "a role is one of agent, supervisor, legal");
    }
    if (!spell_languages(languages, spelled, sizeof spelled)) {
        return jaga_fail(err, JAGA_ERR_USAGE, "languages are en, id and zh, commas between");
    }
    JAGA_TRY(desk_begin(desk, err));
    return desk_finish(desk, add(desk, &who, err), err);
}

static jaga_status list(const database *from, arena *memory, jaga_format format, FILE *out,
                        jaga_error *err)
{
    const jaga_filter all = JAGA_FILTER_NONE;
    answer said;

    JAGA_TRY(answer_read(&said, memory, from, AGENTS_SQL, &all, err));
    switch (format) {
    case JAGA_FORMAT_TABLE: answer_put_table(&said, "agent", "agents", out); break;
    case JAGA_FORMAT_CSV: answer_put_csv(&said, out); break;
    case JAGA_FORMAT_JSON: return answer_put_json(&said, out, err);
    }
    return JAGA_OK;
}

jaga_status jaga_desk_list_agents(jaga_desk *desk, jaga_format format, FILE *out, jaga_error *err)
{
    database from = { 0 };

    JAGA_TRY(database_open(desk->path, &from, err));
    const size_t mark = arena_mark(desk->memory);
    const jaga_status status = list(&from, desk->memory, format, out, err);
    arena_reset(desk->memory, mark);
    database_close(&from);
    return status;
}
