#ifndef JAGA_VERSION_H
#define JAGA_VERSION_H

/* Of the program; written into every database it creates. */
#define JAGA_VERSION      "0.1.0"
#define JAGA_VERSION_DATE "2026-11-23" /* the manual's */

#endif
