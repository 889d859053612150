#ifndef JAGA_PIPELINE_MODEL_SHELF_H
#define JAGA_PIPELINE_MODEL_SHELF_H

#include "base/arena.h"
#include "base/hash.h"
#include "jaga/span.h"
#include "jaga/status.h"
#include "model/trees.h"

/* Trained models by their content. A record of the input log says which one is in force by the hash
 * of its text; the text lies in the state folder as models/HASH.json, so that a restart decides
 * again as it was decided, whatever became of the file that was given. */
typedef struct model_shelf {
    const char *folder; /* borrowed; NULL: nothing is kept, and `file` is the only model */
    const char *file;   /* borrowed; may be NULL */
    arena *memory;      /* of the model below; NULL: none was asked for yet */
    jaga_key hash;
    trees *model;
} model_shelf;

void model_shelf_close(model_shelf *self); /* accepts a zeroed shelf */

/* The model of that hash, ready to run; valid until another one is asked for. JAGA_ERR_FORMAT with
 * the file's name when its text is not that of the hash or no model of this build. */
JAGA_USE_RESULT jaga_status model_shelf_get(model_shelf *self, jaga_span hash, const trees **out,
                                            jaga_error *err);

/* Reads a file and sees that it is a model that this build can run; errors as trees_read. Where
 * there is a folder a copy goes there. */
JAGA_USE_RESULT jaga_status model_shelf_put(const char *folder, const char *path, jaga_key *hash,
                                            jaga_error *err);

/* A file's whole text, terminated, in `memory`; of a file that is larger than models can be,
 * a part that trees_read refuses. JAGA_ERR_IO. */
JAGA_USE_RESULT jaga_status model_shelf_text(const char *path, arena *memory, jaga_span *out,
                                             jaga_error *err);

#endif
