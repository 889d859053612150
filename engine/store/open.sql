-- Questions asked of a file before it is trusted.

-- name: application_id
PRAGMA application_id;

-- name: user_version
PRAGMA user_version;

-- name: count_tables
SELECT count(*) FROM sqlite_schema;

-- name: use_wal
PRAGMA journal_mode = WAL;
