-- What every connection that writes is set to.
PRAGMA foreign_keys = ON;
PRAGMA synchronous = FULL;   -- a commit survives power loss: it is acted upon at once
PRAGMA trusted_schema = OFF; -- a planted view or trigger may not call functions
PRAGMA temp_store = MEMORY;  -- no customer data in files of the temporary folder
PRAGMA cache_size = -131072;
PRAGMA wal_autocheckpoint = 16384;
