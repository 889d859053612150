#ifndef JAGA_DESK_INFO_ITEM_H
#define JAGA_DESK_INFO_ITEM_H

#include "desk/machine.h"

/* A piece of information: DRAFT, APPROVED, PUBLISHED, then SUPERSEDED or EXPIRED. What is published
 * is never edited. */
const machine *info_machine(void);
bool info_is_valid(int64_t valid_from_us, int64_t valid_to_us, int64_t now_us);

#endif
