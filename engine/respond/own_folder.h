#ifndef JAGA_RESPOND_OWN_FOLDER_H
#define JAGA_RESPOND_OWN_FOLDER_H

#include "jaga/status.h"

/* Makes durable that the file `path` exists: its folder is synced. */
JAGA_USE_RESULT jaga_status own_folder_sync(const char *path, jaga_error *err);

#endif
