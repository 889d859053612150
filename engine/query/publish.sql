-- A copy has no writer, so it needs no write-ahead log beside it.
PRAGMA journal_mode = DELETE;
