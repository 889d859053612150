/* What customers said was theirs, out of what a thief might have paid. */
#include "query/owned.h"

#include "store/sql.h"

jaga_status owned_tell(const database *from, trace *money, jaga_error *err)
{
    sqlite3_stmt *marks = NULL;
    jaga_status status;

    JAGA_TRY(database_prepare(from, "engine/query/owned.sql", &marks, err));
    while ((status = database_step(from, marks, err)) == JAGA_OK) {
        status = trace_own(money, sql_column_span(marks, 0), err);
        if (status != JAGA_OK) {
            break;
        }
    }
    (void)sqlite3_finalize(marks);
    return status == JAGA_END ? JAGA_OK : status;
}
