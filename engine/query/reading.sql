-- What every connection that only reads is set to.
PRAGMA query_only = ON;
PRAGMA trusted_schema = OFF; -- a planted view or trigger may not call functions
PRAGMA temp_store = MEMORY;  -- no customer data in files of the temporary folder
BEGIN;                       -- all answers are of one moment
