-- What comes back from the ledger and from people, on its way into the input log.

-- Facts in the order in which they were learnt. The engine appends each as an event to the history and
-- says so in the same commit; nothing changes before that.
CREATE TABLE inbox (
    id INTEGER PRIMARY KEY,
    event_id TEXT NOT NULL UNIQUE, -- of the row that it becomes
    line TEXT NOT NULL,            -- that row, as one JSON object
    record INTEGER                 -- its place in the input log; NULL: not taken up yet
) STRICT;
CREATE INDEX inbox_new ON inbox (id) WHERE record IS NULL;
