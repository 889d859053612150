-- Trained models: which one decided when.

-- As with settings, a row holds from its record until the next one's; before the first row none decided.
-- The text lies in the state folder, as models/HASH.json.
CREATE TABLE model (
    record INTEGER PRIMARY KEY, -- place in the input log
    hash TEXT                   -- 26 base-32 characters from the text; NULL: none from here on
) STRICT;
