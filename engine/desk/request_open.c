/* A request begins, a theft is reported, and the clock moves on what waits. */
#include "jaga/request.h"
