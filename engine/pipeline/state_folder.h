#ifndef JAGA_PIPELINE_STATE_FOLDER_H
#define JAGA_PIPELINE_STATE_FOLDER_H

#include "jaga/status.h"

/* X.state beside X.db: lock, history, snapshot, models. One engine per database: the lock is the
 * kernel's and goes with the process, however that ends. */
typedef struct state_folder {
    char history[4096];
    char snapshot[4096];
    char models[4096]; /* a folder; made when there is one to keep */
    int lock_fd;
} state_folder;

/* Makes the folder (mode 0700) when it is missing and takes the lock. JAGA_ERR_BUSY: another jaga
 * has it. */
JAGA_USE_RESULT jaga_status state_folder_open(state_folder *self, const char *db, jaga_error *err);
/* Where the history of a database is, to be read only. Fails when there is none. */
JAGA_USE_RESULT jaga_status state_folder_history(const char *db, char path[4096], jaga_error *err);
void state_folder_close(state_folder *self);

#endif
