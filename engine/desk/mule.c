#include "desk/mule.h"

#include "base/when.h"

unsigned mule_judge(const mule_facts *facts)
{
    const bool is_young = facts->opened_us != INT64_MIN &&
                          facts->first_us - facts->opened_us < MULE_YOUNG_DAYS * US_PER_DAY;
    /* Without the product, which could overflow. */
    const int64_t kept_minor = facts->came_minor - facts->rushed_minor;
    const bool is_rushed =
        facts->came_minor > 0 &&
        kept_minor <= facts->came_minor / 100 * (100 - MULE_PASSED_PERCENT) +
                          facts->came_minor % 100 * (100 - MULE_PASSED_PERCENT) / 100;

    return (facts->victims >= MULE_VICTIMS_LEAST ? (unsigned)MULE_VICTIMS : 0u) |
           (is_young && is_rushed ? (unsigned)MULE_RUSHED : 0u);
}
