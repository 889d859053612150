#ifndef JAGA_PIPELINE_LABEL_NEWS_H
#define JAGA_PIPELINE_LABEL_NEWS_H

#include "base/arena.h"
#include "pipeline/engine.h"
#include "pipeline/labels.h"

/* Labels on their way: what the log's payments turned out to be, told to the engine when the label
 * arrives and not before. */
typedef struct label_news {
    const labels *labels;
    profile_theft *heap; /* the next to arrive first */
    size_t count, most;
} label_news;

JAGA_USE_RESULT jaga_status label_news_open(label_news *self, const labels *from, arena *memory,
                                            jaga_error *err);

/* An event of the log: if a label will call it a theft, it is on its way. */
JAGA_USE_RESULT jaga_status label_news_see(label_news *self, const jaga_record *record,
                                           jaga_error *err);

/* Tells the engine everything that arrived by now, as the log's own label events would, which are
 * not heeded from then on: one theft is told once. */
JAGA_USE_RESULT jaga_status label_news_tell(label_news *self, engine *to, int64_t now_us,
                                            jaga_error *err);

#endif
