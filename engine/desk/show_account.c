/* Where an account stands, and what its owner may do: out of the set of its holds. */
#include "desk/request.h"
#include "desk/show.h"

static void set(json_t *object, const char *key, json_t *value)
{
    (void)json_object_set_new(object, key, value);
}

/* By what the ledger has acknowledged: of what is only asked for nothing may be said yet. */
json_t *account_json(const protection_view *now, account_life life)
{
    json_t *object = json_object(), *may = json_object();

    for (int i = 0; i < PROTECTION_OPERATION_COUNT; i++) {
        const protection_operation operation = (protection_operation)i;
        set(may, protection_operation_name(operation),
            json_string(protection_answer_name(protection_permits(now->level, life, operation))));
    }
    set(object, "life", json_string(account_life_name(life)));
    set(object, "level", json_string(protection_level_name(now->level)));
    set(object, "wanted", json_string(protection_level_name(now->wanted)));
    set(object, "held_minor", json_integer(now->held_minor));
    set(object, "may", may);
    return object;
}

jaga_status view_account(view *self, jaga_error *err)
{
    account_life life = ACCOUNT_ACTIVE;
    protection_view now;
    json_t *requests = NULL;
    sql_row row;

    JAGA_TRY(protection_read(self->desk, self->about->account, &now, &life, err));
    if (self->before->closed_us != INT64_MIN) {
        life = ACCOUNT_CLOSED;
    }
    set(self->out, "protection", account_json(&now, life));
    JAGA_TRY(request_prepare(self->desk, "show_requests", &row, err));
    sql_name(&row, self->about->account);
    JAGA_TRY(view_rows(self, &row, &requests, err));
    set(self->out, "requests", requests);
    return JAGA_OK;
}
