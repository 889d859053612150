-- name: begin
BEGIN IMMEDIATE;

-- name: commit
COMMIT;

-- name: attach
ATTACH ?1 AS ours;

-- name: make_list
-- The ledger's list, in memory.
CREATE TABLE listed (hold_id TEXT NOT NULL PRIMARY KEY, account TEXT NOT NULL, scope TEXT NOT NULL)
    STRICT, WITHOUT ROWID;

-- name: put_listed
INSERT INTO listed (hold_id, account, scope) VALUES (?1, ?2, ?3);

-- name: differences
-- A challenge has no row of ours but its message. What ends sessions ends at once.
SELECT 'MISSING_IN_LEDGER' AS difference, h.account AS account, h.hold_id AS hold_id,
       h.scope AS ours, '' AS ledgers
    FROM ours.hold AS h
    LEFT JOIN listed AS l ON l.hold_id = h.hold_id AND l.account = h.account
    WHERE h.state = 'held' AND h.scope <> 'SESSION_KILL' AND l.hold_id IS NULL
        AND h.expires_us > (SELECT coalesce(max(watermark_us), 0) FROM ours.position)
UNION ALL
SELECT 'ORPHAN_IN_LEDGER', l.account, l.hold_id, coalesce(h.state, ''), l.scope
    FROM listed AS l
    LEFT JOIN ours.hold AS h ON h.hold_id = l.hold_id AND h.account = l.account
    WHERE coalesce(h.state IN ('refused', 'expired', 'released'), 1)
        AND NOT EXISTS (SELECT 1 FROM ours.outbox AS o
                            WHERE o.key = 'S-' || l.hold_id AND o.account = l.account)
UNION ALL
SELECT 'LEVEL_DIFF', h.account, h.hold_id, h.scope, l.scope
    FROM listed AS l
    JOIN ours.hold AS h ON h.hold_id = l.hold_id AND h.account = l.account
    WHERE h.state = 'held' AND h.scope <> l.scope
ORDER BY 2, 3;
