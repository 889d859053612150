#ifndef JAGA_DESK_CONTACT_CHANGE_H
#define JAGA_DESK_CONTACT_CHANGE_H

#include "desk/machine.h"

/* A contact is changed at most once in 90 days, never while the account is held; the old contact is
 * told, and for 12 h payments out are capped. NULL when it may be. */
enum { CONTACT_CHANGE_DAYS = 90, CONTACT_CHANGE_CAP_S = 12 * 3600 };
const char *contact_change_refusal(int64_t changed_us, int64_t now_us, bool is_held);

enum {
    CONTACT_CHANGE_IF_MAY = 1,
    CONTACT_CHANGE_IF_PROVEN = 2,
    CONTACT_CHANGE_IF_DONE = 4,
    CONTACT_CHANGE_IF_OLD_TOLD = 8
};
/* REQUESTED, IDENTITY, ALLOWED for a day, until the log has the change; NOTIFY the old contact,
 * CAPPED, ENDED; or REFUSED, CANCELLED. */
const machine *contact_change_machine(void);

#endif
