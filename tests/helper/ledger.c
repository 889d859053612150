/* A ledger behind run:PROGRAM, as docs/commands.md asks for one: it carries a command out once,
 * however often it comes, and answers each. What it carried out is in $LEDGER_FILE, a line each.
 *
 * $LEDGER_DIES: where it notes the commands over which it died: each third one, once, before or
 * after it carried it out. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LINE_BYTES = 8192 };

/* The key of a command: the value of its first member. */
static int key_of(const char *line, char key[128])
{
    return sscanf(line, "{\"%*[a-z_]\":\"%127[^\"]\"", key) == 1;
}

static int is_known(FILE *file, const char *key)
{
    char line[LINE_BYTES], known[128];

    rewind(file);
    while (fgets(line, sizeof line, file) != NULL) {
        if (key_of(line, known) && strcmp(known, key) == 0) {
            return 1;
        }
    }
    return 0;
}

int main(void)
{
    const char *path = getenv("LEDGER_FILE"), *dies = getenv("LEDGER_DIES");
    FILE *file = path == NULL ? NULL : fopen(path, "a+");
    FILE *died = dies == NULL ? NULL : fopen(dies, "a+");
    char line[LINE_BYTES], key[128];

    /* One that a killed jaga left behind may still be at work. */
    if (file == NULL || flock(fileno(file), LOCK_EX) != 0) {
        return 3;
    }
    while (fgets(line, sizeof line, stdin) != NULL) {
        if (!key_of(line, key)) {
            return 4;
        }
        const int is_new = !is_known(file, key);
        const unsigned char last = (unsigned char)key[strlen(key) - 1];
        const int is_deadly = died != NULL && last % 3 == 0 && !is_known(died, key);
        if (is_deadly && (fputs(line, died) == EOF || fflush(died) == EOF)) {
            return 6;
        }
        if (is_deadly && last % 2 == 0) {
            _exit(5);
        }
        if (is_new && (fputs(line, file) == EOF || fflush(file) == EOF)) {
            return 6;
        }
        if (is_deadly) {
            _exit(7);
        }
        (void)printf("{\"key\":\"%s\",\"ok\":true}\n", key);
        (void)fflush(stdout);
    }
    return 0;
}
