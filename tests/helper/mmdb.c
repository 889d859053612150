/* A MaxMind DB file on standard output from lines on standard input, see mmdb_write.h: mmdb 4|6. */
#include "mmdb_write.h"

int main(int argc, char **argv)
{
    static char text[16384];
    static mmdb_bytes made;

    text[fread(text, 1, sizeof text - 1, stdin)] = '\0';
    mmdb_write(text, argc > 1 && strcmp(argv[1], "6") == 0, &made);
    return fwrite(made.at, 1, made.length, stdout) == made.length ? 0 : 1;
}
