#ifndef JAGA_BASE_BANNED_H
#define JAGA_BASE_BANNED_H

/* Calls that no file of the engine may make: each becomes a compile error that names it.
 *
 * The compiler reads this file before every source of engine/ (-include). The headers that declare
 * the calls come first, or their own declarations would not compile. What to use instead: snprintf,
 * memcpy with a length, strtol with its end checked, base/when.h for dates. */
#include <alloca.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BANNED(name) sorry_##name##_is_banned

/* No bound on what they write, or no terminator. */
#undef strcpy
#define strcpy(...) BANNED(strcpy)
#undef stpcpy
#define stpcpy(...) BANNED(stpcpy)
#undef strcat
#define strcat(...) BANNED(strcat)
#undef strncpy
#define strncpy(...) BANNED(strncpy)
#undef strncat
#define strncat(...) BANNED(strncat)
#undef sprintf
#define sprintf(...) BANNED(sprintf)
#undef vsprintf
#define vsprintf(...) BANNED(vsprintf)
#undef alloca
#define alloca(...) BANNED(alloca)

/* Hidden state shared by the whole process. */
#undef strtok
#define strtok(...) BANNED(strtok)
#undef rand
#define rand() BANNED(rand)
#undef srand
#define srand(...) BANNED(srand)
#undef random
#define random() BANNED(random)
#undef srandom
#define srandom(...) BANNED(srandom)
#undef gmtime
#define gmtime(...) BANNED(gmtime)
#undef localtime
#define localtime(...) BANNED(localtime)
#undef ctime
#define ctime(...) BANNED(ctime)
#undef asctime
#define asctime(...) BANNED(asctime)

/* Cannot say that the text was no number, or reads it as the locale likes. */
#undef atoi
#define atoi(...) BANNED(atoi)
#undef atol
#define atol(...) BANNED(atol)
#undef atoll
#define atoll(...) BANNED(atoll)
#undef atof
#define atof(...) BANNED(atof)
#undef strtod
#define strtod(...) BANNED(strtod)
#undef strtof
#define strtof(...) BANNED(strtof)
#undef strtold
#define strtold(...) BANNED(strtold)

/* Leaves functions without undoing what they did. */
#undef setjmp
#define setjmp(...) BANNED(setjmp)
#undef longjmp
#define longjmp(...) BANNED(longjmp)

#endif
