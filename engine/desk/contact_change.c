#include "desk/contact_change.h"

#include "base/when.h"

#include <stddef.h>

const char *contact_change_refusal(int64_t changed_us, int64_t now_us, bool is_held)
{
    if (is_held) {
        return "the account is held";
    }
    return changed_us > now_us - CONTACT_CHANGE_DAYS * US_PER_DAY
               ? "a contact was changed less than 90 days ago"
               : NULL;
}
