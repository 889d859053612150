-- Trained models: which one decided when, and why they said what they said.

-- As with settings, a row holds from its record until the next one's; before the first row none decided.
-- The text lies in the state folder, as models/HASH.json.
CREATE TABLE model (
    record INTEGER PRIMARY KEY, -- place in the input log
    hash TEXT                   -- 26 base-32 characters from the text; NULL: none from here on
) STRICT;

-- What a model's word about an event rests on: the heaviest five kinds of ground. What is not listed
-- and what speaks for the owner make up the difference to the evidence that the event brought.
CREATE TABLE reason (
    record INTEGER NOT NULL REFERENCES decision (record),
    rank INTEGER NOT NULL, -- 1 is the heaviest
    ground TEXT NOT NULL,  -- device, payee, amount...
    signal TEXT,           -- the ground's heaviest signal in evidence; NULL: none is
    bits REAL NOT NULL,    -- its part of the model's log2 likelihood ratio for this event
    PRIMARY KEY (record, rank)
) STRICT, WITHOUT ROWID;
