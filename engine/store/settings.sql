-- What every connection that writes is set to.
PRAGMA foreign_keys = ON;
PRAGMA synchronous = FULL;   -- a commit survives power loss: it is acted upon at once
PRAGMA trusted_schema = OFF; -- a planted view or trigger may not call functions
PRAGMA temp_store = MEMORY;  -- no customer data in files of the temporary folder

-- Decisions come with random accounts, so a page is worth keeping for a while before it is written
-- back: with the defaults (2 MB, 1000 pages) a scan's writer is a third slower.
PRAGMA cache_size = -32768;        -- KiB
PRAGMA wal_autocheckpoint = 16384; -- pages of 4 KiB
