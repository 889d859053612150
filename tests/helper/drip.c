/* Standard input to standard output, one byte a write: the smallest pieces a pipe can give. */
#include <unistd.h>

int main(void)
{
    char buffer[65536];
    ssize_t n;

    while ((n = read(STDIN_FILENO, buffer, sizeof buffer)) > 0) {
        for (ssize_t i = 0; i < n; i++) {
            if (write(STDOUT_FILENO, buffer + i, 1) != 1) {
                return 1;
            }
        }
    }
    return n == 0 ? 0 : 1;
}
