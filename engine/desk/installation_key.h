#ifndef JAGA_DESK_INSTALLATION_KEY_H
#define JAGA_DESK_INSTALLATION_KEY_H

#include "desk/call_code.h"
#include "jaga/status.h"

/* The secret of this installation that call codes are made from: `desk.key` in the folder of the
 * history, 32 random bytes that are made at the first call and readable by the owner alone. */
JAGA_USE_RESULT jaga_status installation_key(const char *history_path,
                                             unsigned char out[CALL_CODE_KEY_BYTES],
                                             jaga_error *err);

#endif
