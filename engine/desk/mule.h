#ifndef JAGA_DESK_MULE_H
#define JAGA_DESK_MULE_H

#include <stdint.h>

/* Whether a receiver of stolen money looks like a mule, so that the whole account may be held, with
 * two people agreeing. Of everybody else only the stolen money is: most receivers sold something.
 */

/* Reasons, as bits. */
enum {
    MULE_VICTIMS = 1, /* two people were robbed towards it */
    MULE_RUSHED = 2   /* younger than a week, and four fifths went on within the hour */
};
enum { MULE_VICTIMS_LEAST = 2, MULE_YOUNG_DAYS = 7, MULE_PASSED_PERCENT = 80, MULE_RUSH_MIN = 60 };

typedef struct mule_facts {
    unsigned victims;     /* accounts whose stolen money came to it, of all cases */
    int64_t opened_us;    /* INT64_MIN: not known, then its age is no reason */
    int64_t first_us;     /* when the first stolen money came */
    int64_t came_minor;   /* stolen money that came */
    int64_t rushed_minor; /* of it, gone on within MULE_RUSH_MIN of its coming */
} mule_facts;

/* 0: hold only the stolen money. */
unsigned mule_judge(const mule_facts *facts);

#endif
