/* Runs every ```sql block of a page against a database that is opened read-only, as its readers do.
 * usage: sql_blocks PAGE.md X.db. One line for each: "ok N ROWS", or "FAIL N: why". A block that
 * gives no row fails: whoever wrote the page showed it to answer something. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_BYTES = 1 << 14, LINE_BYTES = 4096 };

/* Every statement of the block; returns the rows, or -1. */
static int run_block(sqlite3 *db, const char *sql)
{
    int rows = 0;

    while (*sql != '\0') {
        sqlite3_stmt *statement = NULL;
        int code = sqlite3_prepare_v2(db, sql, -1, &statement, &sql);
        while (code == SQLITE_OK && statement != NULL &&
               (code = sqlite3_step(statement)) == SQLITE_ROW) {
            rows++;
            code = SQLITE_OK;
        }
        (void)sqlite3_finalize(statement);
        if (code != SQLITE_OK && code != SQLITE_DONE) {
            return -1;
        }
    }
    return rows;
}

static void tell(sqlite3 *db, int number, int first_line, const char *sql)
{
    const int rows = run_block(db, sql);

    if (rows > 0) {
        (void)printf("ok %d %d\n", number, rows);
    } else {
        (void)printf("FAIL %d: line %d: %s\n", number, first_line,
                     rows == 0 ? "gives no row" : sqlite3_errmsg(db));
    }
}

static int run_page(FILE *page, sqlite3 *db)
{
    char line[LINE_BYTES], block[BLOCK_BYTES] = "";
    size_t used = 0;
    int number = 0, at = 0, first_line = 0;

    while (fgets(line, sizeof line, page) != NULL) {
        const size_t length = strlen(line);
        at++;
        if (strcmp(line, "```sql\n") == 0) {
            first_line = at + 1;
            used = 0;
        } else if (strcmp(line, "```\n") == 0 && first_line > 0) {
            block[used] = '\0';
            tell(db, ++number, first_line, block);
            first_line = 0;
        } else if (first_line > 0 && used + length < sizeof block) {
            memcpy(block + used, line, length);
            used += length;
        }
    }
    return number;
}

int main(int argc, char **argv)
{
    sqlite3 *db = NULL;
    FILE *page = argc == 3 ? fopen(argv[1], "r") : NULL;

    if (page == NULL || sqlite3_open_v2(argv[2], &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK) {
        (void)fprintf(stderr, "usage: sql_blocks PAGE.md X.db\n");
        return EXIT_FAILURE;
    }
    const int blocks = run_page(page, db);
    (void)sqlite3_close(db);
    (void)fclose(page);
    return blocks > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
