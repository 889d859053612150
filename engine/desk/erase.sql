-- Erasing an account: what stands in its way, who asked, and the rows of the audit that are about it. What is
-- done to the tables stands in erase_tables.sql.

-- name: in_the_way
-- ?1 the account, ?2 now. Each in words.
SELECT * FROM (
    SELECT 'case ' || c.short_number || ' is not closed'
        FROM theft_case AS c JOIN case_desk AS s ON s.case_id = c.case_id
        WHERE c.account = ?1 AND s.state <> 'CLOSED'
    UNION ALL
    SELECT 'hold ' || h.hold_id || ' (' || h.reason || ') stands'
        FROM hold AS h WHERE h.account = ?1 AND h.state IN ('wanted', 'held') AND h.expires_us > ?2
    UNION ALL
    SELECT 'message ' || o.key || ' was not delivered'
        FROM outbox AS o WHERE o.account = ?1 AND o.state = 'new'
    UNION ALL
    SELECT 'request ' || r.number || ' is open' FROM request AS r WHERE r.account = ?1 AND r.is_open
    UNION ALL
    SELECT 'dispute ' || d.number || ' is open'
        FROM dispute AS d JOIN theft_case AS c ON c.case_id = d.case_id
        WHERE c.account = ?1 AND d.state <> 'CLOSED'
    UNION ALL
    SELECT 'recall ' || r.number || ' is open'
        FROM recall AS r
        WHERE ?1 IN (r.payer, r.payee) AND r.state NOT IN ('RETURNED', 'REFUSED', 'EXPIRED', 'SETTLED')
    UNION ALL
    SELECT 'it is a receiver in case ' || c.short_number || ', which is not closed'
        FROM receiver_hold AS r JOIN theft_case AS c ON c.case_id = r.case_id
            JOIN case_desk AS s ON s.case_id = c.case_id
        WHERE r.account = ?1 AND s.state <> 'CLOSED'
    UNION ALL
    SELECT 'it is watched after case ' || c.short_number
        FROM watch AS w JOIN theft_case AS c ON c.case_id = w.case_id
        WHERE w.account = ?1 AND w.ended_us IS NULL AND w.until_us > ?2
    UNION ALL
    SELECT 'it is on the list of those never held' FROM never_hold WHERE account = ?1
    UNION ALL
    SELECT 'a fact about it waits for the engine'
        FROM inbox WHERE record IS NULL AND erase_names(line)
    ) LIMIT 1;

-- name: is_gone
-- Somebody was erased, and nothing is known of this one.
SELECT EXISTS (SELECT 1 FROM erasure WHERE done_us IS NOT NULL)
   AND NOT EXISTS (SELECT 1 FROM decision WHERE ?1 IN (account, counterparty))
   AND NOT EXISTS (SELECT 1 FROM audit WHERE subject = ?1);

-- name: is_known
SELECT EXISTS (SELECT 1 FROM decision WHERE ?1 IN (account, counterparty))
    OR EXISTS (SELECT 1 FROM theft_case WHERE account = ?1) OR EXISTS (SELECT 1 FROM customer WHERE account = ?1)
    OR EXISTS (SELECT 1 FROM request WHERE account = ?1) OR EXISTS (SELECT 1 FROM label WHERE account = ?1)
    OR EXISTS (SELECT 1 FROM recall WHERE ?1 IN (payer, payee)) OR EXISTS (SELECT 1 FROM audit WHERE subject = ?1);

-- name: find_asked
SELECT number, asked_by, asked_session FROM erasure WHERE account = ?1 AND done_us IS NULL;

-- name: ask
INSERT INTO erasure (account, reason, asked_us, asked_by, asked_session) VALUES (?1, ?2, ?3, ?4, ?5);

-- name: fill_own
-- The account's own cases.
INSERT INTO temp.erase_case (case_id) SELECT case_id FROM theft_case WHERE account = ?1;

-- name: fill_rows
INSERT INTO temp.erase_row (seq)
    SELECT seq FROM audit
        WHERE length(own) = 32 AND (subject = ?1 OR subject IN (SELECT case_id FROM temp.erase_case)
                                    OR erase_names(detail))
        ORDER BY seq;

-- name: done
UPDATE erasure SET account = ?2, done_us = ?3, approved_by = ?4, approved_session = ?5 WHERE number = ?1;

-- name: tell
INSERT INTO audit_act (at_us, actor, action, subject, detail)
    SELECT e.done_us, 'supervisor ' || e.approved_by, 'erase', e.account,
           audit_detail('number', e.number, 'asked_us', e.asked_us, 'asked_by', e.asked_by,
                        'rows', (SELECT ',' || group_concat(seq) || ',' FROM temp.erase_row))
        FROM erasure AS e WHERE e.number = ?1;

-- name: make_case
CREATE TEMP TABLE erase_case (case_id TEXT PRIMARY KEY) WITHOUT ROWID;

-- name: make_row
CREATE TEMP TABLE erase_row (seq INTEGER PRIMARY KEY);

-- name: write_back
-- All of the log is in the file, and nobody reads on from it: the first column is 0.
PRAGMA wal_checkpoint(TRUNCATE);

-- name: rewrite
VACUUM;
