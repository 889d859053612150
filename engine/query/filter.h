#ifndef JAGA_QUERY_FILTER_H
#define JAGA_QUERY_FILTER_H

#include "jaga/query.h"

#include <sqlite3.h>

/* Parameters of questions have names: :about, :account, :case, :since, :until, :limit, and the
 * scale on which belief fades, :base_bits and :bit_life_s.
 *
 * Binds what the statement has of them. Texts are borrowed until it has run. */
void filter_bind(const jaga_filter *filter, sqlite3_stmt *statement);

#endif
