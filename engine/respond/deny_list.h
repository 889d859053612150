#ifndef JAGA_RESPOND_DENY_LIST_H
#define JAGA_RESPOND_DENY_LIST_H

#include "jaga/status.h"
#include "store/store.h"

/* The deny list as a file, for a gateway that can be reached while the ledger is not. It repeats
 * the database's rows in their order, one line of JSON each, and only grows; every row is durable
 * before the next batch begins. A row torn by a kill is cut off and written again; a file that was
 * lost is written anew from the first row. */
typedef struct deny_list deny_list;

/* Opens or makes the file, private to us, and takes it for this process (JAGA_ERR_BUSY: another has
 * it). JAGA_ERR_FORMAT: it holds something else than rows of this database's list. */
JAGA_USE_RESULT jaga_status deny_list_open(const char *path, jaga_store *store, deny_list **out,
                                           jaga_error *err);
void deny_list_close(deny_list *self); /* accepts NULL */

/* Appends the rows that the file lacks and makes them durable. After JAGA_ERR_IO what is there is
 * whole rows, and the next call goes on. Outside any group. */
JAGA_USE_RESULT jaga_status deny_list_append(deny_list *self, jaga_error *err);

#endif
