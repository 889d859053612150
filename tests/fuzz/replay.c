/* Runs a fuzz target over saved inputs with any compiler: the corpus becomes a test.
 * usage: fuzz_X [FILE | DIRECTORY]...   The empty input is always tried. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t inputs; /* how many were run */

static _Noreturn void die(const char *path)
{
    perror(path);
    exit(EXIT_FAILURE);
}

/* The name is printed before the run: the last name in the log is the input that crashed.
 * The buffer is exactly as long as the input, so that reading one byte too far is noticed. */
static void replay_file(const char *path, size_t size)
{
    FILE *f = fopen(path, "rb");
    uint8_t *data = malloc(size > 0 ? size : 1);

    if (f == NULL || data == NULL || fread(data, 1, size, f) != size) {
        die(path);
    }
    fclose(f);
    printf("replay %s\n", path);
    fflush(stdout);
    (void)LLVMFuzzerTestOneInput(data, size);
    free(data);
    inputs++;
}

static void replay(const char *path)
{
    struct stat st;

    if (stat(path, &st) != 0) {
        die(path);
    }
    if (!S_ISDIR(st.st_mode)) {
        replay_file(path, (size_t)st.st_size);
        return;
    }
    struct dirent **entries = NULL;
    const int n = scandir(path, &entries, NULL, alphasort);
    if (n < 0) {
        die(path);
    }
    for (int i = 0; i < n; i++) {
        if (entries[i]->d_name[0] != '.') {
            char below[4096];
            (void)snprintf(below, sizeof below, "%s/%s", path, entries[i]->d_name);
            replay(below);
        }
        free(entries[i]);
    }
    free(entries);
}

int main(int argc, char **argv)
{
    const uint8_t nothing[1] = { 0 };

    (void)LLVMFuzzerTestOneInput(nothing, 0);
    for (int i = 1; i < argc; i++) {
        replay(argv[i]);
    }
    printf("replayed %zu inputs and the empty one\n", inputs);
    return EXIT_SUCCESS;
}
