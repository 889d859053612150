#ifndef JAGA_SIMULATE_SIM_FILE_H
#define JAGA_SIMULATE_SIM_FILE_H

#include "base/arena.h"
#include "jaga/status.h"

#include <stddef.h>
#include <stdint.h>

/* A text file that appears under its name only when it is whole: written to NAME.tmp, synced,
 * renamed. Write failures are kept and reported once, by sim_file_finish. */
typedef struct sim_file sim_file;

/* Lives in the arena. The descriptor is closed by finish or by drop. */
JAGA_USE_RESULT jaga_status sim_file_open(arena *memory, const char *directory, const char *name,
                                          sim_file **out, jaga_error *err);
JAGA_USE_RESULT jaga_status sim_file_finish(sim_file *file, jaga_error *err);
void sim_file_drop(sim_file *file); /* removes what was not finished; accepts NULL */

/* Room for one row, valid until the next call; then tell where the row ended. */
enum { SIM_ROW_MAX = 768 };
char *sim_file_room(sim_file *file);
void sim_file_end(sim_file *file, const char *end);
void sim_file_put(sim_file *file, const char *bytes, size_t length); /* length <= SIM_ROW_MAX */

uint64_t sim_file_bytes(const sim_file *file); /* put so far */

/* Writers of one field: each returns the place after what it wrote. */
char *sim_put_text(char *at, const char *text);
char *sim_put_number(char *at, uint64_t number);
char *sim_put_padded(char *at, uint64_t number, unsigned digits);
char *sim_put_hex(char *at, uint64_t number, unsigned digits); /* the lowest ones */

#endif
