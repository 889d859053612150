-- The reference ledger's file: what it was told, what it answered, which holds stand.

CREATE TABLE IF NOT EXISTS applied (
    cmd_id TEXT NOT NULL PRIMARY KEY, -- idempotency key of a command or call
    fingerprint TEXT NOT NULL,        -- payload_sha256 as recomputed
    answer TEXT NOT NULL              -- what was answered the first time, and is ever after
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS account (
    account TEXT NOT NULL PRIMARY KEY,
    last_seq INTEGER NOT NULL, -- the largest fencing number carried out
    now_us INTEGER NOT NULL    -- the latest time of a command: the account's clock
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS hold (
    hold_id TEXT NOT NULL PRIMARY KEY,
    account TEXT NOT NULL,
    scope TEXT NOT NULL,
    issuer TEXT NOT NULL,
    amount_minor INTEGER,
    currency TEXT,
    instrument TEXT,
    expires_us INTEGER, -- NULL: until it is released
    released_us INTEGER -- NULL: it stands, while its life lasts
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS hold_account ON hold (account);

-- How often each key came: what is to fail or to be lost is decided anew each time.
CREATE TABLE IF NOT EXISTS heard (
    cmd_id TEXT NOT NULL PRIMARY KEY,
    times INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
