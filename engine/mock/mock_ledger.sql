-- name: use_wal
PRAGMA journal_mode = WAL;

-- name: begin
BEGIN IMMEDIATE;

-- name: commit
COMMIT;

-- name: rollback
ROLLBACK;

-- name: hear
INSERT INTO heard (cmd_id, times) VALUES (?1, 1)
    ON CONFLICT (cmd_id) DO UPDATE SET times = times + 1
    RETURNING times;

-- name: get_applied
SELECT fingerprint, answer FROM applied WHERE cmd_id = ?1;

-- name: put_applied
INSERT INTO applied (cmd_id, fingerprint, answer) VALUES (?1, ?2, ?3);

-- name: get_account
SELECT last_seq, now_us FROM account WHERE account = ?1;

-- name: put_account
INSERT INTO account (account, last_seq, now_us) VALUES (?1, ?2, ?3)
    ON CONFLICT (account) DO UPDATE SET last_seq = max(last_seq, ?2), now_us = ?3;

-- name: has_hold
SELECT released_us IS NULL AND coalesce(expires_us > ?3, 1) FROM hold
    WHERE hold_id = ?1 AND account = ?2;

-- name: place
INSERT INTO hold (hold_id, account, scope, issuer, amount_minor, currency, instrument, expires_us)
    SELECT c.body ->> '$.hold_id', c.body ->> '$.account', c.body ->> '$.scope',
           c.body ->> '$.issuer', c.body ->> '$.amount_minor', c.body ->> '$.currency',
           c.body ->> '$.instrument', ?2 + (c.body ->> '$.life_s') * 1000000
        FROM (SELECT ?1 AS body) AS c;

-- name: change
UPDATE hold
    SET scope = c.body ->> '$.scope', issuer = c.body ->> '$.issuer',
        expires_us = ?2 + (c.body ->> '$.life_s') * 1000000
    FROM (SELECT ?1 AS body) AS c
    WHERE hold_id = c.body ->> '$.hold_id';

-- name: release
UPDATE hold SET released_us = ?2 WHERE hold_id = ?1 ->> '$.hold_id';

-- name: get_holds
SELECT hold_id, scope, expires_us FROM hold
    WHERE account = ?1 AND released_us IS NULL AND coalesce(expires_us > ?2, 1)
    ORDER BY hold_id
    LIMIT 32;

-- name: list_holds
-- Every hold that stands, one object a line.
SELECT json_object('account', h.account, 'hold_id', h.hold_id, 'scope', h.scope, 'issuer', h.issuer,
                   'amount_minor', h.amount_minor, 'currency', h.currency,
                   'instrument', h.instrument)
    FROM hold AS h
    JOIN account AS a ON a.account = h.account
    WHERE h.released_us IS NULL AND coalesce(h.expires_us > a.now_us, 1)
    ORDER BY h.account, h.hold_id;
