#ifndef JAGA_BASE_WHOLE_IO_H
#define JAGA_BASE_WHOLE_IO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Reading and writing all of it or failing: short transfers and interruptions are taken care of.
 * false: the system refused, errno says why; a read also fails at the end of the file, with errno
 * 0. */
bool read_fully(int fd, void *at, size_t length, uint64_t offset);
bool write_fully(int fd, const void *at, size_t length, uint64_t offset);

#endif
