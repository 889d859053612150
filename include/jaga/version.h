#ifndef JAGA_VERSION_H
#define JAGA_VERSION_H

/* Of the program; written into every database it creates. */
#define JAGA_VERSION "0.1.0"

#endif
